package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// wantedWithin is the time limit for releasing what other nodes want.
const wantedWithin = 2 * time.Second

// nodeID names the place where this process runs: its machine, since when that runs, its
// network, and the address that it listens on there. While it listens, no other process
// can. Where that can't be told, it is a random name, and what a dead process owned is free
// only once its lease has run out.
func nodeID(listening net.Addr) string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	boot, bootErr := os.ReadFile("/proc/sys/kernel/random/boot_id")
	network, networkErr := os.Readlink("/proc/self/ns/net")
	where := string(boot) + network
	if bootErr != nil || networkErr != nil {
		where = rand.Text()
	}
	sum := sha256.Sum256([]byte(where))
	return fmt.Sprintf("%s %s %s", host, listening, hex.EncodeToString(sum[:4]))
}

// nodeListener opens the inner listener, and returns the address where other nodes reach
// it.
func (a *App) nodeListener(ctx context.Context, addr string) (l net.Listener, reached string, err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", err
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.IsUnspecified() { // a name, perhaps of another address of this machine
		addr = net.JoinHostPort("", port)
	}
	if l, err = a.listen(ctx, addr); err != nil {
		return nil, "", err
	}
	if host == "" || ip.IsUnspecified() {
		if host, err = os.Hostname(); err != nil {
			return nil, "", fmt.Errorf("find this machine's name; write it into NODE_ADDR: %w", err)
		}
	}
	return l, net.JoinHostPort(host, strconv.Itoa(l.Addr().(*net.TCPAddr).Port)), nil
}

// owned is what this node has in memory of rooms and places.
type owned struct {
	rooms   *room.Registry
	lobbies *lobby.Service
	quick   *lobby.QuickPlay
	again   *lobby.Again
}

// has reports whether somebody is in a place.
func (o owned) has(p store.Place) bool {
	code, game := p.Lobby(), p.Game()
	switch {
	case p == store.QuickPlace:
		return o.quick.Serves()
	case code != "":
		return o.lobbies.Serves(code)
	default:
		return o.again.Serves(game)
	}
}

// drop gives up a place: its pages end, and come back to the node that serves it next.
func (o owned) drop(p store.Place) {
	code, game := p.Lobby(), p.Game()
	switch {
	case p == store.QuickPlace:
		o.quick.Drop()
	case code != "":
		o.lobbies.Drop(code)
		o.again.Drop(func(_, lobby string) bool { return lobby == code })
	default:
		o.again.Drop(func(id, _ string) bool { return id == game })
	}
}

// dropAll gives up everything.
func (o owned) dropAll() {
	o.rooms.Drop()
	o.lobbies.DropAll()
	o.quick.Drop()
	o.again.Drop(func(string, string) bool { return true })
}

// hear takes news of another node.
func (o owned) hear(n lobby.News) {
	o.lobbies.Hear(n)
	if n.Gone != "" {
		o.quick.Forget(n.Gone)
		o.again.Forget(n.Gone)
	}
}

// handOver gives up what other nodes want.
func (a *App) handOver(rooms, places []string) {
	k := a.cluster.Load()
	if k == nil {
		return // it owns nothing yet
	}
	var unplayed []string
	for _, id := range rooms {
		if !a.owned.rooms.HandOver(id) {
			unplayed = append(unplayed, id)
		}
	}
	ids := make([]store.Place, len(places))
	for i, p := range places {
		ids[i] = store.Place(p)
	}
	go func() { // renewals don't wait for it
		ctx, cancel := context.WithTimeout(context.Background(), wantedWithin)
		defer cancel()
		k.HandOver(ctx, unplayed, ids)
	}()
}

// drop gives up everything, after other nodes took it over.
func (a *App) drop() {
	if k := a.cluster.Load(); k != nil {
		k.Drop()
	}
}

// drain hands everything over to the other nodes, if there are any. It first plays on for
// half of linger: balancers notice meanwhile that this node isn't ready, so that pages come
// back to the right node. For the other half it passes on what still comes.
func (a *App) drain(ctx context.Context, node *store.Node, k *cluster.Cluster, linger time.Duration) error {
	if len(k.Remotes()) == 0 {
		return nil
	}
	noticed, lingered := time.After(linger/2), time.After(linger)
	k.Drain()
	if err := node.Drain(ctx); err != nil {
		a.log.WarnContext(ctx, "the other nodes don't know that this one is leaving", "error", err)
	}
	select {
	case <-noticed:
	case <-ctx.Done():
	}
	a.log.InfoContext(ctx, "handing over to the other nodes")
	k.HandOverAll(ctx)
	stop, cancel := context.WithTimeout(ctx, roomsWithin)
	defer cancel()
	err := a.owned.rooms.Stop(stop)
	select {
	case <-lingered:
	case <-ctx.Done():
	}
	return err
}

// errNoLease is why a node isn't ready that may have been removed.
var errNoLease = errors.New("this tandem has no lease on its database")

// errCutOff is why a node isn't ready that only others can replace.
var errCutOff = errors.New("this tandem is cut off from its database")

// ready returns nil if players can be served here.
func ready(db *database, k *cluster.Cluster) func(context.Context) error {
	return func(ctx context.Context) error {
		switch {
		case k.Draining():
			return api.ErrLeaving
		case k.CutOff():
			return errCutOff
		}
		if err := db.trouble(); err != nil { // says more than that there is no lease
			return err
		}
		if !k.Trusts() {
			if short := db.Shortage(); short != "" {
				return fmt.Errorf("%w: %w", errNoLease, short)
			}
			return errNoLease
		}
		return db.Ready(ctx)
	}
}

// serveInner serves the other nodes.
func (a *App) serveInner(inner net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerWithin, IdleTimeout: idleFor}
	a.startedRunning("inner server", func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { _ = server.Close() })()
		if err := server.Serve(inner); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
}
