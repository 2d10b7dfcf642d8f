package prompts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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

// model is a Source that answers after a while.
type model struct {
	after time.Duration
	err   error
	until time.Time // when the error ends; zero: never
	spoil func(*Set)

	calls   atomic.Int32
	running atomic.Int32
	most    atomic.Int32 // the most concurrent calls
}

func (m *model) Set(ctx context.Context, w Want) (Set, Usage, error) {
	n := m.calls.Add(1)
	m.most.Store(max(m.most.Load(), m.running.Add(1)))
	defer m.running.Add(-1)
	used := Usage{Calls: 1, InputTokens: 700, OutputTokens: 300, CostMicros: 220}
	select {
	case <-time.After(m.after):
	case <-ctx.Done():
		return Set{}, used, ctx.Err()
	}
	if m.err != nil && (m.until.IsZero() || time.Now().Before(m.until)) {
		return Set{}, used, m.err
	}
	s := goodOf(w.Rounds)
	s.ID = fmt.Sprint("from the model ", n)
	s.Key, s.Source, s.Language, s.Difficulty = s.ID, FromModel, w.Language, w.Difficulty
	if m.spoil != nil {
		m.spoil(&s)
	}
	return s, used, nil
}

// table is a dealer with its store and log.
type table struct {
	*Dealer
	store *memoryStore
	log   *bytes.Buffer // read it after Stop only
}

func newTable(t *testing.T, change ...func(*Config)) table {
	t.Helper()
	store, log := newMemoryStore(), &bytes.Buffer{}
	c := Config{Store: store, Logger: slog.New(slog.NewTextHandler(log, nil))}
	for _, f := range change {
		f(&c)
	}
	d := NewDealer(c)
	if err := d.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return table{d, store, log}
}

func with(m *model) func(*Config) { return func(c *Config) { c.Model = m } }

var three = Want{Language: "en", Difficulty: Normal, Rounds: 3, Seconds: 30, Players: [2]string{"mila", "jonas"}}

// by returns the same want for another pair.
func (w Want) by(one, two string) Want {
	w.Players = [2]string{one, two}
	return w
}

func TestDealer_DealsTheModelsSetIfItIsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(t, with(&model{after: 1400 * time.Millisecond}))
		s, err := d.Deal(t.Context(), three)
		if err != nil || s.Source != FromModel {
			t.Fatalf("source %q, %v", s.Source, err)
		}
		if !d.store.has(s.ID) || s.Usage.CostMicros != 220 {
			t.Errorf("stored %t, usage %+v", d.store.has(s.ID), s.Usage)
		}
		d.Stop()
		if d.log.Len() > 0 {
			t.Errorf("logged: %s", d.log)
		}
	})
}

func TestDealer_DealsAReadySetAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(t, with(&model{after: 20 * time.Second}))
		defer d.Stop()
		d.Prepare(three)
		time.Sleep(21 * time.Second)
		started := time.Now()
		s, err := d.Deal(t.Context(), three)
		if err != nil || s.Source != FromModel || time.Since(started) != 0 {
			t.Errorf("a set from %q after %s, %v", s.Source, time.Since(started), err)
		}
		if s, _ := d.Deal(t.Context(), three.by("ana", "luis")); s.Source != FromLibrary {
			t.Error("the set was dealt twice")
		}
	})
}

func TestDealer_DealsFromTheLibraryWhenTheModelFails(t *testing.T) {
	for name, c := range map[string]struct {
		model  *model
		within time.Duration
		reason string
		over   time.Duration // when the call has ended, and no other has started
	}{
		"at once":         {&model{err: errors.New("no credit left")}, 0, "no credit left", 0},
		"after a second":  {&model{after: time.Second, err: errors.New("bad gateway")}, time.Second, "bad gateway", 0},
		"with a bad set":  {&model{spoil: func(s *Set) { s.Series[0] = nil }}, 0, "series 1 has 0 prompts", 0},
		"by being late":   {&model{after: 20 * time.Second}, patience, "no answer within 1.5s", 25 * time.Second},
		"by never ending": {&model{after: time.Hour}, patience, "no answer within 1.5s", makeLimit},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newTable(t, with(c.model))
				started := time.Now()
				s, err := d.Deal(t.Context(), three)
				if err != nil || s.Source != FromLibrary || s.Rounds() < 3 {
					t.Fatalf("set %+v, %v", s, err)
				}
				if took := time.Since(started); took != c.within {
					t.Errorf("took %s, want %s", took, c.within)
				}
				time.Sleep(c.over)
				synctest.Wait() // the game goes on before the failure is logged
				d.Stop()
				if log := d.log.String(); strings.Count(log, "level=WARN") != 1 || !strings.Contains(log, c.reason) {
					t.Errorf("want one log line with %q, got:\n%s", c.reason, log)
				}
			})
		})
	}
}

