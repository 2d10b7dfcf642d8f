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

// A node may die before it has stored that a round is longer. What was drawn in that time is
// there, and the game goes on from it.
func TestGame_ALongerRoundThatWasNotStored(t *testing.T) {
	for round := 1; round <= 3; round++ {
		s, mila, jonas := playing(t)
		for s.g.round < round {
			s.ask(mila, requestNextRound)
			s.ask(jonas, requestNextRound)
			s.wait(0)
		}
		s.step(extend{})
		s.wait(40 * time.Second)
		s.draw(mila, 1, penDown, penMove)
		made := anyGame()
		made.Journal, made.Entries = s.g.stream, int(s.g.seq)
		again := newStage(t, made)
		again.attach(1, 12)
		again.attach(2, 23)
		again.wait(time.Minute)
		var at int64
		for e, err := range Entries(again.g.stream) {
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			if e.At < at || e.At > 10*60_000 {
				t.Fatalf("round %d: entry %d at %d ms, after one at %d", round, e.Seq, e.At, at)
			}
			at = e.At
		}
		if how := again.g.how; how != AllRounds {
			t.Errorf("round %d: it ended as %q", round, how)
		}
	}
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
