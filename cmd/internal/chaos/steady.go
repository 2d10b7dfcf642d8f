package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/robot"
)

const (
	// turns is how often quiet and trouble take turns, so that what else the machine
	// does falls on both alike; look is how often it is looked whether a game is on.
	turns = 3
	// turn is how long ink is measured each time, and away how long Postgres is.
	turn = 8 * time.Second
	away = time.Minute
	look = 20 * time.Millisecond
	// steadyAim is by how many percent latency may grow beside trouble.
	steadyAim = 10
)

// trouble is something that ought not to slow ink down.
type trouble struct {
	name    string
	lasts   time.Duration // 0: a turn
	turns   int
	latency func(r []*robot.Record) []time.Duration
	strike  func(ctx context.Context, w *world, during func() error) error
}

var troubles = []trouble{
	{
		name: "own ink's way to the room and back, the partner throttled to 1 KB/s", turns: turns,
		latency: func(r []*robot.Record) []time.Duration { return r[0].Echo },
		strike: func(ctx context.Context, w *world, during func() error) error {
			defer w.wires[1].heal(ctx)
			if err := w.wires[1].spoil("bandwidth", map[string]any{"rate": 1}); err != nil {
				return err
			}
			return during()
		},
	},
	{
		name: "hand to partner, Postgres away for 60 s", turns: 1, lasts: away,
		latency: func(r []*robot.Record) []time.Duration { return append(r[0].ToPartner, r[1].ToPartner...) },
		strike: func(ctx context.Context, w *world, during func() error) error {
			return errors.Join(w.postgres.stop(ctx), during(), w.postgres.start(ctx))
		},
	},
}

// steady prints by how much the median latency of ink grows in each trouble.
func (c course) steady(ctx context.Context) (err error) {
	binary, sketch, remove, err := c.prepare(ctx)
	if err != nil {
		return err
	}
	defer remove()
	w, err := newWorld(ctx, binary)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.end(context.WithoutCancel(ctx), err == nil)) }()
	number := 0
	for _, t := range troubles {
		var quiet, beside []time.Duration
		for range t.turns {
			for _, troubled := range []bool{false, true} {
				number++
				records, err := w.listen(ctx, sketch, newPlan(c.seed, number, faults), t, troubled)
				if err != nil {
					return fmt.Errorf("%s: %w", t.name, err)
				}
				if troubled {
					beside = append(beside, t.latency(records)...)
				} else {
					quiet = append(quiet, t.latency(records)...)
				}
			}
		}
		was, is := robot.Spread(quiet), robot.Spread(beside)
		if was.Count == 0 || is.Count == 0 {
			return fmt.Errorf("%s: no ink was measured", t.name)
		}
		fmt.Fprintf(c.progress, "%s: p50 %.2f ms, else %.2f; p99 %.2f ms, else %.2f; %d and %d ops\n", t.name, is.P50, was.P50, is.P99, was.P99, is.Count, was.Count)
		c.figure(t.name+": growth of p50", 100*(is.P50/was.P50-1), "%", steadyAim)
	}
	return nil
}

// listen plays one game, in trouble or not, and gives its records.
func (w *world) listen(ctx context.Context, sketch robot.Sketch, p plan, t trouble, troubled bool) ([]*robot.Record, error) {
	duets, err := w.match(ctx, p, robot.Settings{Rounds: 10, RoundSeconds: 10}, 1)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, max(t.lasts, turn)+lastTime)
	defer stop()
	lasts := turn
	if troubled {
		lasts = max(t.lasts, turn)
	}
	finish, ended := make(chan struct{}), make(chan error, 1)
	var (
		records []*robot.Record
		tally   robot.Tally
	)
	go func() {
		var err error
		records, err = duets[0].Play(ctx, robot.Plan{Sketch: sketch, Rate: rate, Seed: p.seed, Finish: finish, Tally: &tally})
		ended <- err
	}()
	for err == nil && tally.Shown.Load() == 0 { // until the first round has begun
		err = wait(ctx, look)
	}
	during := func() error { return wait(ctx, lasts) }
	switch {
	case err != nil:
	case troubled:
		err = t.strike(ctx, w, during)
	default:
		err = during()
	}
	close(finish)
	if err = errors.Join(err, <-ended); err != nil {
		return nil, err
	}
	_, found, err := duets[0].Verify(ctx, records)
	if err == nil && found.Wrong() > 0 {
		err = fmt.Errorf("%w: %v", errWrong, found.Details)
	}
	return records, err
}
