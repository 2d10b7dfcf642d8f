package card

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// point is a point of an emblem, on its grid of 30 x 14.
type point struct{ x, y float32 }

// emblems are those of the seats, as cubic curves (three points after each first one): a curl,
// and a zigzag, whose lines are curves that don't bend.
var emblems = [2][]point{
	{
		{2, 11},
		{7, 11},
		{12, 7},
		{10.5, 4},
		{9, 1.5},
		{5.5, 4},
		{7.5, 8},
		{9.5, 12},
		{17, 11},
		{17.5, 6},
		{17.5, 1.5},
		{12.8, 2.5},
		{14, 7},
		{15.2, 11.8},
		{22, 12},
		{24.5, 8},
		{25.5, 6},
		{26.5, 5},
		{28, 4},
	},
	straight(point{2, 11}, point{7, 3}, point{11.5, 11}, point{16.5, 3}, point{21, 11}, point{25.5, 3.5}, point{28, 8}),
}

func straight(points ...point) []point {
	all := points[:1:1]
	for i, p := range points[1:] {
		all = append(all, points[i], p, p)
	}
	return all
}

const (
	emblemScale  = 1.6
	emblemWidth  = 3 * emblemScale
	emblemAcross = 48 // of the grid
	emblemDown   = 23
	emblemMargin = 5  // for half its width
	emblemSteps  = 12 // straight pieces of a curve
	capSides     = 12
)

// emblem draws a seat's emblem with its upper left corner at x, y.
func emblem(img *image.RGBA, seat, x, y int) {
	around := image.Rect(x, y, x+emblemAcross, y+emblemDown).Inset(-emblemMargin)
	z := vector.NewRasterizer(around.Dx(), around.Dy())
	at := func(p point) point { return point{emblemMargin + p.x*emblemScale, emblemMargin + p.y*emblemScale} }
	curve := emblems[seat]
	last := at(curve[0])
	disc(z, last)
	for i := 1; i+2 < len(curve); i += 3 {
		a, b, c, d := curve[i-1], curve[i], curve[i+1], curve[i+2]
		for s := 1; s <= emblemSteps; s++ {
			t := float32(s) / emblemSteps
			u := 1 - t
			w := [4]float32{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
			next := at(point{w[0]*a.x + w[1]*b.x + w[2]*c.x + w[3]*d.x, w[0]*a.y + w[1]*b.y + w[2]*c.y + w[3]*d.y})
			bar(z, last, next)
			disc(z, next)
			last = next
		}
	}
	z.Draw(img, around, image.NewUniform(seats[seat]), image.Point{})
}

// bar adds a line of the emblem's width.
func bar(z *vector.Rasterizer, from, to point) {
	dx, dy := to.x-from.x, to.y-from.y
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return
	}
	nx, ny := -dy/length*emblemWidth/2, dx/length*emblemWidth/2
	z.MoveTo(from.x+nx, from.y+ny)
	z.LineTo(from.x-nx, from.y-ny)
	z.LineTo(to.x-nx, to.y-ny)
	z.LineTo(to.x+nx, to.y+ny)
	z.ClosePath()
}

// disc adds a round end or joint, in the sense of rotation that bar has, so that what
// overlaps adds up.
func disc(z *vector.Rasterizer, at point) {
	for i := range capSides {
		sin, cos := math.Sincos(-2 * math.Pi * float64(i) / capSides)
		x, y := at.x+float32(cos)*emblemWidth/2, at.y+float32(sin)*emblemWidth/2
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
}
