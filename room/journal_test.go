package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var errAway = errors.New("connection refused")

// runWriter runs a writer until the end of the test; the returned function stops it and
// returns Run's error.
func runWriter(t *testing.T, m *memory) (*Writer, func() error) {
	t.Helper()
	w := NewWriter(m, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	t.Cleanup(cancel)
	return w, func() error {
		cancel()
		return <-ended
	}
}

// script writes entries of one byte each, as a room would.
type script struct {
	*journal
	stream []byte
}

func newScript(w *Writer, game string) *script {
	return &script{journal: w.open(game, 1, nil, 0)}
}

func (s *script) write(n int) bool {
	s.stream = append(s.stream, make([]byte, n)...)
	return s.put(s.stream, uint64(len(s.stream)))
}

// flushed lists the rows of each flush so far as game:first-last.
func (m *memory) flushed() (list [][]string) {
	synctest.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, rows := range m.flushes {
		var group []string
		for _, r := range rows {
			group = append(group, shortRow(r))
		}
		list = append(list, group)
	}
	return list
}

func shortRow(r Row) string {
	digits := func(n uint64) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return r.Game + ":" + digits(r.First) + "-" + digits(r.Last)
}

func TestWriter_FlushesAtOnceWhenIdleAndGathersWhenNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.flushTakes = 20 * time.Millisecond
		w, _ := runWriter(t, m)
		a, b := newScript(w, "a"), newScript(w, "b")
		a.write(1)
		synctest.Wait()
		for range 4 { // while the first flush is in progress
			b.write(1)
			a.write(2)
		}
		time.Sleep(20 * time.Millisecond)
		synctest.Wait()
		if s := a.status(); s.durable != 1 {
			t.Errorf("durable up to %d after the first flush", s.durable)
		}
		b.write(1) // while the next flush gathers
		time.Sleep(time.Second)
		if diff := cmp.Diff([][]string{{"a:01-01"}, {"b:01-05", "a:02-09"}}, m.flushed()); diff != "" {
			t.Error(diff)
		}
		if s := b.status(); s.durable != 5 {
			t.Errorf("durable up to %d", s.durable)
		}
		if w.undurable != 0 {
			t.Errorf("%d bytes are said to wait", w.undurable)
		}

		began := time.Now()
		a.write(1)
		for range 2 { // both signals may have merged into one before
			<-a.news
		}
		if d := time.Since(began); d != m.flushTakes {
			t.Errorf("an idle writer took %v, a flush takes %v", d, m.flushTakes)
		}
	})
}

func TestWriter_GathersByLoad(t *testing.T) {
	for _, c := range []struct{ flush, period time.Duration }{
		{time.Millisecond, durableWithin - time.Millisecond},
		{20 * time.Millisecond, durableWithin - 20*time.Millisecond},
		{200 * time.Millisecond, 200*time.Millisecond + minPause},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.flushTakes = c.flush
			w, stop := runWriter(t, m)
			a := newScript(w, "a")
			for began := time.Now(); time.Since(began) < 10*c.period-time.Millisecond; time.Sleep(time.Millisecond) {
				a.write(1)
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
			if n := len(m.flushes); n < 10 || n > 11 {
				t.Errorf("%d flushes of %v in %v", n, c.flush, 10*c.period)
			}
		})
	}
}

func TestWriter_RepeatsTheSameRowsAfterALostConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		var tried []string
		away := true
		m.flush = func(rows []Row) error {
			tried = append(tried, shortRow(rows[0]))
			if away {
				return errAway
			}
			return nil
		}
		w, _ := runWriter(t, m)
		a := newScript(w, "a")
		a.write(3)
		time.Sleep(time.Second)
		a.write(2) // must not join the row that may already be committed
		time.Sleep(time.Minute)
		if a.status().durable != 0 {
			t.Error("durable without a database")
		}
		m.mu.Lock()
		away = false
		m.mu.Unlock()
		time.Sleep(maxRetry)
		if diff := cmp.Diff([][]string{{"a:01-03"}, {"a:04-05"}}, m.flushed()); diff != "" {
			t.Error(diff)
		}
		if tried = slices.Compact(tried); len(tried) != 2 {
			t.Errorf("tried %v", tried)
		}
		if a.status().durable != 5 {
			t.Errorf("durable up to %d", a.status().durable)
		}
	})
}

