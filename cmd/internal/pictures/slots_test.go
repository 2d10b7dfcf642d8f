package pictures

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestSlots_WhoGivesUpLosesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newScheduler().newQueue(1)
		a, b := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
		if err := q.acquire(t.Context(), a, "held"); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var order []string
		var all sync.WaitGroup
		wait := func(ctx context.Context, client netip.Prefix, name string) {
			all.Go(func() {
				game := name
				if err := q.acquire(ctx, client, game); err != nil {
					name = "not " + name
				} else {
					defer q.release(game)
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, name)
			})
			synctest.Wait()
		}
		ctx, leave := context.WithCancel(t.Context())
		wait(t.Context(), a, "a1")
		wait(ctx, a, "a2")
		wait(ctx, b, "b1")
		wait(t.Context(), a, "a3")
		leave()
		synctest.Wait()
		wait(t.Context(), b, "b2")
		q.release("held")
		all.Wait()
		slices.Sort(order[:2])
		if want := []string{"not a2", "not b1", "a1", "b2", "a3"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		if q.free != 1 || len(q.clients) != 0 || len(q.waiting) != 0 || len(q.taken) != 0 {
			t.Errorf("left are %+v", q)
		}
	})
}

func TestSlots_AGameIsDrawnInOneSlotAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScheduler()
		quick, long := s.newQueue(3), s.newQueue(1)
		client := netip.MustParsePrefix("192.0.2.1/32")
		drawing := 0
		var all sync.WaitGroup
		for _, q := range []*slotQueue{quick, quick, long, quick, long} {
			all.Go(func() {
				if err := q.acquire(t.Context(), client, "a"); err != nil {
					t.Error(err)
					return
				}
				defer q.release("a")
				drawing++
				if drawing != 1 {
					t.Errorf("%d draw it", drawing)
				}
				time.Sleep(time.Second)
				drawing--
			})
		}
		synctest.Wait()
		// Requests that wait for the game don't block a slot for others.
		began := time.Now()
		if err := quick.acquire(t.Context(), client, "b"); err != nil || time.Since(began) > 0 {
			t.Errorf("another game waited %v: %v", time.Since(began), err)
		}
		quick.release("b")
		ctx, leave := context.WithCancel(t.Context())
		leave()
		if err := quick.acquire(ctx, client, "a"); err == nil {
			t.Error("two have the game")
		}
		all.Wait()
	})
}
