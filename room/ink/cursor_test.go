package ink

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// malformed are streams whose last op must be refused, with the reason.
var malformed = []struct {
	name   string
	hex    string
	reason Malformed
}{
	{"nothing", "", Truncated},
	{"points before begin", "2000" + "0202", NoStroke},
	{"end before begin", "40", NoStroke},
	{"begin twice", "002cffffff0202" + "002cffffff0202", StrokeOpen},
	{"end twice", "002cffffff0202" + "40" + "40", NoStroke},
	{"end with an argument", "002cffffff0202" + "41", BadArgument},
	{"kind 7", "ff", BadKind},
	{"tool 4", "042cffffff0202", BadArgument},
	{"tool 31", "1f2cffffff0202", BadArgument},
	{"brush of no size", "0000ffffff0202", BadSize},
	{"brush of 257", "008102ffffff0202", BadSize},
	{"begin without a size", "00", Truncated},
	{"begin without a colour", "002cffff", Truncated},
	{"begin without a place", "002cffffff", Truncated},
	{"begin without a y", "002cffffff02", Truncated},
	{"begin without its pressure", "012cffffff0202", Truncated},
	{"begin with pressure 64", "012cffffff020240", BadPressure},
	{"begin left of the margin", "002cffffff" + "8108" + "02", OffCanvas},
	{"begin right of the margin", "002cffffff" + "8248" + "02", OffCanvas},
	{"begin above the margin", "002cffffff" + "02" + "8108", OffCanvas},
	{"begin below the margin", "002cffffff" + "02" + "8238", OffCanvas},
	{"a number of six bytes", "0080808080800cffffff0202", BadVarint},
	{"the greatest number", "002cffffff" + "ffffffff7f" + "02", OffCanvas},
	{"points without a step", "002cffffff0202" + "20", Truncated},
	{"a step of 60,001 ms", "002cffffff0202" + "20" + "e1d403" + "0202", BadStep},
	{"points without points", "002cffffff0202" + "2000", Truncated},
	{"points without the last y", "002cffffff0202" + "2100" + "0202" + "02", Truncated},
	{"points cut within a number", "002cffffff0202" + "2000" + "02" + "80", Truncated},
	{"points without their pressure", "012cffffff020200" + "2000" + "0202", Truncated},
	{"points with pressure 64", "012cffffff020200" + "2000" + "0202" + "40", BadPressure},
	{"points off and back", "002cffffff0202" + "2100" + "ffff0302" + "feff0302", OffCanvas},
	{"undo within a stroke", "002cffffff0202" + "600001", StrokeOpen},
	{"redo within a stroke", "002cffffff0202" + "800001", StrokeOpen},
	{"fill within a stroke", "002cffffff0202" + "a0" + "010203" + "040506" + "00000101" + "05", StrokeOpen},
	{"clear within a stroke", "002cffffff0202" + "c0", StrokeOpen},
	{"undo with an argument", "610001", BadArgument},
	{"clear with an argument", "c1", BadArgument},
	{"undo without a target", "60", Truncated},
	{"undo without its n", "6000", Truncated},
	{"undo of op 0", "600000", BadTarget},
	{"redo of op 2^32", "8000" + "8080808010", BadTarget},
	{"undo of pen 2^32", "60" + "8080808010" + "01", BadTarget},
	{"fill without a ground", "a0" + "010203" + "0405", Truncated},
	{"fill without a rectangle", "a0" + "010203" + "040506" + "000001", Truncated},
	{"fill without runs", "a0" + "010203" + "040506" + "00000101", Truncated},
	{"fill of no width", "a0" + "010203" + "040506" + "00000001" + "05", BadRuns},
	{"fill of no height", "a0" + "010203" + "040506" + "00000100" + "05", BadRuns},
	{"fill right of the raster", "a0" + "010203" + "040506" + "ff0f000201" + "09", BadRuns},
	{"fill below the raster", "a0" + "010203" + "040506" + "00ff0b0102" + "09", BadRuns},
	{"fill at the greatest number", "a0" + "010203" + "040506" + "ffffffff7f" + "000101" + "05", BadRuns},
	{"fill with an empty run", "a0" + "010203" + "040506" + "00000101" + "01", BadRuns},
	{"fill with a run too long", "a0" + "010203" + "040506" + "00000101" + "09", BadRuns},
	{"fill with a run of kind 3", "a0" + "010203" + "040506" + "00000101" + "07", BadRuns},
	{"fill without its weights", "a0" + "010203" + "040506" + "00000201" + "0a" + "80", Truncated},
	{"fill cut before its last run", "a0" + "010203" + "040506" + "00000201" + "05", Truncated},
	{"a number of six bytes among points", "002cffffff0202" + "2000" + "808080808000" + "02", BadVarint},
}

