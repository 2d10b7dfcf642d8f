package room

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/room/ink"
)

func TestDraw_NumbersAPensOps(t *testing.T) {
	s, mila, jonas := playing(t)
	before := s.g.seq
	s.draw(mila, 1, penDown, penMove)
	s.draw(jonas, 1, touchDown)
	s.draw(mila, 3, penMove, penUp)
	s.wantEntries(before, "1 begin 11/1", "1 points 11/2", "2 begin 22/1", "1 points 11/3", "1 end 11/4")
}

func TestDraw_TakesAnOpOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      uint32
		ops    [][]byte
		adds   []string
		closed Close
	}{
		{"all of it was taken", 1, [][]byte{penDown, penMove}, nil, 0},
		{"one that was taken", 3, [][]byte{penUp}, nil, 0},
		{"the rest is new", 2, [][]byte{penMove, penUp, touchDown, touchMove}, []string{"1 begin 11/4", "1 points 11/5"}, 0},
		{"from the first on", 1, [][]byte{penDown, penMove, penUp, touchDown}, []string{"1 begin 11/4"}, 0},
		{"the next", 4, [][]byte{penDown}, []string{"1 begin 11/4"}, 0},
		{"another op under the same number", 2, [][]byte{touchDown, penUp}, nil, CloseMalformed},
		{"a gap", 5, [][]byte{penDown}, nil, CloseGap},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, jonas := playing(t)
			s.draw(mila, 1, penDown)
			s.draw(jonas, 1, penDown, penMove, penMove)
			s.draw(mila, 2, penMove, penUp)
			before := s.g.seq
			s.draw(mila, c.n, c.ops...)
			s.wantDismissed(mila, c.closed)
			if c.closed == 0 {
				s.wantEntries(before, c.adds...)
			}
		})
	}
}

func TestDraw_AGapClosesTheSocketForAResend(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown)
	s.draw(mila, 3, penUp)
	s.wantDismissed(mila, CloseGap)
	again := s.attach(1, 11)
	if w, _ := did[welcome](s); w.frame.N != 1 {
		t.Fatalf("welcomed with n = %d, want 1", w.frame.N)
	}
	before := s.g.seq
	s.draw(again, 2, penMove, penUp)
	s.wantEntries(before, "1 points 11/2", "1 end 11/3")
}

func TestDraw_Malformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		frame []byte
		adds  []string // ops before the bad one stay
	}{
		{"empty", nil, nil},
		{"only a number", frameOf(2), nil},
		{"number 0", frameOf(0, penMove), nil},
		{"number too long", append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, penMove...), nil},
		{"unknown kind", frameOf(2, []byte{7 << 5}), nil},
		{"cut off", frameOf(2, penMove, penMove[:3]), []string{"2 points 22/2"}},
		{"begin within a stroke", frameOf(2, penMove, penDown), []string{"2 points 22/2"}},
		{"a stroke that isn't open", frameOf(2, penUp, penMove), []string{"2 end 22/2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, jonas := playing(t)
			s.draw(mila, 1, penDown)
			s.draw(jonas, 1, penDown)
			before := s.g.seq
			s.step(draw{jonas, c.frame})
			s.wantDismissed(jonas, CloseMalformed)
			s.wantEntries(before, append(c.adds, "2 gone", "paused")...)

			s.draw(mila, 2, penMove) // the partner continues drawing
			if s.dismissed(mila) != 0 || s.g.hands[0].n != 2 {
				t.Error("the partner was disturbed")
			}
		})
	}
}

func TestDraw_RefusedBeforeTheFirstRound(t *testing.T) {
	s := newStage(t, anyGame())
	mila := s.attach(1, 11)
	s.draw(mila, 1, penDown, penMove)
	if diff := cmp.Diff([]refusal{refusedNotStarted, refusedNotStarted}, s.refused()); diff != "" {
		t.Fatal(diff)
	}
	s.attach(2, 22)
	s.wait(3 * time.Second)
	s.draw(mila, 3, penMove, penUp, penDown, penUp) // a refused op uses up its n
	if diff := cmp.Diff([]refusal{refusedLifted, refusedLifted}, s.refused()); diff != "" {
		t.Error(diff)
	}
	s.wantEntries(4, "1 begin 11/5", "1 end 11/6")
}

