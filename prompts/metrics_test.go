package prompts

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMetrics_CountSourcesAndFailures(t *testing.T) {
	for name, c := range map[string]struct {
		model  *model
		dealt  map[string]uint64
		failed map[string]uint64
	}{
		"in time": {&model{}, map[string]uint64{"openai": 2}, nil},
		"late":    {&model{after: patience + time.Second}, map[string]uint64{"library": 1, "openai": 1}, map[string]uint64{"late": 1}},
		"bad":     {&model{spoil: func(s *Set) { s.Series[0] = nil }}, map[string]uint64{"library": 2}, map[string]uint64{"bad": 1}},
		"broken":  {&model{err: errors.New("bad gateway")}, map[string]uint64{"library": 2}, map[string]uint64{"error": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newTable(t, with(c.model))
				defer d.Stop()
				for i := range 2 {
					if _, err := d.Deal(t.Context(), three.by(fmt.Sprint(i, "a"), fmt.Sprint(i, "b"))); err != nil {
						t.Fatal(err)
					}
					time.Sleep(failedRest / 3)
				}
				zero := func(_ string, n uint64) bool { return n == 0 }
				dealt, failed := maps.Collect(d.Metrics().Dealt()), maps.Collect(d.Metrics().Failed())
				maps.DeleteFunc(dealt, zero)
				maps.DeleteFunc(failed, zero)
				if diff := cmp.Diff(c.dealt, dealt); diff != "" {
					t.Error("dealt", diff)
				}
				if len(failed)+len(c.failed) > 0 {
					if diff := cmp.Diff(c.failed, failed); diff != "" {
						t.Error("failed", diff)
					}
				}
			})
		})
	}
}
