package api

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// names lists the events of an answer.
func (a pollAnswer) names() (names []string) {
	for _, e := range a.Events {
		names = append(names, e.Event)
	}
	return names
}

func client(address string) netip.Prefix {
	addr := netip.MustParseAddr(address)
	return netip.PrefixFrom(addr, addr.BitLen())
}

func TestPollingPage_RepeatsUnheardEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPollingPage(t.Context(), client("192.0.2.1"))
		defer p.close()
		for i := range 3 {
			if err := p.event(fmt.Sprint(i), nil); err != nil {
				t.Fatal(err)
			}
		}
		first, _ := p.answer(t.Context(), 0, pollWait)
		again, _ := p.answer(t.Context(), 0, pollWait) // as after a lost answer
		if got := fmt.Sprint(first.names(), again.names()); got != "[0 1 2] [0 1 2]" {
			t.Errorf("it sent %s", got)
		}
		if err := p.event("3", nil); err != nil {
			t.Fatal(err)
		}
		rest, over := p.answer(t.Context(), first.Heard, pollWait)
		if got := fmt.Sprint(rest.names()); got != "[3]" || over {
			t.Errorf("then it sent %s, over: %v", got, over)
		}
		for _, stale := range []uint64{0, 7, first.Heard, ^uint64(0)} {
			if out, _ := p.answer(t.Context(), stale, pollWait); len(out.Events) != 1 {
				t.Errorf("to a poll with the old position %d it sent %v", stale, out.names())
			}
		}
	})
}

func TestPollingPage_WaitsForAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPollingPage(t.Context(), client("192.0.2.1"))
		defer p.close()
		began := time.Now()
		time.AfterFunc(2*time.Second, func() { _ = p.event("matched", nil) })
		if out, _ := p.answer(t.Context(), 0, pollWait); len(out.Events) != 1 || time.Since(began) != 2*time.Second {
			t.Errorf("after %v it sent %v", time.Since(began), out.names())
		}
		out, _ := p.answer(t.Context(), 0, pollWait)
		began = time.Now()
		if out, over := p.answer(t.Context(), out.Heard, pollWait); len(out.Events) != 0 || over || time.Since(began) != pollWait {
			t.Errorf("after %v it sent %v", time.Since(began), out.names())
		}
		p.end()
		if _, over := p.answer(t.Context(), out.Heard, pollWait); !over {
			t.Error("the page isn't closed")
		}
	})
}

func TestPollingPage_BuffersFewEventsAndIsClosedWithoutPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPollingPage(t.Context(), client("192.0.2.1"))
		told := 0
		ended := make(chan error)
		go func() {
			for {
				if err := p.event("lobby", nil); err != nil {
					ended <- err
					return
				}
				told++
			}
		}()
		synctest.Wait()
		if told != maxUnheard {
			t.Errorf("it buffered %d events without a poll", told)
		}
		out, _ := p.answer(t.Context(), 0, pollWait)
		_, _ = p.answer(t.Context(), out.Heard, pollWait)
		synctest.Wait()
		if told != 2*maxUnheard {
			t.Errorf("it buffered %d events after %d were received", told, maxUnheard)
		}
		asked := time.Now()
		if err := <-ended; err == nil || time.Since(asked) != pollTimeout {
			t.Errorf("after %v it ended with %v", time.Since(asked), err)
		}
	})
}

func TestPollingPages_AreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newPollingPages()
		ctx, end := context.WithCancel(t.Context())
		defer end()
		anna := client("192.0.2.1")
		add := func(player string, i int) (pollingName, *pollingPage, bool) {
			p := newPollingPage(ctx, anna)
			name := pollingName{player, "/api/quick/events", fmt.Sprint(i)}
			return name, p, s.add(name, p)
		}
		for i := range maxPollingOfPlayer {
			if _, _, ok := add("mila", i); !ok {
				t.Fatalf("page %d was refused", i)
			}
		}
		if _, _, ok := add("mila", maxPollingOfPlayer); ok {
			t.Error("a player may have one page too many")
		}
		for i := range maxPollingOfClient - maxPollingOfPlayer {
			if _, _, ok := add(fmt.Sprint("player ", i), 0); !ok {
				t.Fatalf("player %d was refused", i)
			}
		}
		name, p, ok := add("one more", 0)
		if ok {
			t.Error("an address may have one page too many")
		}
		s.remove(name, p) // it was never added
		name = pollingName{"mila", "/api/quick/events", "0"}
		p = s.find(name)
		s.remove(name, p)
		s.remove(name, p)
		if _, _, ok := add("mila", 0); !ok {
			t.Error("no page was allowed after one was removed")
		}
		for name, p := range s.open {
			s.remove(name, p)
		}
		if len(s.ofPlayers)+len(s.ofClients) != 0 {
			t.Errorf("left behind: %v %v", s.ofPlayers, s.ofClients)
		}
	})
}

func TestPollingPage_AnswersAtOnceWithoutAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPollingPage(t.Context(), client("192.0.2.1"))
		defer p.close()
		began := time.Now()
		if out, over := p.answer(t.Context(), 0, 0); len(out.Events) != 0 || over || time.Since(began) != 0 {
			t.Errorf("after %v it sent %v, over: %v", time.Since(began), out.names(), over)
		}
	})
}