// undoOf undoes op n of the pen that sends it.
func undoOf(n uint32) []byte { return ink.AppendUndo(nil, ink.ID{N: n}) }

func TestDraw_MarksThatAreNoStrokes(t *testing.T) {
	s := newStage(t, anyGame())
	mila := s.attach(1, 11)
	s.draw(mila, 1, dab, undoOf(1))
	if diff := cmp.Diff([]refusal{refusedNotStarted, refusedNotStarted}, s.refused()); diff != "" {
		t.Error(diff)
	}
	jonas := s.attach(2, 22)
	s.wait(3 * time.Second)
	before := s.g.seq
	s.draw(mila, 3, dab, undoOf(3), penDown, penUp, wipe, ink.AppendRedo(nil, ink.ID{Pen: 11, N: 3}))
	s.draw(mila, 7, wipe, ink.AppendRedo(nil, ink.ID{Pen: 11, N: 3}), undoOf(99)) // bring two of them back
	s.wantEntries(before, "1 fill 11/3", "1 undo 11/4", "1 begin 11/5", "1 end 11/6", "1 clear 11/7", "1 redo 11/8", "1 undo 11/9")

	// Only the sending pen itself must be up. A stroke that the room lifted is no longer
	// open.
	s.draw(mila, 10, penDown)
	s.step(detach{mila})
	s.wait(seatGrace)
	mila = s.attach(1, 11)
	before = s.g.seq
	s.draw(mila, 11, penUp, undoOf(10))
	s.wantEntries(before, "1 undo 11/12")
	s.draw(jonas, 1, penDown, undoOf(1))
	s.wantDismissed(jonas, CloseMalformed)
}

func TestDraw_NoMarkAfterTimeUp(t *testing.T) {
	s, mila, jonas := playing(t)
	s.wait(20 * time.Second)
	s.draw(jonas, 1, penDown)
	s.draw(mila, 1, dab)
	s.wait(10 * time.Second)
	s.draw(mila, 2, undoOf(1), wipe, dab)
	if diff := cmp.Diff([]refusal{refusedTimeUp, refusedTimeUp, refusedTimeUp}, s.refused()); diff != "" {
		t.Error(diff)
	}
}

func TestDraw_AFloodOfUndo(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, dab)
	n := uint32(2)
	for ; s.dismissed(mila) == 0; n++ {
		if n > 100_000 {
			t.Fatal("a flood of undo is taken")
		}
		s.draw(mila, n, undoOf(1))
	}
	s.wantDismissed(mila, CloseTooFast)
}

func TestDraw_AlsoWhilePaused(t *testing.T) {
	s, mila, jonas := playing(t)
	s.step(detach{jonas})
	before := s.g.seq
	s.draw(mila, 1, penDown, penMove, penUp)
	s.wantEntries(before, "1 begin 11/1", "1 points 11/2", "1 end 11/3")
}

func TestDraw_AfterTimeUp(t *testing.T) {
	s, mila, jonas := playing(t)
	s.wait(20 * time.Second)
	s.draw(mila, 1, penDown)
	s.draw(jonas, 1, penDown)
	s.wait(10 * time.Second)
	s.wantPhase(finishing, 3)

	before := s.g.seq
	s.wait(900 * time.Millisecond)
	s.draw(mila, 2, penMove, penUp, penDown, penMove) // the end is taken, a new stroke isn't
	if diff := cmp.Diff([]refusal{refusedTimeUp, refusedTimeUp}, s.refused()); diff != "" {
		t.Error(diff)
	}
	s.wait(100 * time.Millisecond)
	s.wantEntries(before, "1 points 11/2", "1 end 11/3", "2 lifted", "finished all_rounds")
	s.draw(jonas, 2, penMove, penUp)
	if diff := cmp.Diff([]refusal{refusedTimeUp, refusedTimeUp}, s.refused()); diff != "" {
		t.Error(diff)
	}
	s.wantEntries(before, "1 points 11/2", "1 end 11/3", "2 lifted", "finished all_rounds")
}

