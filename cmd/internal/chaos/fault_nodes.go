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

// What can break only where there are several nodes.
var nodeFaults = []fault{
	{name: "a node cut off from Postgres", strike: cutFromPostgres, in: manyOnly, aim: moveAim},
	{name: "a node's line to Postgres hangs", strike: hangToPostgres, in: manyOnly, aim: moveAim},
	{name: "a node stopped after a flush that it does not know of", strike: stopAfterFlush, in: manyOnly, aim: moveAim},
	{name: "a node stopped in the middle of a flush", strike: stopInFlush, in: manyOnly, aim: moveAim},
	{name: "a flush without an answer, then kill -9 of the node", strike: loseAnswer, in: manyOnly, kills: true},
	{name: "nodes cut off from one another", strike: partition, in: manyOnly},
	{name: "lines between nodes hang", strike: hangBetween, in: manyOnly},
	{name: "a node cut off from the balancer", strike: cutFront, in: manyOnly, aim: moveAim},
	{name: "the balancer's line to a node hangs", strike: hangFront, in: manyOnly, aim: moveAim},
	{name: "kill -9 of a server, and two nodes claim its rooms at once", strike: claimAtOnce, in: manyOnly, kills: true, aim: moveAim},
	{name: "a node's clock an hour off, then kill -9 of another", strike: wrongClockNode, in: manyOnly, kills: true, clock: true, aim: moveAim},
	{name: "a rolling restart", strike: roll, in: manyOnly, aim: rollAim},
	{name: "kill -9 of a node with 1,000 rooms", strike: orphanMany, in: manyOnly, kills: true, aim: moveAim},
}

// moveAim is how soon robots should play on another node, and rollAim how long they may
// pause in a rolling restart.
const (
	moveAim = 5 * time.Second
	rollAim = 500 * time.Millisecond
)

// struck notes that games have lost their server, while others are up.
func (w *world) struck() {
	now := time.Now()
	w.moves = append(w.moves, move{from: now, up: now})
}

// aWhile is how long a fault between machines lasts.
func aWhile(rng *rand.Rand) time.Duration { return between(rng, time.Second, 8*time.Second) }

func cutFromPostgres(ctx context.Context, w *world, rng *rand.Rand) error {
	n := w.owner(ctx, rng)
	defer n.lapse()()
	w.struck()
	n.database.cut()
	defer n.database.mend()
	return wait(ctx, aWhile(rng))
}

func hangToPostgres(ctx context.Context, w *world, rng *rand.Rand) error {
	n := w.owner(ctx, rng)
	defer n.lapse()()
	w.struck()
	n.database.hang(toFar, toNear)
	defer n.database.mend()
	return wait(ctx, aWhile(rng))
}

func stopAfterFlush(ctx context.Context, w *world, rng *rand.Rand) error {
	return w.stopAtFlush(ctx, rng, true)
}

func stopInFlush(ctx context.Context, w *world, rng *rand.Rand) error {
	return w.stopAtFlush(ctx, rng, false)
}

// stopAtFlush stops a node as soon as it has sent a flush, or the first part of one.
func (w *world) stopAtFlush(ctx context.Context, rng *rand.Rand, whole bool) error {
	n, err := w.atFlush(ctx, rng, whole)
	if err != nil {
		return err
	}
	defer n.lapse()()
	w.struck()
	n.signal(syscall.SIGSTOP)
	err = wait(ctx, aWhile(rng))
	n.signal(syscall.SIGCONT)
	n.database.mend()
	return err
}

// loseAnswer loses the answer to a flush, lets the node try again, and kills it.
func loseAnswer(ctx context.Context, w *world, rng *rand.Rand) error {
	n, err := w.atFlush(ctx, rng, true)
	if err != nil {
		return err
	}
	defer n.lapse()()
	err = wait(ctx, between(rng, 50*time.Millisecond, 200*time.Millisecond)) // more is drawn
	n.database.cut()
	n.database.mend()
	err = errors.Join(err, wait(ctx, between(rng, 500*time.Millisecond, time.Second)))
	return errors.Join(err, w.without(ctx, []*node{n}, func() error { return wait(ctx, between(rng, 0, 4*time.Second)) }))
}

