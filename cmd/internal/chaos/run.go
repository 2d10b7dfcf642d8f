//go:build unix

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/robot"
)

const (
	// rooms is how many games a run has.
	rooms = 2
	// rate is how many messages a robot sends a second.
	rate = 30
	// matchTime is how long it may take until all robots have a room, strikeTime how long
	// the faults of a run may take, and lastTime how long a game may take to end
	// afterwards: its longest pause and its three rounds of 10 s.
	matchTime  = time.Minute
	strikeTime = 2 * time.Minute
	lastTime   = 90 * time.Second
)

var settings = robot.Settings{Rounds: 3, RoundSeconds: 10}

// plan is what happens in a run.
type plan struct {
	number int
	seed   uint64
	faults []fault
	before []time.Duration // each of the faults
	after  time.Duration   // the last
}

// newPlan returns the plan of a run, with one or two random faults.
func newPlan(seed uint64, number int, from []fault) plan {
	rng := rand.New(rand.NewPCG(seed, uint64(number))) //nolint:gosec // it is to be repeatable
	var of []fault
	for range 1 + rng.IntN(2) {
		of = append(of, from[rng.IntN(len(from))])
	}
	return newPlanOf(rng, number, of)
}

// newPlanOf returns the plan of a run with these faults.
func newPlanOf(rng *rand.Rand, number int, of []fault) plan {
	p := plan{number: number, seed: rng.Uint64(), faults: of}
	for i := range p.faults {
		if i == 0 { // from the count-in to the first round
			p.before = append(p.before, between(rng, 500*time.Millisecond, 6*time.Second))
		} else {
			p.before = append(p.before, between(rng, 0, 2*time.Second))
		}
	}
	p.after = between(rng, 1500*time.Millisecond, 4*time.Second)
	return p
}

func (p plan) String() string {
	var names []string
	for _, f := range p.faults {
		names = append(names, f.name)
	}
	return fmt.Sprintf("run %d: %s", p.number, strings.Join(names, "; "))
}

// kills reports whether games must continue in another process.
func (p plan) kills() bool {
	return slices.ContainsFunc(p.faults, func(f fault) bool { return f.kills })
}

// outcome is the result of a run.
type outcome struct {
	robot.Findings
	stuck   int             // games that did not end
	noGoing int             // of these, games whose server was killed
	rules   int             // of many nodes, that were broken
	back    []time.Duration // for each robot, from when a server was up until it played on
	runs    int
	took    time.Duration
}

func (o *outcome) add(other outcome) {
	o.Add(other.Findings)
	o.stuck += other.stuck
	o.noGoing += other.noGoing
	o.rules += other.rules
	o.back = append(o.back, other.back...)
	o.runs += other.runs
	o.took += other.took
}

// ok reports whether nothing was wrong.
func (o *outcome) ok() bool { return o.Wrong() == 0 && o.stuck == 0 && o.rules == 0 }

// run plays games while the faults of a plan strike. It fails if the checker itself fails,
// or if a server does not start.
func (w *world) run(ctx context.Context, sketch robot.Sketch, p plan) (outcome, error) {
	began := time.Now()
	w.down, w.moves = nil, nil
	w.forgetLapses(began)
	var o outcome

	duets, err := w.match(ctx, p, settings, rooms)
	if err != nil {
		return o, fmt.Errorf("%s: before anything was broken: %w", p, err)
	}
	finish := make(chan struct{})
	playing, stop := context.WithCancel(ctx)
	defer stop()
	games := make([]game, len(duets), len(duets)+1)
	for i, d := range duets {
		games[i] = game{duet: d, began: began}
	}
	if len(w.nodes) > 1 {
		games = append(games, game{began: began, late: true})
	}
	var play sync.WaitGroup
	for i := range games {
		play.Go(func() {
			w.play(playing, p, i, &games[i], robot.Plan{
				Sketch: sketch, Rate: rate, Seed: p.seed + uint64(10*i), Finish: finish, Loads: &w.loads,
			})
		})
	}
	err = w.strike(ctx, p)
	close(finish)
	last := time.AfterFunc(lastTime, stop)
	play.Wait()
	last.Stop()
	if err != nil {
		return o, fmt.Errorf("%s: %w", p, err)
	}

	for i := range games {
		w.judge(ctx, p, &games[i], &o)
	}
	if len(w.nodes) > 1 {
		if err := w.judgeNodes(ctx, p, games, &o); err != nil {
			return o, fmt.Errorf("%s: %w", p, err)
		}
	}
	o.runs, o.took = 1, time.Since(began)
	return o, ctx.Err()
}

// play plays the i-th game of a run. Its pair has a room, unless it is late.
func (w *world) play(ctx context.Context, p plan, i int, g *game, how robot.Plan) {
	defer func() { g.ended = time.Now() }()
	if g.late {
		matching, cancel := context.WithTimeout(ctx, matchTime)
		defer cancel()
		if g.err = wait(matching, p.before[0]); g.err != nil {
			return
		}
		if g.duet, g.err = w.pair(matching, p, settings, i); g.err != nil {
			return
		}
	}
	g.records, g.err = g.duet.Play(ctx, how)
}

