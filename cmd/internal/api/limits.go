package api

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients is how many clients a limit remembers. Beyond that it forgets those
// who have been quiet, so its memory is bounded: about 300 bytes each.
const maxClients = 10_000

// limit lets each client do something so often: burst times at once, and once more
// each every. Safe for concurrent use.
type limit struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[any]*allowance // by an address, or by a player's id
}

// allowance is what one client may still do. Its limit's mu guards it.
type allowance struct {
	*rate.Limiter
	trying  int           // actions begun that may yet count
	settled chan struct{} // closed when one of them is settled
}

func newLimit(every time.Duration, burst int) *limit {
	return &limit{every: every, burst: burst, now: time.Now, clients: map[any]*allowance{}}
}

// take counts one more action of the client, or says that it had too many.
func (l *limit) take(client any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(client).AllowN(l.now(), 1)
}

// isSpent tells whether the client has had all its actions for now.
func (l *limit) isSpent(client any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(client).TokensAt(l.now()) < 1
}

// try begins an action that counts only if it fails: a code that may be wrong. Of those
// under way none may be one too many, whatever comes of the others, so one beyond them
// waits until they are settled. end says how it went and must be called if ok; it isn't
// when the client had too many, or ctx ended.
func (l *limit) try(ctx context.Context, client any) (end func(failed bool), ok bool) {
	for {
		l.mu.Lock()
		a := l.of(client)
		left := a.TokensAt(l.now())
		settled := a.settled
		if left >= float64(a.trying+1) {
			a.trying++
			l.mu.Unlock()
			return func(failed bool) { l.settle(a, failed) }, true
		}
		l.mu.Unlock()
		if left < 1 {
			return nil, false
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return nil, false
		}
	}
}

// settle counts an action that was tried, if it failed, and lets those go on that wait.
func (l *limit) settle(a *allowance, failed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if failed {
		a.AllowN(l.now(), 1)
	}
	a.trying--
	close(a.settled)
	a.settled = make(chan struct{})
}

// of finds or makes the client's allowance.
func (l *limit) of(client any) *allowance {
	if a, ok := l.clients[client]; ok {
		return a
	}
	if len(l.clients) >= maxClients {
		l.forget()
	}
	a := &allowance{Limiter: rate.NewLimiter(rate.Every(l.every), l.burst), settled: make(chan struct{})}
	l.clients[client] = a
	return a
}

// forget makes room for one client. It looks at a few: those that have all their
// actions again lose nothing by being forgotten; if there is none, one of them goes,
// as a flood of addresses must not cost memory.
func (l *limit) forget() {
	const look = 32
	var looked int
	var last any
	for client, a := range l.clients { // in random order
		last = client
		if a.trying == 0 && a.TokensAt(l.now()) >= float64(l.burst) {
			delete(l.clients, client)
		}
		if looked++; looked == look {
			break
		}
	}
	if len(l.clients) >= maxClients {
		delete(l.clients, last)
	}
}

// quota bounds how much of something each client holds at once. Safe for concurrent use.
type quota struct {
	most int

	mu   sync.Mutex
	held map[netip.Prefix]int
}

func newQuota(most int) *quota { return &quota{most: most, held: map[netip.Prefix]int{}} }

// hold gives the client one more, until it is released, or says that it has too many.
func (q *quota) hold(client netip.Prefix) (release func(), ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.held[client] >= q.most {
		return nil, false
	}
	q.held[client]++
	return func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.held[client]--; q.held[client] == 0 {
			delete(q.held, client)
		}
	}, true
}
