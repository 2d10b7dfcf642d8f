package api

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients is how many clients a limit remembers. Beyond that it forgets those
// who have been quiet, so its memory is bounded: about 200 bytes each.
const maxClients = 10_000

// limit lets each client do something so often: burst times at once, and once more
// each every. Safe for concurrent use.
type limit struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[netip.Prefix]*rate.Limiter
}

func newLimit(every time.Duration, burst int) *limit {
	return &limit{every: every, burst: burst, now: time.Now, clients: map[netip.Prefix]*rate.Limiter{}}
}

// take counts one more action of the client, or says that it had too many.
func (l *limit) take(client netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(client).AllowN(l.now(), 1)
}

// spent tells whether the client has no action left, without counting one. It serves
// limits that count only failures: codes and tokens that were wrong.
func (l *limit) spent(client netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, ok := l.clients[client]
	return ok && limiter.TokensAt(l.now()) < 1
}

// of finds or makes the client's limiter.
func (l *limit) of(client netip.Prefix) *rate.Limiter {
	if limiter, ok := l.clients[client]; ok {
		return limiter
	}
	if len(l.clients) >= maxClients {
		l.forget()
	}
	limiter := rate.NewLimiter(rate.Every(l.every), l.burst)
	l.clients[client] = limiter
	return limiter
}

// forget makes room for one client. It looks at a few: those that have all their
// actions again lose nothing by being forgotten; if there is none, one of them goes,
// as a flood of addresses must not cost memory.
func (l *limit) forget() {
	const look = 32
	var looked int
	var last netip.Prefix
	for client, limiter := range l.clients { // in random order
		last = client
		if limiter.TokensAt(l.now()) >= float64(l.burst) {
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
