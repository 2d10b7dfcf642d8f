// Command chaos proves that Tandem always comes back: it breaks what it can while
// robots play, and compares the stored games with what the robots were shown.
//
//	robots ── wires (toxiproxy) ── the real binary ── a real Postgres, all durable
//	            cut, half-open,      kill -9, stopped    kill -9, stopped
//	            slow, thin           for 10 s, usurped   cleanly
//
// A course is so many runs; in each some pairs of robots play a game while faults
// strike. The faults of a run, when they strike and what the robots draw all come from
// the seed and the run's number, so a run can be played again: -seed S -first N -runs 1.
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
// With -broken the same is done to a copy of the source in which the journal says
// durable before it has committed: a checker that can't fail proves nothing. With
// -steady nothing is proved but measured: how much slower ink is for one player while
// the other's line or Postgres is in trouble, and how much memory that takes.
package main