func TestDealer_StoresALateSetForTheNextGame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(t, with(&model{after: 5 * time.Second}))
		defer d.Stop()
		ctx, endOfRequest := context.WithCancel(t.Context())
		if s, _ := d.Deal(ctx, three); s.Source != FromLibrary {
			t.Fatalf("the first game got a set from %q", s.Source)
		}
		endOfRequest() // the late call must not end with the request that started it
		time.Sleep(4 * time.Second)
		if !d.store.has("from the model 1") {
			t.Fatal("the late set is not stored")
		}
		if s, _ := d.Deal(t.Context(), Want{Language: "en", Rounds: 4}); s.Source != FromLibrary {
			t.Error("a game of four rounds got a set of three")
		}
		if s, err := d.Deal(t.Context(), three); err != nil || s.ID != "from the model 1" {
			t.Errorf("the next game got %q, %v", s.ID, err)
		}
	})
}

func TestDealer_BoundsConcurrentCallsToASlowModel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{after: time.Hour}
		d := newTable(t, with(m))
		var games sync.WaitGroup
		for i := range 3 * maxMaking {
			games.Go(func() {
				w := three.by(fmt.Sprint(i, "a"), fmt.Sprint(i, "b"))
				w.Rounds = 3 + i%8 // on several shelves
				if s, err := d.Deal(t.Context(), w); err != nil || s.Source != FromLibrary {
					t.Errorf("source %q, %v", s.Source, err)
				}
			})
		}
		games.Wait()
		if n := m.most.Load(); n > maxMaking || n < 2 {
			t.Errorf("%d concurrent calls, want at most %d", n, maxMaking)
		}
		d.Stop()
	})
}

func TestDealer_FillsAShelfByDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{after: time.Second}
		d := newTable(t, with(m))
		defer d.Stop()
		d.Prepare(three)
		time.Sleep(time.Minute)
		if got := len(d.store.shelf(three.shelf()).ready); got != 1 {
			t.Errorf("%d sets ready for a new lobby, want 1", got)
		}
		for i := range 8 {
			if _, err := d.Deal(t.Context(), three.by(fmt.Sprint(i, "a"), fmt.Sprint(i, "b"))); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		if got := len(d.store.shelf(three.shelf()).ready); got != 5 {
			t.Errorf("%d sets ready after an opening and eight games, want 5", got)
		}
	})
}

func TestDealer_EndsWithTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(t, with(&model{after: time.Hour}))
		defer d.Stop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := d.Deal(ctx, three); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

func TestDealer_DealsNothingWithoutTheStore(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	d.store.err = errors.New("the database is away")
	if s, err := d.Deal(t.Context(), three); !errors.Is(err, d.store.err) {
		t.Errorf("set %+v, error %v", s, err)
	}
}

func TestDealer_DealsFromTheLibraryOnceStopped(t *testing.T) {
	d := newTable(t, with(&model{}))
	d.Stop()
	if s, err := d.Deal(t.Context(), three); err != nil || s.Source != FromLibrary {
		t.Errorf("source %q, %v", s.Source, err)
	}
}

