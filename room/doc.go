// Package room hosts games. A room is the live actor of one game; the journal is the full
// record of that game.
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
// Data flows in this direction only. When the game has ended and its last entry is durable,
// the stream is sealed into a recording, and Flusher.Finish keeps it.
//
// # Who owns what
//
//   - [Room].run owns the game. All its input is messages, all its
//     output is effects; step between them uses no clock, channel or I/O.
//   - The stream is one slice that only grows. Bytes already in it never
//     change, so the peers' queues and the writer share parts of it uncopied.
//   - Each socket has a goroutine that reads, [Room.Serve]'s, and one that writes
//     and lives while there is something to write. The queue between the room and
//     the writing one has its own lock, and one timer for everything timed: a
//     beat, the time limit of a write, ink that has waited long enough.
//   - [Writer] has two goroutines, started by [Writer.Run]: one flushes, one
//     keeps finished games. Its lock guards what it shares with rooms.
//   - [Registry] starts the goroutine of each room, one room an id;
//     [Registry.Sweep] opens the rooms of games that no player came back to.
//   - [Metrics] are atomic: any goroutine may add or read.
//
// # Ghosts
//
// A seat may be held by recorded ink instead of a player ([Game.Ghost]). Its Conn comes from
// Config.Ghost (package room/ghost) and is served like a page's socket, here by a goroutine of
// the registry (ghost.go). The rules know one exception: a ghost is never idle.
//
// # The state is the fold of the stream
//
// Only fold.apply changes the state that derives from a game's entries. A live room applies
// the entries that it writes and a restored room those that it reads; both reach the same
// state. What the stream doesn't record (who is connected, when a grace ends) starts anew
// in a restored room: it is paused at the game clock of the last entry, with a full grace
// for both seats.
//
// # Bounds
//
// Limits apply to how often a page can attach, what it can send, what can queue for it, how
// much ink a player has in a game, how much work that ink is to draw, and how much may wait
// for Postgres. bounds.go names each limit, says what happens beyond it, and counts when
// that happens. A player's limits belong to the seat: they outlive sockets, and the partner
// has separate ones.
//
//	attaches     a seat    closed, to come back later; the game hears nothing of it
//	bytes a s    a seat    its reader waits: a burst of both fits a page's queue
//	work a s     a seat    closed; rows of pixels, which few bytes can make many
//	ink, work    a seat    ops are refused; so every game is drawn in seconds
//	events       a game    it ends early and is kept: no stream outgrows maxStream
//
// # The socket
//
// A page attaches with its pens, and with the epoch and seq of what it has. The page that
// the player opened last gets the seat; one that reconnects by itself says so, and is closed
// with replaced while another page is connected. A page whose room is late dials a second
// socket beside the first, with the same pen: the newer socket gets the seat, and the older
// is closed with resume. Binary frames carry ink, text frames carry JSON. Up:
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
// The room takes op n = last + 1 of a pen. It skips a lower n, which it has taken before,
// and closes with gap at a higher one. A refused op uses up its n. A page keeps each op
// until it is durable, and a refused op until a later one is durable. After a reconnect it
// resends the ops after the welcome's n.
//
// The page also stores its ops in the browser. After a reload or a crash the new page names
// the pens of earlier pages whose ops may not be durable (earlier). The welcome tells it
// how far the room has taken each. The page sends the rest of each, oldest first, and then
// draws with its own pen. Sending an op twice is harmless, so no page needs to know whether
// an earlier one is still open.
//
// A connected player who does nothing for askAfter of play is asked by their page whether they
// are still there; after idleAfter they are idle, and the partner may end the game. The state
// says both. A player whose partner is gone and who does nothing keeps the
// game open until paused.ends_at. See idle.go.
//
// A partner whose socket the room closed for a reconnect (it was slow, or has to resend) is
// not gone: until their grace is over, the room answers end with not_now. The state says in
// advance, as paused.may_end, whether end would be accepted.
//
// The host of the lobby may hold a game (lead.go): its clock stands, as paused.held says, and
// what is drawn meanwhile is taken as in any pause. A longer round is kept beside the stream,
// in the room's row, so that the version before can read every stream.
//
// Down:
//
//	text    {"type":"welcome", …}  first: what the page goes on from
//	        {"type":"state", …}    all of the room's state, at every change
//	        {"type":"refused","pen":77,"n":5,"reason":"not_started|lifted|finished|full"}
//	        {"type":"not_now","request":"end","reason":"coming_back"}
//	        {"type":"check","seq":812}  what hash has the picture now, at this entry?
//	        {"type":"start_over"}  it is not what the entries make: come back with epoch 0
//	        {"type":"beat"}  after every 1.5 s without any other frame
//	binary  entries of the stream and durable notices, whole ones, the same for both
//
// After the welcome come the entries from+1..seq, then whatever happens. from is what the
// page said it has, or 0 when that is of another epoch: then the page starts over from a
// blank sheet. The echo of a page's own ops and durable notices tell it nothing new. They
// go out with the next frame that does, or alone after 50 to 75 ms, because writing a frame
// is most of the cost of relaying an op. The shapes are in wire.go, the entries in entry.go,
// the close codes in close.go.
//
// # Watchers
//
// A wall shows rooms without a seat in them (watch.go): its socket gets the stream and
// nothing else, so no prompt, and says nothing. The room leaves its stream where
// [Watcher.Serve] looks for it, four to five times a second. The game doesn't know of watchers,
// and they leave no trace.
package room
