package room

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/room/ink"
)

func TestMetrics_CountAGame(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.memory.flushTakes = 20 * time.Millisecond
		m := n.Metrics()
		mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
		n.attach(mila)
		mila.draw(penDown, penUp) // before the first round
		n.attach(jonas)
		time.Sleep(4 * time.Second)
		if got := maps.Collect(m.Refused()); got["not_started"] != 2 || got["full"] != 0 {
			t.Errorf("refused: %v", got)
		}
		if m.New.Load() != 1 || m.Restored.Load() != 0 || m.Peers.Load() != 2 || n.Load().Rooms != 1 {
			t.Errorf("%d rooms new, %d restored, %d live; %d peers", m.New.Load(), m.Restored.Load(), n.Load().Rooms, m.Peers.Load())
		}
		mila.draw(penDown, penMove, penUp)
		synctest.Wait()
		if load := n.Load(); load.Undurable == 0 {
			t.Error("nothing waits to be durable")
		}
		time.Sleep(10 * time.Millisecond)
		if load := n.Load(); load.Lag != 10*time.Millisecond {
			t.Errorf("durable lags %v behind", load.Lag)
		}
		time.Sleep(time.Second)
		if load := n.Load(); load.Undurable != 0 || load.Lag != 0 {
			t.Errorf("once all is durable: %+v", load)
		}
		mila.hear()
		if m.Ops.Load() != 3 || m.Entries.Load() != mila.tape.seq || m.Flushed.Load() != uint64(len(mila.stream)) {
			t.Errorf("%d ops, %d entries, %d bytes; shown were %d and %d", m.Ops.Load(), m.Entries.Load(), m.Flushed.Load(), mila.tape.seq, len(mila.stream))
		}
		if m.FramesIn.Load() != 2 || m.BytesIn.Load() == 0 || m.FramesOut.Load() < 4 || m.BytesOut.Load() < 2*m.Flushed.Load() {
			t.Errorf("in: %d frames, %d bytes; out: %d frames, %d bytes", m.FramesIn.Load(), m.BytesIn.Load(), m.FramesOut.Load(), m.BytesOut.Load())
		}
		count, sum, atMost := m.Flush.Read()
		if count == 0 || sum != float64(count)*0.02 || atMost[0.01] != 0 || atMost[0.025] != count {
			t.Errorf("%d flushes took %v s: %v", count, sum, atMost)
		}

		jonas.leave()
		mila.ask("end")
		time.Sleep(time.Second)
		mila.wantClosed(CloseKept)
		if got := maps.Collect(m.Kept()); got["ended_early"] != 1 || got["all_rounds"] != 0 {
			t.Errorf("kept %v", got)
		}
		if got := maps.Collect(m.Closed()); got["gone"] != 1 || got["kept"] != 1 || got["resume"] != 0 {
			t.Errorf("closed %v", got)
		}
		if m.Peers.Load() != 0 || n.Load().Rooms != 0 {
			t.Errorf("%d peers and %d rooms live on", m.Peers.Load(), n.Load().Rooms)
		}
	})
}

func TestMetrics_CountWhatGoesWrong(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		m := n.Metrics()
		broken := anyGame()
		broken.ID = "broken"
		n.memory.games["broken"] = broken
		n.memory.rows["broken"] = []Row{{First: 1, Last: 1, Body: []byte{0xff}}}
		for _, id := range []string{"broken", "unknown"} {
			if _, err := n.Open(context.Background(), id); err == nil {
				t.Fatal("opened")
			}
		}
		synctest.Wait()
		if m.Unopened.Load() != 1 {
			t.Errorf("%d rooms could not be opened", m.Unopened.Load())
		}
		mila, _ := together(n)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.mu.Unlock()
		mila.draw(penDown, penUp)
		time.Sleep(time.Minute)
		if m.Away.Load() < 50 || n.Load().Lag < time.Minute-time.Second {
			t.Errorf("%d attempts, durable lags %v behind", m.Away.Load(), n.Load().Lag)
		}
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return ErrRejected }
		n.memory.mu.Unlock()
		time.Sleep(2 * maxRetry)
		mila.wantClosed(CloseRestarting)
		if m.Rejected.Load() != 1 || n.Load().Undurable != 0 {
			t.Errorf("%d rejected, %+v", m.Rejected.Load(), n.Load())
		}
		n.memory.mu.Lock()
		n.memory.flush = nil
		n.memory.mu.Unlock()
		n.attach(mila)
		if m.Restored.Load() != 1 {
			t.Errorf("%d rooms were restored", m.Restored.Load())
		}
	})
}

// slowOnce makes the next flush take the given time and end with err.
func (m *memory) slowOnce(d time.Duration, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.flush = func([]Row) error {
		m.flush = nil
		time.Sleep(d)
		return err
	}
}

