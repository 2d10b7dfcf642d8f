package ink

import (
	"errors"
	"math"
)

// ErrMalformed matches every error of [Cursor.Next].
var ErrMalformed = errors.New("malformed op")

// Malformed is the reason why an op was refused. It matches [ErrMalformed], and the reasons
// are few enough to label a metric.
type Malformed string

// All reasons.
const (
	Truncated   Malformed = "truncated"         // the bytes end within the op
	BadVarint   Malformed = "number too long"   // a varint of more than five bytes
	BadKind     Malformed = "unknown kind"      // a reserved kind
	BadArgument Malformed = "unknown argument"  // a reserved tool or argument
	BadSize     Malformed = "size out of range" // a brush of zero or too large a diameter
	BadPressure Malformed = "pressure too high" // above MaxPressure
	BadStep     Malformed = "step too long"     // above MaxStep
	OffCanvas   Malformed = "point off canvas"  // a point beyond the margin
	BadTarget   Malformed = "no such mark"      // undo or redo of an op that can't exist
	BadRuns     Malformed = "runs don't fit"    // a fill beyond the raster, or runs that don't fill its rectangle exactly
	StrokeOpen  Malformed = "stroke is open"    // an op other than points or end within a stroke
	NoStroke    Malformed = "no stroke is open" // points or end outside a stroke
)

// Error returns the reason in words.
func (m Malformed) Error() string { return ErrMalformed.Error() + ": " + string(m) }

// Is makes every reason match [ErrMalformed].
func (m Malformed) Is(target error) bool { return target == ErrMalformed }

// Cursor is the state that the meaning of an author's next op depends on: whether a stroke
// is open, its tool and its last point. The zero Cursor stands before the first stroke. It
// belongs to one goroutine.
type Cursor struct {
	open bool
	tool Tool
	at   Point
	work work
}

// Open reports whether a stroke has begun and not ended.
func (c *Cursor) Open() bool { return c.open }

// Lift ends the open stroke from outside, as the room does when its author is gone, and
// reports whether there was one.
func (c *Cursor) Lift() bool {
	open := c.open
	c.open = false
	return open
}

// Next decodes and checks the op at the head of b and returns it with its length in bytes.
// It moves the cursor only on success; every error is a [Malformed]. It does not allocate.
func (c *Cursor) Next(b []byte) (Op, int, error) {
	if len(b) == 0 {
		return Op{}, 0, Truncated
	}
	kind, arg := Kind(b[0]>>5), b[0]&31
	switch {
	case int(kind) >= len(kindNames):
		return Op{}, 0, BadKind
	case arg != 0 && kind != Begin && kind != Points:
		return Op{}, 0, BadArgument
	case c.open && !kind.Within():
		return Op{}, 0, StrokeOpen
	case !c.open && kind.Within():
		return Op{}, 0, NoStroke
	}
	switch kind {
	case Begin:
		return c.begin(b, Tool(arg))
	case Points:
		return c.points(b, int(arg)+1)
	case End:
		c.open = false
		return Op{Kind: End, Tool: c.tool, At: c.at, Work: c.work.end()}, 1, nil
	case Undo, Redo:
		return flip(kind, b)
	case Fill:
		return fill(b)
	case Clear:
		return Op{Kind: Clear}, 1, nil
	}
	return Op{}, 0, BadKind
}

// flip decodes an undo or a redo.
func flip(kind Kind, b []byte) (Op, int, error) {
	pen, n := uvarint(b, 1)
	number, n := uvarint(b, n)
	if n < 0 {
		return Op{}, 0, brokenVarint(n)
	}
	if pen > math.MaxUint32 || number < 1 || number > math.MaxUint32 {
		return Op{}, 0, BadTarget
	}
	return Op{Kind: kind, Target: ID{uint32(pen), uint32(number)}}, n, nil
}

// fill decodes a fill.
func fill(b []byte) (Op, int, error) {
	const head = 1 + 3 + 3
	if len(b) < head {
		return Op{}, 0, Truncated
	}
	runs, n, err := readRuns(b, head)
	if err != nil {
		return Op{}, 0, err
	}
	op := Op{Kind: Fill, Colour: RGB{b[1], b[2], b[3]}, Ground: RGB{b[4], b[5], b[6]}, Runs: runs}
	op.Work = runs.work()
	return op, n, nil
}

