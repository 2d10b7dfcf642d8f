// Package lobby is the place before, between and after games: who is there,
// who is ready, who plays with whom.
//
// A [Service] does what a member asks for. A [Hub] knows who has a page open
// on this node and tells them all, once a change and only what has changed; it
// has the [Matchmaker] pair those who are ready, in the lobby's way: as they
// come ([Pairs]), everyone at once ([Wave]), or as they pick each other. A lobby
// has a host, co-hosts and [Rules]; it closes when nobody has been in it for an hour.
//
// [QuickPlay] matches those who wait for a stranger, by [Strangers]. [Again] lets
// two who have played play again.
//
// The rules of pairing are pure. What is true lies in the stores; who is here lies
// in memory only. A page that says it will beat and doesn't for 20 seconds is gone.
package lobby
