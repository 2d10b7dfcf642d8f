package robot

import (
	"bytes"
	"context"
	"fmt"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// Findings are what is wrong with a kept game, or with many. All but the first three
// must be 0.
type Findings struct {
	Games int `json:"games"`
	Acked int `json:"acked"` // ops
	Kept  int `json:"kept"`  // ops

	Lost      int `json:"lost"`      // acked ops that are not in the recording
	Dropped   int `json:"dropped"`   // ops that were drawn in time, acked or not, and are not in the recording
	Doubled   int `json:"doubled"`   // ops that are in the recording more than once
	Reordered int `json:"reordered"` // ops that are in another order than they were drawn
	Altered   int `json:"altered"`   // ops in the recording that were never drawn so
	Diverged  int `json:"diverged"`  // streams and pictures that differ from the recording
	Clocks    int `json:"clocks"`    // times that the game clock ran while it had to stand, or overran

	Details []string `json:"details,omitempty"` // a line each, of the first few
}

// mostDetails bounds the lines: one fault may break a thousand ops.
const mostDetails = 20

// Wrong counts all that is wrong.
func (f *Findings) Wrong() int {
	return f.Lost + f.Dropped + f.Doubled + f.Reordered + f.Altered + f.Diverged + f.Clocks
}

// Add adds other findings.
func (f *Findings) Add(g Findings) {
	f.Games += g.Games
	f.Acked += g.Acked
	f.Kept += g.Kept
	f.Lost += g.Lost
	f.Dropped += g.Dropped
	f.Doubled += g.Doubled
	f.Reordered += g.Reordered
	f.Altered += g.Altered
	f.Diverged += g.Diverged
	f.Clocks += g.Clocks
	for _, line := range g.Details {
		f.say("%s", line)
	}
}

func (f *Findings) say(format string, args ...any) {
	if len(f.Details) < mostDetails {
		f.Details = append(f.Details, fmt.Sprintf(format, args...))
	}
}

// Verify holds a kept game's stream against what its two robots saw: every acked op
// is in it exactly once, as drawn and in order; what was durable on a page is how it
// begins; the pictures agree; its clock stood still while the game was paused.
func Verify(ctx context.Context, g Game, s Settings, stream []byte, records []*Record) Findings {
	f := Findings{Games: 1}
	f.ops(stream, records)
	f.clock(stream, s, g.PlayMS)
	f.shown(ctx, g, stream, records)
	return f
}

// ops looks at each pen's ops.
func (f *Findings) ops(stream []byte, records []*Record) {
	type drawn struct {
		*Pen
		seat  int
		index int // of the seat's pens
		last  uint32
		seen  []bool
	}
	pens := map[uint32]*drawn{}
	newest := map[int]int{} // by seat, the index of its pen that has drawn
	for _, r := range records {
		f.Acked += r.acked()
		for i, p := range r.Pens {
			pens[p.ID] = &drawn{Pen: p, seat: r.Seat, index: i, seen: make([]bool, len(p.Ops))}
		}
	}
	for e, err := range room.Entries(stream) {
		if err != nil {
			f.Altered++
			f.say("the recording can't be read: %v", err)
			return
		}
		if e.Event != 0 {
			continue
		}
		f.Kept++
		d := pens[e.Pen]
		if d == nil || int(e.Seat) != d.seat || int(e.N) > len(d.Ops) || !bytes.Equal(e.Raw(), d.Ops[e.N-1]) {
			f.Altered++
			f.say("entry %d holds op %d of pen %d, which was never drawn so", e.Seq, e.N, e.Pen)
			continue
		}
		switch {
		case d.seen[e.N-1]:
			f.Doubled++
			f.say("seat %d: op %d of pen %d is recorded twice", d.seat, e.N, e.Pen)
		case e.N < d.last:
			f.Reordered++
			f.say("seat %d: op %d of pen %d is recorded after op %d", d.seat, e.N, e.Pen, d.last)
		case d.index < newest[d.seat]:
			f.Reordered++
			f.say("seat %d: op %d of pen %d is recorded after those of a newer page", d.seat, e.N, e.Pen)
		}
		newest[d.seat] = max(newest[d.seat], d.index)
		d.seen[e.N-1] = true
		d.last = e.N
	}
	for _, r := range records {
		for _, p := range r.Pens {
			for i, seen := range pens[p.ID].seen {
				n := uint32(i) + 1
				switch {
				case seen:
				case p.Acked[i]:
					f.Lost++
					f.say("seat %d: op %d of pen %d was acked and is lost", r.Seat, n, p.ID)
				case i < p.InTime && !p.Refused[n]:
					f.Dropped++
					f.say("seat %d: op %d of pen %d was drawn in time and is lost", r.Seat, n, p.ID)
				}
			}
		}
	}
}

// tail is how much longer than its rounds a game may last, in ms: for the rest of the
// strokes that are open when its time is up. countIn comes before the first round.
const (
	tail    = 1000
	countIn = 3000
)

// clock looks at the times of the entries.
func (f *Findings) clock(stream []byte, s Settings, playMS int64) {
	var at, paused int64 = 0, -1
	var round int
	ends := int64(-1) // of the phase
	for e, err := range room.Entries(stream) {
		if err != nil {
			return // ops has said so
		}
		if paused >= 0 && e.At != paused {
			f.Clocks++
			f.say("entry %d: the clock went from %d to %d ms in a pause", e.Seq, paused, e.At)
			paused = e.At
		}
		switch e.Event {
		case room.EventPaused:
			paused = e.At
		case room.EventResumed:
			paused = -1
		case room.EventBeganCountingIn:
			ends = e.At + countIn
		case room.EventRound:
			if e.Round != round+1 || ends < 0 || e.At > ends {
				f.Clocks++
				f.say("entry %d: round %d begins at %d ms, after round %d, which ended at %d", e.Seq, e.Round, e.At, round, ends)
			}
			round, ends = e.Round, e.At+int64(s.RoundSeconds)*1000
		default:
		}
		if ends >= 0 && e.At > ends+tail {
			f.Clocks++
			f.say("entry %d: it is %d ms, and the phase ended at %d", e.Seq, e.At, ends)
		}
		at = e.At
	}
	if at != playMS {
		f.Clocks++
		f.say("the game says that it took %d ms, its recording %d", playMS, at)
	}
}

// shown looks at what the robots were shown.
func (f *Findings) shown(ctx context.Context, g Game, stream []byte, records []*Record) {
	paper, err := ink.ParseRGB(g.Paper)
	if err != nil {
		f.Diverged++
		f.say("paper %q: %v", g.Paper, err)
	}
	f.picture(ctx, "the recording", stream, paper, g.PictureHash)
	for _, r := range records {
		for _, s := range r.Streams {
			what := fmt.Sprintf("seat %d, epoch %d", r.Seat, s.Epoch)
			if !bytes.HasPrefix(stream, s.Bytes[:s.Durable]) {
				f.Diverged++
				f.say("%s: the durable entries differ from the recording", what)
			}
			// An end is no more to be believed than ink, before it is durable. And the
			// same stream draws the same picture.
			if s.Finished && s.Durable == len(s.Bytes) && !bytes.Equal(s.Bytes, stream) {
				f.Diverged++
				f.say("%s: the game that was shown differs from the recording", what)
			}
		}
	}
}

// picture folds a stream and compares it with the server's.
func (f *Findings) picture(ctx context.Context, what string, stream []byte, paper ink.RGB, hash string) {
	canvas, err := room.Draw(ctx, stream, paper)
	if err != nil {
		f.Diverged++
		f.say("%s: %v", what, err)
		return
	}
	if got := canvas.Hash(); got != hash {
		f.Diverged++
		f.say("%s draws %s, the server %s", what, got, hash)
	}
}
