// Package room hosts games: a room is the live actor of one game, and the
// journal is the game.
//
// # The way of a stroke
//
//	page ──socket──▶ peer.read ──mailbox──▶ Room.run ──▶ game.step: a seq, and effects
//	                 sizes; it waits        one goroutine      │
//	                 at too high a rate     owns the game      ├─ show ─▶ outgoing ──▶ both pages
//	                                                           │          a queue a peer, the room never waits
//	                                                           └─ put ──▶ Writer ─▶ Flusher.Flush ──▶ Postgres
//	                                                                      all rooms in one transaction
//	pages ◀── outgoing ◀── durableNow ◀── game.step ◀── flushed ◀── news ◀───┘ durable
//
// It never turns back. When the game has ended and its last entry is durable,
// the stream is sealed into a recording, and Flusher.Finish keeps it.
//
// # Who owns what
//
//   - [Room].run owns the game. Whatever reaches it is a message, whatever it
//     does is an effect, and step between them knows no clock, channel or I/O.
//   - The stream is one slice that only grows. Bytes that stand in it never
//     change, so the peers' queues and the writer hold parts of it, uncopied.
//   - Each socket has a goroutine that reads, [Room.Serve]'s, and one that writes,
//     which lives while there is something to write. The queue between the room and
//     the latter has a lock of its own, and one alarm for all that is due by itself: a
//     beat, the end of a write that takes too long, ink that has waited.
//   - [Writer] has two goroutines, started by [Writer.Run]: one flushes, one
//     keeps finished games. What rooms and writer share is under its lock.
//   - [Registry] has the goroutine of each room, and one room an id; that of
//     [Registry.Sweep] opens the rooms of games that nobody came back to.
//   - [Metrics] are atomic words: anyone adds, anyone reads.
//
// # The state is the fold of the stream
//
// fold.apply is the only thing that changes what a game's entries tell. A live
// room applies the entries that it writes and a restored one those that it
// reads; both come to the same state. What the stream doesn't tell (who is
// connected, when a grace ends) starts anew in a restored room: paused, by the
// game clock of the last entry, with a full grace for both seats.
//
// # Bounds
//
// How often a page can attach, what it can send, what can wait for one, how much
// ink a player has in a game and what work it is to draw, and how much may wait
// for Postgres is bounded. bounds.go names each bound, says what happens beyond
// it, and has it counted when that happens. What bounds a player is the seat's:
// it outlives sockets, and the partner has their own.
//
//	attaches     a seat    closed, to come back later; the game hears nothing of it
//	bytes a s    a seat    its reader waits: a burst of both fits a page's queue
//	work a s     a seat    closed; rows of pixels, which few bytes can make many
//	ink, work    a seat    ops are refused; so every game is drawn in seconds
//	events       a game    it ends early and is kept: no stream outgrows maxStream
//
// # The socket
//
// A page attaches with its pens, and with the epoch and seq of what it has. Binary
// frames carry ink, text frames carry JSON. Up:
//
//	binary  uvarint n of the first op, then ops (n, n+1, …); at most MaxFrame bytes
//	text    {"type":"pen","pen":77}  the ops that follow are of this pen
//	        {"type":"go_on"}  wants the next prompt now
//	        {"type":"leave"}  leaves for good
//	        {"type":"end"}    ends the game, while the other seat is empty or idle
//	        {"type":"alone"}  plays on alone, once the other's grace is over
//	        {"type":"react","kind":"heart|star|laugh|wow|clap|question"}
//	        {"type":"hash","seq":812,"hash":"0f3a…"}  answers check
//
// The room takes op n = last + 1 of a pen, skips a lower one, which it has
// taken before, and closes with gap at a higher one. A refused op uses up its
// n. A page keeps its ops until they are durable, a refused one until a later
// one is, and after a reconnect sends again what follows the welcome's n.
//
// It keeps them in the browser, too. Another page, after a reload or a crash, brings
// along the pens of those before it (earlier) whose ops may not be durable, is told by
// the welcome what was taken of each, sends what follows of each, oldest first, and
// then draws with a pen of its own. To send the same twice does no harm, so nobody has
// to know whether the page before still lives.
//
// A player who is here and does nothing for a while of play is idle, as the state says:
// the partner may end the game. One who is left by the other and does nothing holds it
// no longer than paused.ends_at. See idle.go.
//
// A partner whose socket the room itself closed, to come back (as slow, or to send
// again), is not gone: until their grace is over, end is answered with not_now. The state
// says beforehand, as paused.may_end, whether end would be taken.
//
// Down:
//
//	text    {"type":"welcome", …}  first: what the page goes on from
//	        {"type":"state", …}    all of the room's state, at every change
//	        {"type":"refused","pen":77,"n":5,"reason":"not_started|lifted|finished|full"}
//	        {"type":"not_now","request":"end","reason":"coming_back"}
//	        {"type":"check","seq":812}  what hash has the picture now, at this entry?
//	        {"type":"afresh"}  it is not what the entries make: come back with epoch 0
//	        {"type":"beat"}  after every 2 s without any other frame
//	binary  entries of the stream and durable notices, whole ones, the same for both
//
// After the welcome come the entries from+1..seq, then whatever happens. from
// is what the page said it has, or 0 when that is of another epoch: then it
// starts over from a blank sheet. What tells the page nothing new, the return of its
// own ops and durable notices, goes out with the next frame that does, or alone after
// 50 ms: to write a frame is most of what relaying an op costs. The shapes are in wire.go, the entries in
// entry.go, the close codes in close.go.
package room
