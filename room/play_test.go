package room

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts"
)

func TestGame_CountsInOnceBothAreHereAndThePromptsAreThere(t *testing.T) {
	arrivals := map[string]func(*stage){
		"1": func(s *stage) { s.attach(1, 11) },
		"2": func(s *stage) { s.attach(2, 22) },
		"p": func(s *stage) { s.step(dealt{anySet}) },
	}
	for _, order := range []string{"12p", "1p2", "p12", "21p", "2p1", "p21"} {
		t.Run(order, func(t *testing.T) {
			made := anyGame()
			made.Prompts = nil
			s := newStage(t, made)
			if _, ok := did[deal](s); !ok {
				t.Fatal("the room didn't ask for prompts")
			}
			for _, who := range order {
				s.wantPhase(gathering, 0)
				s.wait(time.Second)
				arrivals[string(who)](s)
			}
			s.wantPhase(countingIn, 0)
			if _, ok := did[announce](s); !ok {
				t.Error("the change of phase was not announced")
			}
			s.wait(2999 * time.Millisecond)
			s.wantPhase(countingIn, 0)
			s.wait(time.Millisecond)
			s.wantPhase(inRound, 1)
		})
	}
}

func TestGame_AsksForItsThemeLanguageAndRounds(t *testing.T) {
	made := anyGame()
	made.Prompts, made.Theme, made.Language, made.Difficulty, made.OwnSet = nil, "the sea", "es", prompts.Wild, "own"
	s := newStage(t, made)
	d, _ := did[deal](s)
	if want := (prompts.Want{
		Theme: "the sea", Language: "es", Difficulty: prompts.Wild, Rounds: 3, Seconds: 10, Players: [2]string{"p1", "p2"}, OwnSet: "own",
	}); d.want != want {
		t.Errorf("asked for %+v, want %+v", d.want, want)
	}
}

func TestGame_PlaysAllRoundsToTheMillisecond(t *testing.T) {
	s, _, _ := playing(t)
	s.now = s.now.Add(10*time.Second + 40*time.Millisecond) // the alarm goes off late
	s.step(tick{})
	s.wantPhase(inRound, 2)
	if got := s.g.state(1); got.LeftMS != 9960 || *got.EndsAt != s.now.UnixMilli()+9960 {
		t.Errorf("%d ms left until %d", got.LeftMS, *got.EndsAt)
	}
	s.wait(20 * time.Second)
	s.wantEntries(0, "1 joined", "2 joined", "began_counting_in", "round 1", "round 2", "round 3", "finished all_rounds")
	var at []int64
	for e, err := range Entries(s.g.stream) {
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, e.At)
	}
	if diff := cmp.Diff([]int64{0, 0, 0, 3000, 13000, 23000, 33000}, at); diff != "" {
		t.Error(diff)
	}
}

func TestGame_TellsEachSeatItsOwnPrompt(t *testing.T) {
	s, _, _ := playing(t)
	for _, want := range [][2]string{{"boat 1", "gull 1"}, {"boat 2", "gull 2"}, {"boat 3", "gull 3"}} {
		if got := [2]string{s.g.state(1).Prompt, s.g.state(2).Prompt}; got != want {
			t.Errorf("prompts %q, want %q", got, want)
		}
		s.wait(10 * time.Second)
	}
}

