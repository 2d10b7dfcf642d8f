// Command chaos proves that Tandem always comes back: it breaks what it can while robots
// play, and compares the stored games with what the robots were shown. With one node:
//
//	robots ── wires (toxiproxy) ── the real binary ── a real Postgres, all durable
//	            cut, half-open,      kill -9, stopped    kill -9, stopped
//	            slow, thin           for 10 s, usurped   cleanly
//
// With -nodes 3, a balancer spreads connections blindly, and links lead to each node:
//
//	robots ── wires ── balancer ─┬─ link ── node 1 ── link ─┬─ Postgres
//	                             ├─ link ── node 2 ── link ─┤
//	                             └─ link ── node 3 ── link ─┘
//	                    the other nodes ── link ── a node's inner listener
//
// A link can be cut (connections are reset and refused) and can hang (nothing arrives, in
// either direction). Nodes are killed, stopped for up to 8 s (also in the middle of a flush),
// restarted one after the other, and given a wrong clock.
//
// A course is so many runs; in each some pairs of robots play a game while faults
// strike. The faults of a run, when they strike and what the robots draw all come from
// the seed and the run's number, so a run can be played again: -seed S -first N -runs 1.
// Which node owns a room does not; a fault strikes a node that owns one.
//
// Robots keep their ink as the page does: also one whose page is loaded again sends what
// wasn't durable.
//
// After each run every game must have ended, every acked op must be in the recording
// exactly once and in order, as must be all that was drawn in time, acked or not. The
// durable past of each page must be how the recording begins, the pictures must agree,
// and the game clock must have stood still in pauses and while there was no server. See
// robot.Verify.
//
// With several nodes, a witness in the database (testdata/witness.sql) writes down each
// journal row, each claim and each removal of a node, in the same transaction. These are the
// rules: a game's rows have every seq once, epochs rise with seq, one process writes in an
// epoch; a room is claimed only if it was released or its owner removed; no player sits in
// two live rooms; no node is removed that could renew its lease. The table has, for each
// fault, how soon robots played again and what was wrong.
//
// With -broken the same is done to a copy of the source that is broken in some way: a
// checker that can't fail proves nothing. Each must be caught, by the faults that it is
// about:
//
//	-nodes 3 -broken no-fence                   -runs 8  -only "a node stopped"
//	-nodes 3 -broken no-compare-and-set         -runs 8  -only "at once"
//	-nodes 3 -broken leases-by-the-local-clock  -runs 8  -only "clock"
//	-nodes 3 -broken do-nothing-on-conflict     -runs 2  -only "without an answer"
//	         -broken acks-before-commit         -runs 8  -only "kill -9 of all"
//
// With -steady nothing is proved but measured: how much slower ink is for one player while
// the other's line or Postgres is in trouble, and how much memory that takes.
package main
