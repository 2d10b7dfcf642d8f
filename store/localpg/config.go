package localpg

import (
	"errors"
	"log/slog"
)

// What can be wrong with Start and Upgrade; each comes with a sentence that says what to do.
var (
	// ErrNoPrograms: no PostgreSQL is installed that could be used, and none could be
	// fetched.
	ErrNoPrograms = errors.New("no PostgreSQL programs found")
	// ErrOtherVersion: the data was made by a PostgreSQL that isn't here.
	ErrOtherVersion = errors.New("the database is of another PostgreSQL version")
	// ErrInUse: a living process runs its Postgres on this data.
	ErrInUse = errors.New("another process is using the data folder")
	// ErrDiskFull: Postgres can't write its data.
	ErrDiskFull = errors.New("the disk of the database is full: make room on it")
	// ErrNoData: the data folder holds no database.
	ErrNoData = errors.New("there is no database in the data folder")
	// ErrNotNewer: Upgrade finds no PostgreSQL that is newer than the data.
	ErrNotNewer = errors.New("there is no newer PostgreSQL for the database")
	// ErrTwoDatabases: the data folder holds two databases, and Upgrade can't know which one
	// is meant.
	ErrTwoDatabases = errors.New("the data folder holds two databases")
)

// Config says which Postgres to run.
type Config struct {
	DataDir  string // holds the cluster, in a folder of its own; made if missing
	CacheDir string // holds fetched programs; "" for the user's cache folder, root's is /var/cache/tandem
	Logger   *slog.Logger

	// Fleeting is for tests only: nothing is durable (fsync and its kin are off),
	// and the data is removed when the server is stopped or this process ends,
	// however it ends.
	Fleeting bool
}

// Upgraded is what Upgrade has done.
type Upgraded struct {
	From, To string // versions of PostgreSQL
	Old      string // the folder of the database as it was
}
