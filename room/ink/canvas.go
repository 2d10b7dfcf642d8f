package ink

import "image"

// The raster of a game: 2 units are 1 pixel.
const RasterWidth, RasterHeight = Width / 2, Height / 2

// Canvas folds ops into a picture. Strokes settle in the order of their ends.
// It belongs to one goroutine.
type Canvas struct {
	paper   RGB
	settled *image.NRGBA
	open    [2]*live // by seat
	idle    []*mask  // blank masks to use again
}

// live is a stroke that has begun and not ended.
type live struct {
	stroke *stroke
	ink    RGB
	body   *mask // what is final of it
}

// NewCanvas is a blank canvas of width x height pixels: RasterWidth x
// RasterHeight for the whole picture; less shows its top left corner.
func NewCanvas(width, height int, paper RGB) *Canvas {
	c := &Canvas{paper: paper, settled: image.NewNRGBA(image.Rect(0, 0, width, height))}
	for i := 0; i < len(c.settled.Pix); i += 4 {
		p := c.settled.Pix[i : i+4 : i+4]
		p[0], p[1], p[2], p[3] = paper.R, paper.G, paper.B, 255
	}
	return c
}

// Apply folds in the next op of a seat, 1 or 2, which a Cursor has checked.
func (c *Canvas) Apply(seat Seat, op Op) {
	switch op.Kind {
	case Begin:
		c.begin(seat, op)
	case Points:
		l := c.open[seat-1]
		for p := range op.Points {
			if part, final := l.stroke.add(p); final {
				l.body.part(part)
			}
		}
	case End:
		c.Lift(seat)
	}
}

func (c *Canvas) begin(seat Seat, op Op) {
	l := &live{stroke: newStroke(op.Tool, op.Size, op.At), ink: op.Colour}
	if op.Tool == Eraser {
		l.ink = c.paper
	}
	if n := len(c.idle); n > 0 {
		l.body, c.idle = c.idle[n-1], c.idle[:n-1]
	} else {
		l.body = newMask(c.settled.Rect.Dx(), c.settled.Rect.Dy())
	}
	c.open[seat-1] = l
}

// Lift ends the open stroke of a seat, if there is one: the room did.
func (c *Canvas) Lift(seat Seat) {
	l := c.open[seat-1]
	if l == nil {
		return
	}
	c.open[seat-1] = nil
	for _, part := range l.stroke.tail() {
		l.body.part(part)
	}
	l.body.blend(c.settled, l.ink)
	l.body.clear()
	c.idle = append(c.idle, l.body)
}

// Image is what both players see: the settled strokes and, over them, the open
// ones. It is a copy.
func (c *Canvas) Image() *image.NRGBA {
	img := *c.settled
	img.Pix = append([]uint8(nil), img.Pix...)
	for _, l := range c.open {
		if l == nil {
			continue
		}
		m := l.body.clone()
		for _, part := range l.stroke.tail() {
			m.part(part)
		}
		m.blend(&img, l.ink)
	}
	return &img
}