func TestGame_PausesWhileASeatIsEmpty(t *testing.T) {
	s, _, jonas := playing(t)
	s.wait(4 * time.Second)
	before := s.g.seq
	s.step(detach{jonas})
	s.wantEntries(before, "2 gone", "paused")

	s.wait(30 * time.Second)
	f := s.g.state(1)
	if f.Clock != 7000 || f.LeftMS != 6000 || f.EndsAt != nil {
		t.Errorf("paused at %d ms, %d left, ends %v; want 7000, 6000, never", f.Clock, f.LeftMS, f.EndsAt)
	}
	if f.Paused == nil || !cmp.Equal(f.Paused.Away, []int{2}) || *f.Paused.GraceEndsAt != s.now.Add(30*time.Second).UnixMilli() {
		t.Errorf("paused: %+v", f.Paused)
	}

	s.attach(2, 22)
	s.wantEntries(before, "2 gone", "paused", "2 joined", "resumed")
	if f := s.g.state(1); f.LeftMS != 6000 || f.Paused != nil || *f.EndsAt != s.now.UnixMilli()+6000 {
		t.Errorf("resumed with %d ms left, paused %v", f.LeftMS, f.Paused)
	}
	s.wait(6 * time.Second)
	s.wantPhase(inRound, 2)
}

func TestGame_PausesWhileCountingIn(t *testing.T) {
	s := newStage(t, anyGame())
	s.attach(1, 11)
	jonas := s.attach(2, 22)
	s.wait(time.Second)
	s.step(detach{jonas})
	s.wait(20 * time.Second)
	s.wantPhase(countingIn, 0)
	s.attach(2, 22)
	s.wait(2 * time.Second)
	s.wantPhase(inRound, 1)
}

func TestGame_WaitsForBoth(t *testing.T) {
	s, mila, jonas := playing(t)
	s.step(detach{mila})
	s.step(detach{jonas})
	s.attach(1, 11)
	if s.g.running {
		t.Error("the clock runs while seat 2 is empty")
	}
	s.attach(2, 22)
	if !s.g.running {
		t.Error("the clock stands though both are back")
	}
}

func TestGame_AloneAndEnd(t *testing.T) {
	// What a partner may do, by the phase of the game and how long the other has been away.
	const still = "still waits"
	for _, c := range []struct {
		name  string
		away  time.Duration
		leave bool // the other player left for good
		asks  request
		want  string
	}{
		{"end at once", 0, false, requestEnd, "finished ended_early"},
		{"end after the grace", 90 * time.Second, false, requestEnd, "finished ended_early"},
		{"alone at once", 0, false, requestAlone, still},
		{"alone within the grace", 59 * time.Second, false, requestAlone, still},
		{"alone after the grace", 60 * time.Second, false, requestAlone, "resumed"},
		{"alone once the other left", 0, true, requestAlone, "resumed"},
		{"end once the other left", 0, true, requestEnd, "finished ended_early"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, jonas := playing(t)
			if c.leave {
				s.ask(jonas, requestLeave)
				s.wantDismissed(jonas, CloseLeft)
			} else {
				s.step(detach{jonas})
			}
			s.wait(c.away)
			before := s.g.seq
			s.ask(mila, c.asks)
			if c.want == still {
				s.wantEntries(before)
				return
			}
			s.wantEntries(before, c.want)
		})
	}
}

func TestGame_TheOperatorCutsItShort(t *testing.T) {
	s, mila, _ := playing(t)
	before := s.g.seq
	s.step(cutShort{})
	s.wantEntries(before, "finished ended_early")
	s.step(cutShort{}) // a second one changes nothing
	s.wantEntries(before, "finished ended_early")
	s.step(flushed{s.g.seq})
	s.step(stored{})
	s.wantDismissed(mila, CloseKept)
}

func TestGame_EndAndAloneNeedAnEmptySeat(t *testing.T) {
	s, mila, _ := playing(t)
	before := s.g.seq
	s.ask(mila, requestEnd)
	s.ask(mila, requestAlone)
	s.wantEntries(before)
}

func TestGame_WhoGoesOnAlonePlaysToTheEnd(t *testing.T) {
	s, mila, jonas := playing(t)
	s.step(detach{jonas})
	s.wait(seatGrace)
	if f := s.g.state(1); f.Paused == nil || f.Paused.GraceEndsAt != nil {
		t.Errorf("after the grace: %+v", f.Paused)
	}
	s.ask(mila, requestAlone)
	if f := s.g.state(1); f.Paused != nil || !f.Seats[0].Alone || f.Seats[1].Alone || f.Seats[1].Here {
		t.Errorf("alone: paused %+v, seats %+v", f.Paused, f.Seats)
	}
	s.ask(mila, requestNextRound)
	s.wantPhase(inRound, 2)
	s.wait(20 * time.Second)
	s.wantPhase(finishing, 3)
	if s.g.how != AllRounds {
		t.Errorf("ended %v", s.g.how)
	}
}

