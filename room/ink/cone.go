package ink

import "math"

// cone is a piece of a stroke, prepared for computing its pixels: the hull of two disks.
// See doc.go, section 6.
type cone struct {
	a, b     knot  // without the bias
	ux, uy   int64 // direction from a to b; 2^14 = 1
	sin, cos int64 // of the angle between side and axis: b and a of doc.go; 2^14 = 1
	end      int64 // aL: cos times the distance from a to b
}

// newCone returns the piece from a to b, whose knots carry the bias.
func newCone(a, b knot) cone {
	a.x, a.y, b.x, b.y = a.x-bias, a.y-bias, b.x-bias, b.y-bias
	dx, dy, dr := b.x-a.x, b.y-a.y, a.r-b.r
	d := dx*dx + dy*dy
	if d <= dr*dr {
		if b.r > a.r {
			a = b
		}
		// A single disk: without a direction every pixel is at k = 0, beyond this end.
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

// distance returns how far (px, py) from a is outside the piece; it is negative inside.
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

// A pixel whose centre is at distance full or less is wholly covered, one at none or more
// not at all; between them coverage falls by 1 a sub.
const full, none = -127, 128

// loss is more than the rounding error of a distance, if the piece isn't blunt. Twice loss
// is more than rounding can make a distance rise and fall again along a row.
const loss = 32

// blunt reports whether one disk contains the other except for a tip so short that rounding
// decides where its sides are.
func (c *cone) blunt() bool { return c.end >= 0 && c.cos < 1<<12 }

// cores fills what is certain to be fully covered by consecutive pieces: what lies in or
// between the two disks of each, in a row. That is nearly everything.
func (m *mask) cores(pieces []cone) {
	m.chain = m.chain[:0]
	top, bottom := m.height, -1
	link := func(d disk) {
		m.chain = append(m.chain, d)
		if d.r > 0 {
			top, bottom = min(top, d.top()), max(bottom, d.bottom())
		}
	}
	joined := false
	for i := range pieces {
		c := &pieces[i]
		if c.blunt() {
			link(disk{}) // a disk nowhere: a gap
			joined = false
			continue
		}
		if !joined || c.a != pieces[i-1].b {
			link(disk{})
			link(newDisk(c.a, full-loss))
		}
		link(newDisk(c.b, full-loss))
		joined = true
	}
	for y := max(top, 0); y <= min(bottom, m.height-1); y++ {
		m.links(y)
	}
}

// links fills what lies, in a row, in the disks of the chain and between consecutive ones.
func (m *mask) links(y int) {
	middle := int64(y)<<8 + 128
	from, to := nowhere()
	for i := range m.chain {
		d := &m.chain[i]
		if q := d.r*d.r - (middle-d.y)*(middle-d.y); q > 0 {
			h := isqrt(q)
			from, to = min(from, d.x-h), max(to, d.x+h)
			continue
		}
		if from <= to {
			m.span(y, from, to)
			from, to = nowhere()
		}
	}
	if from <= to {
		m.span(y, from, to)
	}
}

// span fills the pixels of a row whose centres lie in from..to.
func (m *mask) span(y int, from, to int64) {
	left, right := columns(from, to)
	if left, right = max(left, 0), min(right, m.width-1); left <= right {
		m.fill(y, left, right+1)
	}
}

// cone raises the mask to the coverage of a piece.
func (m *mask) cone(c *cone) {
	a, b := newDisk(c.a, none+loss), newDisk(c.b, none+loss)
	top, bottom := max(min(a.top(), b.top()), 0), min(max(a.bottom(), b.bottom()), m.height-1)
	sides := [2]side{c.side(1, top), c.side(-1, top)}
	for y := top; y <= bottom; y++ {
		from, to := chord(a, b, y)
		for i := range sides {
			s := &sides[i]
			if s.top <= y && y <= s.bottom {
				if s.right {
					to = s.x >> 16
				} else {
					from = s.x >> 16
				}
			}
			s.x += s.slope
		}
		left, right := columns(from, to)
		left, right = max(left, 0), min(right, m.width-1)
		// Skip what is already full: it is most of a piece.
		if s := m.solid[y]; left <= right && (left < s.from || s.to <= right) {
			m.row(c, y, left, right)
		}
	}
}

// nowhere is an empty span: every other span is wider.
func nowhere() (from, to int64) { return math.MaxInt32, math.MinInt32 }

// columns returns the first and the last column whose centre lies in from..to.
func columns(from, to int64) (left, right int) {
	return int((from + 127) >> 8), int((to - 128) >> 8)
}

// disk is an end of a piece, enlarged or shrunk.
type disk struct{ x, y, r int64 }

func newDisk(k knot, by int64) disk { return disk{k.x, k.y, max(k.r+by, 0)} }

// top and bottom are the first and the last row that the disk may reach.
func (d disk) top() int    { return int((d.y - d.r) >> 8) }
func (d disk) bottom() int { return int((d.y + d.r) >> 8) }

// chord returns what lies in or between two disks at the centre of a row.
func chord(a, b disk, y int) (from, to int64) {
	from, to = nowhere()
	middle := int64(y)<<8 + 128
	if q := a.r*a.r - (middle-a.y)*(middle-a.y); q > 0 {
		h := isqrt(q)
		from, to = a.x-h, a.x+h
	}
	if q := b.r*b.r - (middle-b.y)*(middle-b.y); q > 0 {
		h := isqrt(q)
		from, to = min(from, b.x-h), max(to, b.x+h)
	}
	return from, to
}

// side is one of the two lines between a piece's disks, moved outwards so that no covered
// pixel lies beyond it.
type side struct {
	top, bottom int   // the rows where it is the edge, or very near it
	right       bool  // whether it is the right edge of a row
	x, slope    int64 // its position in this row and the step to the next; sub, 2^16 = 1
}

// side returns one side if hand is 1, the other if it is -1. Its x is that in row y.
func (c *cone) side(hand int64, y int) side {
	if c.end < 0 {
		return side{bottom: -1}
	}
	out := int64(none + loss)
	// The normal; 2^14 = 1.
	nx, ny := (hand*c.uy*c.cos+c.ux*c.sin)>>14, (c.uy*c.sin-hand*c.ux*c.cos)>>14
	ay, by := c.a.y+(c.a.r+out)*ny>>14, c.b.y+(c.b.r+out)*ny>>14
	s := side{
		top:    int((min(ay, by) - 2*loss - 128) >> 8),
		bottom: int((max(ay, by) + 2*loss + 128) >> 8),
		right:  nx > 0,
	}
	switch {
	case c.blunt() || -16 < nx && nx < 16:
		// The side is too short to tell, or lies along the row.
		s.x = min(c.a.x-c.a.r, c.b.x-c.b.r) - out
		if s.right {
			s.x = max(c.a.x+c.a.r, c.b.x+c.b.r) + out
		}
		s.x <<= 16
	default:
		py := int64(y)<<8 + 128 - c.a.y
		s.x = (((c.a.r+out)<<14-ny*py)<<16)/nx + c.a.x<<16
		s.slope = -(ny << 24) / nx
	}
	return s
}

// nearlyFull reports whether the pixel at x isn't full, possibly only because of rounding.
func (c *cone) nearlyFull(x int, py int64) bool {
	d := c.distance(int64(x)<<8+128-c.a.x, py)
	return full < d && d <= full+2*loss
}

// row draws one row of a piece, which covers nothing beyond left and right: from the left
// up to the first full pixel, from the right likewise, and everything between them is full.
func (m *mask) row(c *cone, y, left, right int) {
	py := int64(y)<<8 + 128 - c.a.y
	// A walk may start beyond what is already full, but only if that can't lie between two
	// full pixels.
	if s := m.solid[y]; !c.blunt() && s.from <= right && left < s.to {
		switch {
		case s.from <= left && !c.nearlyFull(s.to, py):
			left = s.to
		case right < s.to && !c.nearlyFull(s.from-1, py):
			right = s.from - 1
		}
	}
	row := m.cover[y*m.width : (y+1)*m.width]
	from, x := c.walk(row, py, left, right, 1)
	to := right
	if x <= right {
		first, end := c.walk(row, py, right, x, -1)
		m.fill(y, x, end+1)
		to = first
	}
	if from <= to {
		m.touch(y, from, to+1)
	}
}

// walk raises the pixels of a row from x to end, in steps of 1 or -1, up to the first full
// one. It returns the first covered and the first full pixel; one that doesn't exist is
// beyond end.
func (c *cone) walk(row []uint8, py int64, x, end, step int) (covered, fully int) {
	px, dp := int64(x)<<8+128-c.a.x, int64(step)<<8
	along, aside := px*c.ux+py*c.uy, px*c.uy-py*c.ux
	dAlong, dAside := dp*c.ux, dp*c.uy
	bx, by := c.b.x-c.a.x, py-(c.b.y-c.a.y)
	rimA, rimB := newRim(c.a.r), newRim(c.b.r)
	end += step
	covered = end
	for ; x != end; x += step {
		al, pe := along>>14, max(aside, -aside)>>14
		var v int64
		switch k := al*c.cos - pe*c.sin; {
		case k < 0:
			v = rimA.cover(px*px + py*py)
		case k > c.end:
			v = rimB.cover((px-bx)*(px-bx) + by*by)
		default:
			v = min(max(none+c.a.r-(pe*c.cos+al*c.sin)>>14, 0), 255)
		}
		if v > 0 {
			if covered == end {
				covered = x
			}
			if v == 255 {
				break
			}
			row[x] = max(row[x], uint8(v))
		}
		px, along, aside = px+dp, along+dAlong, aside+dAside
	}
	return covered, x
}

// rim is the edge of a disk. Most pixels aren't on the edge, and need no root.
type rim struct{ r, full, none int64 }

func newRim(r int64) rim {
	inner, outer := max(r+full+1, 0), r+none
	return rim{r, inner * inner, outer * outer}
}

// cover returns the coverage of a pixel whose centre is sqrt(d) from the disk's centre.
func (m *rim) cover(d int64) int64 {
	switch {
	case d >= m.none:
		return 0
	case d < m.full:
		return 255
	default:
		return none + m.r - isqrt(d)
	}
}

// isqrt returns floor(sqrt(n)) for 0 <= n < 2^52, where the root of a double is exact
// enough. It is the only use of floats in the picture, and is never fused.
func isqrt(n int64) int64 { return int64(math.Sqrt(float64(n))) }