// match gives each of the pairs of robots a room.
func (w *world) match(ctx context.Context, p plan, settings robot.Settings, rooms int) ([]robot.Duet, error) {
	ctx, cancel := context.WithTimeout(ctx, matchTime)
	defer cancel()
	duets := make([]robot.Duet, rooms)
	for i := range duets {
		var err error
		if duets[i], err = w.pair(ctx, p, settings, i); err != nil {
			return nil, err
		}
	}
	return duets, nil
}

// pair gives the i-th pair of robots of a run a room.
func (w *world) pair(ctx context.Context, p plan, settings robot.Settings, i int) (d robot.Duet, err error) {
	d.Settings = settings
	for seat, wire := range w.wires {
		from := fmt.Sprintf("10.%d.%d.%d", p.number/250, p.number%250, 10*i+seat+1)
		if d.Players[seat], err = robot.Meet(ctx, wire.url(), fmt.Sprintf("Robot %d.%d", i+1, seat+1), from); err != nil {
			return d, err
		}
	}
	d.Room, err = robot.Pair(ctx, settings, d.Players[0], d.Players[1])
	return d, err
}

// strike applies the faults of the plan.
func (w *world) strike(ctx context.Context, p plan) error {
	ctx, cancel := context.WithTimeout(ctx, strikeTime)
	defer cancel()
	rng := rand.New(rand.NewPCG(p.seed, 1)) //nolint:gosec // it is to be repeatable
	for i, f := range p.faults {
		if err := wait(ctx, p.before[i]); err != nil {
			return err
		}
		// The time until robots are back is meaningful only if no other fault follows.
		w.moves = nil
		if err := f.strike(ctx, w, rng); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return wait(ctx, p.after)
}

// game is one of a run.
type game struct {
	duet         robot.Duet
	late         bool // its players are matched while faults strike
	records      []*robot.Record
	err          error
	began, ended time.Time
}

// judge checks the result of a game.
func (w *world) judge(ctx context.Context, p plan, g *game, o *outcome) {
	if g.err != nil {
		o.stuck++
		for _, r := range g.records {
			o.Lost += r.Forgotten
		}
		if p.kills() {
			o.noGoing++
		}
		o.Details = append(o.Details, fmt.Sprintf("%s: game %s did not end: %v", p, g.duet.Room, g.err))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lastTime)
	defer cancel()
	kept, found, err := g.duet.Verify(ctx, g.records)
	if err == nil && kept.State != "finished" {
		err = fmt.Errorf("it is kept as %s", kept.State)
	}
	if err != nil {
		o.stuck++
		o.Details = append(o.Details, fmt.Sprintf("%s: game %s: %v", p, g.duet.Room, err))
		return
	}
	if most := g.mostPlay(w.down).Milliseconds(); kept.PlayMS > most {
		found.Clocks++
		found.Details = append(found.Details, fmt.Sprintf("it was played for %d ms, and there was a server for %d", kept.PlayMS, most))
	}
	for i, line := range found.Details {
		found.Details[i] = fmt.Sprintf("%s: game %s: %s", p, g.duet.Room, line)
	}
	o.Add(found)
	for _, m := range w.moves {
		for _, r := range g.records {
			o.back = append(o.back, m.back(r)...)
		}
	}
}

// judgeNodes checks what the nodes did in the database.
func (w *world) judgeNodes(ctx context.Context, p plan, games []game, o *outcome) error {
	var ids []string
	for _, g := range games {
		ids = append(ids, g.duet.Room)
	}
	broken, err := w.witness.broken(ctx, ids)
	if err != nil {
		return err
	}
	removed, err := w.removedAlive(ctx)
	if err != nil {
		return err
	}
	for _, line := range append(broken, removed...) {
		o.rules++
		o.Details = append(o.Details, fmt.Sprintf("%s: %s", p, line))
	}
	return nil
}

// mostPlay returns the longest time that the game can have been played, while there was a
// server.
func (g *game) mostPlay(down []span) time.Duration {
	most := g.ended.Sub(g.began)
	for _, d := range down {
		from, to := d.from, d.to
		if to.After(g.ended) {
			to = g.ended
		}
		if to.After(from) {
			most -= to.Sub(from)
		}
	}
	return most
}

// back returns how long a robot took until it played on; nothing if it always did, or the
// game was over. If servers went one after the other, it is each pause.
func (m move) back(r *robot.Record) (took []time.Duration) {
	for i, span := range r.InPlay {
		switch {
		case i == 0 || !span.From.After(m.from):
		case m.turns:
			if gone := r.InPlay[i-1].To; gone.After(m.from) && gone.Before(m.up) {
				took = append(took, span.From.Sub(gone))
			}
		default:
			return append(took, max(span.From.Sub(m.up), 0))
		}
	}
	return took
}