func TestWriter_StopsOnlyTheRoomWhoseRowIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.flush = func(rows []Row) error {
			for _, r := range rows {
				if r.Game == "bad" {
					return ErrRejected
				}
			}
			return nil
		}
		w, stop := runWriter(t, m)
		a, bad, b := newScript(w, "a"), newScript(w, "bad"), newScript(w, "b")
		for _, s := range []*script{a, bad, b} {
			s.write(2)
		}
		time.Sleep(time.Second)
		bad.write(3) // is never written
		a.write(1)
		time.Sleep(time.Second)
		if a.status().durable != 3 || b.status().durable != 2 {
			t.Errorf("durable up to %d and %d", a.status().durable, b.status().durable)
		}
		if s := bad.status(); !errors.Is(s.err, ErrRejected) || s.durable != 0 {
			t.Errorf("the culprit: %+v", s)
		}
		if a.status().err != nil || w.Err() != nil {
			t.Error("the others stopped, too")
		}
		if w.undurable != 0 {
			t.Errorf("%d bytes are said to wait", w.undurable)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestWriter_FencedEndsTheRoomsThatItConcerns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.flush = func(rows []Row) error {
			if rows[0].Game == "a" {
				return ErrFenced
			}
			return nil
		}
		w, stop := runWriter(t, m)
		a := newScript(w, "a")
		a.write(1)
		synctest.Wait()
		time.Sleep(durableWithin)
		b := newScript(w, "b") // opened since the node has joined again
		b.write(1)
		time.Sleep(durableWithin)
		synctest.Wait()
		if !errors.Is(a.status().err, ErrFenced) || b.status().err != nil || b.status().durable != 1 {
			t.Errorf("the rooms hear %+v and %+v", a.status(), b.status())
		}
		if bytes, _ := w.backlog(time.Now()); bytes != 0 {
			t.Errorf("%d bytes still wait", bytes)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestWriter_StopFlushesWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		w, stop := runWriter(t, m)
		a := newScript(w, "a")
		a.write(1)
		synctest.Wait()
		a.write(1) // waits until the gathering ends
		a.close()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([][]string{{"a:01-01"}, {"a:02-02"}}, m.flushed()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWriter_StopReportsWhatItCouldNotWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.flush = func([]Row) error { return errAway }
		w, stop := runWriter(t, m)
		newScript(w, "a").write(1)
		time.Sleep(time.Minute)
		if err := stop(); !errors.Is(err, errAway) {
			t.Errorf("stopped with %v", err)
		}
	})
}

func TestWriter_LimitsUndurableBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		away := true
		m.flush = func([]Row) error {
			if away {
				return errAway
			}
			return nil
		}
		w, _ := runWriter(t, m)
		w.limit = 50
		a, b := newScript(w, "a"), newScript(w, "b")
		if a.write(50) {
			t.Error("full at its limit")
		}
		if !b.write(1) || !w.Full() || !a.status().full {
			t.Error("not full beyond its limit")
		}
		m.mu.Lock()
		away = false
		m.mu.Unlock()
		time.Sleep(2 * maxRetry)
		<-b.news
		if w.Full() || b.status().full {
			t.Error("still full")
		}
	})
}

func TestWriter_FinishesUntilItIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		tries := 0
		m.finish = func(Finished) error {
			if tries++; tries < 4 {
				return errAway
			}
			return nil
		}
		w, _ := runWriter(t, m)
		a := newScript(w, "a")
		a.finish(Finished{Game: "a"})
		time.Sleep(time.Second)
		if !a.status().stored || len(m.finished) != 1 {
			t.Errorf("after %d tries: %+v", tries, a.status())
		}
		m.finish = func(Finished) error { return ErrRejected }
		b := newScript(w, "b")
		b.finish(Finished{Game: "b"})
		time.Sleep(time.Second)
		if s := b.status(); s.stored || !errors.Is(s.err, ErrRejected) {
			t.Errorf("a game that can't be kept: %+v", s)
		}
	})
}

func TestWriter_KeepsOtherGamesWhileOneFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.finish = func(f Finished) error {
			if f.Game == "odd" {
				return errors.New("an error that nobody has seen before")
			}
			return nil
		}
		w, _ := runWriter(t, m)
		odd := newScript(w, "odd")
		odd.finish(Finished{Game: "odd"})
		time.Sleep(time.Minute)
		others := make([]*script, 5)
		for i := range others {
			others[i] = newScript(w, fmt.Sprint(i))
			others[i].finish(Finished{Game: fmt.Sprint(i)})
		}
		time.Sleep(2 * maxRetry)
		for i, s := range others {
			if !s.status().stored {
				t.Errorf("game %d waits for one that can't be kept", i)
			}
		}
		if s := odd.status(); s.stored || s.err != nil {
			t.Errorf("the odd one: %+v", s)
		}
		m.mu.Lock()
		m.finish = nil
		m.mu.Unlock()
		time.Sleep(2 * maxRetry)
		if !odd.status().stored {
			t.Error("the odd one was given up")
		}
	})
}
