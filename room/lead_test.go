package room

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestGame_TheHostHoldsIt(t *testing.T) {
	s, _, jonas := playing(t)
	before := s.g.seq
	s.step(hold{true})
	left := s.g.state(1).LeftMS
	s.wait(5 * time.Minute)
	if f := s.g.state(1); f.Paused == nil || !f.Paused.Held || len(f.Paused.Away) != 0 || f.LeftMS != left || f.EndsAt != nil {
		t.Errorf("held: %+v", f)
	}
	s.step(detach{jonas})
	s.attach(2, 22)
	s.wantEntries(before, "paused", "2 gone", "2 joined")
	s.step(hold{false})
	s.wantEntries(before, "paused", "2 gone", "2 joined", "resumed")
	if f := s.g.state(1); f.Paused != nil || f.LeftMS != left {
		t.Errorf("goes on: %+v", f)
	}
}

func TestGame_AHoldEndsByItself(t *testing.T) {
	s, _, _ := playing(t)
	before := s.g.seq
	s.step(hold{true})
	if at := s.g.wake(); at.After(s.now.Add(holdTime)) {
		t.Errorf("it wakes at %v", at)
	}
	s.wait(holdTime - time.Second)
	s.wantEntries(before, "paused")
	s.wait(time.Second)
	s.wantEntries(before, "paused", "resumed")
}

func TestGame_TheHostGivesAMinuteMore(t *testing.T) {
	s, _, _ := playing(t)
	before, left := s.g.seq, s.g.state(1).LeftMS
	s.step(extend{})
	if now := s.g.state(1).LeftMS; now != left+moreMS {
		t.Errorf("%d ms left, before %d", now, left)
	}
	s.wantEntries(before)
	if kept, _ := did[keepLonger](s); !slices.Equal(kept.longer, []int64{moreMS}) {
		t.Errorf("kept: %v", kept)
	}
	for range 20 {
		s.step(extend{})
	}
	if now := s.g.state(1).LeftMS; now > mostMS {
		t.Errorf("%d ms left", now)
	}
}

// A restored room has the longer round, too, and its clock waits for the players.
func TestRoom_ALongerRoundOutlivesTheNode(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		if err := n.Extend(context.Background(), "game"); err != nil {
			t.Fatal(err)
		}
		mila.hear()
		left := mila.state.LeftMS
		n.halt()
		n = startNode(t, n.memory)
		n.attach(mila)
		n.attach(jonas)
		mila.hear()
		if mila.state.LeftMS != left || left < moreMS {
			t.Errorf("%d ms left, before %d", mila.state.LeftMS, left)
		}
	})
}

// Whoever ends a game while its room restarts is told the truth: it has ended, or is to be
// ended again.
func TestRegistry_EndsAGameWhileItsRoomRestarts(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, _ := together(n)
		ended := make(chan error, 1)
		n.HandOver("game")
		go func() { ended <- n.End(context.Background(), "game") }()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		mila.hear()
		if f, _ := n.memory.kept(t, "game"); f.How != EndedEarly {
			t.Errorf("kept as %v", f.How)
		}
		if err := n.End(context.Background(), "game"); !errors.Is(err, ErrNoRoom) {
			t.Errorf("a second time: %v", err)
		}
	})
}
