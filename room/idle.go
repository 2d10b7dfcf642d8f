package room

import "time"

// A seat whose page is open need not have anybody before it. These are the rules for
// that: nobody has to sit with a partner who never draws, and a game that nobody plays
// ends.
const (
	// idleAfter is how long a player may do nothing while the clock runs: then the
	// partner may end the game.
	idleAfter = 45 * time.Second
	// decideTime is how long whoever is left may do nothing, neither draw nor choose how
	// to go on, before the game ends as it is: since the partner left for good, or since
	// the grace of one who may still come back was over.
	decideTime = seatGrace
	waitTime   = 5 * seatGrace
)

// act notes that the player of a seat does something.
func (g *game) act(h *liveSeat) {
	if h.actedAt = g.now; h.idle {
		h.idle, g.changed = false, true
	}
}

// notice tells whose time to do something is over, and ends a game that nobody plays.
func (g *game) notice() {
	for i := range g.liveSeats {
		h := &g.liveSeats[i]
		if at := g.idleAt(h); h.idle != (!at.IsZero() && !at.After(g.now)) {
			h.idle, g.changed = !h.idle, true
		}
	}
	if at := g.unplayedAt(); !at.IsZero() && !at.After(g.now) {
		how := Abandoned
		if g.drew[0] || g.drew[1] {
			how = EndedEarly
		}
		g.finish(how, g.clock())
	}
}

// idleAt is when a player who goes on doing nothing is idle; zero while nothing is to be
// done.
func (g *game) idleAt(h *liveSeat) time.Time {
	if h.peer == nil || !g.running || g.phase != inRound {
		return time.Time{}
	}
	return later(h.actedAt, g.since).Add(idleAfter)
}

// unplayedAt is when the game ends unless whoever is left does something; zero while both
// are here, are waited for, or one plays on alone.
func (g *game) unplayedAt() time.Time {
	for i := range g.liveSeats {
		h, gone := &g.liveSeats[i], &g.liveSeats[1-i]
		if h.peer == nil || gone.peer != nil || !gone.lapsed || gone.playedWithout {
			continue
		}
		wait := waitTime
		if gone.left {
			wait = decideTime
		}
		return later(h.actedAt, gone.lapsedAt).Add(wait)
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
