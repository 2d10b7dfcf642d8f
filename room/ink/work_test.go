package ink

import (
	"math/rand/v2"
	"testing"
)

// rowsOf returns how many rows of pixels the pieces of a stroke have on an unbounded raster.
func rowsOf(d drawn) (rows int64) {
	c := newCurve(d.tool, d.size, d.points[0])
	add := func(p part) {
		for a, b := range p.pieces {
			rows += (max(a.y+a.r, b.y+b.r)-min(a.y-a.r, b.y-b.r))>>8 + 3
		}
	}
	for _, p := range d.points[1:] {
		if part, final := c.add(p); final {
			add(part)
		}
	}
	for _, p := range c.tail() {
		add(p)
	}
	return rows
}

// TestWork_BoundsTheRowsDrawn uses strokes of players and of hostile pages: the computed work is never
// far below the rows that are drawn.
func TestWork_BoundsTheRowsDrawn(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 4000 {
		d := wild(r, Width, Height)
		if i%2 == 0 {
			d = realistic(r)
		}
		for _, count := range []int{1, 8, MaxPoints} {
			work, drawn := workOf(t, d.ops(count)), int(rowsOf(d))
			if work < drawn*2/3 {
				t.Fatalf("stroke %d by %d: %d rows are drawn, the work was %d\n%+v", i, count, drawn, work, d)
			}
			if i%2 == 0 && work > 10*drawn {
				t.Errorf("stroke %d by %d: a realistic stroke has the work %d for %d rows", i, count, work, drawn)
			}
		}
	}
}

// A long step of a broad brush has few bytes, but is slow to draw.
func TestWork_CountsALongStepOfABroadBrush(t *testing.T) {
	short, long := Point{X: 10, Y: 10}, Point{X: MaxX, Y: MaxY}
	leap := func(size uint16, to Point) int {
		b := AppendBegin(nil, Eraser, size, RGB{}, Point{})
		return workOf(t, AppendPoints(b, Eraser, 0, Point{}, to))
	}
	if broad, thin, near := leap(MaxSize, long), leap(1, long), leap(MaxSize, short); broad < 5*thin || broad < 20*near {
		t.Errorf("a broad long step takes %d rows, a thin one %d, a short one %d", broad, thin, near)
	}
}

// A kind of op without a line here may be free for its author and slow for everybody else.
func TestWork_IsStatedForEachKind(t *testing.T) {
	const size, rows = 44, (44 + pieceLength) / 2
	dot := AppendBegin(nil, Pen, size, RGB{}, Point{X: 100, Y: 100})
	line := AppendPoints(dot, Pen, 0, Point{X: 100, Y: 100}, Point{X: 100, Y: 180})
	kinds := map[Kind]struct {
		ops  []byte // the last one is of this kind
		work int
	}{
		Begin:  {dot, rows},
		Points: {line, rows * (1 + 80/pieceLength + int(isqrt(2*80)))},
		End:    {AppendEnd(line), 2 * rows * (80/2 + 2*rows) / rowPixels},
		// The work of the marks that these make come and go was counted with them. A room
		// limits how many ops a seat may send.
		Undo:  {AppendUndo(nil, ID{N: 1}), 0},
		Redo:  {AppendRedo(nil, ID{N: 1}), 0},
		Clear: {AppendClear(nil), 0},
		// Its rectangle, its rows, and half of the bytes of its runs.
		Fill: {AppendFill(nil, RGB{}, RGB{}, 0, 0, 64, make([]uint8, 64*64)), 64*64/rowPixels + 64 + 3/2},
	}
	for i := range kindNames {
		kind := Kind(i)
		stated, ok := kinds[kind]
		if !ok {
			t.Errorf("this test must state the work of %s", kind)
			continue
		}
		ops, last := stated.ops, Op{}
		var c Cursor
		for len(ops) > 0 {
			op, n, err := c.Next(ops)
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			ops, last = ops[n:], op
		}
		if last.Kind != kind || last.Work != stated.work {
			t.Errorf("%s of work %d, want %s of %d", last.Kind, last.Work, kind, stated.work)
		}
	}
}

// workOf returns the work of encoded ops.
func workOf(t *testing.T, ops []byte) (work int) {
	t.Helper()
	var c Cursor
	for len(ops) > 0 {
		op, n, err := c.Next(ops)
		if err != nil {
			t.Fatal(err)
		}
		work += op.Work
		ops = ops[n:]
	}
	return work
}
