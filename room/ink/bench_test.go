package ink

import (
	"io"
	"math/rand/v2"
	"strconv"
	"testing"
)

func BenchmarkDecode8Points(b *testing.B) {
	begin := AppendBegin(nil, Pen, 24, Inks[0].Colour, Point{X: 1000, Y: 900})
	var points []Point
	p := Point{X: 1000, Y: 900}
	for i := range int16(8) {
		p.X, p.Y = p.X+9+5*i, p.Y-3+i
		points = append(points, p)
	}
	raw := AppendPoints(nil, Pen, 33, Point{X: 1000, Y: 900}, points...)
	var open Cursor
	if _, _, err := open.Next(begin); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		cursor := open
		op, _, err := cursor.Next(raw)
		if err != nil || op.Count != 8 {
			b.Fatal(op, err)
		}
	}
	b.ReportMetric(float64(len(raw))/8, "B/point")
}

// game is a game's strokes as a room would hold them.
func game(strokes int) (ops [][]byte, points int) {
	r := rand.New(rand.NewPCG(2, 3))
	for range strokes {
		d := realistic(r)
		ops = append(ops, d.ops(4))
		points += len(d.points)
	}
	return ops, points
}

func BenchmarkStroke(b *testing.B) {
	ops, points := game(200)
	var c *Canvas
	var hand author
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if i%len(ops) == 0 {
			c = NewCanvas(RasterWidth, RasterHeight, Papers[0].Colour)
		}
		fold(b, c, 1, &hand, ops[i%len(ops)])
		c.settled()
		i++
	}
	b.ReportMetric(float64(points)/float64(len(ops)), "points/stroke")
}

func BenchmarkGame2000Strokes(b *testing.B) {
	ops, _ := game(2000)
	b.ReportAllocs()
	for b.Loop() {
		c := NewCanvas(RasterWidth, RasterHeight, Papers[0].Colour)
		var hand author
		for _, s := range ops {
			fold(b, c, 1, &hand, s)
		}
		if err := c.PNG(b.Context(), io.Discard, RasterWidth); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	c := NewCanvas(RasterWidth, RasterHeight, Papers[0].Colour)
	for b.Loop() {
		c.Hash()
	}
}

func BenchmarkPNG(b *testing.B) {
	ops, _ := game(150)
	c := NewCanvas(RasterWidth, RasterHeight, Papers[0].Colour)
	var hand author
	for _, s := range ops {
		fold(b, c, 1, &hand, s)
	}
	for _, width := range []int{RasterWidth, 640, MinPNGWidth} {
		b.Run(strconv.Itoa(width), func(b *testing.B) {
			for b.Loop() {
				if err := c.PNG(b.Context(), io.Discard, width); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
