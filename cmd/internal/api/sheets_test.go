package api

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

func TestSheets_GoOnFromTheLastLook(t *testing.T) {
	one := new(room.Drawing).Size()
	m := new(PictureMetrics)
	s := newSheets(2*one+one/2, m)
	var drawings []*room.Drawing
	look := func(game string, fails error) *room.Drawing {
		t.Helper()
		var got *room.Drawing
		err := s.use(game, func(d *room.Drawing) error {
			got = d
			return errors.Join(d.Follow(nil, ink.RGB{}), fails)
		})
		if !errors.Is(err, fails) {
			t.Fatalf("got %v", err)
		}
		drawings = append(drawings, got)
		return got
	}
	a, b := look("a", nil), look("b", nil)
	if a == b || look("a", nil) != a {
		t.Error("a game has the drawing of another, or not its own")
	}
	look("c", nil) // b, unused for longest, is let go
	if look("a", nil) != a || s.bytes != 2*one {
		t.Errorf("keeps %d bytes", s.bytes)
	}
	if look("b", nil) == b {
		t.Error("more is kept than the limit lets")
	}
	broken := errors.New("broken")
	b = look("b", broken)
	if look("b", nil) == b {
		t.Error("a broken drawing is used again")
	}
	for how, n := range m.Rasters() {
		if want := map[string]uint64{"anew": 5, "again": 3}[how]; n != want {
			t.Errorf("%d %s, want %d", n, how, want)
		}
	}
}

func TestSheets_OneHasADrawingAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSheets(1<<30, new(PictureMetrics))
		using := 0
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				for {
					err := s.use("a", func(*room.Drawing) error {
						using++
						if using != 1 {
							t.Errorf("%d have it", using)
						}
						time.Sleep(time.Second)
						using--
						return nil
					})
					if err == nil {
						return
					}
					if err := s.await(t.Context(), "a"); err != nil {
						t.Error(err)
					}
				}
			})
		}
		synctest.Wait()
		ctx, leave := context.WithCancel(t.Context())
		leave()
		if err := s.use("a", nil); !errors.Is(err, errTaken) {
			t.Errorf("got %v while another has it", err)
		}
		if err := s.await(ctx, "a"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v while another has it", err)
		}
		if err := s.await(ctx, "b"); err != nil {
			t.Errorf("nobody has b, but it waits: %v", err)
		}
		all.Wait()
	})
}
