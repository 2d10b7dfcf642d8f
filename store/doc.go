// Package store keeps everything in Postgres. A [Store] is a database; it implements what
// lobby and prompts need. A [Node] is this process's share in the database, beside those of
// any number of others. It implements what room needs.
//
// A node has a row while it lives, and a lease there by the database's clock (lease.go).
// Rooms and places belong to a node's row: nobody has to find out whether an owner lives. A
// node whose lease has run out is removed by another (removal.go), which waits for its
// writes in progress; each write begins by locking the writer's own row (journal.go), so
// that a node which was removed while it stood still writes nothing more.
//
// Migrations create the schema; each resource has its file, and each query is in the
// function that runs it.
//
// Whatever decides who may get a seat runs in transact (transaction.go), takes its locks
// through locks.go in one order, and gives seats through seat (seating.go): lobbies, quick
// play, ghosts and another game of the same two players alike. away.go says what an error of
// Postgres means, connect.go finds the server that accepts writes, and failover.go makes the
// pool leave one that doesn't any more.
//
// backup.go copies all tables out in one snapshot, and restore.go in again in one
// transaction. A new table goes into one of the two lists in backup.go.
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
