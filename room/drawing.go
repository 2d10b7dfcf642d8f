package room

import (
	"bytes"
	"context"
	"fmt"

	"github.com/tandem-game/tandem/room/ink"
)

// Drawing is the picture of a game, which goes on as the game's stream does. It
// belongs to one goroutine. The zero Drawing has read nothing.
type Drawing struct {
	tape   tape
	read   []byte // of the stream
	paper  ink.RGB
	canvas *ink.Canvas // nil before the first Follow
}

// Follow folds in what it hasn't read of a stream, which the drawing borrows. It draws no
// pixels: that happens when a picture is made. A stream that is shorter than what it has
// read changes nothing; another stream, or paper, is another picture: it begins anew. After
// an error it is of no more use.
func (d *Drawing) Follow(stream []byte, paper ink.RGB) error {
	common := min(len(d.read), len(stream))
	if d.canvas == nil || d.paper != paper || !bytes.Equal(d.read[:common], stream[:common]) {
		*d = Drawing{paper: paper, canvas: ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, paper)}
	}
	for len(d.read) < len(stream) {
		e, n, err := d.tape.next(stream[len(d.read):])
		if err != nil {
			return fmt.Errorf("%w: entry %d: %w", ErrStream, d.tape.seq+1, err)
		}
		d.read = stream[:len(d.read)+n]
		switch e.Event {
		case 0:
			d.canvas.Apply(e.Seat, e.ID, e.Op)
		case EventLifted:
			d.canvas.Lift(e.Seat)
		default: // of no ink
		}
	}
	return nil
}

// Seq is that of the last entry that was read.
func (d *Drawing) Seq() uint64 { return d.tape.seq }

// Canvas is what both pages have at Seq.
func (d *Drawing) Canvas() *ink.Canvas { return d.canvas }

// Size is about how many bytes of memory it takes once it is drawn.
func (d *Drawing) Size() int { return ink.RasterBytes + 4*len(d.read) }

// Fold folds a stream into the canvas that both pages have at its end, on paper of
// the given colour. It draws no pixels: that happens when a picture is made.
func Fold(stream []byte, paper ink.RGB) (*ink.Canvas, error) {
	var d Drawing
	if err := d.Follow(stream, paper); err != nil {
		return nil, err
	}
	return d.canvas, nil
}

// Draw is Fold that also draws the picture. It fails with the error of ctx when that ends.
func Draw(ctx context.Context, stream []byte, paper ink.RGB) (*ink.Canvas, error) {
	c, err := Fold(stream, paper)
	if err != nil {
		return nil, err
	}
	if err := c.Settle(ctx); err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	return c, nil
}