func (c *Cursor) begin(b []byte, tool Tool) (Op, int, error) {
	if tool > Liner {
		return Op{}, 0, BadArgument
	}
	op := Op{Kind: Begin, Tool: tool}
	size, n := uvarint(b, 1)
	if n < 0 {
		return Op{}, 0, brokenVarint(n)
	}
	if size < 1 || size > MaxSize {
		return Op{}, 0, BadSize
	}
	op.Size = uint16(size)
	if tool != Eraser {
		if len(b) < n+3 {
			return Op{}, 0, Truncated
		}
		op.Colour = RGB{b[n], b[n+1], b[n+2]}
		n += 3
	}
	x, n := zigzag(b, n)
	y, n := zigzag(b, n)
	if n < 0 {
		return Op{}, 0, brokenVarint(n)
	}
	if !within(x, y) {
		return Op{}, 0, OffCanvas
	}
	op.At.X, op.At.Y = int16(x), int16(y)
	if tool == PressurePen {
		p, err := pressure(b, n)
		if err != nil {
			return Op{}, 0, err
		}
		op.At.Pressure = p
		n++
	}
	c.open, c.tool, c.at = true, tool, op.At
	c.work, op.Work = newWork(op)
	return op, n, nil
}

func (c *Cursor) points(b []byte, count int) (Op, int, error) {
	step, n := uvarint(b, 1)
	if n < 0 {
		return Op{}, 0, brokenVarint(n)
	}
	if step > MaxStep {
		return Op{}, 0, BadStep
	}
	first := n
	x, y := int64(c.at.X), int64(c.at.Y)
	work, rows := c.work, int64(0)
	for range count {
		var dx, dy int64
		dx, n = zigzag(b, n)
		dy, n = zigzag(b, n)
		if n < 0 {
			return Op{}, 0, brokenVarint(n)
		}
		x += dx
		y += dy
		if !within(x, y) {
			return Op{}, 0, OffCanvas
		}
		rows += work.step(dx, dy, x, y)
	}
	op := Op{Kind: Points, Tool: c.tool, At: c.at, Step: uint32(step), Count: count, deltas: b[first:n:n]}
	if c.tool == PressurePen {
		p, err := pressure(b, n)
		if err != nil {
			return Op{}, 0, err
		}
		op.pressure = p
		rows += work.press(p)
		n++
	}
	op.Work, c.work = int(rows), work
	c.at = Point{int16(x), int16(y), op.pressure}
	return op, n, nil
}

func within(x, y int64) bool {
	return x >= MinX && x <= MaxX && y >= MinY && y <= MaxY
}

func pressure(b []byte, n int) (uint8, error) {
	if n >= len(b) {
		return 0, Truncated
	}
	if b[n] > MaxPressure {
		return 0, BadPressure
	}
	return b[n], nil
}

// Error values that uvarint and zigzag return in place of the next offset. Given one of
// them as offset they return it unchanged, so a sequence of reads needs only one check.
const (
	runsOut = -1
	tooLong = -2
)

func brokenVarint(n int) Malformed {
	if n == tooLong {
		return BadVarint
	}
	return Truncated
}

// uvarint reads the number at b[n:] and returns it with the offset after it. Five bytes
// hold 35 bits, so nothing overflows.
func uvarint(b []byte, n int) (uint64, int) {
	if n < 0 {
		return 0, n
	}
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		if n >= len(b) {
			return 0, runsOut
		}
		c := b[n]
		n++
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, n
		}
	}
	return 0, tooLong
}

// zigzag is uvarint for signed numbers: 0, -1, 1, -2 … are 0, 1, 2, 3 …
func zigzag(b []byte, n int) (int64, int) {
	if uint(n) < uint(len(b)) && b[n] < 0x80 { // most deltas are one byte
		u := int64(b[n])
		return u>>1 ^ -(u & 1), n + 1
	}
	u, n := uvarint(b, n)
	return int64(u>>1) ^ -int64(u&1), n
}
