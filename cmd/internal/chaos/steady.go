//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/room"
)

const (
	// band is how many games are measured at once, and pollEvery how often the checker
	// checks whether they run.
	band      = 8
	pollEvery = 20 * time.Millisecond
	// away is how long Postgres is away.
	away = time.Minute
	// steadyAim is by how many percent latency may grow during trouble.
	steadyAim = 10
)

// trouble is something that should not slow ink down. Quiet and trouble alternate in the
// same games, with quiet first and last, so that other load on the machine affects both
// equally.
type trouble struct {
	name    string
	turns   int
	quiet   time.Duration // each time, and after the last
	lasts   time.Duration // each time
	settles time.Duration // after it, before quiet counts
	rates   [2]float64    // of the two seats
	latency func(records [2]*robot.Record) []robot.Sample
	// undurable: nothing becomes durable meanwhile, so memory is reported, too.
	undurable bool
	begin     func(ctx context.Context, w *world, s *stage) error
	end       func(ctx context.Context, w *world, s *stage) error
}

var troubles = []trouble{
	{
		name:  "own ink's way to the room and back, the partner throttled to 1 KB/s",
		turns: 4, quiet: 6 * time.Second, lasts: 6 * time.Second, settles: 2 * time.Second, rates: [2]float64{rate, rate},
		latency: func(r [2]*robot.Record) []robot.Sample { return r[0].Echo },
		begin: func(_ context.Context, w *world, _ *stage) error {
			return w.wires[1].spoil("bandwidth", map[string]any{"rate": 1})
		},
		end: func(ctx context.Context, w *world, _ *stage) error {
			w.wires[1].heal(ctx)
			return nil
		},
	},
	{
		// The past fills the systems' buffers for a deaf page, so that the room has to
		// queue.
		name:  "own ink's way to the room and back, the partner never reads",
		turns: 4, quiet: 10 * time.Second, lasts: 8 * time.Second, settles: 2 * time.Second, rates: [2]float64{4 * rate, 0},
		latency: func(r [2]*robot.Record) []robot.Sample { return r[0].Echo },
		begin: func(_ context.Context, _ *world, s *stage) error {
			s.deaf.Store(true)
			return nil
		},
		end: func(_ context.Context, _ *world, s *stage) error {
			s.deaf.Store(false)
			return nil
		},
	},
	{
		name:  "hand to partner, Postgres away for 60 s",
		turns: 2, quiet: 20 * time.Second, lasts: away, settles: 2 * time.Second, rates: [2]float64{rate, rate},
		latency:   func(r [2]*robot.Record) []robot.Sample { return append(r[0].ToPartner, r[1].ToPartner...) },
		undurable: true,
		begin:     func(ctx context.Context, w *world, _ *stage) error { return w.postgres.stop(ctx) },
		end:       func(ctx context.Context, w *world, _ *stage) error { return w.postgres.start(ctx) },
	},
}

// steady prints by how much the latency of ink grows in each trouble, and the memory while
// Postgres is away.
func (c course) steady(ctx context.Context) (err error) {
	b, sketch, remove, err := c.prepare(ctx)
	if err != nil {
		return err
	}
	defer remove()
	w, err := newWorld(ctx, b, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.end(context.WithoutCancel(ctx), err == nil)) }()
	for i, t := range troubles {
		if !strings.Contains(t.name, c.only) {
			continue
		}
		if err := c.beside(ctx, w, sketch, t, i+1); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return c.flood(ctx, w, len(troubles)+1)
}

// beside measures one trouble.
func (c course) beside(ctx context.Context, w *world, sketch robot.Sketch, t trouble, number int) error {
	s, err := w.stage(ctx, sketch, newPlan(c.seed, number, faults), t)
	if err != nil {
		return err
	}
	stop, err := w.only().watchMemory(ctx)
	if err != nil {
		return errors.Join(err, s.close(ctx, err))
	}
	quiet, troubled, err := s.takeTurns(ctx, w, t)
	most, watched := stop()
	err = errors.Join(err, watched)
	if err := errors.Join(err, s.close(ctx, err)); err != nil {
		return err
	}
	var samples []robot.Sample
	for _, g := range s.games {
		samples = append(samples, t.latency(g.records)...)
	}
	was, is := typical(samples, quiet), typical(samples, troubled)
	if was.Count == 0 || is.Count == 0 {
		return errors.New("no ink was measured")
	}
	fmt.Fprintf(c.progress, "%s: p50 %.2f ms, else %.2f; p99 %.2f ms, else %.2f; %d and %d ops\n", t.name, is.P50, was.P50, is.P99, was.P99, is.Count, was.Count)
	c.figure(t.name+": growth of p50", 100*(is.P50/was.P50-1), "%", steadyAim)
	c.figure(t.name+": growth of p99", 100*(is.P99/was.P99-1), "%", steadyAim)
	if t.undurable {
		c.figure(t.name+": memory grown", most.resident/mib, "MiB", room.UndurableMemory/mib)
	}
	return nil
}

