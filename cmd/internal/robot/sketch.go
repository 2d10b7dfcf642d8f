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
		case e.Event != 0 || e.Op.Kind != ink.Begin && !e.Op.Kind.Within():
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

// pencil draws a sketch's strokes, in an order of its own, without end. Between
// them it does now and then what else a hand does: it fills, undoes, brings back.
type pencil struct {
	sketch Sketch
	rng    *rand.Rand
	order  []int    // of the strokes still to be drawn in this turn
	rest   [][]byte // of the open stroke
	n      uint32   // of the last op
	marks  []uint32 // the n of each mark's first op
}

// otherwise is how many strokes there are for each op that is none, about.
const otherwise = 5

func (s Sketch) pencil(rng *rand.Rand) *pencil { return &pencil{sketch: s, rng: rng} }

// open reports whether the stroke has begun and not ended.
func (p *pencil) open() bool { return len(p.rest) > 0 }

// next gives the next op.
func (p *pencil) next() []byte {
	p.n++
	if !p.open() && len(p.marks) > 0 && p.rng.IntN(otherwise) == 0 {
		return p.between()
	}
	if !p.open() {
		p.marks = append(p.marks, p.n)
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

// between gives an op that is of no stroke.
func (p *pencil) between() []byte {
	target := ink.ID{N: p.marks[max(0, len(p.marks)-1-p.rng.IntN(4))]}
	switch p.rng.IntN(20) {
	case 0:
		p.marks = append(p.marks, p.n)
		return ink.AppendClear(nil)
	case 1, 2, 3, 4:
		p.marks = append(p.marks, p.n)
		return p.blot()
	case 5, 6, 7, 8:
		return ink.AppendRedo(nil, target)
	default:
		return ink.AppendUndo(nil, target)
	}
}

// blot is a fill somewhere, round and with soft edges.
func (p *pencil) blot() []byte {
	const size = 120
	var weights [size * size]uint8
	for i := range weights {
		x, y := i%size-size/2, i/size-size/2
		weights[i] = uint8(min(max(2*(size*size/4-x*x-y*y), 0), 255))
	}
	colour := ink.Inks[p.rng.IntN(len(ink.Inks))].Colour
	return ink.AppendFill(nil, colour, ink.Papers[0].Colour,
		p.rng.IntN(ink.RasterWidth-size), p.rng.IntN(ink.RasterHeight-size), size, weights[:])
}

// lift ends the open stroke early; nil if none is open.
func (p *pencil) lift() []byte {
	if !p.open() {
		return nil
	}
	p.n++
	p.rest = nil
	return ink.AppendEnd(nil)
}
