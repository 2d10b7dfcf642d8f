package room

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// watch opens the socket of a watcher, which holds this many frames.
func (n *node) watch(holds int) *page {
	n.t.Helper()
	r, err := n.Open(context.Background(), "game")
	if err != nil {
		n.t.Fatal(err)
	}
	w, err := r.Watch()
	if err != nil {
		n.t.Fatal(err)
	}
	p := newPage(n.t, 0, 0)
	s := &socket{up: make(chan wire), down: make(chan wire, holds), closed: make(chan struct{}), cut: make(chan struct{}), served: make(chan error, 1)}
	p.socket = s
	go func() { s.served <- w.Serve(context.Background(), s) }()
	return p
}

func TestWatcher_SeesTheStreamAndNothingElse(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown, penMove)
		wall := n.watch(4096)
		jonas.draw(penDown, penMove, penUp)
		for range 25 {
			mila.draw(penMove)
			time.Sleep(40 * time.Millisecond)
		}
		time.Sleep(watchEvery)
		for synctest.Wait(); len(wall.down) > 0; {
			m := <-wall.down
			if !m.binary {
				t.Fatalf("a watcher is told %s", m.b)
			}
			wall.take(m)
		}
		mila.catchUp()
		if !bytes.Equal(wall.stream, mila.stream) || wall.durable != 0 {
			t.Errorf("a watcher sees %d bytes, durable up to %d; a player sees %d bytes", len(wall.stream), wall.durable, len(mila.stream))
		}
		if wall.frames > 9 {
			t.Errorf("%d frames in %v", wall.frames, 25*40*time.Millisecond+watchEvery)
		}
		for _, prompt := range slices.Concat(anySet.Series[0], anySet.Series[1]) {
			if bytes.Contains(wall.stream, []byte(prompt)) {
				t.Errorf("a watcher is told the prompt %q", prompt)
			}
		}
		wall.leave()
		synctest.Wait()
		if left := n.Metrics().Watchers.Load(); left != 0 {
			t.Errorf("%d watchers", left)
		}
	})
}

// Watchers leave no trace: the kept game is what the players saw, and it ends for the
// watcher, too.
func TestWatcher_LeavesNoTrace(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		wall, late := n.watch(4096), n.watch(4096)
		mila.draw(penDown, penUp)
		late.leave()
		jonas.leave()
		mila.ask("end")
		time.Sleep(time.Second)
		mila.hear()
		wall.wantClosed(CloseKept)
		_, stream := n.memory.kept(t, "game")
		if !bytes.Equal(mila.stream, stream) {
			t.Errorf("%d bytes are kept, the player saw %d", len(stream), len(mila.stream))
		}
		if err := <-wall.served; err != nil {
			t.Errorf("served: %v", err)
		}
	})
}

func TestWatcher_DoesNotKeepAGameOpen(t *testing.T) {
	bubble(t, func(_ *testing.T, n *node) {
		wall := n.watch(4096)
		time.Sleep(seatGrace + time.Second)
		wall.wantClosed(CloseKept)
	})
}

func TestWatcher_ThatSpeaksIsClosed(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, _ := together(n)
		wall := n.watch(4096)
		wall.send(true, frameOf(1, penDown, penUp))
		wall.wantClosed(CloseMalformed)
		mila.hear()
		if mila.strokes() != 0 {
			t.Error("a watcher draws")
		}
	})
}

func TestWatcher_SlowOneIsDropped(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		wall := n.watch(0) // reads nothing
		for range 20 {
			mila.draw(penDown, penUp)
			time.Sleep(time.Second)
		}
		if err := <-wall.served; err == nil {
			t.Error("a watcher that reads nothing is served to the end")
		}
		if met := n.Metrics().Reached(BoundWrite); met != 1 {
			t.Errorf("met the limit of a write %d times", met)
		}
		mila.hear()
		jonas.hear()
		if !bytes.Equal(mila.stream, jonas.stream) || mila.strokes() != 20 {
			t.Error("the players notice it")
		}
	})
}

func TestWatcher_SlowOneDelaysNoStop(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		wall := n.watch(0)
		together(n)
		time.Sleep(watchEvery)
		began := time.Now()
		n.halt()
		if took := time.Since(began); took > haltTime+lastWriteTime {
			t.Errorf("took %v", took)
		}
		wall.wantClosed(CloseResume)
	})
}

func TestWatch_TakesSoManyAndNoMore(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		r, err := n.Open(context.Background(), "game")
		if err != nil {
			t.Fatal(err)
		}
		watchers := make([]*Watcher, maxWatchers)
		for i := range watchers {
			if watchers[i], err = r.Watch(); err != nil {
				t.Fatalf("watcher %d: %v", i+1, err)
			}
		}
		if _, err := r.Watch(); !errors.Is(err, ErrTooManyWatchers) {
			t.Errorf("one more: %v", err)
		}
		watchers[0].Leave()
		if watchers[0], err = r.Watch(); err != nil {
			t.Errorf("after one has left: %v", err)
		}
		for _, w := range watchers {
			w.Leave()
		}
	})
}

// A long past comes in frames of whole entries.
func TestWatcher_CutsTheStreamBetweenEntries(t *testing.T) {
	entry := make([]byte, 1000)
	p := past{offsets: []uint32{0}}
	for range 300 {
		p.stream = append(p.stream, entry...)
		p.offsets = append(p.offsets, uint32(len(p.stream)))
	}
	p.stream = append(p.stream, make([]byte, 2*watchFrame)...) // an op that is longer than a frame
	p.offsets = append(p.offsets, uint32(len(p.stream)))
	frames := 0
	for from := 0; from < len(p.stream); frames++ {
		end := p.cut(from)
		if end <= from || end < 300_000 && end%1000 != 0 {
			t.Fatalf("cuts from %d to %d", from, end)
		}
		from = end
	}
	if frames != 6 {
		t.Errorf("%d frames", frames)
	}
}