// TestBounds_AreCountedWhenReached reaches each limit once.
func TestBounds_AreCountedWhenReached(t *testing.T) {
	// There is none for boundCount.
	//exhaustive:ignore
	met := map[Bound]func(n *node, mila, jonas *page){
		BoundMailbox: func(n *node, mila, _ *page) {
			// The room waits for the writer, and its readers wait for the room.
			w := n.config.Writer
			w.mu.Lock()
			mila.draw(penDown)
			for range mailboxSize + 1 {
				mila.draw(penUp, penDown)
			}
			// The last message is with its reader, which may not have tried to send it yet.
			for range 1_000_000 {
				if n.Metrics().Reached(BoundMailbox) > 0 {
					break
				}
				runtime.Gosched()
			}
			w.mu.Unlock()
		},
		BoundFrame: func(_ *node, mila, _ *page) { mila.send(true, make([]byte, MaxFrame+1)) },
		BoundRate: func(_ *node, mila, _ *page) {
			for range frameBurst/messageCost + 1 {
				mila.ask("go_on")
			}
		},
		BoundQueue: func(n *node, mila, jonas *page) {
			jonas.leave()
			n.dial(jonas, 0)
			stroke := longStroke(2000)
			for range maxWaiting / 1000 {
				mila.draw(stroke...)
			}
		},
		BoundWrite: func(n *node, _, jonas *page) {
			jonas.leave()
			n.dial(jonas, 0)
			time.Sleep(writeTime + time.Second)
		},
		BoundStream: func(n *node, mila, _ *page) {
			n.rooms["game"].room.game.liveSeat(1).ink = maxInk // the room waits
			mila.draw(penDown)
		},
		BoundDrawing: func(n *node, mila, _ *page) {
			n.rooms["game"].room.game.liveSeat(1).work = maxWork
			mila.draw(penDown)
		},
		BoundMarks: func(_ *node, mila, _ *page) {
			for range markBurst/500 + 1 {
				mila.draw(slices.Repeat([][]byte{undoOf(1)}, 500)...)
			}
		},
		BoundGameMarks: func(n *node, mila, _ *page) {
			n.rooms["game"].room.game.liveSeat(1).marks = maxMarks
			mila.draw(dab)
		},
		BoundEvents: func(n *node, mila, _ *page) {
			n.rooms["game"].room.game.liveSeat(1).ink = lastWords - maxEvents
			mila.draw(penDown)
		},
		BoundWork: func(_ *node, mila, _ *page) {
			mila.draw(ink.AppendBegin(nil, ink.Eraser, ink.MaxSize, ink.RGB{}, ink.Point{}))
			for range 20 {
				mila.draw(leap)
			}
		},
		BoundAttach: func(n *node, mila, _ *page) {
			for range attachBurst + 1 {
				n.dial(mila, 4096)
			}
		},
		BoundUndurable: func(n *node, mila, _ *page) {
			w := n.config.Writer
			w.mu.Lock()
			w.limit = 0
			w.mu.Unlock()
			mila.draw(penDown)
		},
		BoundGroup: func(n *node, mila, _ *page) {
			n.memory.slowOnce(time.Second, nil)
			mila.draw(penDown)
			synctest.Wait()
			newScript(n.config.Writer, "much").write(maxGroup)
			newScript(n.config.Writer, "more").write(1)
			time.Sleep(2 * time.Second)
		},
		BoundFlush: func(n *node, mila, _ *page) {
			n.memory.slowOnce(flushTime+time.Second, errAway)
			mila.draw(penDown)
			time.Sleep(flushTime + 2*time.Second)
		},
		BoundSweep: func(n *node, _, _ *page) {
			n.memory.mu.Lock()
			for i := range sweepRooms + 1 {
				g := anyGame()
				g.ID = fmt.Sprint("other ", i)
				n.memory.games[g.ID] = g
			}
			n.memory.mu.Unlock()
			if _, _, err := n.sweep(context.Background(), ""); err != nil {
				n.t.Error(err)
			}
		},
		BoundWatchers: func(n *node, _, _ *page) {
			r, err := n.Open(context.Background(), "game")
			for range maxWatchers + 1 {
				if w, err := r.Watch(); err == nil {
					defer w.Leave()
				}
			}
			if err != nil {
				n.t.Error(err)
			}
		},
	}
	if len(met) != int(boundCount) {
		t.Errorf("the test meets %d bounds of %d", len(met), boundCount)
	}
	for b, meet := range met {
		t.Run(b.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, n *node) {
				mila, jonas := together(n)
				time.Sleep(time.Second)
				synctest.Wait()
				if n.Metrics().Reached(b) != 0 {
					t.Fatal("counted before")
				}
				meet(n, mila, jonas)
				synctest.Wait()
				if n.Metrics().Reached(b) == 0 {
					t.Error("not counted")
				}
			})
		})
	}
}

func TestBounds_AreNamedAndSayWhatHappens(t *testing.T) {
	names := map[string]bool{}
	for b := range Bounds() {
		if b.String() == "" || b.Unit() == "" || b.Policy() == "" || b.Limit() <= 0 {
			t.Errorf("bound %d: %q, %v %s: %s", b, b, b.Limit(), b.Unit(), b.Policy())
		}
		names[b.String()] = true
	}
	if len(names) != int(boundCount) {
		t.Errorf("%d names for %d bounds", len(names), boundCount)
	}
}

func TestHistogram(t *testing.T) {
	var h Histogram
	for _, d := range []time.Duration{0, time.Millisecond, 3 * time.Millisecond, time.Hour} {
		h.Observe(d)
	}
	count, sum, atMost := h.Read()
	if count != 4 || sum != 3600.004 {
		t.Errorf("%d in %v s", count, sum)
	}
	want := map[float64]uint64{}
	for _, b := range buckets {
		want[b] = 3
	}
	want[0.001], want[0.0025] = 2, 2
	if diff := cmp.Diff(want, atMost); diff != "" {
		t.Error(diff)
	}
}
