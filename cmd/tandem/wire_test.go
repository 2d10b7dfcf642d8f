package main

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// wire is a proxy to a database. It can be cut, or hang: then it accepts data and never delivers it.
// While it is mute, only answers are not delivered.
type wire struct {
	network, address string // of the database
	listener         net.Listener
	pumps            sync.WaitGroup

	mu    sync.Mutex
	away  bool
	hangs chan struct{} // closed while nothing hangs
	last  []byte        // nil, or the bytes after which it goes mute
	mute  bool          // only answers hang
	conns []net.Conn
}

// wireTo starts a proxy to a database, until the test ends, and returns the URL through it.
func wireTo(t *testing.T, database string) (w *wire, by string) {
	t.Helper()
	config, err := pgconn.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{hangs: make(chan struct{})}
	close(w.hangs)
	w.network, w.address = pgconn.NetworkAddress(config.Host, config.Port)
	if w.listener, err = new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	w.pumps.Go(w.serve)
	t.Cleanup(func() {
		_ = w.listener.Close()
		w.cut()
		w.pumps.Wait()
	})
	u := mustParse(t, database)
	u.Host = w.listener.Addr().String()
	query := u.Query()
	query.Del("host")
	u.RawQuery = query.Encode()
	return w, u.String()
}

func (w *wire) serve() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.pumps.Go(func() { w.join(near) })
	}
}

// join copies data in both directions until one end is closed.
func (w *wire) join(near net.Conn) {
	defer near.Close()
	far, err := net.Dial(w.network, w.address)
	if err != nil {
		return
	}
	defer far.Close()
	w.mu.Lock()
	if w.away {
		w.mu.Unlock()
		return
	}
	w.conns = append(w.conns, near, far)
	w.mu.Unlock()
	var ways sync.WaitGroup
	for _, way := range []struct {
		to   gate
		from net.Conn
	}{{gate{w, near, true}, far}, {gate{w, far, false}, near}} {
		ways.Go(func() {
			defer near.Close()
			defer far.Close()
			_, _ = io.Copy(way.to, way.from) // returns when either end is closed
		})
	}
	ways.Wait()
}

// gate is a writer to one end of a wire; it blocks while the wire hangs.
type gate struct {
	w       *wire
	to      net.Conn
	answers bool // it carries answers
}

func (g gate) Write(b []byte) (int, error) {
	g.w.mu.Lock()
	if !g.answers && g.w.last != nil && bytes.Contains(b, g.w.last) {
		g.w.hangs, g.w.mute, g.w.last = make(chan struct{}), true, nil
	}
	open, passes := g.w.hangs, g.w.mute && !g.answers
	g.w.mu.Unlock()
	if !passes {
		<-open
	}
	return g.to.Write(b)
}

// hang stops all data until the wire is cut.
func (w *wire) hang() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hangs = make(chan struct{})
}

// muteAt stops all answers once these bytes are sent, until the wire is cut. Earlier messages, such
// as to prepare a statement, are answered.
func (w *wire) muteAt(last []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = last
}

// cut breaks all connections and refuses new ones, until mend.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = true
	for _, c := range w.conns {
		_ = c.Close()
	}
	w.conns = nil
	select {
	case <-w.hangs:
	default:
		close(w.hangs)
	}
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.away = false
}
