// Package robot plays Tandem as a good page does, over the public API and sockets only: it
// names itself, is matched in a lobby, draws strokes that people once drew, keeps each op
// until it is durable, comes back when its socket ends and sends again what the room may
// not have. It never trusts the server: its [Record] has everything that was sent, shown
// and acked, and [Verify] compares that with the kept game.
//
//	Meet ─ OpenLobby ─ Join ─ Ready ─ AwaitMatch ─ Play ─▶ Record ─▶ Verify
//
// [Load] does so with many pairs at once and measures how long ink takes. There are bad
// pages, too: a robot may be deaf for a while ([Plan]), and [Player.Hog] sends all that a
// seat may.
package robot
