package ink

// knot is a place of a stroke with its radius there, in sub (1/256 pixel), x
// and y with the bias that keeps them above zero.
type knot struct{ x, y, r int64 }

const bias = 131072

func mid(a, b knot) knot { return knot{(a.x + b.x) / 2, (a.y + b.y) / 2, (a.r + b.r) / 2} }

// stroke turns the points of one stroke into the parts of its curve as they
// come. A point makes the curve final up to the one before it; the rest is the
// tail, drawn as if the last point were the end. The names are those of doc.go.
type stroke struct {
	nib nib
	n   int // of the last point, p_n

	prev, last knot  // p_{n-1}, p_n
	dPrev, d   int64 // d_{n-1}, d_n; 0 before there is one
	q          knot  // q_{n-1}
	m          knot  // m_{n-2}
}

func newStroke(tool Tool, size uint16, p Point) *stroke {
	s := &stroke{nib: newNib(tool, size, p.Pressure)}
	s.last = s.knot(p)
	return s
}

func (s *stroke) knot(p Point) knot {
	return knot{int64(p.X)*128 + bias, int64(p.Y)*128 + bias, s.nib.radius()}
}

// add takes the next point and returns the part of the curve that is final now,
// if any.
func (s *stroke) add(p Point) (part, bool) {
	dx, dy := int64(p.X)*128+bias-s.last.x, int64(p.Y)*128+bias-s.last.y
	if dx == 0 && dy == 0 {
		return part{}, false
	}
	s.n++
	s.dPrev, s.d = s.d, isqrt(dx*dx+dy*dy)>>3
	s.nib.move(s.d, p.Pressure)
	next := s.knot(p)
	if s.n == 1 {
		s.q = s.last
		s.q.r = s.nib.taper(s.last.r, s.d)
		s.prev, s.last = s.last, next
		return part{}, false
	}
	q := smooth(s.prev, s.last, next, max(s.dPrev, s.d))
	m := mid(s.q, q)
	final := part{s.m, s.q, m}
	if s.n == 2 {
		final = line(s.q, m)
	}
	s.q, s.m = q, m
	s.prev, s.last = s.last, next
	return final, true
}

// tail is the rest of the curve up to the last point.
func (s *stroke) tail() []part {
	if s.n == 0 {
		return []part{line(s.last, s.last)}
	}
	end := s.last
	end.r = s.nib.taper(end.r, max(s.dPrev, s.d))
	m := mid(s.q, end)
	if s.n == 1 {
		return []part{line(s.q, m), line(m, end)}
	}
	return []part{{s.m, s.q, m}, line(m, end)}
}

// smooth moves b towards its neighbours: near ones much, far ones not, and never
// at a corner. d is the greater of the distances to them.
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
