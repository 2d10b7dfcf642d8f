package ink

import "encoding/binary"

// AppendBegin appends the op that starts a stroke of a brush of size units at p.
// The eraser has no colour, and only the pressure pen a pressure. The Append
// functions check nothing: [Cursor.Next] refuses what is out of range.
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

// AppendPoints appends 1 to [MaxPoints] points of the open stroke, which was
// begun with tool and last was at from. step is in ms. Of the pressures only
// that of the last point travels.
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
