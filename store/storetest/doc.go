// Package storetest gives each test a migrated database of its own, in a few
// milliseconds.
//
// The first test of a process starts a private Postgres, in memory where there is
// room, and migrates one database; each test clones that. The server ends with the
// process, however it ends, and leaves nothing behind. If TEST_DATABASE_URL is set, the tests use
// that server instead. Its role must be allowed to create databases.
//
// Packages that look for leaked goroutines pass [IgnoreServer] to goleak.
package storetest
