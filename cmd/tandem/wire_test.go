package main

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// wire is the way to a database, which can be cut, or hang: then what is sent is
// taken and never comes to the other end. Mute, only the answers don't.
type wire struct {
	network, address string // of the database
	listener         net.Listener
	pumps            sync.WaitGroup

	mu    sync.Mutex
	away  bool
	hangs chan struct{} // closed while nothing hangs
	last  []byte        // nil, or what it goes mute at
	mute  bool          // of what hangs, only answers do
	conns []net.Conn
}

// wireTo lays a way to a database, until the test ends, and gives the URL by it.
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

// join passes on what comes at both ends, until one is closed.
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
			_, _ = io.Copy(way.to, way.from) // ends when either end does
		})
	}
	ways.Wait()
}

// gate is an end of a wire that may hang.
type gate struct {
	w       *wire
	to      net.Conn
	answers bool // are what comes
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

// hang has nothing come through any more, until the wire is cut.
func (w *wire) hang() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hangs = make(chan struct{})
}

// muteAt has no answer come through any more once these bytes are sent, until the wire is
// cut. What it took to send them, such as to prepare a statement, was answered.
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
