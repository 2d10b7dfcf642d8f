package prompts

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// judge is a Moderator that flags texts with "bad" in them.
type judge struct {
	after time.Duration
	err   error
	calls atomic.Int32
}

func (j *judge) Flagged(ctx context.Context, words string) (bool, error) {
	j.calls.Add(1)
	select {
	case <-time.After(j.after):
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return strings.Contains(words, "bad"), j.err
}

func judged(m *model, j *judge) func(*Config) {
	return func(c *Config) { c.Model, c.Moderator = m, j }
}

func TestDealer_ModeratesAPlayersOwnWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &judge{after: 100 * time.Millisecond}
		d := newTable(t, judged(&model{}, j))
		defer d.Stop()
		for words, fit := range map[string]bool{
			"": true, "Space": true, "the dogs of our street": true, "bad things": false, "sh1t happens": false, "una puta fiesta": false,
		} {
			for range 2 {
				if got := d.Fit(t.Context(), words); got != fit {
					t.Errorf("%q: fit %t, want %t", words, got, fit)
				}
			}
		}
		if n := j.calls.Load(); n != 2 {
			t.Errorf("the moderator was asked %d times for two themes", n)
		}
	})
}

func TestDealer_AcceptsWordsWhenTheModeratorFails(t *testing.T) {
	for name, j := range map[string]*judge{
		"it hangs": {after: time.Hour}, "it fails": {err: errors.New("bad gateway")}, "there is none": {err: ErrNoModeration},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newTable(t, judged(&model{}, j))
				defer d.Stop()
				started := time.Now()
				if !d.Fit(t.Context(), "the dogs of our street") || time.Since(started) > judgeLimit {
					t.Errorf("refused, or answered after %s", time.Since(started))
				}
				if d.Fit(t.Context(), "a shitty theme, shit!") {
					t.Error("the word filter was skipped")
				}
			})
		})
	}
}

func TestDealer_MakesNoSetForUnmoderatedWords(t *testing.T) {
	ours := three
	ours.Theme = "the dogs of our street"
	theirs := three
	theirs.Theme = "bad things"
	for name, c := range map[string]struct {
		judge *judge
		want  Want
		made  bool
	}{
		"fit":                   {&judge{}, ours, true},
		"unfit":                 {&judge{}, theirs, false},
		"the moderator fails":   {&judge{err: errors.New("bad gateway")}, ours, false},
		"there is no moderator": {&judge{err: ErrNoModeration}, ours, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &model{}
				d := newTable(t, judged(m, c.judge))
				s, err := d.Deal(t.Context(), c.want)
				if err != nil {
					t.Fatal(err)
				}
				if got := m.calls.Load(); (got > 0) != c.made || (s.Source == FromModel) != c.made {
					t.Errorf("%d calls of the model, a set from %q", got, s.Source)
				}
				d.Stop()
				if n := strings.Count(d.log.String(), "WARN"); (n == 0) != c.made || n > 1 {
					t.Errorf("%d log lines:\n%s", n, d.log)
				}
			})
		})
	}
}
