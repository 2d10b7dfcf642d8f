package prompts

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// outage is the error of a server that is down.
type outage struct{ wait time.Duration }

func (outage) Error() string                   { return "the server is down" }
func (o outage) Outage() (bool, time.Duration) { return true, o.wait }

func TestBreaker_RestsTwiceAsLongAfterEachOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b breaker
		var before time.Duration
		for range 12 {
			if !b.allow() {
				t.Fatal("no call is allowed after the rest")
			}
			rest := b.heard(outage{})
			if b.allow() {
				t.Fatal("a call is allowed during the rest")
			}
			if rest < before/2 || rest > longestRest {
				t.Errorf("rests %s after %s", rest, before)
			}
			before = rest
			time.Sleep(rest)
		}
		if before < longestRest/2 {
			t.Errorf("after twelve outages it rests only %s", before)
		}
		if !b.allow() || b.allow() {
			t.Error("not exactly one call is allowed after a rest")
		}
		if b.heard(nil) != 0 || !b.allow() || !b.allow() {
			t.Error("it still rests though the server is back")
		}
	})
}

func TestBreaker_RestsAsLongAsTheServerAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b breaker
		b.allow()
		if rest := b.heard(outage{wait: time.Hour}); rest != time.Hour {
			t.Errorf("rests %s, want an hour", rest)
		}
	})
}

func TestBreaker_PendingCallsDontLengthenTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b breaker
		for range 3 {
			b.allow()
		}
		rest := b.heard(outage{})
		b.heard(outage{})
		b.heard(outage{})
		time.Sleep(rest)
		if !b.allow() {
			t.Error("three concurrent calls count as three outages")
		}
	})
}

func TestBreaker_IgnoresBadAnswers(t *testing.T) {
	var b breaker
	b.allow()
	if b.heard(errors.New("the set is not good")) != 0 || !b.allow() {
		t.Error("it rests")
	}
}

func TestDealer_DoesNotCallAServerThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{err: outage{wait: time.Hour}, until: time.Now().Add(time.Hour)}
		d := newTable(t, with(m))
		for i := range 20 {
			started := time.Now()
			w := three.by(string(rune('a'+i)), string(rune('A'+i)))
			w.Rounds = 3 + i%8
			if s, err := d.Deal(t.Context(), w); err != nil || s.Source != FromLibrary || time.Since(started) != 0 {
				t.Errorf("source %q after %s, %v", s.Source, time.Since(started), err)
			}
		}
		if n := m.calls.Load(); n != 1 {
			t.Errorf("%d calls to a server that is down", n)
		}
		if d.State().RestsUntil.IsZero() || d.Metrics().Resting() != 1 {
			t.Error("State doesn't report the rest")
		}
		time.Sleep(time.Hour + fillEvery)
		if s, _ := d.Deal(t.Context(), three.by("x", "y")); s.Source != FromModel {
			t.Error("the server is back, but isn't called")
		}
		d.Stop()
		if log := d.log.String(); strings.Count(log, "WARN") != 1 || !strings.Contains(log, "no calls for 1h0m0s") {
			t.Errorf("want one log line, got\n%s", log)
		}
	})
}

func TestDealer_StaysWithinItsBudget(t *testing.T) {
	for name, budget := range map[string]Budget{"of calls": {Calls: 3}, "of dollars": {CostMicros: 600}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &model{}
				d := newTable(t, with(m), func(c *Config) { c.Budget = budget })
				for i := range 10 {
					if _, err := d.Deal(t.Context(), three.by(string(rune('a'+i)), string(rune('A'+i)))); err != nil {
						t.Fatal(err)
					}
					if i == 0 {
						synctest.Wait() // now the dealer knows the cost of a call
					}
				}
				time.Sleep(time.Minute)
				if n := m.calls.Load(); n != 3 {
					t.Errorf("%d calls, want 3", n)
				}
				d.store.mu.Lock()
				d.store.today = Usage{} // another day
				d.store.mu.Unlock()
				time.Sleep(24 * time.Hour)
				if m.calls.Load() == 3 {
					t.Error("no call on the next day")
				}
				d.Stop()
				if log := d.log.String(); strings.Count(log, "budget of the day is used up; the library") != 2 || strings.Count(log, "WARN") != 2 {
					t.Errorf("not logged exactly once a day:\n%s", log)
				}
			})
		})
	}
}

func TestDealer_CountsPendingCallsTowardsItsDollars(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &model{after: time.Second}
		d := newTable(t, with(m), func(c *Config) { c.Budget = Budget{CostMicros: 1000} })
		want := func(rounds int) {
			w := three
			w.Rounds = rounds
			d.Prepare(w)
		}
		want(3)
		time.Sleep(time.Minute) // one call, which costs 220
		for rounds := range 6 {
			want(4 + rounds) // all concurrently
		}
		time.Sleep(time.Minute)
		if n := m.calls.Load(); n != 5 {
			t.Errorf("%d calls, want 5: the fifth starts at 880, a sixth would start at 1100", n)
		}
		d.Stop()
		if got := d.store.today; got != (Usage{Calls: 5, InputTokens: 3500, OutputTokens: 1500, CostMicros: 1100}) {
			t.Errorf("counted %+v", got)
		}
	})
}
