package prompts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// The limits of set making.
const (
	makeLimit  = 30 * time.Second       // for one set, retries included
	leaseFor   = time.Minute            // of a shelf; longer than one set takes
	saveLimit  = 5 * time.Second        // for one call of the store
	stopLimit  = 500 * time.Millisecond // for a call in progress when the dealer ends
	fillEvery  = 5 * time.Second        // without a wake, for the shelves of other nodes
	maxMaking  = 6                      // sets in progress at once on this node
	failedRest = 20 * time.Second       // of a shelf for which no set could be made; doubles with each failure in a row,
	unfitRest  = time.Hour              // up to this; at once if the theme is unfit
	maxShelves = 1000                   // maximum number of shelves in Dealer.making
)

// Why no call was made.
var (
	errUnfit = errors.New("the theme is unfit for everyone")
	errSpent = errors.New("the budget of the day is used up")
)

// making is the work on one shelf. The dealer's mu guards it.
type making struct {
	running int           // calls in progress
	err     error         // why the last one failed
	failed  time.Time     // when it failed
	rest    time.Duration // the pause after it
	said    bool          // the reason has been logged
}

// Prepare announces that games of this kind may come soon: a lobby was opened, or its
// settings changed. It returns at once.
func (d *Dealer) Prepare(w Want) {
	if d.model != nil && w.OwnSet == "" {
		d.want(w.tidy(), 0)
	}
}

// want records a demand for ready sets and wakes the dealer. It returns the time from which
// a failure to meet it counts.
func (d *Dealer) want(w Want, games int) time.Time {
	s := w.shelf()
	d.mu.Lock()
	defer d.mu.Unlock()
	demand := d.demands[s]
	d.demands[s] = Demand{Shelf: s, OwnWords: w.OwnWords(), Seconds: w.Seconds, Games: demand.Games + games}
	d.nudge()
	return time.Now()
}

func (d *Dealer) nudge() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// hope reports whether a set may still come for a game that has waited since then, and
// returns a channel that is closed when there is news.
func (d *Dealer) hope(w Want, since time.Time) (changed <-chan struct{}, hope bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.making[w.shelf()]
	failed := m != nil && m.running == 0 && m.err != nil && (!m.failed.Before(since) || since.Sub(m.failed) < m.rest)
	return d.changed, !failed && !d.resting() && !d.isSpentOut() && d.lifetime.Err() == nil
}

// tooLate logs that a game could not wait for its set.
func (d *Dealer) tooLate(ctx context.Context, w Want, waited time.Duration) {
	d.metrics.failed(errLate)
	d.mu.Lock()
	m := d.making[w.shelf()]
	said := m != nil && m.said
	if m != nil {
		m.said = true
	}
	d.mu.Unlock()
	if !said {
		d.logger.WarnContext(ctx, "the library deals the prompts", "reason", errLate, "waited", waited,
			"language", w.Language, "difficulty", w.Difficulty, "rounds", w.Rounds, "theme", w.Theme)
	}
}

