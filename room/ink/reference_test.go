package ink

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// reference implements doc.go literally: a whole stroke in one call, without optimisations. It
// returns the mask of a canvas of width x height pixels.
func reference(d drawn, width, height int) []uint8 {
	p := kept(d.points)
	n := len(p) - 1
	x, y := make([]int64, n+1), make([]int64, n+1)
	for j, p := range p {
		x[j], y[j] = 128*int64(p.X)+131072, 128*int64(p.Y)+131072
	}
	dist := make([]int64, n+1)
	for j := 1; j <= n; j++ {
		dist[j] = root((x[j]-x[j-1])*(x[j]-x[j-1])+(y[j]-y[j-1])*(y[j]-y[j-1])) >> 3
	}
	r := referenceRadii(d, p, dist)

	q := make([]knot, n+1)
	for j := range q {
		q[j] = knot{x[j], y[j], r[j]}
		if j == 0 || j == n {
			continue
		}
		D := max(dist[j], dist[j+1])
		w := (1344 - D) >> 5
		if D <= 320 {
			w = 32
		}
		if D >= 1344 || (x[j]-x[j-1])*(x[j+1]-x[j])+(y[j]-y[j-1])*(y[j+1]-y[j]) <= 0 {
			w = 0
		}
		q[j].x = ((128-2*w)*x[j] + w*(x[j-1]+x[j+1])) / 128
		q[j].y = ((128-2*w)*y[j] + w*(y[j-1]+y[j+1])) / 128
	}

	half := func(a, b knot) knot { return knot{(a.x + b.x) / 2, (a.y + b.y) / 2, (a.r + b.r) / 2} }
	straight := func(a, b knot) [3]knot { return [3]knot{a, half(a, b), b} }
	var parts [][3]knot
	if n == 0 {
		parts = [][3]knot{{q[0], q[0], q[0]}}
	} else {
		parts = append(parts, straight(q[0], half(q[0], q[1])))
		for j := 1; j < n; j++ {
			parts = append(parts, [3]knot{half(q[j-1], q[j]), q[j], half(q[j], q[j+1])})
		}
		parts = append(parts, straight(half(q[n-1], q[n]), q[n]))
	}

	mask := make([]uint8, width*height)
	for _, p := range parts {
		knots := referenceKnots(p)
		for k := 1; k < len(knots); k++ {
			referencePiece(mask, width, height, knots[k-1], knots[k])
		}
	}
	return mask
}

// kept returns the points without repetitions of the point before.
func kept(points []Point) []Point {
	k := points[:1:1]
	for _, p := range points[1:] {
		if last := k[len(k)-1]; p.X != last.X || p.Y != last.Y {
			k = append(k, p)
		}
	}
	return k
}

func referenceRadii(d drawn, p []Point, dist []int64) []int64 {
	n := len(p) - 1
	s := int64(d.size)
	r := make([]int64, n+1)
	v := int64(2600)
	for j := range r {
		switch d.tool {
		case Pen:
			if j > 0 {
				sp := min(4096, dist[j]*4096/(16*(s+56)))
				v += ((((4096 - sp - v) * (sp >> 2)) >> 10) * 80) >> 8
			}
			r[j] = max(144, 64*s*(2048+v*2048/4096)/4096)
		case PressurePen:
			T := 65 * int64(p[j].Pressure)
			if j == 0 {
				v = T
			} else {
				v += ((T - v) * 110) >> 8
			}
			r[j] = max(144, 64*s*(1024+v*3200/4096)/4096)
		case Eraser:
			r[j] = 64 * s
		case Liner:
			r[j] = max(144, 64*s*3348/4096)
		}
	}
	if d.tool == Pen && n >= 1 {
		taper := func(r, d int64) int64 {
			F := 16 * (s + 40)
			e := min(max(d-160, 0), F)
			return max(112, r*(4096-e*3000/F)/4096)
		}
		r[0] = taper(r[0], dist[1])
		if n == 1 {
			r[1] = taper(r[1], dist[1])
		} else {
			r[n] = taper(r[n], max(dist[n-1], dist[n]))
		}
	}
	return r
}