func TestGame_WhoCameBackLatePlaysAgain(t *testing.T) {
	s, mila, jonas := playing(t)
	s.step(detach{jonas})
	s.wait(seatGrace)
	s.ask(mila, requestAlone)
	before := s.g.seq
	jonas = s.attach(2, 22)
	s.wantEntries(before, "2 joined") // the clock ran and still runs
	if f := s.g.state(1); f.Seats[0].Alone || !f.Seats[1].Here {
		t.Errorf("seats %+v", f.Seats)
	}

	before = s.g.seq
	s.step(detach{jonas})
	s.wantEntries(before, "2 gone", "paused") // the game waits for it as before
	s.ask(mila, requestAlone)
	s.wantEntries(before, "2 gone", "paused")
}

func TestGame_Abandoned(t *testing.T) {
	for _, c := range []struct {
		name string
		play func(*stage)
		want string
	}{
		{"nobody ever came", func(s *stage) { s.wait(seatGrace) }, "abandoned"},
		{"one came and went", func(s *stage) {
			s.wait(50 * time.Second)
			p := s.attach(1, 11)
			s.wait(50 * time.Second)
			s.step(detach{p})
			s.wait(seatGrace)
		}, "abandoned"},
		{"one is here", func(s *stage) { s.attach(1, 11); s.wait(seatGrace + waitTime - time.Second) }, ""},
		{"one is here and does nothing", func(s *stage) { s.attach(1, 11); s.wait(seatGrace + waitTime) }, "abandoned"},
		{"one is here whose line drops again and again, and does nothing", func(s *stage) {
			for range 9 {
				p := s.attach(1, 11)
				s.wait(50 * time.Second)
				s.step(detach{p})
			}
		}, "abandoned"},
		{"one is here and wants to wait", func(s *stage) {
			p := s.attach(1, 11)
			for range 9 {
				s.wait(waitTime - time.Second)
				s.ask(p, requestReact)
			}
		}, ""},
		{"both went in mid-game", func(s *stage) {
			a, b := s.attach(1, 11), s.attach(2, 22)
			s.wait(5 * time.Second)
			s.step(detach{a})
			s.wait(10 * time.Second)
			s.step(detach{b})
			s.wait(seatGrace)
		}, "abandoned"},
		{"not within the later grace", func(s *stage) {
			a, b := s.attach(1, 11), s.attach(2, 22)
			s.step(detach{a})
			s.wait(50 * time.Second)
			s.step(detach{b})
			s.wait(59 * time.Second)
		}, ""},
		{"who was alone went too", func(s *stage) {
			a, b := s.attach(1, 11), s.attach(2, 22)
			s.step(detach{a})
			s.wait(seatGrace)
			s.ask(b, requestAlone)
			s.wait(time.Second)
			s.step(detach{b})
			s.wait(seatGrace)
		}, "abandoned"},
		{"both left for good", func(s *stage) {
			a, b := s.attach(1, 11), s.attach(2, 22)
			s.ask(a, requestLeave)
			s.ask(b, requestLeave)
		}, "abandoned"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t, anyGame())
			c.play(s)
			if got := s.g.state(1).How; got != c.want {
				t.Errorf("how = %q, want %q", got, c.want)
			}
		})
	}
}

