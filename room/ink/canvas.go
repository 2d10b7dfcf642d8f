package ink

import (
	"bytes"
	"context"
	"image"
	"iter"
	"slices"
)

// The size of a game's raster: 2 units are 1 pixel.
const (
	RasterWidth  = Width / 2
	RasterHeight = Height / 2
)

// Canvas folds ops into the list of marks, and shows the list as a picture: see doc.go,
// section 7. Folding is cheap. The picture is drawn only on request, so a mark that is
// undone before that costs nothing. A canvas belongs to one goroutine.
type Canvas struct {
	width, height int
	paper         RGB

	marks  []*mark         // complete, in the order in which they settled
	named  [2]map[ID]*mark // the same marks, by seat
	open   [2]*mark        // by seat, the stroke that has begun and not ended
	raster *raster         // what has been drawn so far; nil until the first request
}

// mark is a unit of undo.
type mark struct {
	seat   Seat
	id     ID
	kind   Kind // Begin for a stroke, Fill or Clear
	undone bool
	work   int // of drawing it; see work.go
	stroke stroke
	fill   fillMark
}

// stroke is what is needed to draw a stroke, as pixels or as paths.
type stroke struct {
	tool   Tool
	size   uint16
	ink    RGB // the paper's colour for the eraser
	points []Point
}

// fillMark is a fill.
type fillMark struct {
	colour, ground RGB
	runs           Runs
}

// NewCanvas returns a blank canvas of width x height pixels: RasterWidth x RasterHeight for
// the whole picture; a smaller one shows its top left corner.
func NewCanvas(width, height int, paper RGB) *Canvas {
	return &Canvas{
		width: width, height: height, paper: paper,
		named: [2]map[ID]*mark{{}, {}},
	}
}

// Apply folds in the next op of a seat, 1 or 2. The seat's [Cursor] must have checked the
// op.
func (c *Canvas) Apply(seat Seat, id ID, op Op) {
	switch op.Kind {
	case Begin:
		ink := op.Colour
		if op.Tool == Eraser {
			ink = c.paper
		}
		c.open[seat-1] = &mark{seat: seat, id: id, kind: Begin, stroke: stroke{
			tool: op.Tool, size: op.Size, ink: ink, points: []Point{op.At},
		}, work: op.Work}
	case Points:
		m := c.open[seat-1]
		m.work += op.Work
		for p := range op.Points {
			m.stroke.points = append(m.stroke.points, p)
		}
	case End:
		c.open[seat-1].work += op.Work
		c.Lift(seat)
	case Undo, Redo:
		target := op.Target
		if target.Pen == 0 {
			target.Pen = id.Pen
		}
		if m := c.named[seat-1][target]; m != nil {
			m.undone = op.Kind == Undo
		}
	case Fill:
		runs := op.Runs
		runs.bytes = bytes.Clone(runs.bytes)
		c.settle(&mark{seat: seat, id: id, kind: Fill, fill: fillMark{op.Colour, op.Ground, runs}, work: op.Work})
	case Clear:
		c.settle(&mark{seat: seat, id: id, kind: Clear})
	}
}

// Lift ends the open stroke of a seat, if there is one, as the room does when its author is
// gone.
func (c *Canvas) Lift(seat Seat) {
	if m := c.open[seat-1]; m != nil {
		c.open[seat-1] = nil
		c.settle(m)
	}
}

// settle adds a mark to the list.
func (c *Canvas) settle(m *mark) {
	c.marks = append(c.marks, m)
	c.named[m.seat-1][m.id] = m
}

// showing returns the marks that show, in order.
func (c *Canvas) showing() iter.Seq[*mark] {
	return func(yield func(*mark) bool) {
		for i, shows := range c.shows() {
			if shows && !yield(c.marks[i]) {
				return
			}
		}
	}
}

// shows reports, for each mark, whether it shows.
func (c *Canvas) shows() []bool {
	shows := make([]bool, len(c.marks))
	var cleared [2]bool // by seat: a clear was found behind the present mark
	for i, m := range slices.Backward(c.marks) {
		cleared := &cleared[m.seat-1]
		shows[i] = !m.undone && !*cleared
		*cleared = *cleared || m.kind == Clear && !m.undone
	}
	return shows
}

// settleStep is the work after which Settle checks ctx: some 50 ms. Only a single mark may
// take longer.
const settleStep = 1_000_000

// Settle draws the marks that show, so that reading the picture afterwards costs no more
// drawing. It fails with the error of ctx when that ends; what is drawn by then stays, and
// the next Settle continues there.
func (c *Canvas) Settle(ctx context.Context) error {
	shows := c.shows()
	if c.raster == nil || !c.raster.begins(shows) {
		c.raster = newRaster(c.width, c.height, c.paper)
	}
	for next := len(c.raster.laid); next < len(shows); {
		if err := ctx.Err(); err != nil {
			return err
		}
		var marks []*mark
		for work := 0; next < len(shows) && work < settleStep; next++ {
			if shows[next] {
				marks = append(marks, c.marks[next])
				work += c.marks[next].work
			}
		}
		c.raster.lay(marks)
		c.raster.laid = shows[:next]
	}
	return nil
}

// RasterWork returns the work of drawing the picture now, in rows (see work.go): to settle the
// marks that aren't settled yet, and to draw the open strokes, which are drawn each time.
func (c *Canvas) RasterWork() (rows int) {
	shows := c.shows()
	from := 0
	if c.raster != nil && c.raster.begins(shows) {
		from = len(c.raster.laid)
	}
	for i := from; i < len(shows); i++ {
		if shows[i] {
			rows += c.marks[i].work
		}
	}
	return rows + c.openWork()
}

// PathWork returns the maximum work of writing everything that shows as paths, in rows.
func (c *Canvas) PathWork() (rows int) {
	for m := range c.showing() {
		rows += m.work
	}
	return rows + c.openWork()
}

func (c *Canvas) openWork() (rows int) {
	for _, m := range c.open {
		if m != nil {
			rows += m.work
		}
	}
	return rows
}

// settled returns the picture of the list.
func (c *Canvas) settled() *raster {
	_ = c.Settle(context.Background()) // which never ends
	return c.raster
}

// Image returns what both players see: the settled marks and, over them, the open strokes.
// It is a copy.
func (c *Canvas) Image() *image.NRGBA {
	img := *c.shown()
	img.Pix = bytes.Clone(img.Pix)
	return &img
}

// shown is Image without the copy: the result is read-only, and valid until the canvas is
// used again. Without an open stroke it is the canvas's own image.
func (c *Canvas) shown() *image.NRGBA {
	r := c.settled()
	var open []*mark
	for _, m := range c.open {
		if m != nil {
			open = append(open, m)
		}
	}
	if len(open) > 0 {
		r = r.clone()
		r.lay(open)
	}
	return r.img
}