// fill keeps the pool at its level while the dealer lives.
func (d *Dealer) fill() {
	ctx := d.lifetime
	tick := time.NewTicker(fillEvery)
	defer tick.Stop()
	slots := make(chan struct{}, maxMaking)
	var calls sync.WaitGroup
	defer calls.Wait()
	away := false
	for {
		err := d.fillOnce(ctx, slots, &calls)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !away {
			d.logger.WarnContext(ctx, "the pool of prompts has to wait for the store", "error", err)
		}
		away = err != nil
		select {
		case <-d.wake:
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// fillOnce tells the store what is wanted, and starts making the sets that shelves lack.
func (d *Dealer) fillOnce(ctx context.Context, slots chan struct{}, calls *sync.WaitGroup) error {
	if err := d.tellDemands(ctx); err != nil {
		return err
	}
	for d.mayCall(slots) { // before the claim, so that no lease is taken in vain
		claim, ok, err := d.claim(ctx)
		if err != nil || !ok {
			d.breaker.unused()
			<-slots
			return err
		}
		n := 1
		for n < claim.Lacks && d.mayCall(slots) {
			n++
		}
		d.began(claim.Shelf, n)
		for range n {
			calls.Go(func() {
				d.makeFor(ctx, claim)
				<-slots
				d.nudge()
			})
		}
	}
	return nil
}

// mayCall takes a slot and the breaker's permission for one call, if both are available and
// some of the budget is left.
func (d *Dealer) mayCall(slots chan struct{}) bool {
	d.mu.Lock()
	spent := d.isSpentOut()
	d.mu.Unlock()
	if spent {
		return false
	}
	select {
	case slots <- struct{}{}:
	default:
		return false
	}
	if d.breaker.allow() {
		return true
	}
	<-slots
	return false
}

func (d *Dealer) resting() bool { return time.Now().Before(d.breaker.resting()) }

func (d *Dealer) claim(ctx context.Context) (Claim, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, saveLimit)
	defer cancel()
	return d.store.ClaimShelf(ctx, d.name, leaseFor)
}

// tellDemands tells the store what games have wanted since the last call.
func (d *Dealer) tellDemands(ctx context.Context) error {
	d.mu.Lock()
	var demands []Demand
	for _, demand := range d.demands {
		demands = append(demands, demand)
	}
	clear(d.demands)
	d.mu.Unlock()
	if demands == nil {
		return nil
	}
	err := d.within(ctx, func(ctx context.Context) error { return d.store.WantReady(ctx, demands) })
	if err != nil {
		d.mu.Lock()
		for _, demand := range demands {
			since := d.demands[demand.Shelf]
			demand.Games += since.Games
			d.demands[demand.Shelf] = demand
		}
		d.mu.Unlock()
	}
	return err
}

// began records that n calls for the shelf are in progress.
func (d *Dealer) began(s Shelf, n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := &making{running: n}
	if before := d.making[s]; before != nil {
		m.rest = before.rest
	}
	d.making[s] = m
	if len(d.making) > maxShelves {
		for old, m := range d.making { // forget those that failed long ago
			if m.running == 0 {
				delete(d.making, old)
			}
		}
	}
}

// makeFor makes one set for a claimed shelf. The last of the claim's calls releases the
// shelf.
func (d *Dealer) makeFor(ctx context.Context, c Claim) {
	set, err := d.consult(ctx, c.want())
	if err == nil {
		err = d.within(ctx, func(ctx context.Context) error { return d.store.Shelve(ctx, c.Shelf, set) })
	}
	if err == nil {
		d.metrics.made.Add(1)
	}

	d.mu.Lock()
	m := d.making[c.Shelf]
	m.running--
	last := m.running == 0
	if err != nil {
		m.err, m.failed = err, time.Now()
	}
	if err = m.err; last && err != nil {
		m.rest = min(max(2*m.rest, failedRest), unfitRest)
		if errors.Is(err, errUnfit) {
			m.rest = unfitRest
		}
	}
	rest, said := m.rest, m.said || errors.Is(err, errSpent)
	m.said = m.said || last && err != nil
	if last && err == nil {
		delete(d.making, c.Shelf)
		rest = 0
	}
	close(d.changed)
	d.changed = make(chan struct{})
	d.mu.Unlock()
	if !last {
		return
	}
	if err != nil && ctx.Err() == nil {
		d.metrics.failed(err)
		level := slog.LevelWarn
		if said {
			level = slog.LevelDebug
		}
		d.logger.Log(ctx, level, "no prompts from the model", "reason", err, "language", c.Language,
			"difficulty", c.Difficulty, "rounds", c.Rounds, "theme", c.Theme)
	}
	release := func(ctx context.Context) error { return d.store.ReleaseShelf(ctx, d.name, c.Shelf, rest) }
	if err := d.within(context.WithoutCancel(ctx), release); err != nil {
		d.logger.WarnContext(ctx, "a shelf of prompts waits for its lease to run out", "error", err)
	}
}

// consult has the model write a set, if the budget and the breaker allow it, and checks the
// set.
func (d *Dealer) consult(ctx context.Context, w Want) (Set, error) {
	ctx, cancel := context.WithTimeout(ctx, makeLimit)
	defer cancel()
	called := false
	defer func() {
		if !called {
			d.breaker.unused()
		}
	}()
	if w.OwnWords() {
		flagged, err := d.flagged(ctx, w.Theme)
		if err != nil {
			return Set{}, fmt.Errorf("moderate the theme: %w", err)
		}
		if flagged {
			return Set{}, errUnfit
		}
	}
	reserved, err := d.reserve(ctx)
	if err != nil {
		return Set{}, err
	}
	called = true
	set, usage, err := d.spend(ctx, w, reserved)
	if wait := d.breaker.heard(err); wait > 0 {
		d.metrics.rest.Store(time.Now().Add(wait).UnixNano())
		err = fmt.Errorf("%w (no calls for %s)", err, wait.Round(time.Millisecond))
	}
	if err != nil {
		return Set{}, err
	}
	if reasons := Check(set, w); reasons != nil {
		return Set{}, fmt.Errorf("%w: %s", errBad, strings.Join(reasons, "; "))
	}
	set.Usage = usage
	return set, nil
}

// reserve counts one call before it is made, at the cost of the previous one, so that all
// nodes together keep to the budget.
func (d *Dealer) reserve(ctx context.Context) (Usage, error) {
	d.mu.Lock()
	call := Usage{Calls: 1, CostMicros: d.callCost}
	d.mu.Unlock()
	_, ok, err := d.store.Spend(ctx, call, d.budget)
	if err != nil {
		return Usage{}, fmt.Errorf("count a call: %w", err)
	}
	if !ok {
		d.isSpent(ctx)
		return Usage{}, errSpent
	}
	return call, nil
}

// spend makes the reserved call, and counts its cost beyond the reservation.
func (d *Dealer) spend(ctx context.Context, w Want, reserved Usage) (Set, Usage, error) {
	set, usage, err := d.model.Set(ctx, w)
	d.metrics.used(usage)
	if usage.CostMicros > 0 {
		d.mu.Lock()
		d.callCost = usage.CostMicros
		d.mu.Unlock()
	}
	rest := usage.Minus(reserved)
	rest.Calls = max(0, rest.Calls) // a failed try counts as a call, too
	count := func(ctx context.Context) error {
		if rest == (Usage{}) {
			return nil
		}
		_, _, err := d.store.Spend(ctx, rest, Budget{})
		return err
	}
	if err := d.within(context.WithoutCancel(ctx), count); err != nil {
		d.logger.WarnContext(ctx, "the usage of a model call is not counted", "error", err)
	}
	return set, usage, err
}

// isSpent records that the day's budget is used up, and logs it once.
func (d *Dealer) isSpent(ctx context.Context) {
	d.mu.Lock()
	before := d.isSpentOut()
	d.spentOut = today()
	d.mu.Unlock()
	if !before {
		d.logger.WarnContext(ctx, "the model's budget of the day is used up; the library deals until midnight UTC",
			"calls", d.budget.Calls, "dollars", float64(d.budget.CostMicros)/1e6)
	}
}

// isSpentOut reports whether today's budget is used up. The caller holds mu.
func (d *Dealer) isSpentOut() bool { return d.spentOut.Equal(today()) }

func today() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

// within calls the store with a time limit, which is short when the dealer ends.
func (d *Dealer) within(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, saveLimit)
	defer cancel()
	defer context.AfterFunc(d.lifetime, func() { time.AfterFunc(stopLimit, cancel) })()
	return f(ctx)
}

// want returns what a set for the claimed shelf is made for.
func (c Claim) want() Want {
	return Want{Theme: c.Theme, Language: c.Language, Difficulty: c.Difficulty, Rounds: c.Rounds, Seconds: c.Seconds}
}
