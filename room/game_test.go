package room

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var anySet = prompts.Set{
	ID: "set", Theme: "A harbour", Paper: "#E9F1F4",
	Series: [2][]string{{"boat 1", "boat 2", "boat 3"}, {"gull 1", "gull 2", "gull 3"}},
}

// anyGame has 3 rounds of 10 s.
func anyGame() Game {
	set := anySet
	return Game{
		ID: "game", Epoch: 1, Lobby: "plum-kite-otter", RoundSeconds: 10, Rounds: 3, Language: "en",
		Seats: [2]SeatPlayer{{Player: "p1", Name: "Mila"}, {Player: "p2", Name: "Jonas"}}, Prompts: &set,
	}
}

// stage runs a game step by step, with its own clock.
type stage struct {
	t   *testing.T
	g   *game
	now time.Time
	did []effect // of the last step
}

func newStage(t *testing.T, made Game) *stage {
	t.Helper()
	g, err := newGame(made, start)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, g: g, now: start}
	s.step(begin{})
	return s
}

// playing returns a stage with both seats taken, in round 1.
func playing(t *testing.T) (s *stage, mila, jonas *peer) {
	t.Helper()
	s = newStage(t, anyGame())
	mila, jonas = s.attach(1, 11), s.attach(2, 22)
	s.wait(3 * time.Second)
	s.wantPhase(inRound, 1)
	return s, mila, jonas
}

func (s *stage) step(m message) {
	s.did = append([]effect(nil), s.g.step(m, s.now)...)
}

func (s *stage) attach(seat ink.Seat, pen uint32, earlier ...uint32) *peer {
	p := &peer{seat: seat, pen: pen, earlier: earlier}
	s.step(attach{p})
	return p
}

// reconnect attaches a page that has held the seat before and reconnects by itself.
func (s *stage) reconnect(seat ink.Seat, pen uint32) *peer {
	p := &peer{seat: seat, pen: pen, reconnect: true}
	s.step(attach{p})
	return p
}

func (s *stage) ask(p *peer, what request) { s.step(ask{peer: p, what: what}) }

func (s *stage) draw(p *peer, n uint32, ops ...[]byte) { s.step(draw{p, frameOf(n, ops...)}) }

// wait lets time pass as the room's alarm does: it ticks at each due moment.
func (s *stage) wait(d time.Duration) {
	end := s.now.Add(d)
	for {
		w := s.g.wake()
		if w.IsZero() || w.After(end) {
			break
		}
		s.now = w
		s.step(tick{})
	}
	s.now = end
	s.step(tick{})
}

// entries lists what was written since entry after, in short.
func (s *stage) entries(after uint64) []string {
	s.t.Helper()
	var list []string
	for e, err := range Entries(s.g.stream) {
		if err != nil {
			s.t.Fatal(err)
		}
		if e.Seq > after {
			list = append(list, short(e))
		}
	}
	return list
}

func (s *stage) wantEntries(after uint64, want ...string) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.entries(after)); diff != "" {
		s.t.Errorf("entries after %d (-want +got):\n%s", after, diff)
	}
}

func (s *stage) wantPhase(p phase, round int) {
	s.t.Helper()
	if s.g.phase != p || s.g.round != round {
		s.t.Errorf("in %v, round %d; want %v, round %d", s.g.phase, s.g.round, p, round)
	}
}

// dismissed returns the code that the last step closed p with, or 0.
func (s *stage) dismissed(p *peer) Close {
	for _, e := range s.did {
		if d, ok := e.(dismiss); ok && d.peer == p {
			return d.code
		}
	}
	return 0
}

func (s *stage) wantDismissed(p *peer, want Close) {
	s.t.Helper()
	if got := s.dismissed(p); got != want {
		s.t.Errorf("dismissed with %d %s, want %d %s", got, got.Reason(), want, want.Reason())
	}
}

// refused lists the refusals of the last step.
func (s *stage) refused() (list []refusal) {
	for _, e := range s.did {
		if r, ok := e.(refuse); ok {
			list = append(list, r.reason)
		}
	}
	return list
}

func did[E effect](s *stage) (E, bool) {
	for _, e := range s.did {
		if found, ok := e.(E); ok {
			return found, true
		}
	}
	var none E
	return none, false
}

// short describes an entry in a word or two: "1 joined", "round 2", "2 begin 22/1".
func short(e Entry) string {
	var b strings.Builder
	if e.Seat != 0 {
		fprintf(&b, "%d ", e.Seat)
	}
	if e.Event == 0 {
		fprintf(&b, "%s %d/%d", e.Op.Kind, e.Pen, e.N)
		return b.String()
	}
	b.WriteString(e.Event.String())
	switch e.Event {
	case EventRound:
		fprintf(&b, " %d", e.Round)
	case EventReaction:
		fprintf(&b, " %s", e.Reaction)
	case EventFinished:
		fprintf(&b, " %s", e.How)
	default:
	}
	return b.String()
}

// all lets cmp compare unexported fields.
var all = cmp.Exporter(func(reflect.Type) bool { return true })

// encoding/json would write a slice of seats, which are bytes, as text.
func TestGame_NamesThoseWhoAreAwayInAList(t *testing.T) {
	s, mila, _ := playing(t)
	s.step(detach{mila})
	var told struct {
		Paused struct{ Away []int }
	}
	b, err := json.Marshal(s.g.state(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &told); err != nil || !slices.Equal(told.Paused.Away, []int{1}) {
		t.Errorf("%s: %v", b, err)
	}
}
