// Command tandem is all of Tandem: the page, the API and the rooms, in one process. Any
// number of processes on one database are one Tandem (package cluster).
//
// # Growth
//
// Nodes are added as players come; the one Postgres is what bounds them. This is what it
// carries, on paper. What is measured comes from the README (make bench) and from one run of
// `tandem load --rooms 30 --rate 30` on three nodes, on a machine that other work kept busy:
// about 39,000 ops in 20.8 s were 6,196 rows of journal and 2.96 MB of WAL, in 75 commits a
// second with all that else happened.
//
//   - An op is 76 bytes of WAL when it is flushed with five others in a row, and about 25
//     more when its game ends: its share of the recording, and of the removal of its rows.
//     It is more where fewer share a row, so the WAL below is the least to expect.
//   - A node commits all its rooms together, at most 13 times a second however many there
//     are. A room that draws without a pause was one row in 10 of these a second.
//   - Postgres takes 3.5 us of CPU an op when 300 rooms draw on one node.
//
// A pair that never rests makes 60 ops a second. The table assumes 20, and 5 rows a second,
// of a pair that looks, laughs and reads its prompt; these two are guesses. Everything else
// is multiplied from there; nothing above 300 rooms was run.
//
//	live rooms                     1,000      10,000      50,000
//	ops a second                  20,000     200,000   1,000,000
//	rows a second                  5,000      50,000     250,000
//	WAL                           2 MB/s     20 MB/s    100 MB/s
//	cores of Postgres               0.07         0.7         3.5
//	games that end, a second           5          50         250
//	kept games in a day           2.7 GB       27 GB      270 GB
//
// (A game is over after 200 s and takes 6.4 KB, indexes included, if it is played around the
// clock.) So 50,000 live rooms are near the end of one primary with a fast disk: WAL that a
// synchronous standby has to write, too, and a journal of which autovacuum removes as many
// rows as are written.
//
// Before that come the size of what is kept (KEEP_DAYS) and connections: each node has 17
// (pool_max_conns in DATABASE_URL, and one for its lease), so Postgres' own 100 are enough
// for five nodes; beyond that raise max_connections or use pgbouncer. The flush is one
// Postgres process a node at a time, so several nodes also use several cores of Postgres.
//
// # Beyond one Postgres
//
// Citus spreads tables over several Postgres servers by one column. Nothing of it is built.
// It would change this:
//
//   - By the game's id, kept together: games, seats, rooms, journal, prompt_ratings and
//     reports. A flush already names the game of each row and joins only rooms. It would
//     become one statement for each server, and its commit a two-phase one unless a node
//     flushes each server's rooms by themselves; the latter fits, as rooms don't depend on
//     each other.
//   - By the player's id: players, met_sets, sightings, blocks, tickets. By the lobby's
//     code: lobbies, members, bans, invitations. Everywhere in full: prompt_sets and what
//     belongs to them, obstacles, nodes and places, secrets, audit, days.
//   - No foreign key leads from one of these groups to another, except to a table that is
//     everywhere in full. Today such keys lead from seats, members, bans and others to
//     players, and from games and tickets to lobbies; the code would delete what they
//     cascade to.
//   - Unique keys contain the column. Two don't: players(session_hash) needs a table of
//     sessions by their hash, and tickets(id) the player.
//   - Citus runs no triggers on such tables: those that keep the operator's list and the
//     obstacles become statements of the code.
//   - The operator's list asks all servers and merges; it reads its pages by an index on
//     each already.
//   - Recordings move to an object store, and with them most bytes.
//
// Queries that already fit are kept so: the journal, rooms and seats have the game first in
// their primary keys, and no statement of a room reads more than one game.
package main
