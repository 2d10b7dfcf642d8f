package api

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

func TestSightings_AreDueOnceAnHour(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	s := newSightings()
	s.now = func() time.Time { return now }
	home, school := netip.MustParsePrefix("192.0.2.7/32"), netip.MustParsePrefix("2001:db8::/64")
	mila := sighting{"mila", home}
	for _, step := range []struct {
		after time.Duration
		at    sighting
		due   bool
	}{
		{0, mila, true},
		{0, mila, false},
		{59 * time.Minute, mila, false},
		{0, sighting{"mila", school}, true},
		{0, sighting{"jonas", home}, true},
		{time.Minute, mila, true},
		{0, mila, false},
	} {
		now = now.Add(step.after)
		if due := s.due(step.at); due != step.due {
			t.Errorf("at %s %v is due: %t", now.Format(time.TimeOnly), step.at, due)
		}
	}
	for n := range maxSightings + 100 {
		s.due(sighting{fmt.Sprint(n), home})
	}
	if len(s.stored) > maxSightings {
		t.Errorf("%d are remembered", len(s.stored))
	}
}
