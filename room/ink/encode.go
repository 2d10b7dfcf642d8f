package ink

import "encoding/binary"

// AppendBegin appends the op that starts a stroke with a brush of size units at p. The
// eraser has no colour, and only the pressure pen has a pressure. The Append functions
// check nothing: [Cursor.Next] refuses what is out of range.
func AppendBegin(dst []byte, tool Tool, size uint16, colour RGB, p Point) []byte {
	dst = append(dst, byte(Begin)<<5|byte(tool))
	dst = binary.AppendUvarint(dst, uint64(size))
	if tool != Eraser {
		dst = append(dst, colour.R, colour.G, colour.B)
	}
	dst = binary.AppendVarint(dst, int64(p.X))
	dst = binary.AppendVarint(dst, int64(p.Y))
	if tool == PressurePen {
		dst = append(dst, p.Pressure)
	}
	return dst
}

// AppendPoints appends 1 to [MaxPoints] points of the open stroke, which was begun with
// tool and whose last point is from. step is in ms. Only the pressure of the last point is
// encoded.
func AppendPoints(dst []byte, tool Tool, step uint32, from Point, points ...Point) []byte {
	dst = append(dst, byte(Points)<<5|byte(len(points)-1))
	dst = binary.AppendUvarint(dst, uint64(step))
	for _, p := range points {
		dst = binary.AppendVarint(dst, int64(p.X)-int64(from.X))
		dst = binary.AppendVarint(dst, int64(p.Y)-int64(from.Y))
		from = p
	}
	if tool == PressurePen {
		dst = append(dst, from.Pressure)
	}
	return dst
}

// AppendEnd appends the op that finishes the open stroke.
func AppendEnd(dst []byte) []byte {
	return append(dst, byte(End)<<5)
}

// AppendUndo appends the op that undoes the author's mark named by target. Pen 0 is the pen
// that sends the op.
func AppendUndo(dst []byte, target ID) []byte { return appendFlip(dst, Undo, target) }

// AppendRedo appends the op that brings a mark back.
func AppendRedo(dst []byte, target ID) []byte { return appendFlip(dst, Redo, target) }

func appendFlip(dst []byte, kind Kind, target ID) []byte {
	dst = append(dst, byte(kind)<<5)
	dst = binary.AppendUvarint(dst, uint64(target.Pen))
	return binary.AppendUvarint(dst, uint64(target.N))
}

// AppendClear appends the op that removes all marks of its author.
func AppendClear(dst []byte) []byte {
	return append(dst, byte(Clear)<<5)
}

// AppendFill appends the op that fills the covered pixels of a rectangle, width pixels
// wide, at x, y: weights has a byte a pixel, in row order.
func AppendFill(dst []byte, colour, ground RGB, x, y, width int, weights []uint8) []byte {
	dst = append(dst, byte(Fill)<<5, colour.R, colour.G, colour.B, ground.R, ground.G, ground.B)
	for _, v := range []int{x, y, width, len(weights) / width} {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	return appendRuns(dst, weights)
}
