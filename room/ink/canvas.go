package ink

import "image"

// The raster of a game: 2 units are 1 pixel.
const (
	RasterWidth  = Width / 2
	RasterHeight = Height / 2
)

// Canvas folds ops into a picture. Strokes settle in the order of their ends.
// It belongs to one goroutine.
type Canvas struct {
	paper   RGB
	settled *image.NRGBA
	strokes []stroke    // that are settled
	open    [2]*drawing // by seat
	idle    []*mask     // blank, to draw with again
}

// stroke is what there is to know of a stroke to draw it, by raster or by path.
type stroke struct {
	tool   Tool
	size   uint16
	ink    RGB // that of the paper for the eraser
	points []Point
}

// drawing is a stroke that has begun and not ended.
type drawing struct {
	stroke
	curve *curve
	body  *mask // what is final of it
}

// NewCanvas is a blank canvas of width x height pixels: RasterWidth x
// RasterHeight for the whole picture; less shows its top left corner.
func NewCanvas(width, height int, paper RGB) *Canvas {
	c := &Canvas{paper: paper, settled: image.NewNRGBA(image.Rect(0, 0, width, height))}
	for pix := c.settled.Pix; len(pix) > 0; pix = pix[4:] {
		pix[0], pix[1], pix[2], pix[3] = paper.R, paper.G, paper.B, 255
	}
	return c
}

// Apply folds in the next op of a seat, 1 or 2, which the seat's [Cursor] has
// checked.
func (c *Canvas) Apply(seat Seat, op Op) {
	switch op.Kind {
	case Begin:
		c.begin(seat, op)
	case Points:
		d := c.open[seat-1]
		for p := range op.Points {
			d.points = append(d.points, p)
			if part, final := d.curve.add(p); final {
				d.body.part(part)
			}
		}
	case End:
		c.Lift(seat)
	}
}

func (c *Canvas) begin(seat Seat, op Op) {
	ink := op.Colour
	if op.Tool == Eraser {
		ink = c.paper
	}
	c.open[seat-1] = &drawing{
		stroke: stroke{tool: op.Tool, size: op.Size, ink: ink, points: []Point{op.At}},
		curve:  newCurve(op.Tool, op.Size, op.At),
		body:   c.blank(),
	}
}

// blank is a mask without a touch.
func (c *Canvas) blank() *mask {
	n := len(c.idle)
	if n == 0 {
		return newMask(c.settled.Rect.Dx(), c.settled.Rect.Dy())
	}
	m := c.idle[n-1]
	c.idle = c.idle[:n-1]
	return m
}

// Lift ends the open stroke of a seat, if there is one, as the room does when
// its author is gone.
func (c *Canvas) Lift(seat Seat) {
	d := c.open[seat-1]
	if d == nil {
		return
	}
	c.open[seat-1] = nil
	for _, part := range d.curve.tail() {
		d.body.part(part)
	}
	d.body.blend(c.settled, d.ink)
	d.body.clear()
	c.idle = append(c.idle, d.body)
	c.strokes = append(c.strokes, d.stroke)
}

// Strokes is how many strokes have settled.
func (c *Canvas) Strokes() int { return len(c.strokes) }

// Image is what both players see: the settled strokes and, over them, the open
// ones. It is a copy.
func (c *Canvas) Image() *image.NRGBA {
	img := *c.settled
	img.Pix = append([]uint8(nil), img.Pix...)
	for _, d := range c.open {
		if d == nil {
			continue
		}
		m := d.body.clone()
		for _, part := range d.curve.tail() {
			m.part(part)
		}
		m.blend(&img, d.ink)
	}
	return &img
}