func TestGame_GoesOnEarlyWhenBothAgree(t *testing.T) {
	s, mila, jonas := playing(t)
	s.wait(2 * time.Second)
	before := s.g.seq
	s.ask(mila, requestNextRound)
	s.ask(mila, requestNextRound)
	s.wantEntries(before, "1 going_on")
	if f := s.g.state(2); !f.Seats[0].GoOn || f.Seats[1].GoOn {
		t.Errorf("seats %+v", f.Seats)
	}
	s.ask(jonas, requestNextRound)
	s.wantEntries(before, "1 going_on", "2 going_on", "round 2")
	if f := s.g.state(1); f.LeftMS != 10_000 || f.Seats[0].GoOn || f.Seats[1].GoOn {
		t.Errorf("%d ms left, seats %+v", f.LeftMS, f.Seats)
	}
}

func TestGame_GoingOnInTheLastRoundEndsTheGame(t *testing.T) {
	s, mila, jonas := playing(t)
	s.wait(20 * time.Second)
	s.wantPhase(inRound, 3)
	s.draw(mila, 1, penDown)
	before := s.g.seq
	s.ask(mila, requestNextRound)
	s.ask(jonas, requestNextRound)
	s.wantPhase(finishing, 3)
	s.wantEntries(before, "1 going_on", "2 going_on")
	s.wait(time.Second)
	s.wantEntries(before, "1 going_on", "2 going_on", "1 lifted", "finished all_rounds")
}

func TestGame_NoGoingOnWhilePausedOrCountingIn(t *testing.T) {
	s := newStage(t, anyGame())
	mila, jonas := s.attach(1, 11), s.attach(2, 22)
	s.ask(mila, requestNextRound)
	s.wait(4 * time.Second)
	s.step(detach{jonas})
	s.ask(mila, requestNextRound)
	for _, e := range s.entries(0) {
		if e == "1 going_on" {
			t.Error("agreed to go on while nothing ran")
		}
	}
}

func TestGame_AWishToGoOnCountsForWhoIsLeft(t *testing.T) {
	for round, want := range map[int]string{1: "round 2", 3: "finished all_rounds"} {
		s, mila, jonas := playing(t)
		s.wait(time.Duration(round-1) * 10 * time.Second)
		s.ask(mila, requestNextRound)
		s.ask(jonas, requestLeave)
		before := s.g.seq
		s.ask(mila, requestAlone)
		s.wantEntries(before, "resumed", want)
	}
}

func TestGame_WhoLeftStaysAway(t *testing.T) {
	s, _, jonas := playing(t)
	s.draw(jonas, 1, penDown)
	before := s.g.seq
	s.ask(jonas, requestLeave)
	if !slices.Contains(s.did, effect(releaseSeat{seat: 2})) {
		t.Error("their seat is not freed")
	}
	s.wantDismissed(jonas, CloseLeft)
	s.wantEntries(before, "2 lifted", "2 gone", "paused")
	s.wantDismissed(s.attach(2, 23), CloseLeft)
	s.wantEntries(before, "2 lifted", "2 gone", "paused")
}

func TestGame_WhoLeftStaysAwayAfterARestore(t *testing.T) {
	made := anyGame()
	made.Seats[1].Left = true
	s := newStage(t, made)
	s.wantDismissed(s.attach(2, 22), CloseLeft)
	mila := s.attach(1, 11)
	s.ask(mila, requestAlone)
	s.wantPhase(countingIn, 0)
}

func TestGame_AnOlderPageThatReconnectsDoesNotTakeTheSeat(t *testing.T) {
	s, mila, _ := playing(t)
	s.step(detach{mila})
	newer := s.attach(1, 12)
	before := s.g.seq

	older := s.reconnect(1, 11)
	s.wantDismissed(older, CloseReplaced)
	s.wantEntries(before)
	s.draw(newer, 1, penDown)
	s.wantEntries(before, "1 begin 12/1")

	s.step(detach{newer})
	s.wantDismissed(s.reconnect(1, 11), 0) // the newer page is gone
	s.wantDismissed(s.reconnect(1, 11), 0) // its own socket may be dead without the room knowing
	s.wantDismissed(s.attach(1, 12), 0)    // the player takes the seat back
}

