// Package store keeps everything in Postgres. A [Store] is a database; it
// implements what lobby and prompts need. A [Node] is this process's part in
// it, which only one process at a time may have: it implements what room needs,
// and each of its writes holds only while no other process has taken over.
//
// Migrations bring the schema; each resource has its file, and each query stands
// in the function that runs it.
//
// Whatever changes who may get a seat runs in transact (transaction.go), takes its locks
// by locks.go in one order, and gives seats by seat (seating.go), for lobbies, quick play
// and another game of the same two alike. What an error of Postgres means stands in
// away.go.
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
