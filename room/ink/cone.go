package ink

import "math"

// cone is a piece of a stroke ready to be looked at pixel by pixel: the hull of
// two disks. See doc.go, section 6.
type cone struct {
	a, b           knot  // without bias
	ux, uy         int64 // direction from a to b, 2^14 = 1
	sin, cos       int64 // of the angle between the sides and the axis: b and a of doc.go, 2^14 = 1
	end            int64 // aL: cos x the distance from a to b
	innerA, outerA int64 // squared distances from a: full coverage below, none from
	innerB, outerB int64 // likewise for b
}

// newCone is the piece from a to b, whose knots carry the bias.
func newCone(a, b knot) cone {
	a.x, a.y, b.x, b.y = a.x-bias, a.y-bias, b.x-bias, b.y-bias
	dx, dy, dr := b.x-a.x, b.y-a.y, a.r-b.r
	if d := dx*dx + dy*dy; d > dr*dr {
		c := cone{a: a, b: b}
		length := isqrt(d << 16)
		c.ux, c.uy = (dx<<22)/length, (dy<<22)/length
		c.sin = min(max((dr<<22)/length, -16383), 16383)
		c.cos = isqrt(1<<28 - c.sin*c.sin)
		c.end = c.cos * length >> 8
		c.innerA, c.outerA = rim(a.r)
		c.innerB, c.outerB = rim(b.r)
		return c
	}
	if b.r > a.r {
		a = b
	}
	// One disk: without direction every pixel is at k = 0, beyond this end.
	c := cone{a: a, b: a, end: -1}
	c.innerB, c.outerB = rim(a.r)
	return c
}

// rim is where a disk's edge begins and ends, as squared distances. These are
// exactly the distances where coverage leaves 255 and reaches 0, and spare most
// pixels the square root.
func rim(r int64) (inner, outer int64) {
	if r >= 127 {
		inner = (r - 126) * (r - 126)
	}
	return inner, (r + 128) * (r + 128)
}

// cover is the coverage, 0..255, of a pixel whose centre is at (px, py) from a.
func (c *cone) cover(px, py int64) int64 {
	along := (px*c.ux + py*c.uy) >> 14
	aside := px*c.uy - py*c.ux
	if aside < 0 {
		aside = -aside
	}
	aside >>= 14
	k := along*c.cos - aside*c.sin
	switch {
	case k < 0:
		return disk(px*px+py*py, c.innerA, c.outerA, c.a.r)
	case k > c.end:
		px, py = px+c.a.x-c.b.x, py+c.a.y-c.b.y
		return disk(px*px+py*py, c.innerB, c.outerB, c.b.r)
	default:
		sd := (aside*c.cos+along*c.sin)>>14 - c.a.r
		return min(max(128-sd, 0), 255)
	}
}

// disk is the coverage at a squared distance d from the centre of a disk.
func disk(d, inner, outer, r int64) int64 {
	if d < inner {
		return 255
	}
	if d >= outer {
		return 0
	}
	return 128 + r - isqrt(d)
}

// cone raises the mask to what the piece covers.
func (m *mask) cone(c *cone) {
	left := max(int((min(c.a.x-c.a.r, c.b.x-c.b.r)-256)>>8), 0)
	right := min(int((max(c.a.x+c.a.r, c.b.x+c.b.r)+256)>>8), m.width-1)
	top := max(int((min(c.a.y-c.a.r, c.b.y-c.b.r)-256)>>8), 0)
	bottom := min(int((max(c.a.y+c.a.r, c.b.y+c.b.r)+256)>>8), m.height-1)
	if left > right {
		return
	}
	for y := top; y <= bottom; y++ {
		m.row(c, y, left, right)
	}
}

// row draws one row of a piece: from the left to the first pixel that is full,
// from the right likewise, and all between is full.
func (m *mask) row(c *cone, y, left, right int) {
	row := m.cover[y*m.width : (y+1)*m.width]
	py := int64(y)<<8 + 128 - c.a.y
	at := func(x int) int64 { return c.cover(int64(x)<<8+128-c.a.x, py) }
	from, to := right+1, left // what was raised
	x := left
	for ; x <= right; x++ {
		v := at(x)
		if v == 255 {
			break
		}
		if v > 0 {
			row[x] = max(row[x], uint8(v))
			from, to = min(from, x), x+1
		}
	}
	if x <= right {
		from = min(from, x)
		end := right
		for ; end > x; end-- {
			v := at(end)
			if v == 255 {
				break
			}
			if v > 0 {
				row[end] = max(row[end], uint8(v))
				to = max(to, end+1)
			}
		}
		to = max(to, end+1)
		for ; x <= end; x++ {
			row[x] = 255
		}
	}
	if from < to {
		m.touch(y, from, to)
	}
}

// isqrt is floor(sqrt(n)) for 0 <= n < 2^52, where the double's root is exact
// enough: it is the one use of a float in the picture, and never fused.
func isqrt(n int64) int64 { return int64(math.Sqrt(float64(n))) }
