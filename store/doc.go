// Package store keeps everything in Postgres. A [Store] is a database; it implements what
// lobby and prompts need. A [Node] is this process's share in the database, which only one
// process at a time may have. It implements what room needs, and each of its writes
// succeeds only while no other process has taken over.
//
// Migrations create the schema; each resource has its file, and each query is in the
// function that runs it.
//
// Whatever decides who may get a seat runs in transact (transaction.go), takes its locks
// through locks.go in one order, and gives seats through seat (seating.go): lobbies, quick
// play and another game of the same two players alike. away.go says what an error of
// Postgres means, connect.go finds the server that accepts writes, and failover.go makes the
// pool leave one that doesn't any more.
package store

import (
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
)

var (
	_ lobby.Store      = (*Store)(nil)
	_ lobby.QuickStore = (*Store)(nil)
	_ lobby.AgainStore = (*Store)(nil)
	_ prompts.Store    = (*Store)(nil)
	_ room.Store       = (*Node)(nil)
	_ room.Flusher     = (*Node)(nil)
)
