//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// direction is one of the two of a link.
type direction int

const (
	toFar  direction = iota // requests
	toNear                  // answers
)

// link is a line to one address that can break: from a balancer to a node, from the other
// nodes to it, or from it to Postgres. While a link is cut, it has no connections and refuses
// new ones. While it hangs, nothing arrives, not even that a connection was closed; all of
// it does later. Many goroutines may use it.
type link struct {
	network, address string

	mu    sync.Mutex
	away  bool                      // it is cut
	flows [2]chan struct{}          // by direction; closed while data flows
	ends  map[net.Conn]struct{}     // of the connections
	trap  func(b []byte) (sent int) // nil, or what may stop the link within these requests

	listener net.Listener // nil if only dial is used
	pumps    sync.WaitGroup
}

func newLink(network, address string) *link {
	l := &link{network: network, address: address, ends: map[net.Conn]struct{}{}}
	for d := range l.flows {
		l.flows[d] = make(chan struct{})
		close(l.flows[d])
	}
	return l
}

// listen opens a port that leads through the link.
func (l *link) listen(ctx context.Context) (addr string, err error) {
	if l.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return "", err
	}
	l.pumps.Go(func() {
		for {
			near, err := l.listener.Accept()
			if err != nil {
				return // closed
			}
			l.pumps.Go(func() {
				if far, err := l.dial(context.Background()); err == nil {
					l.join(near, far)
				}
				reset(near)
			})
		}
	})
	return l.listener.Addr().String(), nil
}

func (l *link) close() {
	if l.listener != nil {
		_ = l.listener.Close() // it may be closed
	}
	l.cut()
	l.pumps.Wait()
}

// errCut says that a link takes no connections.
var errCut = errors.New("the link is cut")

// dial connects to the far end.
func (l *link) dial(ctx context.Context) (net.Conn, error) {
	far, err := new(net.Dialer).DialContext(ctx, l.network, l.address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away {
		_ = far.Close()
		return nil, errCut
	}
	l.ends[far] = struct{}{}
	return far, nil
}

// join carries data between near and a connection that dial has made, until either ends.
func (l *link) join(near, far net.Conn) {
	l.mu.Lock()
	l.ends[near] = struct{}{}
	if l.away {
		reset(near)
	}
	l.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { l.pump(far, near, toFar) })
	both.Go(func() { l.pump(near, far, toNear) })
	both.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.ends, near)
	delete(l.ends, far)
}

func (l *link) pump(to, from net.Conn, d direction) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		rest := b[:n]
		if d == toFar {
			rest = l.spring(to, rest)
		}
		<-l.flow(d)
		if _, failed := to.Write(rest); failed != nil || err != nil {
			return
		}
	}
}

func (l *link) flow(d direction) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flows[d]
}

// spring lets the trap see requests, and returns what remains to be sent.
func (l *link) spring(to net.Conn, b []byte) (rest []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.trap == nil {
		return b
	}
	sent := l.trap(b)
	_, _ = to.Write(b[:sent]) // the next write fails, too
	return b[sent:]
}

// hangAt stops the link as soon as a request contains these bytes: right after them, or,
// with answered, once all of the request has been delivered, so that only its answer isn't.
// The channel is closed then.
func (l *link) hangAt(marker []byte, answered bool) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	hung := make(chan struct{})
	l.trap = func(b []byte) int {
		at := bytes.Index(b, marker)
		if at < 0 {
			return 0
		}
		l.trap = nil
		close(hung)
		if answered {
			l.stop(toNear)
			return len(b)
		}
		l.stop(toNear)
		l.stop(toFar)
		return at + len(marker)
	}
	return hung
}

// stop stops a direction. The caller holds mu.
func (l *link) stop(d direction) {
	select {
	case <-l.flows[d]:
		l.flows[d] = make(chan struct{})
	default: // it is stopped
	}
}

// release ends all stops, and the trap. The caller holds mu.
func (l *link) release() {
	l.trap = nil
	for _, flow := range l.flows {
		select {
		case <-flow:
		default:
			close(flow)
		}
	}
}

// hang stops some directions until mend or cut.
func (l *link) hang(of ...direction) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range of {
		l.stop(d)
	}
}

// cut ends all connections, and refuses new ones until mend.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = true
	for end := range l.ends {
		reset(end)
	}
	l.release()
}

// mend makes the link work again.
func (l *link) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = false
	l.release()
}

// reset closes a connection such that the other side gets an error.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// linkToDatabase opens a link to a database, and returns the URL through it.
func linkToDatabase(ctx context.Context, database string) (l *link, through string, err error) {
	config, err := pgconn.ParseConfig(database)
	if err != nil {
		return nil, "", fmt.Errorf("read the database's URL: %w", err)
	}
	u, err := url.Parse(database)
	if err != nil {
		return nil, "", fmt.Errorf("read the database's URL: %w", err)
	}
	l = newLink(pgconn.NetworkAddress(config.Host, config.Port))
	if u.Host, err = l.listen(ctx); err != nil {
		return nil, "", err
	}
	query := u.Query()
	query.Del("host")
	u.RawQuery = query.Encode()
	return l, u.String(), nil
}