func TestCursor_RefusesMalformedOps(t *testing.T) {
	for _, m := range malformed {
		t.Run(m.name, func(t *testing.T) {
			var c Cursor
			b := unhex(t, m.hex)
			for {
				before := c
				op, n, err := c.Next(b)
				if err == nil {
					b = b[n:]
					continue
				}
				var reason Malformed
				if !errors.Is(err, ErrMalformed) || !errors.As(err, &reason) || reason != m.reason {
					t.Fatalf("refused for %v, want %v", err, m.reason)
				}
				if n != 0 || op.Kind != 0 || op.deltas != nil || c != before {
					t.Fatalf("a refused op had an effect: %+v, %d bytes, cursor %+v, was %+v", op, n, c, before)
				}
				return
			}
		})
	}
}

func TestCursor_AcceptsTheWholeRange(t *testing.T) {
	corners := []Point{
		{MinX, MinY, 0}, {MaxX, MaxY, MaxPressure}, {MinX, MaxY, 1}, {MaxX, MinY, 0},
	}
	for _, tool := range []Tool{Pen, PressurePen, Eraser, Liner} {
		for _, size := range []uint16{1, MaxSize} {
			d := drawn{tool, size, RGB{1, 2, 3}, corners}
			var hand author
			fold(t, NewCanvas(1, 1, RGB{}), 1, &hand, d.ops(1))
			if hand.cursor.Open() {
				t.Errorf("tool %d, size %d: the stroke is still open", tool, size)
			}
		}
	}
}

func TestCursor_InterpolatesPressure(t *testing.T) {
	b := AppendBegin(nil, PressurePen, 12, RGB{}, Point{X: 1, Y: 1, Pressure: 60})
	begun := len(b)
	b = AppendPoints(b, PressurePen, 16, Point{X: 1, Y: 1}, Point{X: 2, Y: 1}, Point{X: 3, Y: 1}, Point{X: 4, Y: 1, Pressure: 11})
	var c Cursor
	if _, _, err := c.Next(b); err != nil {
		t.Fatal(err)
	}
	op, n, err := c.Next(b[begun:])
	if err != nil || begun+n != len(b) {
		t.Fatal(n, err)
	}
	want := []Point{{2, 1, 43}, {3, 1, 27}, {4, 1, 11}}
	if got := slices.Collect(op.Points); !slices.Equal(got, want) {
		t.Errorf("points %v, want %v", got, want)
	}
}

func TestCursor_LiftEndsTheStroke(t *testing.T) {
	var c Cursor
	if c.Lift() {
		t.Error("lifted a stroke that never began")
	}
	begin := AppendBegin(nil, Pen, 12, RGB{}, Point{})
	if _, _, err := c.Next(begin); err != nil {
		t.Fatal(err)
	}
	if !c.Lift() || c.Open() {
		t.Error("the stroke is still open")
	}
	if _, _, err := c.Next(begin); err != nil {
		t.Errorf("begin after a lift: %v", err)
	}
}

func TestCursor_DoesNotAllocate(t *testing.T) {
	b := wildStroke(24).ops(8)
	allocs := testing.AllocsPerRun(100, func() {
		var c Cursor
		sum := 0
		for rest := b; len(rest) > 0; {
			op, n, err := c.Next(rest)
			if err != nil {
				t.Fatal(err)
			}
			for p := range op.Points {
				sum += int(p.X)
			}
			rest = rest[n:]
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations a stroke, want none", allocs)
	}
}

// wildStroke is a stroke of n points that never repeat.
func wildStroke(n int) drawn {
	d := drawn{tool: PressurePen, size: 44, colour: RGB{1, 2, 3}}
	for i := range n {
		d.points = append(d.points, Point{X: int16(i * 97 % MaxX), Y: int16(i * 71 % MaxY), Pressure: uint8(i % MaxPressure)})
	}
	return d
}

// TestCursor_ReadsWhatAppendWrites encodes random strokes and decodes them.
func TestCursor_ReadsWhatAppendWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tool := Tool(rapid.IntRange(0, 3).Draw(t, "tool"))
		point := rapid.Custom(func(t *rapid.T) Point {
			p := Point{
				X: int16(rapid.IntRange(MinX, MaxX).Draw(t, "x")),
				Y: int16(rapid.IntRange(MinY, MaxY).Draw(t, "y")),
			}
			if tool == PressurePen {
				p.Pressure = uint8(rapid.IntRange(0, MaxPressure).Draw(t, "pressure"))
			}
			return p
		})
		size := uint16(rapid.IntRange(1, MaxSize).Draw(t, "size"))
		colour := RGB{rapid.Byte().Draw(t, "r"), rapid.Byte().Draw(t, "g"), rapid.Byte().Draw(t, "b")}
		start := point.Draw(t, "start")
		batches := rapid.SliceOfN(rapid.SliceOfN(point, 1, MaxPoints), 0, 4).Draw(t, "batches")
		step := uint32(rapid.IntRange(0, MaxStep).Draw(t, "step"))

		b := AppendBegin(nil, tool, size, colour, start)
		from := start
		for _, batch := range batches {
			b = AppendPoints(b, tool, step, from, batch...)
			from = batch[len(batch)-1]
		}
		b = AppendEnd(b)

		var c Cursor
		next := func() Op {
			op, n, err := c.Next(b)
			if err != nil {
				t.Fatal(err)
			}
			b = b[n:]
			return op
		}
		op := next()
		if tool == Eraser {
			colour = RGB{}
		}
		if op.Kind != Begin || op.Tool != tool || op.Size != size || op.Colour != colour || op.At != start {
			t.Fatalf("began %+v", op)
		}
		for _, batch := range batches {
			op := next()
			if op.Kind != Points || op.Tool != tool || op.Step != step || op.Count != len(batch) {
				t.Fatalf("went on %+v", op)
			}
			i := 0
			for p := range op.Points {
				if p.X != batch[i].X || p.Y != batch[i].Y {
					t.Fatalf("point %d is %+v, want %+v", i, p, batch[i])
				}
				i++
				if i == len(batch) && p != batch[i-1] {
					t.Fatalf("last point is %+v, want %+v", p, batch[i-1])
				}
			}
		}
		if op := next(); op.Kind != End || op.At != from || len(b) != 0 {
			t.Fatalf("ended %+v, %d bytes left", op, len(b))
		}
	})
}