func TestDealer_RepeatsOnlyWhenAllSetsAreMet(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	all := len(builtin().sets["en"])
	met := map[string]bool{}
	for i := range all {
		w := three.by("mila", fmt.Sprint("guest ", i%3))
		w.Language = []string{"en", "es"}[i%2] // a set and its translation count as one
		s, err := d.Deal(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		if met[s.Key] {
			t.Fatalf("%q again after %d games", s.Title, i)
		}
		met[s.Key] = true
	}
	if d.Metrics().Repeated() != 0 {
		t.Error("a repeat was counted")
	}
	if _, err := d.Deal(t.Context(), three.by("mila", "new")); err != nil || d.Metrics().Repeated() != 1 {
		t.Errorf("%d repeats after all sets were dealt, want 1; %v", d.Metrics().Repeated(), err)
	}
}

func TestDealer_DealsNoDisabledSet(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	left := builtin().sets["en"][3]
	for _, s := range builtin().sets["en"] {
		if s.ID != left.ID {
			d.store.disabled[s.ID] = true
		}
	}
	for range 3 { // also after they have met it
		if s, err := d.Deal(t.Context(), three); err != nil || s.ID != left.ID {
			t.Errorf("dealt %q, want the only one left, %q; %v", s.Title, left.Title, err)
		}
	}
}

func TestDealer_KeepsEnoughSetsDespiteBadRatings(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	sets := builtin().sets["en"]
	for i, s := range sets { // later sets have worse ratings
		d.store.disliked[s.ID] = i
	}
	dealt := map[string]bool{}
	for i := range 3 * len(sets) {
		s, err := d.Deal(t.Context(), three.by(fmt.Sprint("guest ", i), fmt.Sprint("other ", i)))
		if err != nil {
			t.Fatal(err)
		}
		dealt[s.ID] = true
	}
	if len(dealt) != minDealt {
		t.Errorf("with all sets disliked, strangers are dealt %d of them, want %d", len(dealt), minDealt)
	}
}

func TestMet_DealtOmitsBadlyRatedSets(t *testing.T) {
	var sets []Set
	for i := range 2 * minDealt {
		sets = append(sets,
			Set{ID: fmt.Sprint("easy ", i), Difficulty: Easy}, Set{ID: fmt.Sprint("wild ", i), Difficulty: Wild})
	}
	met := Met{Disabled: map[string]bool{"easy 0": true, "wild 0": true}, Disliked: map[string]int{"easy 0": 9}}
	for i := range minDealt - 2 { // enough wild sets are left
		met.Disliked[fmt.Sprint("wild ", i+1)] = 3
	}
	for i := range 2 * minDealt { // all easy sets are disliked, the last one least
		met.Disliked[fmt.Sprint("easy ", i)] = 100 - i
	}
	got := map[string]bool{}
	easy := 0
	for _, s := range met.dealt(sets) {
		got[s.ID] = true
		if s.Difficulty == Easy {
			easy++
		}
	}
	if easy != minDealt || !got[fmt.Sprint("easy ", 2*minDealt-1)] || got["easy 1"] || len(got)-easy != minDealt+1 || got["wild 1"] || got["wild 0"] {
		t.Errorf("%d easy sets and %d wild sets: %v", easy, len(got)-easy, got)
	}
	for _, s := range sets {
		met.Disabled[s.ID] = true
	}
	if n := len(met.dealt(sets)); n != len(sets) {
		t.Errorf("with all disabled, %d are dealt", n)
	}
}

func TestDealer_DealsTheHostsOwnSetOncePerPair(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	mine, _ := good()
	mine, err := d.Keep(t.Context(), "mila", mine)
	if err != nil {
		t.Fatal(err)
	}
	w := three
	w.OwnSet = mine.ID
	if s, err := d.Deal(t.Context(), w); err != nil || s.ID != mine.ID {
		t.Errorf("dealt %q, %v", s.Title, err)
	}
	if s, _ := d.Deal(t.Context(), w.by("mila", "ana")); s.Source != FromLibrary {
		t.Errorf("mila met it, and was dealt %q", s.Title)
	}
	if s, _ := d.Deal(t.Context(), w.by("luis", "eva")); s.ID != mine.ID {
		t.Errorf("a pair that hasn't met it was dealt %q", s.Title)
	}
	w.Rounds = 4
	if s, _ := d.Deal(t.Context(), w.by("zoe", "tom")); s.Source != FromLibrary {
		t.Errorf("a set of three rounds was dealt to a game of four")
	}
}

func TestDealer_RefusesABadSetOfAHost(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	s, _ := good()
	s.Series[0] = s.Series[0][:2]
	_, err := d.Keep(t.Context(), "mila", s)
	var faults Faults
	if !errors.As(err, &faults) || !strings.Contains(err.Error(), "series 1 has 2 prompts, not 3") {
		t.Errorf("error %v", err)
	}
}

func TestDealer_LetsAHostNameFriendsInAnyLanguage(t *testing.T) {
	d := newTable(t)
	defer d.Stop()
	s, err := d.Keep(t.Context(), "mila", Set{
		Title: " Opas  Schuppen ", Language: "en",
		Series: [2][]string{{"Ein Schuppen, links", "Onkel Paul Schmidt", "Ein Hut", ""}, {"Opa, rechts", "Ein Fahrrad", "Ein Rad"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Title != "Opas Schuppen" || s.Theme != s.Title || s.Paper != papers[0].hex || s.Difficulty != Normal || s.Rounds() != 3 {
		t.Errorf("stored %+v", s)
	}
}

func TestDealer_StoresAMissingLibrarySetAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newTable(t)
		defer d.Stop()
		clear(d.store.sets) // as after the table was emptied
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range len(builtin().sets["en"]) + 1 { // the last one is a repeat
			s, err := d.Deal(ctx, three.by("mila", "jonas"))
			if err != nil || !d.store.has(s.ID) {
				t.Fatalf("dealt %q, which is stored: %t; %v", s.Title, d.store.has(s.ID), err)
			}
			clear(d.store.sets)
		}
	})
}
