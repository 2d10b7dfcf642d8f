//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
	"github.com/tandem-game/tandem/cmd/internal/robot"
	"github.com/tandem-game/tandem/ui"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c course
	flag.Uint64Var(&c.seed, "seed", 1, "the `number` that all chance comes from")
	flag.IntVar(&c.first, "first", 1, "the `number` of the first run")
	flag.IntVar(&c.runs, "runs", 200, "how `many` runs")
	flag.IntVar(&c.lanes, "lanes", 2, "how `many` runs at once, each in a world of its own")
	flag.IntVar(&c.nodes, "nodes", 1, "how `many` nodes Tandem has")
	flag.StringVar(&c.broken, "broken", "", "check a copy that is broken in a `way`: "+strings.Join(brokenNames(), ", "))
	flag.StringVar(&c.only, "only", "", "only faults whose `name` has this in it")
	steady := flag.Bool("steady", false, "instead of a course, measure how steady ink flows beside trouble")
	flag.Parse()
	c.out = os.Stdout
	c.progress = os.Stderr
	var err error
	if *steady {
		err = c.steady(ctx)
	} else {
		err = c.play(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		stop()
		os.Exit(1)
	}
}

// errWrong says that something was not restored correctly.
var errWrong = errors.New("the checks found errors")

// course is a series of runs.
type course struct {
	seed        uint64
	first, runs int
	lanes       int
	nodes       int
	broken      string    // how the copy is broken that is checked; "": not
	only        string    // only faults with this in their name
	out         io.Writer // for figures and errors
	progress    io.Writer // a line a run
}

// faults returns those that may strike.
func (c course) faults() []fault {
	return slices.DeleteFunc(slices.Clone(faults), func(f fault) bool {
		return !f.fits(c.nodes) || !strings.Contains(f.name, c.only)
	})
}

// prepare builds the binaries and reads the strokes.
func (c course) prepare(ctx context.Context) (b binaries, sketch robot.Sketch, remove func(), err error) {
	if sketch, err = robot.NewSketch(ui.Example); err != nil {
		return b, sketch, nil, err
	}
	folder, err := os.MkdirTemp("", "tandem-chaos-build-*")
	if err != nil {
		return b, sketch, nil, err
	}
	patch, err := brokenPatch(c.broken)
	if err == nil {
		b, err = build(ctx, folder, patch, slices.ContainsFunc(c.faults(), func(f fault) bool { return f.clock }))
	}
	if err != nil {
		return b, sketch, nil, errors.Join(err, os.RemoveAll(folder))
	}
	return b, sketch, func() { _ = os.RemoveAll(folder) }, nil
}

// play plays the runs and prints their figures.
func (c course) play(ctx context.Context) error {
	b, sketch, remove, err := c.prepare(ctx)
	if err != nil {
		return err
	}
	defer remove()
	fmt.Fprintf(c.progress, "seed %d, runs %d to %d\n", c.seed, c.first, c.first+c.runs-1)

	numbers := make(chan int)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		defer close(numbers)
		for n := c.first; n < c.first+c.runs; n++ {
			select {
			case numbers <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	var (
		mu    sync.Mutex
		sum   outcome
		each  = table{}
		lanes sync.WaitGroup
	)
	for range c.lanes {
		lanes.Go(func() {
			if err := c.lane(ctx, b, sketch, numbers, func(p plan, o outcome) {
				mu.Lock()
				defer mu.Unlock()
				sum.add(o)
				each.add(p, o)
			}); err != nil {
				cancel(err)
			}
		})
	}
	lanes.Wait()
	for _, line := range sum.Details {
		fmt.Fprintln(c.out, line)
	}
	// Also after an interruption.
	if err := each.print(c.out); err != nil {
		return err
	}
	c.figures(sum)
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if !sum.ok() {
		return errWrong
	}
	return nil
}

// lane plays runs in its own world.
func (c course) lane(ctx context.Context, b binaries, sketch robot.Sketch, numbers <-chan int, done func(plan, outcome)) (err error) {
	w, err := newWorld(ctx, b, c.nodes)
	if err != nil {
		return err
	}
	wrong := false
	defer func() {
		err = errors.Join(err, w.end(context.WithoutCancel(ctx), err == nil && !wrong))
	}()
	from := c.faults()
	if len(from) == 0 {
		return fmt.Errorf("there is no fault %q", c.only)
	}
	for n := range numbers {
		p := newPlan(c.seed, n, from)
		o, err := w.run(ctx, sketch, p)
		if err != nil {
			return err
		}
		done(p, o)
		verdict := "ok"
		if !o.ok() {
			verdict, wrong = "WRONG, see "+w.folder, true
		}
		fmt.Fprintf(c.progress, "%s: %d ops acked, back after %v, %s (%s)\n", p, o.Acked, o.back, verdict, o.took.Round(100*time.Millisecond))
	}
	return nil
}

// backAim is how soon robots should play again once the only server is up.
const backAim = 3 * time.Second

// figures prints the results of the course.
func (c course) figures(sum outcome) {
	c.figure(fmt.Sprintf("acked ops lost or doubled in %d fault runs, of %d", sum.runs, sum.Acked), float64(sum.Lost+sum.Doubled), "", 0)
	c.figure("ops drawn in time and lost, acked or not", float64(sum.Dropped), "", 0)
	c.figure("ops out of order or altered, pictures and clocks that differ", float64(sum.Wrong()-sum.Lost-sum.Dropped-sum.Doubled), "", 0)
	c.figure(fmt.Sprintf("games that could not go on after kill -9, of %d games", sum.Games+sum.stuck), float64(sum.noGoing), "", 0)
	c.figure("other games that did not end", float64(sum.stuck-sum.noGoing), "", 0)
	if c.nodes > 1 {
		c.figure("broken rules of many nodes", float64(sum.rules), "", 0)
		return
	}
	back := robot.Spread(sum.back)
	c.figure(fmt.Sprintf("back in play after the server is up, p99 of %d", back.Count), back.P99/1000, "s", backAim.Seconds())
}

// figure prints a figure: name, value, unit, aim, met or short.
func (c course) figure(name string, value float64, unit string, aim float64) {
	measure.Figure(c.out, name, value, unit, aim)
}
