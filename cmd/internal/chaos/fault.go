//go:build unix

package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"syscall"
	"time"
)

// fault breaks something and repairs it. strike returns once everything works again.
type fault struct {
	name   string
	strike func(ctx context.Context, w *world, rng *rand.Rand) error
	kills  bool // servers, so that their games must continue in other processes
	in     worlds
	clock  bool          // it needs the binary whose clock can be wrong
	aim    time.Duration // how soon robots should play on other nodes; 0: none
}

// worlds says in which worlds a fault makes sense.
type worlds int

const (
	anyWorld worlds = iota
	aloneOnly
	manyOnly
)

// frozen is how long a server that is alone is stopped: longer than its lease, and longer
// than a page waits for an answer.
const frozen = 10 * time.Second

var faults = slices.Concat([]fault{
	{name: "kill -9 of a server", strike: killServer, kills: true, aim: moveAim},
	{name: "a server stopped", strike: freezeServer, aim: moveAim},
	{name: "the server stopped and another takes over", strike: usurpServer, kills: true, in: aloneOnly},
	{name: "kill -9 of Postgres", strike: killPostgres},
	{name: "Postgres stopped", strike: stopPostgres},
	{name: "Postgres stopped, then kill -9 of all servers", strike: blackout, kills: true},
	{name: "pages loaded again", strike: loadPages},
	{name: "Postgres stopped, pages loaded again, then kill -9 of all servers", strike: blackoutAndLoad, kills: true},
	{name: "connections cut", strike: cutWires},
	{name: "connections half-open", strike: halfOpen},
	{name: "300 ms of latency", strike: delay},
	{name: "1 KB/s", strike: throttle},
}, nodeFaults)

// of reports whether a fault makes sense in a world of so many nodes.
func (f fault) fits(nodes int) bool {
	return f.in == anyWorld || (f.in == aloneOnly) == (nodes == 1)
}

// between returns a random time from a to b.
func between(rng *rand.Rand, a, b time.Duration) time.Duration {
	return a + time.Duration(rng.Int64N(int64(b-a)))
}

// killServer keeps the server down for so long that pages reach their longest pause between
// retries.
func killServer(ctx context.Context, w *world, rng *rand.Rand) error {
	away := between(rng, 0, 8*time.Second)
	return w.without(ctx, []*node{w.owner(ctx, rng)}, func() error { return wait(ctx, away) })
}

func freezeServer(ctx context.Context, w *world, rng *rand.Rand) error {
	n, lasts := w.owner(ctx, rng), frozen
	if len(w.nodes) > 1 {
		lasts = between(rng, time.Second, 8*time.Second)
		w.struck()
	}
	defer n.lapse()()
	n.signal(syscall.SIGSTOP)
	err := wait(ctx, lasts)
	n.signal(syscall.SIGCONT)
	return err
}

// usurpServer lets a second server take over from a stopped one. The stopped one must then
// write nothing, and end.
func usurpServer(ctx context.Context, w *world, _ *rand.Rand) error {
	first := w.nodes[0]
	first.signal(syscall.SIGSTOP)
	second, err := newNode(ctx, first.config)
	if err != nil {
		first.kill()
		return err
	}
	w.nodes[0] = second
	w.struck()
	for _, wire := range w.wires {
		err = errors.Join(err, wire.cut(second.addr))
	}
	first.signal(syscall.SIGCONT)
	err = errors.Join(err, first.waits(ctx))
	first.kill()
	return err
}

func killPostgres(ctx context.Context, w *world, rng *rand.Rand) error {
	away := between(rng, 0, 2*time.Second)
	return errors.Join(w.postgres.kill(ctx), wait(ctx, away), w.postgres.start(ctx))
}

func stopPostgres(ctx context.Context, w *world, rng *rand.Rand) error {
	away := between(rng, 0, 4*time.Second)
	return errors.Join(w.postgres.stop(ctx), wait(ctx, away), w.postgres.start(ctx))
}

// blackout kills all. Ink drawn between the two kills is only on the pages, and must not
// have been acked.
func blackout(ctx context.Context, w *world, rng *rand.Rand) error {
	if err := w.postgres.stop(ctx); err != nil {
		return err
	}
	if err := wait(ctx, between(rng, time.Second, 2*time.Second)); err != nil {
		return err
	}
	return w.without(ctx, w.nodes, func() error { return w.postgres.start(ctx) })
}

// loadPages reloads pages again and again; the browser keeps their ink.
func loadPages(ctx context.Context, w *world, rng *rand.Rand) error {
	for range 1 + rng.IntN(3) {
		w.loads.Add(1)
		if err := wait(ctx, between(rng, 0, 2*time.Second)); err != nil {
			return err
		}
	}
	return nil
}

// blackoutAndLoad reloads pages during a blackout: the pages that drew an op which the room
// answered but never made durable are gone.
func blackoutAndLoad(ctx context.Context, w *world, rng *rand.Rand) error {
	if err := w.postgres.stop(ctx); err != nil {
		return err
	}
	if err := wait(ctx, between(rng, time.Second, 2*time.Second)); err != nil {
		return err
	}
	if err := loadPages(ctx, w, rng); err != nil {
		return err
	}
	return w.without(ctx, w.nodes, func() error {
		w.loads.Add(1)
		return w.postgres.start(ctx)
	})
}

func cutWires(ctx context.Context, w *world, rng *rand.Rand) error {
	for range 1 + rng.IntN(3) {
		if err := w.anyWire(rng).cut(w.front()); err != nil {
			return err
		}
		if err := wait(ctx, between(rng, 0, time.Second)); err != nil {
			return err
		}
	}
	return nil
}

func halfOpen(ctx context.Context, w *world, rng *rand.Rand) error {
	return spoiled(ctx, w.anyWire(rng), between(rng, 2*time.Second, 10*time.Second), "timeout", map[string]any{"timeout": 0})
}

func delay(ctx context.Context, w *world, rng *rand.Rand) error {
	return spoiled(ctx, w.anyWire(rng), between(rng, time.Second, 4*time.Second), "latency", map[string]any{"latency": 300, "jitter": 200})
}

func throttle(ctx context.Context, w *world, rng *rand.Rand) error {
	return spoiled(ctx, w.anyWire(rng), between(rng, time.Second, 6*time.Second), "bandwidth", map[string]any{"rate": 1})
}

// spoiled applies a toxic to a wire for a while.
func spoiled(ctx context.Context, w *wire, d time.Duration, kind string, attributes map[string]any) error {
	defer w.heal(ctx)
	if err := w.spoil(kind, attributes); err != nil {
		return err
	}
	return wait(ctx, d)
}

// wait sleeps for d, or returns ctx's error if that ends first.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
