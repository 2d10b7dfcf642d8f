package ink

import (
	"math/rand/v2"
	"testing"
)

// TestMask_DrawsPiecesAsDefined draws random parts over each other, mostly short ones, and compares
// every pixel with the definition.
func TestMask_DrawsPiecesAsDefined(t *testing.T) {
	const width, height = 160, 120
	r := rand.New(rand.NewPCG(55, 89))
	for i := range 150 {
		m, want := newMask(width, 0, height), make([]uint8, width*height)
		var drawn []part
		p := anyPart(r, knot{bias + r.Int64N(width<<8), bias + r.Int64N(height<<8), anyRadius(r)})
		for range 1 + r.IntN(8) {
			drawn = append(drawn, p)
			m.part(p)
			knots := referenceKnots(p)
			for k := 1; k < len(knots); k++ {
				referencePiece(want, width, height, knots[k-1], knots[k])
			}
			p = anyPart(r, p[2])
		}
		for at, want := range want {
			if x, y := at%width, at/width; m.cover[at] != want {
				t.Fatalf("parts %d (%v): pixel %d, %d is covered %d, want %d", i, drawn, x, y, m.cover[at], want)
			} else if s := m.rows[y]; want > 0 && (x < s.from || x >= s.to || y < m.top || y >= m.bottom) {
				t.Fatalf("parts %d (%v): pixel %d, %d is covered but not recorded as touched", i, drawn, x, y)
			}
		}
		m.clear()
		for at, v := range m.cover {
			if v != 0 {
				t.Fatalf("parts %d (%v): pixel %d, %d is covered %d after clearing", i, drawn, at%width, at/width, v)
			}
		}
	}
}

// anyPart returns a part that starts at a, with steps of random length, seldom long ones. Often one
// of its disks is just inside or just outside another one.
func anyPart(r *rand.Rand, a knot) part {
	p := part{a, a, a}
	reach := []int64{0, 1, 3, 40, 300, 1500, 6000, 20000}[r.IntN(8)]
	for i := 1; i < 3; i++ {
		dx, dy := r.Int64N(2*reach+1)-reach, r.Int64N(2*reach+1)-reach
		switch r.IntN(6) {
		case 0:
			dx = 0
		case 1:
			dy = 0
		}
		p[i].x, p[i].y = max(p[i-1].x+dx, 0), max(p[i-1].y+dy, 0)
		switch r.IntN(4) {
		case 0:
			p[i].r = anyRadius(r)
		case 1:
			// The radius changes by about the distance.
			by := distance(p[i-1], p[i]) + r.Int64N(9) - 4
			p[i].r = min(max(p[i-1].r+(1-2*r.Int64N(2))*by, 112), 16896)
		default:
			p[i].r = min(max(p[i-1].r+r.Int64N(65)-32, 112), 16896)
		}
	}
	return p
}

func anyRadius(r *rand.Rand) int64 {
	return 112 + r.Int64N([]int64{100, 600, 3000, 16785}[r.IntN(4)])
}
