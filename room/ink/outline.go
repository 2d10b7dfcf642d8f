package ink

import (
	"cmp"
	"slices"
)

// outline is a loop around an area of pixels, as the corners of pixels, with the area on
// its right.
type outline []corner

type corner struct{ x, y int }

// outlines yields the outlines of the pixels that the runs cover by at least half: around
// each area, and around each hole in one. The time depends on the number of spans, and not
// on the number of pixels.
func (r Runs) outlines(yield func(outline) bool) {
	a := r.area()
	for y, tops := range a.tops {
		for i := range tops {
			if !tops[i].followed && !yield(a.follow(tops[i].from, y)) {
				return
			}
		}
	}
}

// area holds which pixels of a rectangle are covered, row by row.
type area struct {
	above int      // of its first row: the number of raster rows above it
	spans [][]span // the covered spans of each row, from the left; none touch
	tops  [][]top  // the edges above the covered spans of each row, from the left
}

// top is an edge above covered pixels.
type top struct {
	from     int
	followed bool // an outline has passed along it
}

func (r Runs) area() *area {
	a := &area{above: r.Y, spans: make([][]span, r.Height), tops: make([][]top, r.Height)}
	for run := range r.rows {
		row := &a.spans[run.y-r.Y]
		if run.weights == nil {
			*row = join(*row, span{run.x, run.x + run.count})
			continue
		}
		for i, w := range run.weights[:run.count] {
			if w >= 128 {
				*row = join(*row, span{run.x + i, run.x + i + 1})
			}
		}
	}
	for y := range a.spans {
		a.tops[y] = topsOf(a.row(y), a.row(y-1))
	}
	return a
}

// join adds a span to the right end of a row.
func join(row []span, s span) []span {
	if n := len(row); n > 0 && row[n-1].to == s.from {
		row[n-1].to = s.to
		return row
	}
	return append(row, s)
}

// topsOf returns the edges between the spans of a row and the uncovered parts of the row
// above.
func topsOf(row, above []span) (tops []top) {
	for _, s := range row {
		for len(above) > 0 && above[0].to <= s.from {
			above = above[1:]
		}
		from := s.from
		for _, over := range above {
			if over.from >= s.to {
				break
			}
			if over.from > from {
				tops = append(tops, top{from: from})
			}
			from = over.to
		}
		if from < s.to {
			tops = append(tops, top{from: from})
		}
	}
	return tops
}

// row returns the spans of a row; none beyond the rectangle.
func (a *area) row(y int) []span {
	if y < 0 || y >= len(a.spans) {
		return nil
	}
	return a.spans[y]
}

// find returns the span of a row that covers column x, or else the next one to its right,
// which is empty if there is none.
func (a *area) find(x, y int) (s span, covers bool) {
	row := a.row(y)
	i, found := slices.BinarySearchFunc(row, x, func(s span, x int) int {
		switch {
		case s.to <= x:
			return -1
		case s.from > x:
			return 1
		default:
			return 0
		}
	})
	if i == len(row) {
		return span{}, false
	}
	return row[i], found
}

func (a *area) covers(x, y int) bool {
	_, covers := a.find(x, y)
	return covers
}

// follow follows an edge from the left end of a top until it is back there, and returns the
// corners where it turned. Corner x, y is the upper left one of pixel x, y. Where areas
// touch at a corner, it crosses over.
func (a *area) follow(x, y int) outline {
	var o outline
	turn := func() { o = append(o, corner{x, a.above + y}) }
	for startX, startY := x, y; ; {
		turn()
		var up, right bool
		for x, up = a.right(x, y); ; x, up = a.left(x, y) {
			turn()
			if up {
				y, right = a.up(x, y)
			} else {
				y, right = a.down(x, y)
			}
			if right {
				break
			}
			turn()
		}
		if x == startX && y == startY {
			return o
		}
	}
}

// right follows a top from its left end, and reports whether the outline then turns up or
// down.
func (a *area) right(x, y int) (at int, up bool) {
	tops := a.tops[y]
	i, _ := slices.BinarySearchFunc(tops, x, func(t top, x int) int { return cmp.Compare(t.from, x) })
	tops[i].followed = true
	below, _ := a.find(x, y)
	if above, _ := a.find(x, y-1); above.to > 0 && above.from <= below.to {
		return above.from, true
	}
	return below.to, false
}

// left follows a bottom from its right end, and reports whether the outline then turns up
// or down.
func (a *area) left(x, y int) (at int, up bool) {
	above, _ := a.find(x-1, y-1)
	row := a.row(y)
	i, _ := slices.BinarySearchFunc(row, x, func(s span, x int) int { return cmp.Compare(s.to, x) })
	if i > 0 && row[i-1].to >= above.from {
		return row[i-1].to, false
	}
	return above.from, true
}

// up follows the left ends of spans, and reports whether the outline then turns right or
// left.
func (a *area) up(x, y int) (at int, right bool) {
	for {
		y--
		if a.covers(x-1, y-1) {
			return y, false
		}
		if !a.covers(x, y-1) {
			return y, true
		}
	}
}

// down follows the right ends of spans, and reports whether the outline then turns right or
// left.
func (a *area) down(x, y int) (at int, right bool) {
	for {
		y++
		if a.covers(x, y) {
			return y, true
		}
		if !a.covers(x-1, y) {
			return y, false
		}
	}
}

// deepest is how often a section of an outline is split at its farthest corner. An outline
// by hand needs about as many splits as its corners can be halved. An outline like a comb
// loses one tooth a split, which would take quadratic time, so deeper sections are halved
// instead.
const deepest = 40

// simplified returns the outline with fewer corners, none farther than one pixel from its
// original place: Douglas and Peucker, "Algorithms for the reduction of the number of
// points required to represent a digitized line", 1973.
func (o outline) simplified() outline {
	type stretch struct{ from, to, depth int }
	keep := make([]bool, len(o))
	half := o.farthest(0, len(o)-1)
	keep[0], keep[half], keep[len(o)-1] = true, true, true
	stretches := []stretch{{0, half, 0}, {half, len(o) - 1, 0}}
	for len(stretches) > 0 {
		s := stretches[len(stretches)-1]
		stretches = stretches[:len(stretches)-1]
		m := o.farthest(s.from, s.to)
		if m == 0 {
			continue
		}
		if s.depth >= deepest {
			m = (s.from + s.to) / 2
		}
		keep[m] = true
		stretches = append(stretches, stretch{s.from, m, s.depth + 1}, stretch{m, s.to, s.depth + 1})
	}
	i := -1
	return slices.DeleteFunc(slices.Clone(o), func(corner) bool { i++; return !keep[i] })
}

// farthest returns the corner between two that is farthest from the line through them; 0 if
// none is farther than a pixel.
func (o outline) farthest(from, to int) int {
	a, b := o[from], o[to]
	dx, dy := b.x-a.x, b.y-a.y
	length := dx*dx + dy*dy
	best, index := max(length, 1), 0
	for i := from + 1; i < to; i++ {
		px, py := o[i].x-a.x, o[i].y-a.y
		off := px*dy - py*dx
		if off *= off; length == 0 {
			off = px*px + py*py
		}
		if off > best {
			best, index = off, i
		}
	}
	return index
}
