package ink

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// MaxPaths is the maximum size of an SVG of paths, in bytes. A larger drawing becomes an
// SVG with its pixels in it, a PNG in base64, which is no larger than MaxPaths.
const MaxPaths = 8 << 20

// SVG writes what both players see as paths: each stroke as the exact curves that it was
// drawn with, cut where its width changes visibly. A round end hides each cut. A drawing of
// more than MaxPaths is written as pixels. SVG fails with the error of ctx when that ends.
func (c *Canvas) SVG(ctx context.Context, w io.Writer) error {
	out, fits, err := c.paths(ctx)
	if err == nil && !fits {
		out, err = c.pixels(ctx)
	}
	if err != nil {
		return fmt.Errorf("draw svg: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("write svg: %w", err)
	}
	return nil
}

// pixels returns an SVG of the picture's pixels.
func (c *Canvas) pixels(ctx context.Context) ([]byte, error) {
	var png bytes.Buffer
	if err := c.PNG(ctx, &png, c.width); err != nil {
		return nil, err
	}
	out := make([]byte, 0, base64.StdEncoding.EncodedLen(png.Len())+256)
	out = fmt.Appendf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">`+
		`<image width="%d" height="%d" href="data:image/png;base64,`, Width, Height, 2*c.width, 2*c.height)
	out = base64.StdEncoding.AppendEncode(out, png.Bytes())
	return append(out, "\"/></svg>\n"...), nil
}

// paths returns an SVG of the picture's paths, unless they exceed MaxPaths.
func (c *Canvas) paths(ctx context.Context) (out []byte, fit bool, err error) {
	s := svg{out: fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">`+
		`<path fill="%s" d="M0 0h%dv%dH0z"/>`+
		`<g transform="scale(.5)" fill="none" stroke-linecap="round" stroke-linejoin="round">`,
		Width, Height, c.paper, Width, Height)}
	marks := slices.Collect(c.showing())
	for _, m := range c.open {
		if m != nil {
			marks = append(marks, m)
		}
	}
	for _, m := range marks {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		switch m.kind {
		case Begin:
			s.stroke(m.stroke)
		case Fill:
			s.fill(m.fill)
		case Clear, Points, End, Undo, Redo: // a clear draws nothing, and the others make no mark
		}
		if s.full() {
			return nil, false, nil
		}
	}
	s.endColour()
	return append(s.out, "</g></svg>\n"...), true, nil
}

// svg is a drawing being written. Lengths are whole halves of a unit, which keeps numbers
// short and within an eighth of a pixel of the raster.
type svg struct {
	out    []byte
	colour RGB
	group  bool // a group of one colour is open

	// The open path, if width is not 0.
	width   int64
	x, y    int64 // its present position
	command byte  // its last command; a path need not repeat it
}

// full reports whether the drawing exceeds MaxPaths.
func (s *svg) full() bool { return len(s.out) > MaxPaths }

// stroke writes one stroke.
func (s *svg) stroke(k stroke) {
	if !s.group || s.colour != k.ink {
		s.endColour()
		s.out = fmt.Appendf(s.out, `<g stroke="%s">`, k.ink)
		s.group, s.colour = true, k.ink
	}
	step := min(max(int64(k.size)/16, 1), 4)
	for p := range k.parts {
		if s.part(p, step); s.full() {
			return
		}
	}
	s.endPath()
}

// fill writes a fill as its outlines. An outline in the other direction leaves a hole.
func (s *svg) fill(f fillMark) {
	s.endColour()
	s.out = fmt.Appendf(s.out, `<path fill="%s" d="`, f.colour)
	for o := range f.runs.outlines {
		if s.full() {
			return
		}
		s.x, s.y, s.command = 0, 0, 0
		for i, at := range o.simplified() {
			x, y := int64(at.x)*halvesOfPixel, int64(at.y)*halvesOfPixel
			if i == 0 {
				s.pair('M', x, y)
			} else {
				s.pair('l', x-s.x, y-s.y)
			}
			s.x, s.y = x, y
		}
		s.out = append(s.out, 'z')
	}
	s.out = append(s.out, `"/>`...)
}

