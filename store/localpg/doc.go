// Package localpg runs a private Postgres for this process, so that Tandem
// needs no database server to be set up.
//
// [Start] finds the programs of an installed PostgreSQL, makes a cluster in the
// data folder the first time, and runs `postgres` itself as a child: on a unix
// socket in a folder that only its user may enter, with no TCP. The child never
// outlives this process for long: Linux signals it when its parent dies, and
// elsewhere a shell waits on a pipe to do the same. A cluster whose process was
// killed with kill -9 comes back by itself: the next Start waits for the old
// server to leave, or tells it to.
//
// Postgres refuses to run as root. Started as root, the child becomes the owner
// of the cluster that is there, else the user postgres or nobody, and the data
// lies under /var/lib/tandem when that user can't reach the data folder.
package localpg