func referenceKnots(p [3]knot) []knot {
	L := root((p[1].x-p[0].x)*(p[1].x-p[0].x)+(p[1].y-p[0].y)*(p[1].y-p[0].y)) +
		root((p[2].x-p[1].x)*(p[2].x-p[1].x)+(p[2].y-p[1].y)*(p[2].y-p[1].y))
	bx, by, br := p[0].x-2*p[1].x+p[2].x, p[0].y-2*p[1].y+p[2].y, p[0].r-2*p[1].r+p[2].r
	dd := max(root(bx*bx+by*by), max(br, -br))
	N := max(1, (L+2559)/2560, root(dd/32)+1)
	knots := make([]knot, N+1)
	for k := range N + 1 {
		at := func(a, b, c int64) int64 { return (a*(N-k)*(N-k) + 2*b*k*(N-k) + c*k*k + N*N/2) / (N * N) }
		knots[k] = knot{
			at(p[0].x, p[1].x, p[2].x) - 131072,
			at(p[0].y, p[1].y, p[2].y) - 131072,
			at(p[0].r, p[1].r, p[2].r),
		}
	}
	return knots
}

func referencePiece(mask []uint8, width, height int, A, B knot) {
	left, right := (min(A.x-A.r, B.x-B.r)-256)>>8, (max(A.x+A.r, B.x+B.r)+256)>>8
	top, bottom := (min(A.y-A.r, B.y-B.r)-256)>>8, (max(A.y+A.r, B.y+B.r)+256)>>8
	for j := max(top, 0); j <= min(bottom, int64(height)-1); j++ {
		from, to := max(left, 0), min(right, int64(width)-1)
		row := make([]int64, width)
		i := from
		for ; i <= to; i++ {
			if row[i] = referenceCover(A, B, i, j); row[i] == 255 {
				break
			}
		}
		if i <= to {
			end := to
			for ; end > i; end-- {
				if row[end] = referenceCover(A, B, end, j); row[end] == 255 {
					break
				}
			}
			for ; i < end; i++ {
				row[i] = 255
			}
		}
		for i, v := range row {
			at := int(j)*width + i
			mask[at] = max(mask[at], uint8(v))
		}
	}
}

func referenceCover(A, B knot, i, j int64) int64 {
	cx, cy := 256*i+128, 256*j+128
	toDisk := func(k knot) int64 { return root((cx-k.x)*(cx-k.x)+(cy-k.y)*(cy-k.y)) - k.r }
	dx, dy, dr := B.x-A.x, B.y-A.y, A.r-B.r
	var sd int64
	if dx*dx+dy*dy <= dr*dr {
		if B.r > A.r {
			sd = toDisk(B)
		} else {
			sd = toDisk(A)
		}
	} else {
		length := root((dx*dx + dy*dy) * 65536)
		ux, uy := (1<<22)*dx/length, (1<<22)*dy/length
		b := min(max((1<<22)*dr/length, -16383), 16383)
		a := root(1<<28 - b*b)
		px, py := cx-A.x, cy-A.y
		al := (px*ux + py*uy) >> 14
		pe := px*uy - py*ux
		pe = max(pe, -pe) >> 14
		switch k := al*a - pe*b; {
		case k < 0:
			sd = toDisk(A)
		case k > a*length/256:
			sd = toDisk(B)
		default:
			sd = (pe*a+al*b)>>14 - A.r
		}
	}
	return min(max(128-sd, 0), 255)
}

// root returns floor(sqrt(n)), computed bit by bit in integers.
func root(n int64) int64 {
	var r int64
	for bit := int64(1) << ((bits.Len64(uint64(n)) + 1) / 2); bit > 0; bit >>= 1 {
		if (r+bit)*(r+bit) <= n {
			r += bit
		}
	}
	return r
}

func TestCanvas_DrawsAsDefined(t *testing.T) {
	const width, height = 256, 192
	r := rand.New(rand.NewPCG(34, 55))
	for i := range 80 {
		d := wild(r, 2*width, 2*height)
		if i%4 == 0 {
			d.tool = Pen
			d.points = trace(r, 30, 8, scribble(r, width, height, 150))
		}
		m := newMask(width, 0, height)
		s := newCurve(d.tool, d.size, d.points[0])
		for _, p := range d.points[1:] {
			if part, final := s.add(p); final {
				m.part(part)
			}
		}
		for _, part := range s.tail() {
			m.part(part)
		}
		for at, want := range reference(d, width, height) {
			if m.cover[at] != want {
				t.Fatalf("stroke %d (%+v): pixel %d, %d is covered %d, want %d", i, d, at%width, at/width, m.cover[at], want)
			}
		}
	}
}
