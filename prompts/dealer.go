package prompts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The dealer's bounds.
const (
	patience    = 2 * time.Second  // how long a game waits for the model
	lateLimit   = 30 * time.Second // how long the model may go on for a later game
	saveLimit   = 5 * time.Second  // how long keeping a late set may take
	maxAsking   = 8                // calls of the model under way at once
	maxLateSets = 64               // late sets held ready; the oldest goes first
)

// Why the library served instead of the model.
var (
	errLate    = fmt.Errorf("no answer within %s", patience)
	errBusy    = errors.New("too many calls under way")
	errStopped = errors.New("the dealer has stopped")
	errBad     = errors.New("the set is not good")
)

// Config is what a Dealer works with.
type Config struct {
	Model  Source // nil: the library alone
	Store  Store
	Logger *slog.Logger
}

// Dealer gives each game its set and never lets it wait long. Many goroutines
// may use it at once.
type Dealer struct {
	model  Source
	store  Store
	logger *slog.Logger
	picker *picker

	metrics Metrics

	// Calls of the model outlive the deal that made them, so they have a
	// lifetime of their own, which Stop ends.
	lifetime context.Context
	end      context.CancelFunc
	asking   chan struct{} // holds a token a call
	calls    sync.WaitGroup

	// Guarded by mu.
	mu      sync.Mutex
	stopped bool
	late    []lateSet // oldest first, at most maxLateSets
}

// lateSet is a good set that came too late for the game that wanted it.
type lateSet struct {
	want Want
	set  Set
}

// answer is what came of a call of the model.
type answer struct {
	set Set
	err error
}

// NewDealer makes a dealer. Stop ends it.
func NewDealer(c Config) *Dealer {
	lifetime, end := context.WithCancel(context.Background())
	return &Dealer{
		model: c.Model, store: c.Store, logger: c.Logger, picker: newPicker(),
		lifetime: lifetime, end: end, asking: make(chan struct{}, maxAsking),
	}
}

// Stop ends the calls of the model that are still under way, and waits for
// them. Deal goes on with the library.
func (d *Dealer) Stop() {
	d.mu.Lock()
	d.stopped = true
	d.mu.Unlock()
	d.end()
	d.calls.Wait()
}

// Deal gives a set of exactly w.Rounds prompts a seat: the model's if it
// answers within two seconds, else the library's. The set is kept in the store
// when Deal returns; that it could not be kept, or that ctx ended, are the only
// errors.
func (d *Dealer) Deal(ctx context.Context, w Want) (Set, error) {
	w.Theme = strings.Join(strings.Fields(w.Theme), " ")
	set, ok := d.takeLate(w)
	from := &d.metrics.late
	if !ok {
		set, from = d.fresh(ctx, w)
	}
	if err := ctx.Err(); err != nil {
		return Set{}, fmt.Errorf("deal prompts: %w", err)
	}
	if err := d.store.SavePromptSet(ctx, set); err != nil {
		return Set{}, fmt.Errorf("keep prompt set %s: %w", set.ID, err)
	}
	from.Add(1)
	return set, nil
}

// Metrics counts what the dealer does.
func (d *Dealer) Metrics() *Metrics { return &d.metrics }

// fresh asks the model, if there is one, and else the library; from counts the
// sets that come from there.
func (d *Dealer) fresh(ctx context.Context, w Want) (set Set, from *atomic.Uint64) {
	if d.model == nil {
		return d.picker.pick(w), &d.metrics.library
	}
	started := time.Now()
	set, err := d.ask(ctx, w)
	if err == nil {
		return set, &d.metrics.model
	}
	d.metrics.failed(err)
	set = d.picker.pick(w)
	d.logger.WarnContext(ctx, "the library deals the prompts", "reason", err,
		"waited", time.Since(started), "theme", w.Theme, "language", w.Language, "rounds", w.Rounds, "set", set.Title)
	return set, &d.metrics.library
}

// ask calls the model and waits as long as a game may. The call itself goes on
// after that, and its set is then kept for a later game.
func (d *Dealer) ask(ctx context.Context, w Want) (Set, error) {
	answers, gaveUp := make(chan answer), make(chan struct{})
	defer close(gaveUp)
	if err := d.begin(ctx, w, answers, gaveUp); err != nil {
		return Set{}, err
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a.set, a.err
	case <-timer.C:
		return Set{}, errLate
	case <-ctx.Done():
		return Set{}, ctx.Err()
	}
}

// begin starts a call of the model. Its answer is sent to answers, unless
// gaveUp is closed first.
func (d *Dealer) begin(ctx context.Context, w Want, answers chan<- answer, gaveUp <-chan struct{}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped {
		return errStopped
	}
	select {
	case d.asking <- struct{}{}:
	default:
		return errBusy
	}
	d.calls.Go(func() {
		defer func() { <-d.asking }()
		set, err := d.consult(w)
		select {
		case answers <- answer{set, err}:
		case <-gaveUp:
			d.keepLate(context.WithoutCancel(ctx), w, set, err)
		}
	})
	return nil
}

// consult calls the model and checks what it says.
func (d *Dealer) consult(w Want) (Set, error) {
	ctx, cancel := context.WithTimeout(d.lifetime, lateLimit)
	defer cancel()
	set, err := d.model.Set(ctx, w)
	if err != nil {
		return Set{}, err
	}
	if reasons := Check(set, w); reasons != nil {
		return Set{}, fmt.Errorf("%w: %s", errBad, strings.Join(reasons, "; "))
	}
	return set, nil
}

// keepLate keeps a set for the next game that wants the same. ctx carries
// values only, for the log.
func (d *Dealer) keepLate(ctx context.Context, w Want, set Set, err error) {
	if err == nil {
		saving, cancel := context.WithTimeout(d.lifetime, saveLimit)
		defer cancel()
		err = d.store.SavePromptSet(saving, set)
	}
	if err != nil {
		d.logger.InfoContext(ctx, "late prompts came to nothing", "reason", err)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.late) == maxLateSets {
		d.late = append(d.late[:0], d.late[1:]...)
	}
	d.late = append(d.late, lateSet{w, set})
}

// takeLate takes the oldest late set that was made for the same want.
func (d *Dealer) takeLate(w Want) (Set, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, l := range d.late {
		if l.want == w {
			d.late = append(d.late[:i], d.late[i+1:]...)
			return l.set, true
		}
	}
	return Set{}, false
}