// slice is the unit of latency figures: other load on the machine comes in bursts, and
// would dominate the maximum of a whole minute.
const slice = 2 * time.Second

// typical returns the distribution in an ordinary slice of some spans: each quantile is the
// median of the slices'. Its count is that of all samples.
func typical(samples []robot.Sample, spans []robot.Span) robot.Latency {
	var p50, p99 []float64
	var of robot.Latency
	for _, span := range spans {
		parts := make([][]time.Duration, span.To.Sub(span.From)/slice)
		for _, s := range samples {
			if i := int(s.Due.Sub(span.From) / slice); s.Due.After(span.From) && i < len(parts) {
				parts[i] = append(parts[i], s.Took)
			}
		}
		for _, times := range parts {
			l := robot.Spread(times)
			p50, p99, of.Count = append(p50, l.P50), append(p99, l.P99), of.Count+l.Count
		}
	}
	if of.Count > 0 {
		of.P50, of.P99 = median(p50), median(p99)
	}
	return of
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// stage is a band of running games.
type stage struct {
	games  []*steadyGame
	deaf   atomic.Bool // seat 2 of all games
	tally  robot.Tally
	finish chan struct{}
	stop   context.CancelFunc
	play   *errgroup.Group
}

type steadyGame struct {
	duet    robot.Duet
	records [2]*robot.Record
}

// stage starts a band of games and waits until all of them are in the first round.
func (w *world) stage(ctx context.Context, sketch robot.Sketch, p plan, t trouble) (*stage, error) {
	// Together longer than all turns.
	duets, err := w.match(ctx, p, robot.Settings{Rounds: 3, RoundSeconds: 120}, band)
	if err != nil {
		return nil, err
	}
	playing, stop := context.WithTimeout(ctx, time.Duration(t.turns)*(t.quiet+t.lasts+t.settles)+t.quiet+lastTime)
	s := &stage{finish: make(chan struct{}), stop: stop}
	s.play, playing = errgroup.WithContext(playing)
	for i, d := range duets {
		g := &steadyGame{duet: d}
		s.games = append(s.games, g)
		ledger := robot.NewLedger()
		for seat, player := range d.Players {
			plan := robot.Plan{
				Sketch: sketch, Rate: t.rates[seat], Seed: p.seed + uint64(10*i+seat), Ledger: ledger, Finish: s.finish, Tally: &s.tally,
			}
			if seat == 1 {
				plan.Deaf = &s.deaf
			}
			s.play.Go(func() (err error) {
				g.records[seat], err = player.Play(playing, d.Room, plan)
				return err
			})
		}
	}
	for err == nil && s.tally.Shown.Load() < band {
		err = errors.Join(wait(ctx, pollEvery), playing.Err())
	}
	if err != nil {
		stop()
		return nil, errors.Join(err, s.play.Wait())
	}
	return s, nil
}

// takeTurns has quiet and trouble take turns, and tells when they were.
func (s *stage) takeTurns(ctx context.Context, w *world, t trouble) (quiet, troubled []robot.Span, err error) {
	span := func(spans *[]robot.Span, d time.Duration) error {
		from := time.Now()
		err := wait(ctx, d)
		*spans = append(*spans, robot.Span{From: from, To: time.Now()})
		return err
	}
	if err := wait(ctx, t.settles); err != nil {
		return nil, nil, err
	}
	for range t.turns {
		err := span(&quiet, t.quiet)
		if err == nil {
			err = t.begin(ctx, w, s)
		}
		if err == nil {
			err = span(&troubled, t.lasts)
		}
		if err := errors.Join(err, t.end(ctx, w, s), wait(ctx, t.settles)); err != nil {
			return nil, nil, err
		}
	}
	return quiet, troubled, span(&quiet, t.quiet)
}

// close ends the games, and holds them against what was seen, unless they failed.
func (s *stage) close(ctx context.Context, failed error) error {
	defer s.stop()
	if failed != nil {
		s.stop()
	}
	close(s.finish)
	if err := s.play.Wait(); err != nil {
		return err
	}
	for _, g := range s.games {
		_, found, err := g.duet.Verify(ctx, g.records[:])
		if err == nil && found.Wrong() > 0 {
			err = fmt.Errorf("%w: %v", errWrong, found.Details)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