// The room may hear of a page's second socket before the page does: the page must not
// believe that another page took the seat.
func TestGame_APagesSecondSocketTakesTheSeatFromItsFirst(t *testing.T) {
	s, mila, _ := playing(t)
	s.draw(mila, 1, penDown)
	before := s.g.seq

	second := s.reconnect(1, mila.pen)
	s.wantDismissed(second, 0)
	s.wantDismissed(mila, CloseResume)
	s.step(detach{mila})
	s.draw(mila, 2, penMove) // too late: the page sends it again
	s.wantEntries(before)    // the seat was never empty
	if !s.g.running {
		t.Error("the clock stands")
	}
	s.draw(second, 1, penDown, penMove)
	s.wantEntries(before, "1 points 11/2")
}

func TestGame_ANewerPeerReplacesTheOlder(t *testing.T) {
	s, mila, _ := playing(t)
	before := s.g.seq
	newer := s.attach(1, 12)
	s.wantDismissed(mila, CloseReplaced)
	s.wantEntries(before) // the seat was never empty
	s.step(detach{mila})
	s.ask(mila, requestLeave)
	s.draw(mila, 1, penDown)
	s.wantEntries(before) // and who was replaced has no say
	s.draw(newer, 1, penDown)
	s.wantEntries(before, "1 begin 12/1")
}

func TestGame_Reactions(t *testing.T) {
	s, mila, jonas := playing(t)
	before := s.g.seq
	s.step(ask{mila, requestReact, Laugh})
	s.step(ask{mila, requestReact, Clap}) // at once again: dropped
	s.step(ask{jonas, requestReact, Question})
	s.wait(reactionPause)
	s.step(ask{mila, requestReact, Clap})
	s.wantEntries(before, "1 reaction laugh", "2 reaction question", "1 reaction clap")
	if _, ok := did[tell](s); ok {
		t.Error("a reaction changes no state")
	}
}

func TestGame_EndsForWhomThePartnerHasLeft(t *testing.T) {
	for what, c := range map[string]struct {
		goes  func(s *stage, jonas *peer)
		waits bool
	}{
		"the line broke":         {func(s *stage, jonas *peer) { s.step(detach{jonas}) }, false},
		"left for good":          {func(s *stage, jonas *peer) { s.ask(jonas, requestLeave) }, false},
		"broke the protocol":     {func(s *stage, jonas *peer) { s.step(draw{jonas, []byte{1, 0xff}}) }, false},
		"too slow":               {func(s *stage, jonas *peer) { s.step(slow{jonas}) }, true},
		"a gap":                  {func(s *stage, jonas *peer) { s.draw(jonas, 7, penDown) }, true},
		"its ink was in the way": {func(s *stage, jonas *peer) { s.step(stuck{true}); s.draw(jonas, 1, penDown); s.step(stuck{false}) }, true},
		"slow, and its socket then ended": {func(s *stage, jonas *peer) {
			s.step(slow{jonas})
			s.step(detach{jonas})
			s.step(slow{jonas})
		}, true},
	} {
		t.Run(what, func(t *testing.T) {
			s, mila, jonas := playing(t)
			c.goes(s, jonas)
			if s.g.liveSeats[1].peer != nil {
				t.Fatal("jonas is still here")
			}
			if got := s.g.state(1).Paused.MayEnd; got == c.waits {
				t.Errorf("mila is told that she may end: %t", got)
			}
			s.ask(mila, requestEnd)
			if refused, ok := did[notNow](s); ok != c.waits || ok && refused != (notNow{mila, requestEnd, delayComingBack}) {
				t.Errorf("refused: %+v, %t", refused, ok)
			}
			if c.waits {
				s.wantPhase(inRound, 1)
				s.wait(seatGrace)
				if !s.g.state(1).Paused.MayEnd {
					t.Error("mila isn't told that she may end after the grace")
				}
				s.ask(mila, requestEnd)
			}
			s.wantPhase(finishing, 1)
		})
	}
}

