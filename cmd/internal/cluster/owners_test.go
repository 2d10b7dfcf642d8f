package cluster

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/store"
)

func TestPlaces_AreReleasedWhenNobodyIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPlaces()
		busy, watched, empty := store.LobbyPlace("busy"), store.LobbyPlace("watched"), store.LobbyPlace("empty")
		for _, p := range []store.Place{busy, watched, empty} {
			s.add(p)
		}
		s.leave(watched)
		s.leave(empty)
		has := func(p store.Place) bool { return p == watched }
		time.Sleep(releaseEvery - time.Second)
		if unused := s.takeUnused(has); unused != nil {
			t.Errorf("released too early: %v", unused)
		}
		time.Sleep(time.Second)
		if unused := s.takeUnused(has); !slices.Equal(unused, []store.Place{empty}) {
			t.Errorf("released %v", unused)
		}
		if s.use(empty) {
			t.Error("a released place is still this node's")
		}
		if !s.use(watched) || !slices.Equal(s.all(), []store.Place{busy, watched}) {
			t.Errorf("kept %v", s.all())
		}
	})
}
