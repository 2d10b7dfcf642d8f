//go:build unix

package main

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A balancer asks each node as often whether it is ready, and takes one out that has failed
// so often in a row. These are ordinary settings of HAProxy.
const (
	checkEvery  = 500 * time.Millisecond
	checkWithin = 500 * time.Millisecond
	failsToDrop = 2
)

// balancer spreads the robots' connections blindly: each goes to a random node that is
// ready, or to another one if that refuses it.
type balancer struct {
	listener net.Listener
	backends []*backend
	running  sync.WaitGroup
	stop     context.CancelFunc

	mu  sync.Mutex
	rng *rand.Rand // guarded by mu
}

// backend is a node as a balancer sees it.
type backend struct {
	*link
	fails atomic.Int32 // in a row
}

// newBalancer starts a balancer of the nodes behind these links.
func newBalancer(ctx context.Context, to []*link) (b *balancer, err error) {
	b = &balancer{rng: rand.New(rand.NewPCG(1, 1))} //nolint:gosec // no secret
	if b.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	ctx, b.stop = context.WithCancel(context.WithoutCancel(ctx))
	for _, l := range to {
		n := &backend{link: l}
		b.backends = append(b.backends, n)
		b.running.Go(func() { n.check(ctx) })
	}
	b.running.Go(func() {
		for {
			near, err := b.listener.Accept()
			if err != nil {
				return // closed
			}
			b.running.Go(func() {
				b.serve(ctx, near)
				reset(near)
			})
		}
	})
	return b, nil
}

func (b *balancer) addr() string { return b.listener.Addr().String() }

// close ends the balancer. Its links must have been cut.
func (b *balancer) close() {
	b.stop()
	_ = b.listener.Close() // it is open
	b.running.Wait()
}

func (b *balancer) serve(ctx context.Context, near net.Conn) {
	for _, n := range b.order() {
		if far, err := n.dial(ctx); err == nil {
			n.join(near, far)
			return
		}
	}
}

// order returns the nodes in the order in which a connection tries them: those that are
// ready, in a random order, and then the others.
func (b *balancer) order() (order []*backend) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var last []*backend
	for _, i := range b.rng.Perm(len(b.backends)) {
		if n := b.backends[i]; n.fails.Load() < failsToDrop {
			order = append(order, n)
		} else {
			last = append(last, n)
		}
	}
	return append(order, last...)
}

// check asks a node again and again whether it is ready.
func (n *backend) check(ctx context.Context) {
	client := http.Client{Timeout: checkWithin, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			near, end := net.Pipe()
			far, err := n.dial(ctx)
			if err != nil {
				return nil, err
			}
			go n.join(end, far)
			return near, nil
		},
	}}
	for wait(ctx, checkEvery) == nil {
		if isReady(ctx, &client, n.address) {
			n.fails.Store(0)
		} else {
			n.fails.Add(1)
		}
	}
}
