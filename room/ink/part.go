package ink

// part is a quadratic Bézier curve in x, y and radius.
type part [3]knot

// line returns a straight part.
func line(a, b knot) part { return part{a, mid(a, b), b} }

// pieces yields each two neighbouring knots of the flattened part. A piece is at most 20
// pixels long; the 32-bit arithmetic of the page depends on that.
func (p part) pieces(yield func(a, b knot) bool) {
	n := p.cuts()
	a := p[0]
	for k := int64(1); k <= n; k++ {
		i := n - k
		at := func(p0, p1, p2 int64) int64 {
			return (p0*i*i + 2*p1*k*i + p2*k*k + n*n/2) / (n * n)
		}
		b := knot{at(p[0].x, p[1].x, p[2].x), at(p[0].y, p[1].y, p[2].y), at(p[0].r, p[1].r, p[2].r)}
		if !yield(a, b) {
			return
		}
		a = b
	}
}

// cuts returns how many pieces approximate the curve: by its length, and by how much its
// second difference bends it or changes its width.
func (p part) cuts() int64 {
	length := distance(p[0], p[1]) + distance(p[1], p[2])
	x, y, r := p[0].x-2*p[1].x+p[2].x, p[0].y-2*p[1].y+p[2].y, p[0].r-2*p[1].r+p[2].r
	bend := max(isqrt(x*x+y*y), r, -r)
	return max(1, (length+2559)/2560, isqrt(bend/32)+1)
}

// distance returns the distance of two knots in the plane.
func distance(a, b knot) int64 {
	dx, dy := b.x-a.x, b.y-a.y
	return isqrt(dx*dx + dy*dy)
}
