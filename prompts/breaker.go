package prompts

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// The breaker's times.
const (
	firstRest   = time.Second
	longestRest = 10 * time.Minute
)

// Outage is an error of a Source that says how the server fares: asking again soon
// can't help.
type Outage interface {
	error
	// Outage tells whether the server fails, and how long it wants to be left alone,
	// 0 if it didn't say.
	Outage() (down bool, wait time.Duration)
}

// breaker leaves a failing server alone: after each outage twice as long as after
// the one before, and at least as long as the server asks. After a rest one call
// tries whether it is back. Many goroutines may use it at once.
type breaker struct {
	mu     sync.Mutex
	rest   time.Duration // after the next outage
	until  time.Time     // at rest until then; zero: the server does well
	trying bool          // a call is finding out
}

// allow tells whether the server may be called now. Whoever is allowed says how it
// went, or that the call was not made.
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

// unused takes back the leave for a call that wasn't made.
func (b *breaker) unused() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}

// resting tells until when the server is left alone; zero: it does well.
func (b *breaker) resting() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until
}

// heard takes in how a call went, and gives how long the server is left alone for
// it, 0 if it isn't.
func (b *breaker) heard(err error) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	tried := b.trying
	b.trying = false
	var outage Outage
	if !errors.As(err, &outage) {
		b.rest, b.until = 0, time.Time{} // also a bad answer is one
		return 0
	}
	down, wait := outage.Outage()
	switch {
	case !down:
		b.rest, b.until = 0, time.Time{}
		return 0
	case !tried && !b.until.IsZero():
		return time.Until(b.until) // a call that was under way when the rest began
	}
	b.rest = min(max(2*b.rest, firstRest), longestRest)
	wait = max(wait, b.rest/2+rand.N(b.rest/2)) //nolint:gosec // no secret: nodes must not come back at once
	b.until = time.Now().Add(wait)
	return wait
}
