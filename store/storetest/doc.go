// Package storetest gives each test a migrated database of its own, in a few
// milliseconds.
//
// The first test of a process starts a private Postgres, in memory where there is
// room, and migrates one database; each test clones that. The server ends with the
// process, however it ends, and leaves nothing behind. With TEST_DATABASE_URL set
// the server it names is used instead: its role must be allowed to create
// databases.
//
// Packages that look for leaked goroutines pass [IgnoreServer] to goleak.
package storetest
