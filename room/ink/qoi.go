package ink

import "encoding/binary"

// The chunks of a QOI picture, by the high bits of their first byte.
const (
	qoiIndex = 0x00 // a colour seen before, by its index
	qoiDiff  = 0x40 // a small difference from the last colour: -2 to 1 in each channel
	qoiLuma  = 0x80 // -32 to 31 of green, and the others -8 to 7 relative to that
	qoiRun   = 0xc0 // the last colour, repeated 1 to 62 times
	qoiRGB   = 0xfe // a colour

	qoiLongestRun = 62
)

// QOI returns what both players see, in the Quite OK Image format, version 1.0
// (https://qoiformat.org/qoi-specification.pdf). It is about as long as the PNG, and is
// written and read in a fraction of the time.
func (c *Canvas) QOI() []byte {
	img := c.shown()
	size := img.Rect.Size()
	out := make([]byte, 0, len(img.Pix)/8)
	out = append(out, "qoif"...)
	out = binary.BigEndian.AppendUint32(out, uint32(size.X))
	out = binary.BigEndian.AppendUint32(out, uint32(size.Y))
	out = append(out, 3, 0) // RGB, as on screens

	var seen [64]uint32
	last := uint32(0xff) // opaque black
	run := 0
	for pix := img.Pix; len(pix) >= 4; pix = pix[4:] {
		pixel := binary.BigEndian.Uint32(pix)
		if pixel == last {
			if run++; run == qoiLongestRun {
				out, run = append(out, qoiRun|qoiLongestRun-1), 0
			}
			continue
		}
		if run > 0 {
			out, run = append(out, qoiRun|uint8(run-1)), 0
		}
		r, g, b := pix[0], pix[1], pix[2]
		place := (3*uint(r) + 5*uint(g) + 7*uint(b) + 11*0xff) % uint(len(seen))
		if seen[place] == pixel {
			out = append(out, qoiIndex|uint8(place))
		} else {
			seen[place] = pixel
			out = appendColour(out, r, g, b, last)
		}
		last = pixel
	}
	if run > 0 {
		out = append(out, qoiRun|uint8(run-1))
	}
	return append(out, 0, 0, 0, 0, 0, 0, 0, 1)
}

// appendColour appends a colour as a difference from the last one, if that is small.
func appendColour(out []byte, r, g, b uint8, last uint32) []byte {
	// A difference that wraps around wraps back when it is read.
	dr, dg, db := r-uint8(last>>24), g-uint8(last>>16), b-uint8(last>>8)
	if dr+2 < 4 && dg+2 < 4 && db+2 < 4 {
		return append(out, qoiDiff|(dr+2)<<4|(dg+2)<<2|(db+2))
	}
	if dg+32 < 64 && dr-dg+8 < 16 && db-dg+8 < 16 {
		return append(out, qoiLuma|(dg+32), (dr-dg+8)<<4|(db-dg+8))
	}
	return append(out, qoiRGB, r, g, b)
}
