package prompts

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// patience is how long a game waits for a set that is being made. The page shows the
// players their partner for as long, so they don't notice.
const patience = 1500 * time.Millisecond

// lookAgain is how often a waiting game checks whether another node has put a set on the
// shelf.
const lookAgain = 250 * time.Millisecond

// Why a game was dealt from the library although there is a model.
var (
	errLate = fmt.Errorf("no answer within %s", patience)
	errBad  = errors.New("the set is not good")
	// ErrNoSet means that there is no such set, or that it belongs to somebody else.
	ErrNoSet = errors.New("no such prompt set")
	// ErrNoModeration means that the model's server has no moderation.
	ErrNoModeration = errors.New("the server has no moderation")
)

// Config holds what a Dealer works with.
type Config struct {
	Model     Source    // nil: only the library
	Moderator Moderator // nil: only the word filter
	Budget    Budget
	Store     Store
	Logger    *slog.Logger
}

// Dealer deals each game its set and never makes it wait long. Many goroutines may use it
// at once. Start begins its background work, Stop ends it.
type Dealer struct {
	model     Source
	moderator Moderator
	budget    Budget
	store     Store
	logger    *slog.Logger
	picker    *picker
	breaker   breaker
	metrics   Metrics
	name      string // of this dealer, unique among all nodes

	// Owned by Start and Stop.
	lifetime context.Context
	end      context.CancelFunc
	work     sync.WaitGroup
	wake     chan struct{} // holds a token when there may be something to make

	// Guarded by mu.
	mu       sync.Mutex
	demands  map[Shelf]Demand  // the store doesn't know them yet
	making   map[Shelf]*making // in progress on this node, or failed lately
	changed  chan struct{}     // closed and replaced when a making ends
	verdicts map[string]bool   // by a player's words: whether they are flagged
	spentOut time.Time         // the day whose budget is used up
	callCost int64             // of the last call that cost anything, in millionths of a dollar
}

// NewDealer returns a dealer.
func NewDealer(c Config) *Dealer {
	lifetime, end := context.WithCancel(context.Background())
	d := &Dealer{
		model: c.Model, moderator: c.Moderator, budget: c.Budget, store: c.Store, logger: c.Logger,
		picker: newPicker(), name: rand.Text(),
		lifetime: lifetime, end: end, wake: make(chan struct{}, 1),
		demands: map[Shelf]Demand{}, making: map[Shelf]*making{}, changed: make(chan struct{}),
		verdicts: map[string]bool{},
	}
	d.metrics.Budget = c.Budget
	return d
}

// Start saves the library in the store, which holds all sets, and begins to fill the pool
// if there is a model.
func (d *Dealer) Start(ctx context.Context) error {
	if err := d.store.SavePromptSets(ctx, builtin().all()); err != nil {
		return fmt.Errorf("store the library: %w", err)
	}
	if d.model != nil {
		d.work.Go(d.fill)
	}
	return nil
}

// Stop ends the calls of the model in progress, and waits for them. Deal still deals what
// is ready.
func (d *Dealer) Stop() {
	d.end()
	d.work.Wait()
}

// State is the state of set making.
type State struct {
	Model      bool // there is one
	Budget     Budget
	RestsUntil time.Time // the model's server is left alone until then; zero: it works
}

// State returns the state of set making on this node.
func (d *Dealer) State() State {
	s := State{Model: d.model != nil, Budget: d.budget}
	if d.resting() {
		s.RestsUntil = d.breaker.resting()
	}
	return s
}

// Metrics returns the dealer's metrics.
func (d *Dealer) Metrics() *Metrics { return &d.metrics }

// Deal deals a set that neither player has met, with at least w.Rounds prompts a seat: the
// host's own if there is one, else one of the pool, else one of the library. When Deal
// returns, the set is in the store. It fails only if the store fails or ctx ends.
func (d *Dealer) Deal(ctx context.Context, w Want) (Set, error) {
	w = w.tidy()
	set, from, err := d.choose(ctx, w)
	if err != nil {
		return Set{}, fmt.Errorf("deal prompts: %w", err)
	}
	d.metrics.dealt[from].Add(1)
	return set, nil
}

func (d *Dealer) choose(ctx context.Context, w Want) (Set, source, error) {
	if w.OwnSet != "" {
		switch set, ok, err := d.own(ctx, w); {
		case err != nil:
			return Set{}, 0, err
		case ok:
			return set, sourceHost, nil
		}
	}
	if d.model != nil {
		switch set, ok, err := d.ready(ctx, w); {
		case err != nil:
			return Set{}, 0, err
		case ok:
			return set, sourcePool, nil
		}
	}
	return d.fromLibrary(ctx, w)
}

// own deals the set that the lobby's host wrote.
func (d *Dealer) own(ctx context.Context, w Want) (Set, bool, error) {
	set, err := d.store.OwnSet(ctx, w.OwnSet)
	if errors.Is(err, ErrNoSet) || err == nil && set.Rounds() < w.Rounds {
		return Set{}, false, nil
	}
	if err != nil {
		return Set{}, false, err
	}
	ok, err := d.store.Meet(ctx, set.ID, w.Players)
	return set, ok, err
}

// ready deals a set of the pool. If there is none and one can be made, it waits for it, at
// most patience.
func (d *Dealer) ready(ctx context.Context, w Want) (Set, bool, error) {
	started := time.Now()
	since := d.want(w, 1)
	set, ok, err := d.store.TakeReady(ctx, w.shelf(), w.Players)
	if err != nil || ok {
		return set, ok, err
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	for {
		changed, hope := d.hope(w, since)
		if !hope {
			return Set{}, false, nil // already logged
		}
		select {
		case <-changed:
		case <-ticker.C:
		case <-timer.C:
			d.tooLate(ctx, w, time.Since(started))
			return Set{}, false, nil
		case <-ctx.Done():
			return Set{}, false, ctx.Err()
		}
		if set, ok, err = d.store.TakeReady(ctx, w.shelf(), w.Players); err != nil || ok {
			return set, ok, err
		}
	}
}

// fromLibrary deals a set of the library. If the players have met all of it, it deals the
// one that they met longest ago.
func (d *Dealer) fromLibrary(ctx context.Context, w Want) (Set, source, error) {
	for {
		met, err := d.store.Met(ctx, w.Players)
		if err != nil {
			return Set{}, 0, err
		}
		set, again := d.picker.pick(w, met)
		if !again {
			ok, err := d.store.Meet(ctx, set.ID, w.Players)
			if err != nil || ok {
				return set, sourceLibrary, err
			}
		}
		// A player met it meanwhile, it was disabled, or the store has lost it.
		if err := d.store.SavePromptSets(ctx, []Set{set}); err != nil {
			return Set{}, 0, err
		}
		if again {
			d.metrics.repeated.Add(1)
			return set, sourceLibrary, d.store.MeetAgain(ctx, set.ID, w.Players)
		}
	}
}

// tidy normalizes a want into the form of a shelf, so that all games of the kind ask for
// the same.
func (w Want) tidy() Want {
	w.Theme = strings.Join(strings.Fields(w.Theme), " ")
	if !w.Difficulty.Known() {
		w.Difficulty = Normal
	}
	return w
}
