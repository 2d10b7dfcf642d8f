package room

import "time"

// An open page doesn't mean that a player is in front of it. These rules make sure that no
// player has to stay with a partner who never draws, and that a game without active players
// ends.
const (
	// askAfter is how long a player may do nothing while the clock runs before they are asked
	// whether they are still there, and the partner is not told yet.
	askAfter = 30 * time.Second
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
	if h.actedAt = g.now; h.asked {
		h.asked, h.idle, g.changed = false, false, true
	}
}

// notice marks players who have done nothing for long, and ends a game that nobody plays.
func (g *game) notice() {
	for i := range g.liveSeats {
		h := &g.liveSeats[i]
		asked, idle := g.reached(g.quietAt(h, askAfter)), g.reached(g.quietAt(h, idleAfter))
		if h.asked != asked || h.idle != idle {
			h.asked, h.idle, g.changed = asked, idle, true
		}
	}
	if g.reached(g.unplayedAt()) {
		how := Abandoned
		if g.drew[0] || g.drew[1] {
			how = EndedEarly
		}
		g.finish(how, g.clock())
	}
}

// quietAt returns when a player who goes on doing nothing will have done so for a time; zero
// while the rule doesn't apply. It never applies to a ghost: its pauses are recorded, too.
func (g *game) quietAt(h *liveSeat, after time.Duration) time.Time {
	if h.peer == nil || h.ghost || !g.running || g.phase != inRound {
		return time.Time{}
	}
	return later(h.actedAt, g.since).Add(after)
}

// reached reports whether a time has come; never for zero.
func (g *game) reached(at time.Time) bool {
	return !at.IsZero() && !at.After(g.now)
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
