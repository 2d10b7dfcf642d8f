package ink

import (
	"bytes"
	"context"
	"image"
	"iter"
	"slices"
)

// The raster of a game: 2 units are 1 pixel.
const (
	RasterWidth  = Width / 2
	RasterHeight = Height / 2
)

// Canvas folds ops into the list of marks, and shows it as a picture: see
// doc.go, section 7. To fold is cheap. The picture is drawn when somebody looks,
// so a mark that is undone by then costs nothing. It belongs to one goroutine.
type Canvas struct {
	width, height int
	paper         RGB

	marks  []*mark         // complete, in the order in which they settled
	named  [2]map[ID]*mark // the same, by seat
	open   [2]*mark        // by seat, the stroke that has begun and not ended
	raster *raster         // as much of it as was drawn; nil until somebody looks
}

// mark is what can be undone as one.
type mark struct {
	seat   Seat
	id     ID
	kind   Kind // Begin for a stroke, Fill or Clear
	undone bool
	work   int // what it takes to draw it; see work.go
	stroke stroke
	fill   fillMark
}

// stroke is what there is to know of a stroke to draw it, by raster or by path.
type stroke struct {
	tool   Tool
	size   uint16
	ink    RGB // that of the paper for the eraser
	points []Point
}

// fillMark is a fill.
type fillMark struct {
	colour, ground RGB
	runs           Runs
}

// NewCanvas is a blank canvas of width x height pixels: RasterWidth x
// RasterHeight for the whole picture; less shows its top left corner.
func NewCanvas(width, height int, paper RGB) *Canvas {
	return &Canvas{
		width: width, height: height, paper: paper,
		named: [2]map[ID]*mark{{}, {}},
	}
}

// Apply folds in the next op of a seat, 1 or 2, which the seat's [Cursor] has
// checked.
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

// Lift ends the open stroke of a seat, if there is one, as the room does when
// its author is gone.
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

// showing are the marks that show, in their order.
func (c *Canvas) showing() iter.Seq[*mark] {
	return func(yield func(*mark) bool) {
		for i, shows := range c.shows() {
			if shows && !yield(c.marks[i]) {
				return
			}
		}
	}
}

// shows tells of each mark whether it shows.
func (c *Canvas) shows() []bool {
	shows := make([]bool, len(c.marks))
	var cleared [2]bool // by seat, behind where the loop is
	for i, m := range slices.Backward(c.marks) {
		cleared := &cleared[m.seat-1]
		shows[i] = !m.undone && !*cleared
		*cleared = *cleared || m.kind == Clear && !m.undone
	}
	return shows
}

// settleStep is the work after which Settle looks whether it is to go on: some 50 ms.
// Only a single mark may take longer.
const settleStep = 1_000_000

// Settle draws what shows of the list, so that to look at it then costs no more.
// It ends with the error of ctx when that ends; what is drawn by then stays, and the
// next Settle goes on from there.
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

// LookWork is what it would take to look at the picture now, in rows (see work.go): to
// settle what isn't yet, and to draw the open strokes, which is done for each look.
func (c *Canvas) LookWork() (rows int) {
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

// PathWork is what it takes at most to write all that shows as paths, in rows.
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

// settled is the picture of the list.
func (c *Canvas) settled() *raster {
	_ = c.Settle(context.Background()) // which doesn't end
	return c.raster
}

// Image is what both players see: the settled marks and, over them, the open
// strokes. It is a copy.
func (c *Canvas) Image() *image.NRGBA {
	img := *c.shown()
	img.Pix = bytes.Clone(img.Pix)
	return &img
}

// shown is Image, to be read only, and before anything else is done to the canvas:
// with no stroke open it is the canvas's own.
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
