package api

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// names are the events of an answer.
func (a pollAnswer) names() (names []string) {
	for _, e := range a.Events {
		names = append(names, e.Event)
	}
	return names
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
		again, _ := p.answer(t.Context(), 0, pollWait) // the answer was lost
		if got := fmt.Sprint(first.names(), again.names()); got != "[0 1 2] [0 1 2]" {
			t.Errorf("it told %s", got)
		}
		if err := p.event("3", nil); err != nil {
			t.Fatal(err)
		}
		rest, over := p.answer(t.Context(), first.Heard, pollWait)
		if got := fmt.Sprint(rest.names()); got != "[3]" || over {
			t.Errorf("then it told %s, over: %v", got, over)
		}
		for _, stale := range []uint64{0, 7, first.Heard, ^uint64(0)} {
			if out, _ := p.answer(t.Context(), stale, pollWait); len(out.Events) != 1 {
				t.Errorf("to one that has heard %d it told %v", stale, out.names())
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
			t.Errorf("after %v it told %v", time.Since(began), out.names())
		}
		out, _ := p.answer(t.Context(), 0, pollWait)
		began = time.Now()
		if out, over := p.answer(t.Context(), out.Heard, pollWait); len(out.Events) != 0 || over || time.Since(began) != pollWait {
			t.Errorf("after %v it told %v", time.Since(began), out.names())
		}
		p.end()
		if _, over := p.answer(t.Context(), out.Heard, pollWait); !over {
			t.Error("it isn't over")
		}
	})
}

func TestPollingPage_KeepsFewEventsAndIsClosedWithoutPolls(t *testing.T) {
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
			t.Errorf("it took %d events unasked", told)
		}
		out, _ := p.answer(t.Context(), 0, pollWait)
		_, _ = p.answer(t.Context(), out.Heard, pollWait)
		synctest.Wait()
		if told != 2*maxUnheard {
			t.Errorf("it took %d events once %d were heard", told, maxUnheard)
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
				t.Fatalf("page %d is too many", i)
			}
		}
		if _, _, ok := add("mila", maxPollingOfPlayer); ok {
			t.Error("one more than a player may have")
		}
		for i := range maxPollingOfClient - maxPollingOfPlayer {
			if _, _, ok := add(fmt.Sprint("player ", i), 0); !ok {
				t.Fatalf("player %d is too many", i)
			}
		}
		name, p, ok := add("one more", 0)
		if ok {
			t.Error("one more than an address may have")
		}
		s.remove(name, p) // it was never there
		name = pollingName{"mila", "/api/quick/events", "0"}
		p = s.find(name)
		s.remove(name, p)
		s.remove(name, p)
		if _, _, ok := add("mila", 0); !ok {
			t.Error("no room although one has gone")
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
			t.Errorf("after %v it told %v, over: %v", time.Since(began), out.names(), over)
		}
	})
}
