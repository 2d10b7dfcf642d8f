package limit

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients is how many clients a limit remembers. Beyond that it forgets quiet clients,
// so its memory is bounded: about 300 bytes each.
const maxClients = 10_000

// Rate is a rate limit for each client: burst actions at once, and one more each every.
// Safe for concurrent use.
type Rate struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[any]*allowance // by address, or by a player's id
}

// allowance is how much one client may still do. Its limit's mu guards it.
type allowance struct {
	*rate.Limiter
	trying  int           // actions in progress that may count
	settled chan struct{} // closed when one of them is settled
}

// NewRate returns a limit of burst actions at once, and one more each every.
func NewRate(every time.Duration, burst int) *Rate {
	return &Rate{every: every, burst: burst, now: time.Now, clients: map[any]*allowance{}}
}

// Take counts one action of the client; it returns false if the client had too many.
func (l *Rate) Take(client any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(client).AllowN(l.now(), 1)
}

// IsSpent reports whether the client has no actions left at present.
func (l *Rate) IsSpent(client any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(client).TokensAt(l.now()) < 1
}

// Try begins an action that counts only if it fails: a code that may be wrong. If the
// actions in progress could use up the allowance, a further one waits until they are
// settled. If ok, the caller must call end with the result. ok is false if the client had
// too many, or ctx ended.
func (l *Rate) Try(ctx context.Context, client any) (end func(failed bool), ok bool) {
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

// settle counts a tried action if it failed, and wakes those that wait.
func (l *Rate) settle(a *allowance, failed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if failed {
		a.AllowN(l.now(), 1)
	}
	a.trying--
	close(a.settled)
	a.settled = make(chan struct{})
}

// of returns the client's allowance, and creates it if needed.
func (l *Rate) of(client any) *allowance {
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

// forget makes room for one client. It checks a few: those that have their whole
// allowance lose nothing by being forgotten. If there is none, it forgets any one, so that
// a flood of addresses can't use up the memory.
func (l *Rate) forget() {
	const maxChecked = 32
	var checked int
	var last any
	for client, a := range l.clients { // in random order
		last = client
		if a.trying == 0 && a.TokensAt(l.now()) >= float64(l.burst) {
			delete(l.clients, client)
		}
		if checked++; checked == maxChecked {
			break
		}
	}
	if len(l.clients) >= maxClients {
		delete(l.clients, last)
	}
}
