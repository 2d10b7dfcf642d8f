// Command tandem is all of Tandem: the page, the API and the rooms, in one process. Any
// number of processes on one database are one Tandem (package cluster).
//
// Nodes are added as players come; the one Postgres is what bounds them. help/capacity.md
// works out on paper what it carries.
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
