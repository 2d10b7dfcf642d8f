package room

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// sweeping runs the node's sweep until the test ends.
func (n *node) sweeping() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n.Sweep(ctx)
	}()
	n.t.Cleanup(func() {
		cancel()
		<-ended
	})
}

// abandoned counts the games that are stored as abandoned.
func (m *memory) abandoned() (count int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.finished {
		if f.How == Abandoned {
			count++
		}
	}
	return count
}

// claimed is how many rooms were claimed.
func (m *memory) claimed() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.claims
}

func TestSweep_AGameNobodyEverCameToIsAbandoned(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.sweeping()
		time.Sleep(seatGrace - time.Second)
		if n.memory.abandoned() != 0 {
			t.Error("abandoned within the grace")
		}
		time.Sleep(2 * time.Second)
		f, _ := n.memory.kept(t, "game")
		if f.How != Abandoned || f.PlayMS != 0 || !f.StartedAt.IsZero() {
			t.Errorf("kept as %v after %d ms of play, started at %v", f.How, f.PlayMS, f.StartedAt)
		}
		if n.Has("game") {
			t.Error("its room lives on")
		}
	})
}

func TestSweep_AfterACrashEndsOnlyWhatNobodyComesBackTo(t *testing.T) {
	for _, comesBack := range []bool{false, true} {
		bubble(t, func(t *testing.T, n *node) {
			mila, _ := together(n)
			mila.draw(penDown, penMove, penUp)
			time.Sleep(time.Second)
			shown := mila.hearAll()
			n.kill()

			next := startNode(t, n.memory)
			next.sweeping()
			time.Sleep(seatGrace - time.Second)
			if comesBack {
				next.attach(mila)
				for range 10 {
					time.Sleep(time.Minute)
					mila.draw(penDown, penUp) // is slow, but not an abandoned page
				}
				if mila.hear(); next.memory.abandoned() != 0 || mila.state.Phase != "round" {
					t.Errorf("a game with a player in it is in phase %s", mila.state.Phase)
				}
				if n.memory.claimed() != 2 {
					t.Errorf("claimed %d times: the sweep takes rooms that live", n.memory.claimed())
				}
				return
			}
			time.Sleep(2 * time.Second)
			f, stream := next.memory.kept(t, "game")
			if f.How != Abandoned || f.Strokes != 1 || len(stream) <= len(shown) {
				t.Errorf("kept as %v with %d strokes in %d bytes of %d", f.How, f.Strokes, len(stream), len(shown))
			}
		})
	}
}

func TestSweep_OpensABatchAtATime(t *testing.T) {
	const games = 3*sweepRooms + 5
	bubble(t, func(t *testing.T, n *node) {
		n.memory.mu.Lock()
		clear(n.memory.games)
		for i := range games {
			g := anyGame()
			g.ID, g.Epoch = fmt.Sprintf("game %03d", i), 0
			n.memory.games[g.ID] = g
		}
		n.memory.mu.Unlock()
		n.sweeping()
		for minute := 1; minute <= 4; minute++ {
			time.Sleep(time.Second)
			if want := min(minute*sweepRooms, games); n.memory.claimed() != want {
				t.Errorf("%d rooms were opened in %d sweeps, want %d", n.memory.claimed(), minute, want)
			}
			time.Sleep(sweepEvery - time.Second)
		}
		time.Sleep(sweepEvery)
		if got := n.memory.abandoned(); got != games || n.memory.claimed() != games {
			t.Errorf("%d of %d games are abandoned, after %d claims", got, games, n.memory.claimed())
		}
	})
}

func TestSweep_ContinuesAfterErrorsAndPastABrokenGame(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		broken := anyGame()
		broken.ID = "a broken one"
		n.memory.mu.Lock()
		n.memory.games[broken.ID] = broken
		n.memory.rows[broken.ID] = []Row{{Game: broken.ID, First: 1, Last: 1, Body: []byte{0xff}}}
		n.memory.list = func() error { return errAway }
		n.memory.mu.Unlock()
		n.sweeping()
		time.Sleep(time.Second)
		n.memory.mu.Lock()
		n.memory.list = nil
		n.memory.mu.Unlock()
		time.Sleep(2*sweepEvery + seatGrace + time.Second)
		if n.memory.abandoned() != 1 {
			t.Error("the whole game is still live")
		}
	})
}

func TestSweep_OpensNothingOnAFullNode(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		w := n.config.Writer
		w.mu.Lock()
		w.full = true
		w.mu.Unlock()
		n.sweeping()
		time.Sleep(time.Second)
		if n.memory.claimed() != 0 {
			t.Error("opened a room")
		}
		w.mu.Lock()
		w.full = false
		w.mu.Unlock()
		time.Sleep(sweepEvery)
		if n.memory.claimed() != 1 {
			t.Error("did not go on")
		}
	})
}
