package room

import "time"

// An open page doesn't mean that a player is in front of it. These rules make sure that no
// player has to stay with a partner who never draws, and that a game without active players
// ends.
const (
	// idleAfter is how long a player may do nothing while the clock runs before the partner
	// may end the game.
	idleAfter = 45 * time.Second
	// decideTime is how long the remaining player may do nothing, neither draw nor choose
	// how to go on, before the game ends as it is. It counts from when the partner left for
	// good, or when the grace of a partner who may still come back was over.
	decideTime = seatGrace
	waitTime   = 5 * seatGrace
)

// act records that the player of a seat has just done something.
func (g *game) act(h *liveSeat) {
	if h.actedAt = g.now; h.idle {
		h.idle, g.changed = false, true
	}
}

// notice marks players who have become idle, and ends a game that nobody plays.
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

// idleAt returns when a player who goes on doing nothing becomes idle; zero while the rule
// doesn't apply. It never applies to a ghost: its pauses are recorded, too.
func (g *game) idleAt(h *liveSeat) time.Time {
	if h.peer == nil || h.ghost || !g.running || g.phase != inRound {
		return time.Time{}
	}
	return later(h.actedAt, g.since).Add(idleAfter)
}

// unplayedAt returns when the game ends unless the remaining player does something; zero
// while both players are here, a grace is running, or one plays on alone.
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
