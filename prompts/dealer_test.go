package prompts

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// keeper is a Store in memory.
type keeper struct {
	mu   sync.Mutex
	sets map[string]Set
	err  error
}

func (k *keeper) SavePromptSet(ctx context.Context, s Set) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	k.sets[s.ID] = s
	return ctx.Err()
}

func (k *keeper) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, ok := k.sets[id]
	return ok
}

// model is a Source that answers after a while.
type model struct {
	after time.Duration
	err   error
	spoil func(*Set)

	calls atomic.Int32
}

func (m *model) Set(ctx context.Context, w Want) (Set, error) {
	m.calls.Add(1)
	select {
	case <-time.After(m.after):
	case <-ctx.Done():
		return Set{}, ctx.Err()
	}
	if m.err != nil {
		return Set{}, m.err
	}
	s, _ := good()
	s.ID, s.Source, s.Language = "from-the-model", FromModel, w.Language
	if m.spoil != nil {
		m.spoil(&s)
	}
	return s, nil
}

// table is a dealer with what it works with.
type table struct {
	*Dealer
	store *keeper
	log   *bytes.Buffer // read it after Stop only
}

func newTable(m Source) table {
	store, log := &keeper{sets: map[string]Set{}}, &bytes.Buffer{}
	return table{NewDealer(Config{Model: m, Store: store, Logger: slog.New(slog.NewTextHandler(log, nil))}), store, log}
}

var three = Want{Language: "en", Rounds: 3}

func TestDealer_DealsTheModelsSetWhenItIsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(&model{after: 1900 * time.Millisecond})
		defer d.Stop()
		s, err := d.Deal(t.Context(), three)
		if err != nil || s.Source != FromModel {
			t.Fatalf("source %q, %v", s.Source, err)
		}
		if !d.store.has(s.ID) {
			t.Error("the set was dealt before it was kept")
		}
		if d.log.Len() > 0 {
			t.Errorf("logged: %s", d.log)
		}
	})
}

func TestDealer_DealsFromTheLibraryWhenTheModelFails(t *testing.T) {
	for name, c := range map[string]struct {
		model  *model
		within time.Duration
		reason string
	}{
		"at once":         {&model{err: errors.New("no credit left")}, 0, "no credit left"},
		"after a second":  {&model{after: time.Second, err: errors.New("bad gateway")}, time.Second, "bad gateway"},
		"with a bad set":  {&model{spoil: func(s *Set) { s.Series[0] = nil }}, 0, "series 1 has 0 prompts"},
		"by being late":   {&model{after: 20 * time.Second}, patience, "no answer within 2s"},
		"by never ending": {&model{after: time.Hour}, patience, "no answer within 2s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newTable(c.model)
				started := time.Now()
				s, err := d.Deal(t.Context(), three)
				if err != nil || s.Source != FromLibrary || Check(s, three) != nil {
					t.Fatalf("set %+v, %v", s, err)
				}
				if took := time.Since(started); took != c.within {
					t.Errorf("took %s, want %s", took, c.within)
				}
				if !d.store.has(s.ID) {
					t.Error("the set was dealt before it was kept")
				}
				d.Stop()
				if log := d.log.String(); strings.Count(log, "the library deals the prompts") != 1 || !strings.Contains(log, c.reason) {
					t.Errorf("want one line that says %q, got:\n%s", c.reason, log)
				}
			})
		})
	}
}

func TestDealer_KeepsALateSetForTheNextGameThatWantsTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{after: 5 * time.Second}
		d := newTable(m)
		defer d.Stop()
		ctx, endOfRequest := context.WithCancel(t.Context())
		if s, _ := d.Deal(ctx, three); s.Source != FromLibrary {
			t.Fatalf("the first game got a set from %q", s.Source)
		}
		endOfRequest() // the late call does not end with the game that made it
		time.Sleep(4 * time.Second)
		if !d.store.has("from-the-model") {
			t.Fatal("the late set is not kept")
		}

		if s, _ := d.Deal(t.Context(), Want{Language: "en", Rounds: 4}); s.Source != FromLibrary {
			t.Error("a game of four rounds got a set of three")
		}
		started := time.Now()
		s, err := d.Deal(t.Context(), three)
		if err != nil || s.Source != FromModel || time.Since(started) != 0 {
			t.Errorf("the next game got a set from %q after %s, %v", s.Source, time.Since(started), err)
		}
		if s, _ := d.Deal(t.Context(), three); s.Source != FromLibrary {
			t.Error("the late set was dealt twice")
		}
	})
}

func TestDealer_KeepsNoBadLateSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(&model{after: 5 * time.Second, spoil: func(s *Set) { s.Title = "" }})
		defer d.Stop()
		_, _ = d.Deal(t.Context(), three)
		time.Sleep(4 * time.Second)
		if d.store.has("from-the-model") {
			t.Error("a bad set is kept")
		}
	})
}

func TestDealer_GivesASlowModelNoMoreCallsThanItsBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{after: time.Hour}
		d := newTable(m)
		var games sync.WaitGroup
		for range 3 * maxAsking {
			games.Go(func() {
				if s, err := d.Deal(t.Context(), three); err != nil || s.Source != FromLibrary {
					t.Errorf("source %q, %v", s.Source, err)
				}
			})
		}
		games.Wait()
		if n := m.calls.Load(); n != maxAsking {
			t.Errorf("%d calls under way, want %d", n, maxAsking)
		}
		time.Sleep(lateLimit)
		_, _ = d.Deal(t.Context(), three)
		if m.calls.Load() != maxAsking+1 {
			t.Error("the bound holds on after the calls have ended")
		}
		d.Stop()
	})
}

func TestDealer_EndsWithTheGameThatAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(&model{after: time.Hour})
		defer d.Stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := d.Deal(ctx, three); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

func TestDealer_DealsNoSetThatCouldNotBeKept(t *testing.T) {
	d := newTable(nil)
	defer d.Stop()
	d.store.err = errors.New("the database is away")
	if s, err := d.Deal(t.Context(), three); !errors.Is(err, d.store.err) {
		t.Errorf("set %+v, error %v", s, err)
	}
}

func TestDealer_GoesOnFromTheLibraryOnceStopped(t *testing.T) {
	d := newTable(&model{})
	d.Stop()
	if s, err := d.Deal(t.Context(), three); err != nil || s.Source != FromLibrary {
		t.Errorf("source %q, %v", s.Source, err)
	}
}