// FuzzCursor decodes random bytes. An accepted op must be in range. Encoded again, it must decode to
// the same op, from at most as many bytes.
func FuzzCursor(f *testing.F) {
	raw, err := os.ReadFile(goldenFile)
	if err != nil {
		f.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(raw, &g); err != nil {
		f.Fatal(err)
	}
	for _, d := range g.Decoded {
		f.Add(unhex(f, d.Hex))
	}
	for _, m := range malformed {
		f.Add(unhex(f, m.hex))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c, again Cursor
		for {
			before := c
			op, n, err := c.Next(b)
			if err != nil {
				if !errors.Is(err, ErrMalformed) || n != 0 || c != before {
					t.Fatalf("refused with %v, %d bytes, cursor %+v, was %+v", err, n, c, before)
				}
				return
			}
			if n < 1 || n > len(b) {
				t.Fatalf("an op of %d bytes in %d", n, len(b))
			}
			written := encode(t, op)
			// Weights of 0 or 255 in a run of weights may be encoded in fewer bytes.
			if op.Kind != Fill && (len(written) > n || len(written) == n && !bytes.Equal(written, b[:n])) {
				t.Fatalf("%s encoded again is %s", hex.EncodeToString(b[:n]), hex.EncodeToString(written))
			}
			if len(written) > MaxRuns {
				return
			}
			same, m, err := again.Next(written)
			if err != nil || m != len(written) || again != c {
				t.Fatalf("%s: %d, %v, cursor %+v, want %+v", hex.EncodeToString(written), m, err, again, c)
			}
			if !slices.Equal(slices.Collect(same.Points), slices.Collect(op.Points)) ||
				op.Kind == Fill && !bytes.Equal(weights(same.Runs), weights(op.Runs)) {
				t.Fatalf("%+v encoded again decodes to %+v", op, same)
			}
			b = b[n:]
		}
	})
}

// encode checks that an op is in range, and encodes it again.
func encode(t *testing.T, op Op) []byte {
	check := func(p Point) {
		if !within(int64(p.X), int64(p.Y)) || p.Pressure > MaxPressure || op.Tool != PressurePen && p.Pressure > 0 {
			t.Fatalf("%+v holds %+v", op, p)
		}
	}
	switch op.Kind {
	case Begin:
		check(op.At)
		if op.Tool > Liner || op.Size < 1 || op.Size > MaxSize {
			t.Fatalf("began %+v", op)
		}
		return AppendBegin(nil, op.Tool, op.Size, op.Colour, op.At)
	case Points:
		points := slices.Collect(op.Points)
		for _, p := range points {
			check(p)
		}
		if op.Step > MaxStep || len(points) != op.Count || op.Count < 1 || op.Count > MaxPoints {
			t.Fatalf("went on %+v", op)
		}
		return AppendPoints(nil, op.Tool, op.Step, op.At, points...)
	case End:
		return AppendEnd(nil)
	case Undo:
		return AppendUndo(nil, op.Target)
	case Redo:
		return AppendRedo(nil, op.Target)
	case Fill:
		r := op.Runs
		if r.X < 0 || r.Y < 0 || r.Width < 1 || r.Height < 1 || r.X+r.Width > RasterWidth || r.Y+r.Height > RasterHeight {
			t.Fatalf("filled %+v", op)
		}
		return AppendFill(nil, op.Colour, op.Ground, r.X, r.Y, r.Width, weights(r))
	default:
		return AppendClear(nil)
	}
}
