package room

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	// holdTime is how long a host can hold a game: one who has forgotten it, or has gone, keeps
	// nobody from playing.
	holdTime = 15 * time.Minute
	// moreMS is how much longer a round gets at a time, and mostMS how much time may then be
	// left of it, in ms of the game clock.
	moreMS = 60_000
	mostMS = 10 * moreMS
	// directPause is how long a call waits for a room that has just ended.
	directPause = 50 * time.Millisecond
)

// What the host of a lobby may do with a game of it. Each is done once the call returns; if
// the room is just moving to another node, the error is temporary. Errors are those of Open,
// ErrNoRoom among them if the game is kept.

// Hold stops the clock of a game, or lets it go on. A hold ends by itself after holdTime, and
// when the room moves to another node.
func (g *Registry) Hold(ctx context.Context, id string, on bool) error {
	return g.direct(ctx, id, hold{on})
}

// Extend makes the present round a minute longer, unless it has ten left; before the first
// round and after the last it does nothing.
func (g *Registry) Extend(ctx context.Context, id string) error { return g.direct(ctx, id, extend{}) }

// End ends a game as it is; it is stored as ended early.
func (g *Registry) End(ctx context.Context, id string) error { return g.direct(ctx, id, cutShort{}) }

// direct sends a room a message and waits until it has been handled.
func (g *Registry) direct(ctx context.Context, id string, m message) error {
	for {
		r, err := g.Open(ctx, id)
		if err != nil {
			return err
		}
		if err = r.send(ctx, m); err == nil {
			_, err = r.past(ctx) // answered after m
		}
		if !errors.Is(err, ErrOver) {
			return err
		}
		// Its game has been stored, or it has been handed over: to open it again tells.
		if !sleep(ctx, directPause) {
			return err
		}
	}
}

// hold stops the clock for the host, or lets it go on.
func (g *game) hold(on bool) {
	g.heldUntil, g.changed = time.Time{}, true
	if on {
		g.heldUntil = g.now.Add(holdTime)
	}
}

// held reports whether the host holds the game.
func (g *game) held() bool { return g.now.Before(g.heldUntil) }

// extend makes the present round longer.
func (g *game) extend() {
	if g.phase == inRound && g.endsAt-g.clock()+moreMS <= mostMS {
		for len(g.longer) < g.round {
			g.longer = append(g.longer, 0)
		}
		g.longer[g.round-1] += moreMS
		g.endsAt += moreMS
		g.changed = true
		g.do(keepLonger{slices.Clone(g.longer)})
	}
}

// lastAsLongAsInk has a restored round end no earlier than its last entry: the node before
// may have died before it stored that the round is longer. Else the
// next entry would lie before the last one, and the stream could not be read.
func (g *game) lastAsLongAsInk() {
	switch g.phase {
	case inRound:
		g.endsAt = max(g.endsAt, g.at)
	case finishing:
		g.endsAt = max(g.endsAt, g.at-tailMS)
	case gathering, countingIn, kept:
	}
}
