package ink

import "slices"

// outline is a loop around an area of pixels, by the corners of pixels, with the
// area at its right hand.
type outline []corner

type corner struct{ x, y int }

// outlines are those of what the runs cover by half at least: around each area,
// and around each hole in one.
func (r Runs) outlines() []outline {
	a := r.area()
	var all []outline
	for y := range r.Height {
		for x := range r.Width {
			// Each loop goes right above a pixel of its own somewhere.
			if a.covers(x, y) && !a.covers(x, y-1) && !a.followed[y*a.width+x] {
				all = append(all, a.follow(corner{x, y}))
			}
		}
	}
	for _, o := range all {
		for i := range o {
			o[i].x += r.X
			o[i].y += r.Y
		}
	}
	return all
}

// area is which pixels of a rectangle are covered.
type area struct {
	width, height int
	covered       []bool
	followed      []bool // an outline went right above this pixel
}

func (r Runs) area() *area {
	size := r.Width * r.Height
	a := &area{width: r.Width, height: r.Height, covered: make([]bool, size), followed: make([]bool, size)}
	for run := range r.rows {
		row := a.covered[(run.y-r.Y)*r.Width+run.x-r.X:]
		for i := range run.count {
			row[i] = run.weights == nil || run.weights[i] >= 128
		}
	}
	return a
}

func (a *area) covers(x, y int) bool {
	return x >= 0 && y >= 0 && x < a.width && y < a.height && a.covered[y*a.width+x]
}

// follow goes along an edge from its left top corner until it is back there, and
// gives the corners where it turned.
func (a *area) follow(start corner) outline {
	o := outline{start}
	at, dx, dy := start, 1, 0
	for {
		if dx == 1 {
			a.followed[at.y*a.width+at.x] = true
		}
		at = corner{at.x + dx, at.y + dy}
		// The two pixels ahead: at the left hand, and at the right.
		left := a.covers(at.x+(dx+dy-1)/2, at.y+(dy-dx-1)/2)
		right := a.covers(at.x+(dx-dy-1)/2, at.y+(dy+dx-1)/2)
		switch {
		case left:
			dx, dy = dy, -dx
		case right:
			continue // straight on, which is never where it began
		default:
			dx, dy = -dy, dx
		}
		if at == start && dx == 1 {
			return o
		}
		o = append(o, at)
	}
}

// simplified is the outline with fewer corners, none farther than one pixel from
// where it was: Douglas and Peucker, "Algorithms for the reduction of the number of
// points required to represent a digitized line", 1973.
func (o outline) simplified() outline {
	keep := make([]bool, len(o))
	half := o.farthest(0, len(o)-1)
	keep[0], keep[half], keep[len(o)-1] = true, true, true
	spans := [][2]int{{0, half}, {half, len(o) - 1}}
	for len(spans) > 0 {
		s := spans[len(spans)-1]
		spans = spans[:len(spans)-1]
		if m := o.farthest(s[0], s[1]); m > 0 {
			keep[m] = true
			spans = append(spans, [2]int{s[0], m}, [2]int{m, s[1]})
		}
	}
	i := -1
	return slices.DeleteFunc(slices.Clone(o), func(corner) bool { i++; return !keep[i] })
}

// farthest is the corner between two that is farthest from the line through them;
// 0 if none is farther than a pixel.
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
