package ink

// knot is a point of a stroke with its radius there, in sub (1/256 pixel); x and y carry
// the bias that keeps them above zero.
type knot struct{ x, y, r int64 }

const bias = 131072

func mid(a, b knot) knot { return knot{(a.x + b.x) / 2, (a.y + b.y) / 2, (a.r + b.r) / 2} }

// curve turns the points of a stroke into the parts of its curve as they arrive. A point
// makes the curve final up to the point before it; the rest is the tail, drawn as if the
// last point were the end. The names are those of doc.go.
type curve struct {
	nib nib
	n   int // index of the last point, p_n

	prev, last knot  // p_{n-1}, p_n
	dPrev, d   int64 // d_{n-1}, d_n; 0 before there is one
	q          knot  // q_{n-1}
	m          knot  // m_{n-2}
}

func newCurve(tool Tool, size uint16, p Point) *curve {
	c := &curve{nib: newNib(tool, size, p.Pressure)}
	c.last = c.knot(p)
	return c
}

func (c *curve) knot(p Point) knot {
	return knot{int64(p.X)*128 + bias, int64(p.Y)*128 + bias, c.nib.radius()}
}

// add takes the next point and returns the part of the curve that becomes final, if any.
func (c *curve) add(p Point) (part, bool) {
	dx, dy := int64(p.X)*128+bias-c.last.x, int64(p.Y)*128+bias-c.last.y
	if dx == 0 && dy == 0 {
		return part{}, false
	}
	c.n++
	c.dPrev, c.d = c.d, isqrt(dx*dx+dy*dy)>>3
	c.nib.move(c.d, p.Pressure)
	next := c.knot(p)
	if c.n == 1 {
		c.q = c.last
		c.q.r = c.nib.taper(c.last.r, c.d)
		c.prev, c.last = c.last, next
		return part{}, false
	}
	q := smooth(c.prev, c.last, next, max(c.dPrev, c.d))
	m := mid(c.q, q)
	final := part{c.m, c.q, m}
	if c.n == 2 {
		final = line(c.q, m)
	}
	c.q, c.m = q, m
	c.prev, c.last = c.last, next
	return final, true
}

// tail returns the rest of the curve up to the last point.
func (c *curve) tail() []part {
	if c.n == 0 {
		return []part{line(c.last, c.last)}
	}
	end := c.last
	end.r = c.nib.taper(end.r, max(c.dPrev, c.d))
	m := mid(c.q, end)
	if c.n == 1 {
		return []part{line(c.q, m), line(m, end)}
	}
	return []part{{c.m, c.q, m}, line(m, end)}
}

// smooth moves b towards its neighbours: much if they are near, not at all if they are far
// or b is a corner. d is the greater of the distances to them.
func smooth(a, b, c knot, d int64) knot {
	var w int64
	switch {
	case (b.x-a.x)*(c.x-b.x)+(b.y-a.y)*(c.y-b.y) <= 0 || d >= 1344:
		return b
	case d <= 320:
		w = 32
	default:
		w = (1344 - d) >> 5
	}
	return knot{
		x: ((128-2*w)*b.x + w*(a.x+c.x)) / 128,
		y: ((128-2*w)*b.y + w*(a.y+c.y)) / 128,
		r: b.r,
	}
}
