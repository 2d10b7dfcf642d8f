package cluster

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// checkEvery is how often a node looks which others there are, and whether its own lease
// runs.
const checkEvery = 200 * time.Millisecond

// Config holds what a cluster works with.
type Config struct {
	Node   *store.Node
	Secret []byte // the nodes' shared secret
	Logger *slog.Logger

	// What this node has in memory, and how it gives it up.
	HasRoom   func(id string) bool
	HasPlace  func(p store.Place) bool
	DropPlace func(p store.Place)
	DropAll   func() // all rooms and places, as other nodes may own them by now

	// Hear takes news of another node.
	Hear func(n lobby.News)
}

// Cluster is this node among the others. Many goroutines may use it at once.
type Cluster struct {
	c   Config
	key string // which requests between nodes carry

	remotes  atomic.Pointer[[]*Remote] // Run changes them
	draining atomic.Bool
	cutOff   atomic.Bool // from the database, while other nodes reach it

	places  places
	traffic traffics
	doubts  time.Time // owned by Run: since when the node doesn't trust its lease; zero: it does
}

// New returns a cluster. Run keeps it up to date.
func New(c Config) *Cluster {
	k := &Cluster{c: c, key: KeyOf(c.Secret, "nodes"), places: newPlaces()}
	k.remotes.Store(&[]*Remote{})
	return k
}

// KeyOf derives from the nodes' secret a key for one purpose, in hex.
func KeyOf(secret []byte, purpose string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(purpose))
	return hex.EncodeToString(mac.Sum(nil))
}

// Run keeps the cluster up to date until ctx ends.
func (k *Cluster) Run(ctx context.Context) {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	var remotes sync.WaitGroup
	defer remotes.Wait()
	released := time.Now()
	for {
		k.meet(ctx, &remotes)
		k.checkLease(ctx)
		if time.Since(released) >= releaseEvery {
			released = time.Now()
			k.releaseUnused(ctx)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// meet starts and ends remotes as nodes come and go.
func (k *Cluster) meet(ctx context.Context, running *sync.WaitGroup) {
	before := map[string]*Remote{}
	for _, r := range *k.remotes.Load() {
		before[r.Incarnation] = r
	}
	now := []*Remote{}
	for _, node := range k.c.Node.Others() {
		r := before[node.Incarnation]
		delete(before, node.Incarnation)
		if r == nil {
			r = newRemote(ctx, node, k)
			running.Go(r.run)
		}
		r.draining.Store(node.State == store.NodeDraining)
		now = append(now, r)
	}
	k.remotes.Store(&now)
	for _, gone := range before {
		gone.end()
	}
}

// Many reports whether there are other nodes.
func (k *Cluster) Many() bool { return len(*k.remotes.Load()) > 0 }

// Tell tells the other nodes news. It doesn't block.
func (k *Cluster) Tell(n lobby.News) {
	for _, r := range *k.remotes.Load() {
		r.tell(n)
	}
}

// checkLease gives up everything if this node alone can't reach the database, so that the
// players go on elsewhere. If no node reaches it, all play on.
func (k *Cluster) checkLease(ctx context.Context) {
	if k.c.Node.Trusts() {
		k.doubts = time.Time{}
		if k.cutOff.CompareAndSwap(true, false) {
			k.c.Logger.InfoContext(ctx, "the database is reached again")
		}
		return
	}
	if k.doubts.IsZero() {
		k.doubts = time.Now()
	}
	remotes := *k.remotes.Load()
	answer, renew := 0, 0
	for _, r := range remotes {
		if r.Answers() {
			answer++
			if r.renewed().After(k.doubts) {
				renew++
			}
		}
	}
	// A node that reaches no other one for long is cut off from them, too.
	alone := len(remotes) > 0 && answer == 0 && time.Since(k.doubts) >= silentAfter
	if (renew > 0 || alone) && k.cutOff.CompareAndSwap(false, true) {
		k.c.Logger.WarnContext(ctx, "this tandem is cut off from the database and others are not; its players go on there")
		k.Drop()
	}
}

// CutOff reports whether this node can't reach the database while others can: they have to
// answer all requests.
func (k *Cluster) CutOff() bool { return k.cutOff.Load() }

// Drop forgets everything that this node owned.
func (k *Cluster) Drop() {
	k.places.clear()
	k.c.DropAll()
}

// Drain has other nodes take on what nobody owns, from now on.
func (k *Cluster) Drain() { k.draining.Store(true) }

// Draining reports whether Drain was called.
func (k *Cluster) Draining() bool { return k.draining.Load() }

// Remotes returns the other nodes that can be reached.
func (k *Cluster) Remotes() (reached []*Remote) {
	for _, r := range *k.remotes.Load() {
		if r.Answers() {
			reached = append(reached, r)
		}
	}
	return reached
}

// Trusts reports whether this node's lease surely runs.
func (k *Cluster) Trusts() bool { return k.c.Node.Trusts() }
