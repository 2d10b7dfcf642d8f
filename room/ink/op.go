package ink

// The whole ink protocol. An op is one change to the canvas. It begins with a tag byte:
// kind in the high three bits, argument in the low five. Ops are self-delimiting, so a
// frame, a journal row and a recording are ops back to back.
//
//	kind  argument         bytes after the tag
//	0     begin: tool      size      uvarint   diameter of the brush, units 1..256
//	                       colour    R, G, B   not for the eraser
//	                       x, y      zigzag    units, absolute
//	                       pressure  1 byte    0..63, pressure pen only
//	1     points: count-1  step      uvarint   ms since this stroke's previous op, 0..60000
//	                       dx, dy    zigzag    count pairs, each from the point before it
//	                       pressure  1 byte    of the last point, pressure pen only
//	2     end: 0           nothing
//	3     undo: 0          pen, n    uvarint   the mark that goes; pen 0 is this op's own
//	4     redo: 0          pen, n    uvarint   the mark that comes back
//	5     fill: 0          colour    R, G, B   what it is filled with
//	                       ground    R, G, B   what was filled
//	                       runs                which pixels, and how much; see runs.go
//	6     clear: 0         nothing
//	7                      kept for later
//
// uvarint and zigzag are those of encoding/binary, at most five bytes, minimal or not. A
// stroke is begin, any number of points, end; within it no other op may come. Every point
// lies within MinX..MaxX, MinY..MaxY. Whether points carry a pressure depends on their
// stroke's tool, so decoding needs a [Cursor]. The pressures between that of the point
// before, p, and that of the last of count points, q, are (p*(count-j) + q*j)
// count for j = 1..count.
//
// Lines, rectangles and ellipses are strokes of the liner: the page makes them.
//
// A mark is a unit of undo: a stroke, a fill or a clear. Its ID is that of its first op.
// Undo and redo name a mark of the same seat that is complete; any other target is no
// error, but changes nothing.
const (
	Begin  Kind = iota // a stroke starts, pen down
	Points             // an open stroke continues
	End                // an open stroke ends, pen up
	Undo               // one of the author's own marks disappears
	Redo               // and comes back
	Fill               // an area is filled
	Clear              // all of the author's own marks disappear
)

// Kind is what an op does.
type Kind uint8

// Within reports whether such an op belongs to an open stroke. Every other op makes or
// changes a mark.
func (k Kind) Within() bool { return k == Points || k == End }

// String returns the kind's word, the same as on the page.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

var kindNames = [...]string{"begin", "points", "end", "undo", "redo", "fill", "clear"}

// The tools of a stroke.
const (
	Pen         Tool = iota // width follows the speed of the hand
	PressurePen             // width follows the pressure of the pen
	Eraser                  // paints the colour of the paper at full width
	Liner                   // of constant width
)

// Tool is what a stroke is drawn with.
type Tool uint8

// Seat is the author of an op: 1 or 2.
type Seat uint8

// ID names an op: the n-th, counted from 1, of a pen.
type ID struct{ Pen, N uint32 }

// The limits of an op. The canvas is Width x Height units; a hand may leave it by a margin
// on every side.
const (
	Width  = 4096
	Height = 3072

	MinX = -512
	MaxX = 4608
	MinY = -512
	MaxY = 3584

	MaxSize     = 256    // units
	MaxStep     = 60_000 // ms
	MaxPoints   = 32     // in one op
	MaxPressure = 63
	MaxRuns     = 48 << 10 // bytes of a fill's runs
)

// Point is a place on the canvas in units, and how hard the pen pressed there
// (0..MaxPressure; 0 for tools without pressure).
type Point struct {
	X, Y     int16
	Pressure uint8
}

// Op is one decoded and checked op. It borrows the bytes that it was decoded from: it is
// valid as long as they are unchanged.
type Op struct {
	Kind   Kind
	Tool   Tool   // of the stroke: for begin, points, end
	Size   uint16 // begin: diameter of the brush, units
	Colour RGB    // begin: except for the eraser; fill: the colour to fill with
	At     Point  // begin: the first point; points: the point before the first one; end: the last point
	Step   uint32 // points: ms since the stroke's previous op
	Count  int    // points: how many
	Target ID     // undo, redo: the mark; Pen 0 is the pen of this op
	Ground RGB    // fill: the colour to replace
	Runs   Runs   // fill: which pixels
	Work   int    // of drawing it, in rows; see work.go

	pressure uint8  // points: of the last point
	deltas   []byte // points: Count checked zigzag pairs
}

// Points calls yield for each point of a Points op, in order.
func (o Op) Points(yield func(Point) bool) {
	p, b := o.At, o.deltas
	for j := range o.Count {
		dx, n := zigzag(b, 0)
		dy, n := zigzag(b, n)
		b = b[n:]
		p.X += int16(dx)
		p.Y += int16(dy)
		p.Pressure = uint8((int(o.At.Pressure)*(o.Count-j-1) + int(o.pressure)*(j+1)) / o.Count)
		if !yield(p) {
			return
		}
	}
}
