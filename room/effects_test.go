package room

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// seats names the seats of an audience: "12" for both.
func (a audience) seats() (names string) {
	for _, p := range a {
		if p != nil {
			names += fmt.Sprint(p.seat)
		}
	}
	return names
}

// told describes each message of the last step, and who got it.
func (s *stage) told() (lines []string) {
	s.t.Helper()
	line := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, e := range s.did {
		switch e := e.(type) { //nolint:gochecksumtype // The others tell no page anything.
		case *show:
			var shown []string
			for entry, err := range Entries(e.stream) {
				if err != nil {
					s.t.Fatal(err)
				}
				if int(s.g.offsets[entry.Seq-1]) >= e.from {
					shown = append(shown, short(entry))
				}
			}
			line("%s: entries up to %d: %s", e.to.seats(), e.seq, strings.Join(shown, ", "))
		case tell:
			for i, p := range e.to {
				if p != nil {
					line("%d: %s, paused %t", p.seat, e.states[i].Phase, e.states[i].Paused != nil)
				}
			}
		case durableNow:
			line("%s: durable by %d", e.to.seats(), e.by)
		case welcome:
			size := 0
			for _, entries := range e.past {
				size += len(entries)
			}
			line("%d: welcome from %d to %d, durable %d, paused %t, %d bytes", e.peer.seat,
				e.frame.From, e.frame.Seq, e.frame.Durable, e.frame.State.Paused != nil, size)
		case check:
			line("%s: check at %d", e.to.seats(), e.seq)
		case refuse:
			line("%d: op %d refused: %s, bound %d", e.peer.seat, e.n, e.reason, e.met)
		case sendStream:
			line("stream of %d bytes", len(e.past.stream))
		case compact:
			line("compact %d bytes", len(e.stream))
		}
	}
	return lines
}

func TestStep_EffectsCarryWhatEachPageIsTold(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *stage, mila, jonas *peer)
		want []string
	}{
		{"ink", func(s *stage, mila, _ *peer) { s.draw(mila, 1, penDown) }, []string{"12: entries up to 5: 1 begin 11/1"}},
		{"some of it is durable", func(s *stage, mila, _ *peer) {
			s.draw(mila, 1, penDown)
			s.step(flushed{s.g.seq - 1})
		}, []string{"12: durable by [4 4]"}},
		{"more is durable than who came later was told", func(s *stage, _, _ *peer) {
			s.step(flushed{s.g.seq - 2})
			s.attach(1, 12)
			s.step(flushed{s.g.seq})
		}, []string{"12: durable by [2 2]"}},
		{"a page leaves", func(s *stage, mila, _ *peer) { s.step(detach{mila}) }, []string{"2: entries up to 6: 1 gone, paused", "2: round, paused true"}},
		{"and comes back", func(s *stage, mila, _ *peer) {
			s.step(detach{mila})
			s.attach(1, 12)
		}, []string{
			"2: entries up to 8: 1 joined, resumed", "2: round, paused false",
			"1: welcome from 0 to 8, durable 0, paused false, 26 bytes",
		}},
		{"too much ink", func(s *stage, mila, _ *peer) {
			s.draw(mila, 1, penDown)
			s.g.liveSeat(1).work = maxWork
			s.draw(mila, 2, eightPoints)
		}, []string{fmt.Sprintf("1: op 2 refused: full, bound %d", BoundDrawing)}},
		{"a look", func(s *stage, _, _ *peer) { s.step(readStream{make(chan past, 1)}) }, []string{"stream of 14 bytes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, mila, jonas := playing(t)
			c.do(s, mila, jonas)
			if diff := cmp.Diff(c.want, s.told()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