// halvesOfPixel is how many halves of a unit a pixel has.
const halvesOfPixel = 4

// parts yields the parts of the whole curve.
func (k stroke) parts(yield func(part) bool) {
	c := newCurve(k.tool, k.size, k.points[0])
	for _, p := range k.points[1:] {
		if part, final := c.add(p); final && !yield(part) {
			return
		}
	}
	for _, part := range c.tail() {
		if !yield(part) {
			return
		}
	}
}

// part writes a part of a curve, with a cut for each step by which its width changes,
// within limits.
func (s *svg) part(p part, step int64) {
	change := halves(2 * (max(p[0].r, p[1].r, p[2].r) - min(p[0].r, p[1].r, p[2].r)))
	n := min(1+change/step, 24)
	for i := range n {
		q := p.between(i, i+1, n)
		width := halves(2 * q[1].r)
		s.quadratic(q, max((width+step/2)/step*step, 1))
	}
}

// between returns the section of the curve from i/n to j/n.
func (p part) between(i, j, n int64) part {
	// The blossom of the curve: its values at (i, i), (i, j) and (j, j) are the three knots
	// of the section.
	blossom := func(i, j int64) knot {
		at := func(a, b, c int64) int64 {
			return (a*(n-i)*(n-j) + b*(i*(n-j)+j*(n-i)) + c*i*j + n*n/2) / (n * n)
		}
		return knot{at(p[0].x, p[1].x, p[2].x), at(p[0].y, p[1].y, p[2].y), at(p[0].r, p[1].r, p[2].r)}
	}
	return part{blossom(i, i), blossom(i, j), blossom(j, j)}
}

// quadratic continues along q with a pen of width, in a new path if the width differs.
func (s *svg) quadratic(q part, width int64) {
	x0, y0 := halves(q[0].x-bias), halves(q[0].y-bias)
	if width != s.width {
		s.endPath()
		s.width, s.x, s.y, s.command = width, x0, y0, 'M'
		s.out = append(s.out, `<path stroke-width="`...)
		s.out = strconv.AppendInt(s.out, width, 10)
		s.out = append(s.out, `" d="M`...)
		s.number(x0, true)
		s.number(y0, false)
	}
	x, y := halves(q[2].x-bias), halves(q[2].y-bias)
	straight := func(a, b, c int64) bool { d := a - 2*b + c; return -64 < d && d < 64 }
	if straight(q[0].x, q[1].x, q[2].x) && straight(q[0].y, q[1].y, q[2].y) {
		s.pair('l', x-s.x, y-s.y)
	} else {
		s.pair('q', halves(q[1].x-bias)-s.x, halves(q[1].y-bias)-s.y)
		s.pair('q', x-s.x, y-s.y)
	}
	s.x, s.y = x, y
}

// pair writes two numbers that belong to command.
func (s *svg) pair(command byte, a, b int64) {
	first := s.command != command
	if first {
		s.out = append(s.out, command)
		s.command = command
	}
	s.number(a, first)
	s.number(b, false)
}

// number writes v, separated from the previous number unless it is the first.
func (s *svg) number(v int64, first bool) {
	if !first && v >= 0 {
		s.out = append(s.out, ' ')
	}
	s.out = strconv.AppendInt(s.out, v, 10)
}

func (s *svg) endPath() {
	if s.width > 0 {
		s.out = append(s.out, `"/>`...)
		s.width = 0
	}
}

func (s *svg) endColour() {
	if s.group {
		s.out = append(s.out, "</g>"...)
		s.group = false
	}
}

// halves converts v sub to halves of a unit, rounded.
func halves(v int64) int64 { return (v + 32) >> 6 }
