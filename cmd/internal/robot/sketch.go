package robot

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// Sketch is a stock of strokes that people once drew. It never changes, so many
// robots may draw from it at once.
type Sketch struct {
	strokes [][][]byte // the ops of each: begin, points, end
}

// NewSketch takes the strokes of all seats out of a journal stream.
func NewSketch(stream []byte) (Sketch, error) {
	var s Sketch
	var open [2][][]byte
	for e, err := range room.Entries(stream) {
		switch {
		case err != nil:
			return Sketch{}, fmt.Errorf("read strokes: %w", err)
		case e.Event != 0:
			continue
		}
		ops := &open[e.Seat-1]
		if e.Op.Kind == ink.Begin {
			*ops = nil // what the room lifted has no end
		}
		*ops = append(*ops, e.Raw())
		if e.Op.Kind == ink.End {
			s.strokes = append(s.strokes, *ops)
		}
	}
	if len(s.strokes) == 0 {
		return Sketch{}, errors.New("read strokes: there is none")
	}
	return s, nil
}

// pencil draws a sketch's strokes, in an order of its own, without end.
type pencil struct {
	sketch Sketch
	rng    *rand.Rand
	order  []int    // of the strokes still to be drawn in this turn
	rest   [][]byte // of the open stroke
}

func (s Sketch) pencil(rng *rand.Rand) *pencil { return &pencil{sketch: s, rng: rng} }

// open reports whether the stroke has begun and not ended.
func (p *pencil) open() bool { return len(p.rest) > 0 }

// next gives the next op.
func (p *pencil) next() []byte {
	if !p.open() {
		if len(p.order) == 0 {
			p.order = p.rng.Perm(len(p.sketch.strokes))
		}
		p.rest = p.sketch.strokes[p.order[0]]
		p.order = p.order[1:]
	}
	op := p.rest[0]
	p.rest = p.rest[1:]
	return op
}

// lift ends the open stroke early; nil if none is open.
func (p *pencil) lift() []byte {
	if !p.open() {
		return nil
	}
	p.rest = nil
	return ink.AppendEnd(nil)
}
