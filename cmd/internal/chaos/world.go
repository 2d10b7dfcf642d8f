//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// world is everything that can break: a Postgres, nodes on it, and a wire for the robots of
// each seat, which leads to the only node or to a balancer. One goroutine breaks it; robots
// only use the wires.
type world struct {
	wrongClock string // the binary of a node whose clock is wrong
	folder     string // of logs
	postgres   *postgres
	nodes      []*node
	balancer   *balancer // nil with one node
	witness    witness   // with several nodes
	wires      [2]*wire
	loads      atomic.Int64 // how often the robots' pages should be reloaded

	// Of the present run.
	down  []span // while there was no server
	moves []move // of games to other processes, by its last fault
}

// move is when robots lost a server, and when there was one again. With turns, one server
// after the other went until up, and each pause counts for itself.
type move struct {
	from, up time.Time
	turns    bool
}

// newWorld starts one with so many nodes.
func newWorld(ctx context.Context, b binaries, nodes int) (_ *world, err error) {
	w := &world{wrongClock: b.wrong}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.end(context.WithoutCancel(ctx), false))
		}
	}()
	if w.folder, err = os.MkdirTemp("", "tandem-chaos-logs-*"); err != nil {
		return nil, err
	}
	if w.postgres, err = startPostgres(ctx); err != nil {
		return nil, err
	}
	c := config{binary: b.tandem, database: w.postgres.url(), logs: w.folder, log: "tandem.log"}
	if nodes == 1 {
		err = w.startAlone(ctx, c)
	} else {
		err = w.startMany(ctx, c, nodes)
	}
	if err != nil {
		return nil, err
	}
	for i := range w.wires {
		if w.wires[i], err = newWire(fmt.Sprint("seat ", i+1), w.front()); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) startAlone(ctx context.Context, c config) error {
	n, err := newNode(ctx, c)
	w.nodes = append(w.nodes, n)
	return err
}

func (w *world) startMany(ctx context.Context, c config, nodes int) (err error) {
	links := map[string]string{}
	var fronts []*link
	for i := range nodes {
		c.log = fmt.Sprintf("tandem-%d.log", i+1)
		n, err := newLinkedNode(ctx, c)
		w.nodes = append(w.nodes, n)
		if err != nil {
			return err
		}
		if links[n.bound], err = n.inner.listen(ctx); err != nil {
			return err
		}
		fronts = append(fronts, n.front)
	}
	if w.witness, err = newWitness(ctx, c.database, links); err != nil {
		return err
	}
	for _, n := range w.nodes {
		if err := n.start(ctx); err != nil {
			return err
		}
	}
	w.balancer, err = newBalancer(ctx, fronts)
	return err
}

// end ends all of it. The logs stay unless they are to go.
func (w *world) end(ctx context.Context, clean bool) error {
	for _, wire := range w.wires {
		if wire != nil {
			wire.close()
		}
	}
	for _, n := range w.nodes {
		n.end()
	}
	if w.balancer != nil {
		w.balancer.close()
	}
	var err error
	if w.postgres != nil {
		err = w.postgres.remove(ctx)
	}
	if clean && w.folder != "" {
		err = errors.Join(err, os.RemoveAll(w.folder))
	}
	return err
}

// front is the address where robots' wires lead to.
func (w *world) front() string {
	if w.balancer != nil {
		return w.balancer.addr()
	}
	return w.nodes[0].addr
}

func (w *world) anyWire(rng *rand.Rand) *wire { return w.wires[rng.IntN(len(w.wires))] }

// only returns the server of a world that has one.
func (w *world) only() *server { return w.nodes[0].server }

// aRoom returns one of the rooms that robots play in, and the node that owns it; nil if
// there is none.
func (w *world) aRoom(ctx context.Context, rng *rand.Rand) (game string, n *node, err error) {
	chance := rng.IntN(1 << 16)
	rooms, err := w.witness.rooms(ctx)
	if err != nil || len(rooms) == 0 {
		return "", nil, err
	}
	r := rooms[chance%len(rooms)]
	return r.Game, w.nodeOf(r.Node), nil
}

// owner returns a node that owns a room, or any node while none does.
func (w *world) owner(ctx context.Context, rng *rand.Rand) *node {
	other := w.nodes[rng.IntN(len(w.nodes))]
	if len(w.nodes) == 1 {
		return other
	}
	if _, n, err := w.aRoom(ctx, rng); err == nil && n != nil {
		return n
	}
	return other
}

// nodeOf finds the node with an id: its address is in it.
func (w *world) nodeOf(id string) *node {
	i := slices.IndexFunc(w.nodes, func(n *node) bool { return strings.Contains(id, " "+n.addr+" ") })
	if i < 0 {
		return nil
	}
	return w.nodes[i]
}

// without kills the servers of nodes, does something, and starts them again where they
// were.
func (w *world) without(ctx context.Context, nodes []*node, meanwhile func() error) error {
	killed := time.Now()
	for _, n := range nodes {
		defer n.lapse()()
		n.kill()
	}
	all := len(nodes) == len(w.nodes)
	w.moves = append(w.moves, move{from: killed, up: killed})
	down := span{from: time.Now()}
	err := meanwhile()
	down.to = time.Now()
	for _, n := range nodes {
		err = errors.Join(err, n.start(ctx))
		if all { // from the first one on, games go on
			w.moves[len(w.moves)-1].up = time.Now()
			w.down = append(w.down, down)
			all = false
		}
	}
	return err
}
