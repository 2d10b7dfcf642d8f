package prompts

import (
	"errors"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMetrics_TellWhereSetsCameFromAndWhy(t *testing.T) {
	for name, c := range map[string]struct {
		model  *model
		dealt  map[string]uint64
		failed map[string]uint64
	}{
		"in time": {&model{}, map[string]uint64{"model": 2}, nil},
		"late":    {&model{after: patience + time.Second}, map[string]uint64{"library": 1, "late": 1}, map[string]uint64{"late": 1}},
		"bad":     {&model{spoil: func(s *Set) { s.Series[0] = nil }}, map[string]uint64{"library": 2}, map[string]uint64{"bad": 2}},
		"broken":  {&model{err: errors.New("bad gateway")}, map[string]uint64{"library": 2}, map[string]uint64{"error": 2}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newTable(c.model)
				defer d.Stop()
				for range 2 {
					if _, err := d.Deal(t.Context(), three); err != nil {
						t.Fatal(err)
					}
					time.Sleep(lateLimit)
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
