package ink

import "encoding/binary"

// Runs say which pixels a fill covers, and by how much: a run-length code of a rectangle of
// the raster. As bytes:
//
//	x, y           uvarint   its left top pixel
//	width, height  uvarint   in pixels, 1 or more, all on the raster
//	runs                     of its pixels in row order, on across the ends of rows,
//	                         until there is none left; at most MaxRuns bytes:
//	  count<<2 | 0 uvarint   so many pixels are not covered
//	  count<<2 | 1 uvarint   so many are, with a weight of 255
//	  count<<2 | 2 uvarint   so many have weights of their own: a byte each follows
//
// No run is empty. Runs borrow the bytes that they were decoded from, which have been
// checked.
type Runs struct {
	X, Y, Width, Height int

	bytes []byte
}

const (
	runSkip  = 0
	runSolid = 1
	runSoft  = 2
)

// readRuns decodes and checks the runs at b[n:] and returns the offset after them.
func readRuns(b []byte, n int) (Runs, int, error) {
	var at [4]uint64
	for i := range at {
		at[i], n = uvarint(b, n)
	}
	if n < 0 {
		return Runs{}, 0, brokenVarint(n)
	}
	x, y, width, height := at[0], at[1], at[2], at[3]
	if width < 1 || height < 1 || x+width > RasterWidth || y+height > RasterHeight {
		return Runs{}, 0, BadRuns
	}
	first := n
	for left := width * height; left > 0; {
		head, after := uvarint(b, n)
		if after < 0 {
			return Runs{}, 0, brokenVarint(after)
		}
		n = after
		count := head >> 2
		if count < 1 || count > left || head&3 > runSoft {
			return Runs{}, 0, BadRuns
		}
		left -= count
		if head&3 == runSoft {
			if uint64(len(b)-n) < count {
				return Runs{}, 0, Truncated
			}
			n += int(count)
		}
		if n-first > MaxRuns {
			return Runs{}, 0, BadRuns
		}
	}
	return Runs{int(x), int(y), int(width), int(height), b[first:n:n]}, n, nil
}

// work returns the work of laying the fill on the paper, in rows, which is at least that of
// following its outlines; see work.go. Covered pixels cost as much as those of a stroke,
// and each row and run has its own cost.
func (r Runs) work() int {
	return r.Width*r.Height/rowPixels + r.Height + len(r.bytes)/2
}

// run is a covered stretch of one row.
type run struct {
	x, y, count int
	weights     []uint8 // a byte a pixel; nil for 255 everywhere
}

// rows yields each run that covers anything, cut at the ends of rows.
func (r Runs) rows(yield func(run) bool) {
	at := 0
	for b := r.bytes; len(b) > 0; {
		head, n := uvarint(b, 0)
		b = b[n:]
		count := int(head >> 2)
		var weights []uint8
		if head&3 == runSoft {
			weights, b = b[:count], b[count:]
		}
		for count > 0 {
			x, y := at%r.Width, at/r.Width
			here := run{x: r.X + x, y: r.Y + y, count: min(count, r.Width-x)}
			at += here.count
			count -= here.count
			if weights != nil {
				here.weights, weights = weights[:here.count], weights[here.count:]
			}
			if head&3 != runSkip && !yield(here) {
				return
			}
		}
	}
}

// appendRuns appends the runs of a rectangle of weights, as few as possible.
func appendRuns(dst []byte, weights []uint8) []byte {
	kind := func(w uint8) uint64 {
		switch w {
		case 0:
			return runSkip
		case 255:
			return runSolid
		default:
			return runSoft
		}
	}
	for len(weights) > 0 {
		k, n := kind(weights[0]), 1
		for n < len(weights) && kind(weights[n]) == k {
			n++
		}
		dst = binary.AppendUvarint(dst, uint64(n)<<2|k)
		if k == runSoft {
			dst = append(dst, weights[:n]...)
		}
		weights = weights[n:]
	}
	return dst
}