func TestGame_IsCompactedOnceDurable(t *testing.T) {
	s, mila, jonas := playing(t)
	s.draw(mila, 1, penDown, penMove, penUp, touchDown, penUp)
	s.step(detach{jonas})
	s.wait(time.Second)
	s.ask(mila, requestEnd)
	s.wantPhase(finishing, 1)

	s.step(flushed{s.g.seq - 1})
	if _, ok := did[compact](s); ok {
		t.Fatal("compacted before its end was durable")
	}
	s.step(flushed{s.g.seq})
	c, ok := did[compact](s)
	if !ok {
		t.Fatal("not compacted though all is durable")
	}
	want := Finished{
		Game: "game", Epoch: 1, How: EndedEarly, PlayMS: 3000, Strokes: 2, Drew: [2]bool{true, false},
		StartedAt: start, EndedAt: s.now, RoundStarts: []int64{3000},
	}
	if diff := cmp.Diff(want, c.game); diff != "" {
		t.Error(diff)
	}

	s.wantPhase(finishing, 1)
	s.step(stored{})
	s.wantPhase(kept, 1)
	s.wantDismissed(mila, CloseKept)
	if _, ok := s.did[0].(tell); !ok {
		t.Error("the page is sent away before it is told why")
	}
	if _, ok := did[evict](s); !ok {
		t.Error("the room lives on")
	}
	s.wantDismissed(s.attach(2, 22), CloseKept)
}

func TestGame_NothingIsCompactedTwice(t *testing.T) {
	s, mila, jonas := playing(t)
	s.step(detach{jonas})
	s.ask(mila, requestEnd)
	s.step(flushed{s.g.seq})
	s.step(flushed{s.g.seq})
	if _, ok := did[compact](s); ok {
		t.Error("compacted again")
	}
}

func TestGame_ClockStandsWhileTheNodeIsFull(t *testing.T) {
	s, mila, jonas := playing(t)
	s.draw(mila, 1, penDown)
	before := s.g.seq
	s.step(stuck{true})
	s.draw(mila, 2, penMove)
	s.draw(mila, 3, penUp)
	s.step(ask{mila, requestReact, Heart})
	s.wait(time.Minute)
	if f := s.g.state(1); f.Paused == nil || len(f.Paused.Away) != 0 || f.Paused.GraceEndsAt != nil {
		t.Errorf("paused: %+v", f.Paused)
	}
	s.step(stuck{false})
	s.wantDismissed(mila, CloseResume) // its ink was neither taken nor refused
	s.wantDismissed(jonas, 0)
	mila = s.attach(1, 11)
	if w, _ := did[welcome](s); w.frame.N != 1 {
		t.Errorf("welcomed with n = %d, want 1", w.frame.N)
	}
	s.draw(mila, 2, penMove, penUp)
	s.wantEntries(before, "paused", "1 gone", "1 joined", "resumed", "1 points 11/2", "1 end 11/3")
}

func TestGame_HaltStopsThePlay(t *testing.T) {
	s, mila, jonas := playing(t)
	before := s.g.seq
	s.step(halt{})
	s.wantEntries(before, "paused")
	s.draw(mila, 1, penDown, penUp)
	s.ask(jonas, requestLeave)
	s.wantEntries(before, "paused")
	s.wantDismissed(mila, 0) // its line ends with the room
	s.wantDismissed(jonas, 0)
	s.wantDismissed(s.attach(1, 11), CloseRestarting)
	if at := s.g.wake(); !at.Equal(s.now.Add(haltTime)) {
		t.Errorf("it wakes at %v", at)
	}
	s.now = s.g.wake() // the database is away
	s.step(tick{})
	s.wantDismissed(mila, CloseRestarting)
	s.wantDismissed(jonas, CloseRestarting)
}
