// Package lobby is the place before, between and after games: who is there,
// who is ready, who plays with whom.
//
// A [Service] does what a member asks for. A [Hub] knows who has a page open
// on this node and tells them all, once a change; it has the [Matchmaker] pair
// those who are ready, by the pure rule of [Pairs]. What is true lies in the
// [Store]; who is here lies in the hub's memory only.
package lobby
