package room

import (
	"context"
	"errors"
	"time"
)

const (
	sweepEvery = time.Minute
	sweepPage  = 256 // ids read at once
)

// Sweep ends games that no player comes back to. At once and then every minute, until ctx
// ends, it opens the live games that no node owns, as a returning page would.
// The room's own rule does the rest: when both seats have been empty for a grace, the game
// is stored as abandoned.
func (g *Registry) Sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for after := ""; ; {
		next, opened, err := g.sweep(ctx, after)
		if opened > 0 {
			g.config.Logger.InfoContext(ctx, "opened rooms that nobody was in", "rooms", opened)
		}
		if err != nil && ctx.Err() == nil {
			g.config.Logger.WarnContext(ctx, "a sweep ended early; the next goes on", "error", err)
		}
		after = next
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// sweep opens the rooms of the live games whose ids follow after, one by one. It returns
// the id after which the next sweep continues; "" when all have been seen. If a game can't
// be opened, the next sweep continues after it, so that it doesn't block the others.
func (g *Registry) sweep(ctx context.Context, after string) (next string, opened int, err error) {
	for {
		var ids []string
		err := within(ctx, claimTime, func(ctx context.Context) (err error) {
			ids, err = g.config.Store.Claimable(ctx, after, sweepPage)
			return err
		})
		if err != nil {
			return after, opened, err
		}
		for _, id := range ids {
			if opened == sweepRooms {
				g.metrics.reached[BoundSweep].Add(1)
				return after, opened, nil
			}
			before := after
			after = id
			if g.Has(id) {
				continue
			}
			switch _, err := g.Open(ctx, id); {
			case err == nil:
				opened++
				g.metrics.Swept.Add(1)
			case errors.Is(err, ErrNoRoom), isOwned(err): // stored meanwhile, or played elsewhere
			case errors.Is(err, ErrBusy), errors.Is(err, ErrStopping):
				return before, opened, nil
			default:
				return after, opened, err
			}
		}
		if len(ids) < sweepPage {
			return "", opened, nil
		}
	}
}
