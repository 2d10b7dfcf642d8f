package connlimit

import (
	"container/list"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"syscall"
	"time"
)

// sayEvery is the minimum time between two warnings about refused connections.
const sayEvery = time.Minute

// Config says how many connections are allowed.
type Config struct {
	Most          int // in all
	MostPerClient int
	// Proxies connect for many clients, and have no limit by client.
	Proxies []netip.Prefix
	Logger  *slog.Logger
}

// Limit limits the connections of one server. Many goroutines may use it at once.
type Limit struct {
	cfg Config

	mu      sync.Mutex
	open    int
	waiting list.List // of *conn, longest wait first
	clients map[netip.Prefix]*client
	said    time.Time // when the last warning was logged
}

// client is a client with open connections. Its limit's mu guards it.
type client struct {
	open    int
	waiting list.List // of *conn
}

// New returns a limit. To take effect it must Guard a server that serves what it Listens
// to.
func New(c Config) *Limit { return &Limit{cfg: c, clients: map[netip.Prefix]*client{}} }

// conn is a connection that is counted.
type conn struct {
	net.Conn
	limit *Limit
	of    netip.Prefix

	// Its positions among all waiting connections and its client's; nil while it is served.
	// limit.mu guards them.
	place, clients *list.Element
	taken, closed  bool
}

type connKey struct{}

// Guard makes a server report which of its connections are served.
func (l *Limit) Guard(s *http.Server) {
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, c)
	}
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if c, ok := c.(*conn); ok {
			l.changed(c, state)
		}
	}
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(*conn); ok {
			l.serve(c)
		}
		next.ServeHTTP(w, r)
	})
}

// Listen limits what a listener accepts.
func (l *Limit) Listen(inner net.Listener) net.Listener { return &listener{inner, l} }

type listener struct {
	net.Listener
	limit *Limit
}

// Accept waits for the next allowed connection.
func (l *listener) Accept() (net.Conn, error) {
	for {
		inner, err := l.Listener.Accept()
		if err != nil {
			if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
				l.limit.makeRoom() // the server calls Accept again
			}
			return nil, err
		}
		if c := l.limit.admit(inner); c != nil {
			return c, nil
		}
		_ = inner.Close()
	}
}

// admit counts a new connection, which waits for its request; it returns nil if there is no
// room.
func (l *Limit) admit(inner net.Conn) *conn {
	addr := addrOf(inner)
	c := &conn{Conn: inner, limit: l, of: clientOf(addr)}
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.clients[c.of]
	if of == nil {
		of = &client{}
	}
	switch {
	case of.open >= l.cfg.MostPerClient && !l.isProxy(addr):
		if !l.evict(&of.waiting) {
			l.say("a client has as many connections as one may have, and all are in use; a new one was refused", c.of)
			return nil
		}
	case l.open >= l.cfg.Most:
		if !l.evict(&l.waiting) {
			l.say("there are as many connections as there may be, and all are in use; a new one was refused: raise the limit of open files (ulimit -n; LimitNOFILE= of systemd)", c.of)
			return nil
		}
	}
	l.open++
	of.open++
	l.clients[c.of] = of
	l.wait(c)
	return c
}

// makeRoom closes the connection that has waited longest, as the process has no file left for
// a new one.
func (l *Limit) makeRoom() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.evict(&l.waiting)
	l.say("this process may open no more files, so new connections wait: raise the limit of open files (ulimit -n; LimitNOFILE= of systemd)", netip.Prefix{})
}

// evict closes the first waiting connection, if there is one. The caller holds mu.
func (l *Limit) evict(from *list.List) bool {
	first := from.Front()
	if first == nil {
		return false
	}
	c := first.Value.(*conn)
	l.forget(c)
	_ = c.Conn.Close() // nobody expects anything from it
	return true
}

// forget stops counting a connection. The caller holds mu.
func (l *Limit) forget(c *conn) {
	if c.closed {
		return
	}
	c.closed = true
	l.unwait(c)
	l.open--
	of := l.clients[c.of]
	if of.open--; of.open == 0 {
		delete(l.clients, c.of)
	}
}

// wait marks a connection as waiting. The caller holds mu.
func (l *Limit) wait(c *conn) {
	if c.place == nil && !c.taken && !c.closed {
		c.place, c.clients = l.waiting.PushBack(c), l.clients[c.of].waiting.PushBack(c)
	}
}

// unwait marks it as no longer waiting. The caller holds mu.
func (l *Limit) unwait(c *conn) {
	if c.place != nil {
		l.waiting.Remove(c.place)
		l.clients[c.of].waiting.Remove(c.clients)
		c.place, c.clients = nil, nil
	}
}

// serve records that a connection's request has been read.
func (l *Limit) serve(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unwait(c)
}

// changed handles a state change that the server reports.
func (l *Limit) changed(c *conn, state http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch state {
	case http.StateIdle:
		l.wait(c)
	case http.StateHijacked:
		c.taken = true
	default: // Close handles the other states
	}
}

// say logs a warning, at most every sayEvery. The caller holds mu.
func (l *Limit) say(what string, of netip.Prefix) {
	if now := time.Now(); now.Sub(l.said) >= sayEvery {
		l.said = now
		l.cfg.Logger.Warn(what, "client", of, "open", l.open, "at most", l.cfg.Most, "at most of a client", l.cfg.MostPerClient)
	}
}

func (l *Limit) isProxy(addr netip.Addr) bool {
	return slices.ContainsFunc(l.cfg.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// Close ends a connection.
func (c *conn) Close() error {
	c.limit.mu.Lock()
	c.limit.forget(c)
	c.limit.mu.Unlock()
	return c.Conn.Close()
}

// CloseWrite lets a client read the last answer; the server looks for this method.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// addrOf returns the address at a connection's other end; the zero Addr if it has none.
func addrOf(c net.Conn) netip.Addr {
	tcp, ok := c.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return tcp.AddrPort().Addr().Unmap().WithZone("")
}

// clientOf returns the client that a connection counts for: an IPv4 address or an IPv6 /64.
func clientOf(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.Prefix(bits) // the zero Prefix for an invalid address
	return prefix
}
