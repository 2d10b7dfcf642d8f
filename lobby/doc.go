// Package lobby is where players are before, between and after games: who is there, who is
// ready, who plays with whom.
//
// A [Service] carries out what members ask for. A [Hub] knows who has a page of a lobby
// open. At each change it tells these pages once, and only what has changed. All pages of a
// lobby are open on one node: the edge passes their requests on to it. News that pages on
// other nodes may have to hear goes to [Nodes].
// Pages that show the lobby's wall hear the same, but nobody is present by them.
// It has the [Matchmaker] pair the ready members in the lobby's way: as they come
// ([Pairs]), everyone at once ([Wave]), or by invitation. A lobby has a host, co-hosts and
// [Rules]; it closes when nobody has been in it for an hour.
//
// Its members have a chat, as long as the lobby is not listed for everybody: strangers have
// none. The chat is with the pages, in the memory of the one node that serves the lobby, and
// ends with it. Pages in a room read it from the lobby, too, by an event stream of their own,
// and not by the room's socket: a room may be on another node than its lobby, it hears only
// of its two players, and all that it says goes into a journal. The socket says only whether
// the lobby's rules open the chat to rooms: most don't, and their pages need no stream.
//
// [QuickPlay] matches players who wait for a stranger, by [Strangers]. Who doesn't want to
// wait draws with a [Ghost], ink that somebody left earlier; those who wait hear of it, and the
// player hears at the end who waits. [Again] lets two players who have just played play again.
//
// The rules of pairing are pure functions. Durable state is in the stores; presence is in
// memory only. A page that promises to beat and doesn't for 20 seconds counts as gone.
package lobby
