package limit

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func client(address string) netip.Prefix {
	addr := netip.MustParseAddr(address)
	return netip.PrefixFrom(addr, addr.BitLen())
}

func TestRate_ABurstThenOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewRate(10*time.Second, 3)
		anna, ben := client("192.0.2.1"), client("192.0.2.2")
		for i := range 3 {
			if !l.Take(anna) {
				t.Fatalf("action %d was refused", i+1)
			}
		}
		if l.Take(anna) {
			t.Error("a fourth action was allowed")
		}
		if !l.Take(ben) {
			t.Error("one client's actions count for another")
		}
		time.Sleep(10 * time.Second)
		if !l.Take(anna) || l.Take(anna) {
			t.Error("after ten seconds not exactly one more action is allowed")
		}
	})
}

func TestRate_CountsOnlyFailures(t *testing.T) {
	l := NewRate(time.Hour, 1)
	anna := client("192.0.2.1")
	for range 5 {
		end, ok := l.Try(t.Context(), anna)
		if !ok {
			t.Fatal("successes used up the allowance")
		}
		end(false)
	}
	end, _ := l.Try(t.Context(), anna)
	end(true)
	if _, ok := l.Try(t.Context(), anna); ok {
		t.Error("the only failure is not counted")
	}
}

func TestRate_AllowsNoMoreFailuresConcurrentlyThanInSequence(t *testing.T) {
	for _, test := range []struct {
		name  string
		fails bool
		want  int32
	}{
		{"guesses", true, 3},
		{"an event's guests", false, 1000},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewRate(time.Hour, 3)
				anna := client("192.0.2.1")
				var done atomic.Int32
				var all sync.WaitGroup
				for range 1000 {
					all.Go(func() {
						end, ok := l.Try(t.Context(), anna)
						if !ok {
							return
						}
						time.Sleep(time.Millisecond) // as the database would
						done.Add(1)
						end(test.fails)
					})
				}
				all.Wait()
				if got := done.Load(); got != test.want {
					t.Errorf("%d of 1000 were allowed, want %d", got, test.want)
				}
			})
		})
	}
}

func TestRate_WaitingEndsWithTheRequest(t *testing.T) {
	l := NewRate(time.Hour, 1)
	anna := client("192.0.2.1")
	end, _ := l.Try(t.Context(), anna)
	defer end(false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := l.Try(ctx, anna); ok {
		t.Error("a second attempt was allowed before the first one ended")
	}
}

func TestRate_BoundsMemoryUnderAFloodOfAddresses(t *testing.T) {
	l := NewRate(time.Hour, 2)
	for i := range 3 * maxClients {
		addr := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		l.Take(netip.PrefixFrom(addr, 32))
	}
	if len(l.clients) > maxClients {
		t.Errorf("remembers %d clients, at most %d are allowed", len(l.clients), maxClients)
	}
}
