// Command bench measures what a relayed message costs Tandem, beside a bare relay that
// keeps nothing: the same messages, in the same run, one after the other. Machines
// differ, so what counts is the ratio.
//
// A player sends 30 messages a second, of one point each, on a plan that no answer
// changes. The server has core 0, with its Postgres; the players have core 1. The CPU time
// of a server is that of all its threads, as the kernel counts it, over the messages that
// arrived at a partner while it was counted. It is no test: nothing fails on a number.
//
// With -nodes it compares several nodes on one database with one: with players sent to
// nodes by their room, and with players sent to any.
//
// With -watched it compares rooms that a wall shows with rooms that nobody watches.
//
// With -profile it writes a CPU profile of Tandem under the same load instead, for the
// compiler (`make pgo`).
package main