func TestDraw_TheGameEndsWithTheLastStroke(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown)
	s.wait(30 * time.Second)
	before := s.g.seq
	s.wait(20 * time.Millisecond)
	s.draw(mila, 2, penUp)
	s.wantEntries(before, "1 end 11/2", "finished all_rounds") // there is nothing left to wait for
}

func TestDraw_WhatLiftsAStroke(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *stage, mila *peer)
		want []string
	}{
		{"the same pen comes back", func(s *stage, mila *peer) {
			s.step(detach{mila})
			s.wait(59 * time.Second)
			mila = s.attach(1, 11)
			s.draw(mila, 3, penMove, penUp)
		}, []string{"1 gone", "paused", "1 joined", "resumed", "1 points 11/3", "1 end 11/4"}},
		{"a new pen comes", func(s *stage, mila *peer) {
			s.step(detach{mila})
			mila = s.attach(1, 12)
			s.draw(mila, 1, penDown)
		}, []string{"1 gone", "paused", "1 lifted", "1 joined", "resumed", "1 begin 12/1"}},
		{"a new pen brings it along", func(s *stage, mila *peer) {
			s.step(detach{mila})
			mila = s.attach(1, 12, 11)
			s.step(switchPen{mila, 11})
			s.draw(mila, 3, penMove)
			s.step(switchPen{mila, 12})
			s.draw(mila, 1, penDown)
		}, []string{"1 gone", "paused", "1 joined", "resumed", "1 points 11/3", "1 lifted", "1 begin 12/1"}},
		{"a new pen that brought it along draws", func(s *stage, _ *peer) {
			s.draw(s.attach(1, 12, 11), 1, penDown)
		}, []string{"1 lifted", "1 begin 12/1"}},
		{"a new pen replaces it", func(s *stage, _ *peer) { s.attach(1, 12) }, []string{"1 lifted"}},
		{"the grace ends", func(s *stage, mila *peer) {
			s.step(detach{mila})
			s.wait(seatGrace)
			mila = s.attach(1, 11)
			s.draw(mila, 3, penMove, penUp, penDown) // the rest of the stroke is refused
		}, []string{"1 gone", "paused", "1 lifted", "1 joined", "resumed", "1 begin 11/5"}},
		{"the game ends", func(s *stage, mila *peer) {
			s.step(detach{mila})
			s.ask(s.g.liveSeats[1].peer, requestEnd)
		}, []string{"1 gone", "paused", "1 lifted", "finished ended_early"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, _ := playing(t)
			s.draw(mila, 1, penDown, penMove)
			before := s.g.seq
			c.do(s, mila)
			s.wantEntries(before, c.want...)
		})
	}
}

func TestDraw_APenThatComesBackAfterAnother(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown, penMove)
	newer := s.attach(1, 12)
	s.draw(newer, 1, penDown)
	before := s.g.seq
	mila = s.attach(1, 11) // Take back
	if w, _ := did[welcome](s); w.frame.N != 2 {
		t.Errorf("welcomed with n = %d, want 2: it would draw twice", w.frame.N)
	}
	s.draw(mila, 3, penUp, touchDown, penUp)
	s.wantEntries(before, "1 lifted", "1 begin 11/4", "1 end 11/5")
}

func TestDraw_SendsOnWhatEarlierPagesLeft(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown, penMove)
	s.step(detach{mila})
	newer := s.attach(1, 12, 10, 11)
	if w, _ := did[welcome](s); w.frame.N != 0 || !slices.Equal(w.frame.Earlier, []penFrame{{10, 0}, {11, 2}}) {
		t.Errorf("welcomed with %d of its pen and %v of the earlier", w.frame.N, w.frame.Earlier)
	}
	before := s.g.seq
	s.step(switchPen{newer, 11})
	s.draw(newer, 2, penMove, penUp) // the first of them is sent again
	s.step(switchPen{newer, 12})
	s.draw(newer, 1, penDown)
	s.wantEntries(before, "1 end 11/3", "1 begin 12/1")
}

