package robot

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Duet is two players who have a room.
type Duet struct {
	Room     string
	Settings Settings
	Players  [2]*Player
}

// Play plays the game to its end, with plan's seed for one player and the next seed for the
// other. It returns the records even if it fails.
func (d Duet) Play(ctx context.Context, plan Plan) ([]*Record, error) {
	plan.Ledger = NewLedger()
	if plan.Tally == nil {
		plan.Tally = new(Tally)
	}
	records := make([]*Record, len(d.Players))
	seats, ctx := errgroup.WithContext(ctx) // if one fails, the other stops
	for i, p := range d.Players {
		plan := plan
		plan.Seed += uint64(i)
		seats.Go(func() (err error) {
			records[i], err = p.Play(ctx, d.Room, plan)
			return err
		})
	}
	return records, seats.Wait()
}

// Verify compares the kept game with the records.
func (d Duet) Verify(ctx context.Context, records []*Record) (Game, Findings, error) {
	game, err := d.Players[0].Game(ctx, d.Room)
	if err != nil {
		return Game{}, Findings{}, err
	}
	stream, err := d.Players[1].Recording(ctx, d.Room)
	if err != nil {
		return Game{}, Findings{}, err
	}
	return game, Verify(ctx, game, d.Settings, stream, records), nil
}
