package ink

import "math"

// cone is a piece of a stroke ready to be looked at pixel by pixel: the hull of
// two disks. See doc.go, section 6.
type cone struct {
	a, b     knot  // without bias
	ux, uy   int64 // direction from a to b, 2^14 = 1
	sin, cos int64 // of the angle between side and axis: b and a of doc.go, 2^14 = 1
	end      int64 // aL: cos x the distance from a to b
}

// newCone is the piece from a to b, whose knots carry the bias.
func newCone(a, b knot) cone {
	a.x, a.y, b.x, b.y = a.x-bias, a.y-bias, b.x-bias, b.y-bias
	dx, dy, dr := b.x-a.x, b.y-a.y, a.r-b.r
	d := dx*dx + dy*dy
	if d <= dr*dr {
		if b.r > a.r {
			a = b
		}
		// One disk: without direction every pixel is at k = 0, beyond this end.
		return cone{a: a, b: a, end: -1}
	}
	length := isqrt(d << 16)
	sin := min(max((dr<<22)/length, -16383), 16383)
	cos := isqrt(1<<28 - sin*sin)
	return cone{
		a: a, b: b,
		ux: (dx << 22) / length, uy: (dy << 22) / length,
		sin: sin, cos: cos,
		end: cos * length >> 8,
	}
}

// distance is how far (px, py) from a is outside of the piece, below 0 inside.
func (c *cone) distance(px, py int64) int64 {
	along := (px*c.ux + py*c.uy) >> 14
	aside := px*c.uy - py*c.ux
	if aside < 0 {
		aside = -aside
	}
	aside >>= 14
	k := along*c.cos - aside*c.sin
	switch {
	case k < 0:
		return isqrt(px*px+py*py) - c.a.r
	case k > c.end:
		px, py = px+c.a.x-c.b.x, py+c.a.y-c.b.y
		return isqrt(px*px+py*py) - c.b.r
	default:
		return (aside*c.cos+along*c.sin)>>14 - c.a.r
	}
}

// A pixel whose centre is full or less from the edge is wholly covered, one that
// is none or more not at all; between them coverage falls by 1 a sub.
const full, none = -127, 128

// cone raises the mask to what a piece covers.
func (m *mask) cone(c *cone) {
	left := max(int((min(c.a.x-c.a.r, c.b.x-c.b.r)-256)>>8), 0)
	right := min(int((max(c.a.x+c.a.r, c.b.x+c.b.r)+256)>>8), m.width-1)
	top := max(int((min(c.a.y-c.a.r, c.b.y-c.b.r)-256)>>8), 0)
	bottom := min(int((max(c.a.y+c.a.r, c.b.y+c.b.r)+256)>>8), m.height-1)

	// A disk around the whole piece spares the corners of that box: most pieces
	// are short and round. 32 sub are more than rounding can lose.
	x, y := (c.a.x+c.b.x)/2, (c.a.y+c.b.y)/2
	r := isqrt((x-c.a.x)*(x-c.a.x)+(y-c.a.y)*(y-c.a.y)) + max(c.a.r, c.b.r) + none + 32
	for j := top; j <= bottom; j++ {
		dy := int64(j)<<8 + 128 - y
		dx := isqrt(max(r*r-dy*dy, 0))
		m.row(c, j, max(left, int((x-dx)>>8)), min(right, int((x+dx)>>8)))
	}
}

// row draws one row of a piece: from the left to the first pixel that is full,
// from the right likewise, and all between is full.
func (m *mask) row(c *cone, y, left, right int) {
	row := m.cover[y*m.width : (y+1)*m.width]
	px, py := 128-c.a.x, int64(y)<<8+128-c.a.y
	from, to := m.width, 0 // what was raised
	x := left
	for ; x <= right; x++ {
		d := c.distance(int64(x)<<8+px, py)
		if d <= full {
			break
		}
		if d < none {
			row[x] = max(row[x], uint8(none-d))
			from, to = min(from, x), x+1
		}
	}
	if x <= right {
		end := right
		for ; end > x; end-- {
			d := c.distance(int64(end)<<8+px, py)
			if d <= full {
				break
			}
			if d < none {
				row[end] = max(row[end], uint8(none-d))
				to = max(to, end+1)
			}
		}
		from, to = min(from, x), max(to, end+1)
		copy(row[x:end+1], m.full)
	}
	if from < to {
		m.touch(y, from, to)
	}
}

// isqrt is floor(sqrt(n)) for 0 <= n < 2^52, where the double's root is exact
// enough: it is the one use of a float in the picture, and never fused.
func isqrt(n int64) int64 { return int64(math.Sqrt(float64(n))) }
