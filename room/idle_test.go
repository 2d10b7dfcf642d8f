package room

import (
	"testing"
	"time"

	"github.com/tandem-game/tandem/room/ink"
)

// patient returns a stage with rounds of two minutes, whose two players have both just done
// something.
func patient(t *testing.T) (s *stage, mila, jonas *peer) {
	t.Helper()
	made := anyGame()
	made.RoundSeconds = 120
	s = newStage(t, made)
	mila, jonas = s.attach(1, 11), s.attach(2, 22)
	s.wait(3 * time.Second)
	s.ask(mila, requestReact)
	s.ask(jonas, requestReact)
	return s, mila, jonas
}

func (s *stage) wantIdle(seat ink.Seat, want bool) {
	s.t.Helper()
	if got := s.g.state(1).Seats[seat-1].Idle; got != want {
		s.t.Errorf("after %v seat %d is idle: %v", s.now.Sub(start), seat, got)
	}
}

func TestGame_APlayerWhoDoesNothingIsIdle(t *testing.T) {
	s, mila, jonas := patient(t)
	s.wait(idleAfter - time.Second)
	s.draw(mila, 1, penDown)
	s.wantIdle(2, false)
	s.now = s.g.wake()
	s.step(tick{})
	s.wantIdle(1, false)
	s.wantIdle(2, true)
	if _, told := did[tell](s); !told {
		t.Error("nobody is told")
	}
	s.draw(jonas, 1, penDown)
	s.wantIdle(2, false)
	if _, told := did[tell](s); !told {
		t.Error("nobody is told that it is over")
	}
	s.wait(idleAfter)
	s.ask(jonas, requestReact)
	s.wantIdle(1, true)
	s.wantIdle(2, false)
}

func TestGame_APlayerWhoDoesNothingIsAskedBeforeThePartnerMayLeave(t *testing.T) {
	s, mila, jonas := patient(t)
	wantAsked := func(want bool) {
		t.Helper()
		if got := s.g.state(1).Seats[1].Asked; got != want {
			t.Errorf("after %v seat 2 is asked: %v", s.now.Sub(start), got)
		}
	}
	s.wait(askAfter - time.Second)
	s.draw(mila, 1, penDown)
	wantAsked(false)
	s.now = s.g.wake()
	s.step(tick{})
	wantAsked(true)
	s.wantIdle(2, false)
	if _, told := did[tell](s); !told {
		t.Error("nobody is asked")
	}
	s.ask(jonas, requestReact)
	wantAsked(false)
	s.wait(idleAfter)
	wantAsked(true)
	s.wantIdle(2, true)
}

func TestGame_NobodyBecomesIdleWhileTheClockStands(t *testing.T) {
	s, mila, jonas := patient(t)
	s.wait(idleAfter - time.Second)
	s.step(detach{jonas})
	s.wait(50 * time.Second)
	s.wantIdle(1, false)
	s.attach(2, 22)
	s.wait(idleAfter - time.Second)
	s.wantIdle(1, false)
	s.wait(time.Second)
	s.wantIdle(1, true)
	s.step(detach{mila})
	s.wantIdle(1, false) // the seat's player is away
}

func TestGame_MayBeEndedWhileThePartnerIsIdle(t *testing.T) {
	s, mila, jonas := patient(t)
	before := s.g.seq
	s.ask(mila, requestEnd)
	s.wantEntries(before)
	s.wait(idleAfter)
	s.draw(mila, 1, penDown, penUp)
	before = s.g.seq
	s.ask(jonas, requestEnd) // the partner has drawn
	s.wantEntries(before)
	s.wait(idleAfter)
	s.ask(mila, requestEnd)
	s.wantEntries(before, "finished ended_early")
	if s.g.liveSeat(1).left {
		t.Error("who ended it counts as one who left")
	}
}

func TestGame_EndsWhenNobodyPlays(t *testing.T) {
	for _, c := range []struct {
		name string
		play func(s *stage, mila, jonas *peer)
		want string
	}{
		{"the partner left", func(s *stage, _, jonas *peer) {
			s.ask(jonas, requestLeave)
			s.wait(decideTime)
		}, "abandoned"},
		{"the partner left a drawing", func(s *stage, _, jonas *peer) {
			s.draw(jonas, 1, penDown)
			s.ask(jonas, requestLeave)
			s.wait(decideTime)
		}, "ended_early"},
		{"the partner left just now", func(s *stage, _, jonas *peer) {
			s.ask(jonas, requestLeave)
			s.wait(decideTime - time.Second)
		}, ""},
		{"who is left draws on", func(s *stage, mila, jonas *peer) {
			s.ask(jonas, requestLeave)
			s.wait(decideTime - time.Second)
			s.draw(mila, 1, penDown)
			s.wait(decideTime - time.Second)
		}, ""},
		{"who is left plays on alone", func(s *stage, mila, jonas *peer) {
			s.ask(jonas, requestLeave)
			s.ask(mila, requestAlone)
			s.wait(2 * decideTime)
		}, ""},
		{"the partner's grace is over, and they may still come", func(s *stage, _, jonas *peer) {
			s.step(detach{jonas})
			s.wait(seatGrace + waitTime - time.Second)
		}, ""},
		{"the partner never came back", func(s *stage, mila, jonas *peer) {
			s.draw(mila, 1, penDown)
			s.step(detach{jonas})
			s.wait(seatGrace + waitTime)
		}, "ended_early"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, jonas := patient(t)
			c.play(s, mila, jonas)
			if got := s.g.state(1).How; got != c.want {
				t.Errorf("how = %q, want %q", got, c.want)
			}
		})
	}
}

func TestGame_SaysWhenItEndsByItself(t *testing.T) {
	s, _, jonas := patient(t)
	s.step(detach{jonas})
	if f := s.g.state(1).Paused; f.EndsAt != nil {
		t.Errorf("within the grace: %+v", f)
	}
	s.wait(seatGrace)
	if f := s.g.state(1).Paused; f.EndsAt == nil || *f.EndsAt != s.now.Add(waitTime).UnixMilli() {
		t.Errorf("after it, at %d: %+v", s.now.UnixMilli(), f)
	}
}