func TestDraw_SaysOfWhichPenARefusedOpIs(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown, penMove)
	s.attach(1, 12) // lifts the stroke
	newer := s.attach(1, 13, 11)
	s.step(switchPen{newer, 11})
	s.draw(newer, 3, penUp)
	if diff := cmp.Diff([]effect{refuse{peer: newer, pen: 11, n: 3, reason: refusedLifted}}, s.did, all); diff != "" {
		t.Error(diff)
	}
}

func TestDraw_AReplacedPagePicksNoPen(t *testing.T) {
	s, mila, _ := playing(t)
	s.attach(1, 12)
	before := s.g.seq
	s.step(switchPen{mila, 11})
	s.wantEntries(before)
}

func TestDraw_RepeatsOfRefusedOpsResume(t *testing.T) {
	s, mila, jonas := playing(t)
	s.wait(20 * time.Second)
	s.draw(jonas, 1, penDown) // keeps the second after time-up open
	s.draw(mila, 1, penDown, penUp)
	s.wait(10 * time.Second)
	s.draw(mila, 3, penDown, penUp)
	s.draw(mila, 2, penUp, penDown, penUp, penDown)
	s.wantDismissed(mila, CloseGap)
	s.attach(1, 11)
	if w, _ := did[welcome](s); w.frame.N != 4 {
		t.Errorf("welcomed with n = %d, want 4", w.frame.N)
	}
}

func TestDraw_LimitsTheInkOfAGame(t *testing.T) {
	s, mila, jonas := playing(t)
	s.draw(mila, 1, penDown)
	s.draw(jonas, 1, touchDown)
	for _, fill := range []func(*liveSeat){
		func(h *liveSeat) { h.ink = maxInk },
		func(h *liveSeat) { h.ink, h.work = 0, maxWork },
		func(h *liveSeat) { h.work, h.marks = 0, maxMarks },
	} {
		fill(s.g.liveSeat(1))
		before := s.g.seq
		s.draw(mila, s.g.liveSeat(1).pens[11].n+1, penMove, penMove)
		if diff := cmp.Diff([]refusal{refusedFull, refusedFull}, s.refused()); diff != "" {
			t.Error(diff)
		}
		s.wantEntries(before)
	}
	before := s.g.seq
	s.draw(mila, 8, penUp, penDown) // the end of the open stroke, and a new one
	if diff := cmp.Diff([]refusal{refusedFull}, s.refused()); diff != "" {
		t.Error(diff)
	}
	s.draw(jonas, 2, touchMove) // the partner's ink is counted separately
	s.wantEntries(before, "1 end 11/8", "2 points 22/2")
}

// leap is an op of few bytes that is slow to draw.
var leap = ink.AppendPoints(nil, ink.Eraser, 16, ink.Point{}, slices.Repeat([]ink.Point{{X: 4000, Y: 3000}, {}}, ink.MaxPoints/2)...)

func TestDraw_LimitsDrawingWork(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, ink.AppendBegin(nil, ink.Eraser, ink.MaxSize, ink.RGB{}, ink.Point{}))
	n := uint32(2)
	for ; s.dismissed(mila) == 0; n++ {
		if n > 100 {
			t.Fatal("a flood of leaps is taken")
		}
		s.draw(mila, n, leap)
	}
	s.wantDismissed(mila, CloseTooFast)
	if h := s.g.liveSeat(1); h.work > workBurst || h.work < workBurst/2 {
		t.Errorf("%d rows were taken at once, want %d about", h.work, workBurst)
	}

	away := ink.AppendPoints(nil, ink.Eraser, 16, ink.Point{}, slices.Repeat([]ink.Point{{X: 4000, Y: 3000}, {}}, ink.MaxPoints/2)[:ink.MaxPoints-1]...)
	mila = s.attach(1, 11) // a new socket doesn't bring a new burst
	if w, _ := did[welcome](s); w.frame.N != n-2 {
		t.Errorf("welcomed with n = %d, want %d", w.frame.N, n-2)
	}
	s.draw(mila, n-1, away)
	s.wantDismissed(mila, CloseTooFast)

	mila = s.attach(1, 11)
	s.wait(9 * time.Second)
	s.draw(mila, n-1, away) // the pen is where it was
	s.wantDismissed(mila, 0)
}