// atFlush waits until a node sends a flush of one of its rooms, which then has no answer.
func (w *world) atFlush(ctx context.Context, rng *rand.Rand, whole bool) (*node, error) {
	for {
		room, n, err := w.aRoom(ctx, rng)
		if err != nil {
			return nil, err
		}
		if n == nil {
			if err := wait(ctx, askEvery); err != nil {
				return nil, err
			}
			continue
		}
		select {
		case <-n.database.hangAt([]byte(room), whole):
			return n, nil
		case <-time.After(flushWithin): // nobody draws there
			n.database.mend()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// flushWithin is how soon a room flushes in which robots draw.
const flushWithin = 2 * time.Second

func partition(ctx context.Context, w *world, rng *rand.Rand) error {
	w.struck()
	for _, n := range w.nodes {
		n.inner.cut()
		defer n.inner.mend()
	}
	return wait(ctx, aWhile(rng))
}

func hangBetween(ctx context.Context, w *world, rng *rand.Rand) error {
	w.struck()
	for _, n := range w.nodes {
		n.inner.hang(toFar, toNear)
		defer n.inner.mend()
	}
	return wait(ctx, aWhile(rng))
}

func cutFront(ctx context.Context, w *world, rng *rand.Rand) error {
	n := w.nodes[rng.IntN(len(w.nodes))]
	w.struck()
	n.front.cut()
	defer n.front.mend()
	return wait(ctx, aWhile(rng))
}

func hangFront(ctx context.Context, w *world, rng *rand.Rand) error {
	n := w.nodes[rng.IntN(len(w.nodes))]
	w.struck()
	n.front.hang(toFar, toNear)
	defer n.front.mend()
	return wait(ctx, aWhile(rng))
}

// roll restarts all nodes, one after the other.
func roll(ctx context.Context, w *world, _ *rand.Rand) error {
	m := move{from: time.Now(), turns: true}
	for _, n := range w.nodes {
		n.signal(syscall.SIGTERM)
		if err := n.ends(ctx); err != nil {
			return err
		}
		if err := n.start(ctx); err != nil {
			return err
		}
	}
	m.up = time.Now()
	w.moves = append(w.moves, m)
	return nil
}

// orphans is how many rooms besides those of the robots a killed node has owned.
const orphans = 1000

func orphanMany(ctx context.Context, w *world, rng *rand.Rand) error {
	n := w.owner(ctx, rng)
	if err := w.witness.fill(ctx, n.addr, orphans); err != nil {
		return err
	}
	err := w.without(ctx, []*node{n}, func() error { return wait(ctx, between(rng, 4*time.Second, 8*time.Second)) })
	return errors.Join(err, w.witness.clear(ctx))
}

// claimAtOnce kills a node and holds claims up once it has been removed, until all that want
// its rooms have seen that nobody owns them.
func claimAtOnce(ctx context.Context, w *world, rng *rand.Rand) error {
	return w.without(ctx, []*node{w.owner(ctx, rng)}, func() error { return w.witness.holdClaims(ctx, claimsHeld) })
}

const claimsHeld = 300 * time.Millisecond

// wrongClockNode gives a node a clock that is an hour off, and waits until it could have
// removed others.
func wrongClockNode(ctx context.Context, w *world, rng *rand.Rand) error {
	i := rng.IntN(len(w.nodes))
	n, other := w.nodes[i], w.nodes[(i+1)%len(w.nodes)]
	offset := "3600"
	if rng.IntN(3) == 0 {
		offset = "-3600"
	}
	right := n.config
	n.config.binary, n.config.env = w.wrongClock, append(slices.Clone(right.env), clockOffset+"="+offset)
	err := w.without(ctx, []*node{n}, func() error { return nil })
	if err == nil {
		err = wait(ctx, between(rng, 5*time.Second, 7*time.Second))
	}
	w.moves = nil
	err = errors.Join(err, w.without(ctx, []*node{other}, func() error { return wait(ctx, between(rng, 4*time.Second, 8*time.Second)) }))
	n.config = right
	killed := w.moves
	err = errors.Join(err, w.without(ctx, []*node{n}, func() error { return nil }))
	w.moves = killed
	return err
}
