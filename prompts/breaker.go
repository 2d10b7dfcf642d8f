package prompts

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// The times of the breaker.
const (
	firstRest   = time.Second
	longestRest = 10 * time.Minute
)

// Outage is an error of a Source that says that the server fails: an early retry can't
// help.
type Outage interface {
	error
	// Outage reports whether the server fails, and how long it asks to be left alone, 0 if
	// it didn't say.
	Outage() (down bool, wait time.Duration)
}

// breaker stops calls to a failing server. After each outage it rests twice as long as
// after the one before, and at least as long as the server asks. After a rest one call
// tests whether the server is back. Many goroutines may use it at once.
type breaker struct {
	mu     sync.Mutex
	rest   time.Duration // after the next outage
	until  time.Time     // resting until then; zero: the server works
	trying bool          // a call is testing the server
}

// allow reports whether the server may be called now. The caller must then report the
// result with heard, or with unused that it made no call.
func (b *breaker) allow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.until.IsZero():
		return true
	case b.trying || time.Now().Before(b.until):
		return false
	}
	b.trying = true
	return true
}

// unused returns the permission for a call that wasn't made.
func (b *breaker) unused() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}

// resting returns until when the server is left alone; zero: it works.
func (b *breaker) resting() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until
}

// heard records the result of a call, and returns how long the server is left alone because
// of it, 0 if it isn't.
func (b *breaker) heard(err error) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	tried := b.trying
	b.trying = false
	var outage Outage
	if !errors.As(err, &outage) {
		b.rest, b.until = 0, time.Time{} // even a bad answer shows that it works
		return 0
	}
	down, wait := outage.Outage()
	switch {
	case !down:
		b.rest, b.until = 0, time.Time{}
		return 0
	case !tried && !b.until.IsZero():
		return time.Until(b.until) // a call that was in progress when the rest began
	}
	b.rest = min(max(2*b.rest, firstRest), longestRest)
	wait = max(wait, b.rest/2+rand.N(b.rest/2)) //nolint:gosec // no secret: nodes must not come back at once
	b.until = time.Now().Add(wait)
	return wait
}