// TestDraw_AsFastAsAHandGoes draws with a broad brush that hatches without a pause, and
// with one whose ink of a minute had waited on a dead line.
func TestDraw_AsFastAsAHandGoes(t *testing.T) {
	const size, seconds, perSecond = 88, 60, 1000
	down := ink.AppendBegin(nil, ink.Pen, size, ink.RGB{}, ink.Point{X: 100, Y: 100})
	var there, back []ink.Point
	for i := range int16(ink.MaxPoints) {
		there = append(there, ink.Point{X: 100 + 36*(i+1), Y: 100 + i%5})
		back = append(back, ink.Point{X: 100 + 36*(ink.MaxPoints-1-i), Y: 100 + i%5})
	}
	hatch := [][]byte{
		ink.AppendPoints(nil, ink.Pen, 32, ink.Point{X: 100, Y: 100}, there...),
		ink.AppendPoints(nil, ink.Pen, 32, there[len(there)-1], back...),
	}
	for name, pause := range map[string]time.Duration{"live": time.Second * ink.MaxPoints / perSecond, "at once": 0} {
		t.Run(name, func(t *testing.T) {
			made := anyGame()
			made.RoundSeconds = 120
			s := newStage(t, made)
			mila := s.attach(1, 11)
			s.attach(2, 22)
			s.wait(3 * time.Second)
			s.draw(mila, 1, down)
			for i := range seconds * perSecond / ink.MaxPoints {
				s.wait(pause)
				s.draw(mila, uint32(i+2), hatch[i%2])
				if code := s.dismissed(mila); code != 0 {
					t.Fatalf("closed with %d %s after %d points", code, code.Reason(), i*ink.MaxPoints)
				}
			}
			t.Logf("%d rows", s.g.liveSeat(1).work)
		})
	}
}

func TestGame_EventsLeavePlaceForTheEnd(t *testing.T) {
	s, mila, _ := playing(t)
	s.wait(time.Second)
	reacts := func() bool {
		s.wait(reactionPause)
		before := s.g.seq
		s.step(ask{mila, requestReact, 0})
		return s.g.seq > before
	}
	s.g.liveSeat(1).ink = -maxEvents / 2 // as if events had used that much of the stream
	if reacts() {
		t.Error("reactions take the place of what matters")
	}
	s.g.liveSeat(1).ink = len(s.g.stream) - maxEvents + lastWords
	before := s.g.seq
	s.step(tick{})
	s.wantEntries(before, "finished ended_early")
	s.attach(1, 12)
	s.wantEntries(before, "finished ended_early")
}

func TestGame_ARestoredGameCountsEachSeatsInk(t *testing.T) {
	s, mila, jonas := playing(t)
	s.draw(mila, 1, penDown, penMove, penUp)
	s.draw(jonas, 1, touchDown)
	made := anyGame()
	made.Journal, made.Entries = s.g.stream, int(s.g.seq)
	again, err := newGame(made, start)
	if err != nil {
		t.Fatal(err)
	}
	for i := range again.liveSeats {
		if got, want := again.liveSeats[i], s.g.liveSeats[i]; got.ink != want.ink || got.work != want.work || got.ink == 0 || got.work == 0 {
			t.Errorf("seat %d holds %d bytes, %d rows; before %d, %d", i+1, got.ink, got.work, want.ink, want.work)
		}
	}
}

func TestWelcome_GoesOnFromWhatThePageHas(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown, penMove, penUp)
	for _, c := range []struct {
		name  string
		epoch uint32
		after uint64
		want  uint64
	}{
		{"nothing", 0, 0, 0},
		{"some", 1, 3, 3},
		{"all", 1, 7, 7},
		{"more than there is", 1, 100, 0},
		{"of another epoch", 2, 3, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &peer{seat: 1, pen: 11, epoch: c.epoch, after: c.after}
			s.step(attach{p})
			if w, ok := did[welcome](s); !ok || w.frame.From != c.want || w.frame.N != 3 {
				t.Errorf("welcomed from %d with n = %d, want %d, 3", w.frame.From, w.frame.N, c.want)
			}
		})
	}
}
