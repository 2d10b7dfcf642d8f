package ink

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// speckles returns runs over a rectangle in which about every third pixel is covered, so that areas
// and holes touch at their corners and at the edges of the rectangle.
func speckles(r *rand.Rand, width, height int) Runs {
	w := make([]uint8, width*height)
	for i := range w {
		if r.IntN(3) == 0 {
			w[i] = uint8(r.IntN(256))
		} else {
			w[i] = uint8(255 * r.IntN(2))
		}
	}
	return runsOf(3, 5, width, w)
}

func runsOf(x, y, width int, weights []uint8) Runs {
	var c Cursor
	op, _, err := c.Next(AppendFill(nil, RGB{}, RGB{}, x, y, width, weights))
	if err != nil {
		panic(err)
	}
	return op.Runs
}

// inside returns the winding number of outlines around the centre of a pixel.
func inside(all []outline, x, y int) int {
	winds := 0
	for _, o := range all {
		for i, a := range o {
			b := o[(i+1)%len(o)]
			// An edge that crosses the row of the centre, to its right.
			if (a.y <= y) == (b.y <= y) {
				continue
			}
			cross := float64(a.x) + (float64(y)+0.5-float64(a.y))/float64(b.y-a.y)*float64(b.x-a.x)
			if cross > float64(x)+0.5 {
				if b.y > a.y {
					winds++
				} else {
					winds--
				}
			}
		}
	}
	return winds
}

func TestOutlines_EncloseTheCoveredPixels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		runs := speckles(r, 1+r.IntN(12), 1+r.IntN(12))
		all := slices.Collect(runs.outlines)
		covered := weights(runs)
		for i, w := range covered {
			x, y := runs.X+i%runs.Width, runs.Y+i/runs.Width
			want := 0
			if w >= 128 {
				want = 1
			}
			if got := inside(all, x, y); got != want {
				t.Fatalf("pixel %d, %d of %+v with weights %v is wound around %d times, want %d by %v",
					x, y, runs, covered, got, want, all)
			}
		}
	}
}

func TestOutlines_StayWithinAPixelWhenSimplified(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		var c Cursor
		op, _, err := c.Next(blot(r, 200, 150))
		if err != nil {
			t.Fatal(err)
		}
		before, after := slices.Collect(op.Runs.outlines), 0
		corners, length, wrong := 0, 0, 0
		var simple []outline
		for _, o := range before {
			corners += len(o)
			for i, a := range o {
				b := o[(i+1)%len(o)]
				length += int(abs(int64(a.x-b.x)) + abs(int64(a.y-b.y)))
			}
			simple = append(simple, o.simplified())
			after += len(simple[len(simple)-1])
		}
		for i, w := range weights(op.Runs) {
			if (inside(simple, op.Runs.X+i%op.Runs.Width, op.Runs.Y+i/op.Runs.Width) != 0) != (w >= 128) {
				wrong++
			}
		}
		if wrong > length/2 {
			t.Errorf("%d pixels changed sides along an outline of %d", wrong, length)
		}
		if corners > 100 && after > corners/2 {
			t.Errorf("%d corners of %d are left", after, corners)
		}
	}
}

// byPixels computes the result of outlines by walking from pixel to pixel.
func byPixels(r Runs) (all []outline) {
	covered := map[corner]bool{}
	for i, w := range weights(r) {
		covered[corner{i % r.Width, i / r.Width}] = w >= 128
	}
	covers := func(x, y int) bool { return covered[corner{x, y}] }
	followed := map[corner]bool{}
	for y := range r.Height {
		for x := range r.Width {
			if !covers(x, y) || covers(x, y-1) || followed[corner{x, y}] {
				continue
			}
			start, at, dx, dy := corner{x, y}, corner{x, y}, 1, 0
			o := outline{{r.X + x, r.Y + y}}
			for {
				if dx == 1 {
					followed[at] = true
				}
				at = corner{at.x + dx, at.y + dy}
				// The two pixels ahead: on the left and on the right.
				left := covers(at.x+(dx+dy-1)/2, at.y+(dy-dx-1)/2)
				right := covers(at.x+(dx-dy-1)/2, at.y+(dy+dx-1)/2)
				if left {
					dx, dy = dy, -dx
				} else if !right {
					dx, dy = -dy, dx
				} else {
					continue
				}
				if at == start && dx == 1 {
					break
				}
				o = append(o, corner{r.X + at.x, r.Y + at.y})
			}
			all = append(all, o)
		}
	}
	return all
}

func TestOutlines_EqualThoseOfAWalkOverPixels(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 400 {
		runs := speckles(r, 1+r.IntN(12), 1+r.IntN(12))
		if i%10 == 0 {
			var c Cursor
			op, _, err := c.Next(blot(r, 200, 150))
			if err != nil {
				t.Fatal(err)
			}
			runs = op.Runs
		}
		if diff := cmp.Diff(byPixels(runs), slices.Collect(runs.outlines), cmp.AllowUnexported(corner{})); diff != "" {
			t.Fatalf("of %v with weights %v:\n%s", runs, weights(runs), diff)
		}
	}
}
