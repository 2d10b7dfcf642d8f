package ink

import (
	"bytes"
	"image"
	"slices"
)

// mask is how much of each pixel a stroke covers, 0..255. It knows where it was
// touched, so that blending and clearing cost what the stroke covers and not
// what the canvas has.
type mask struct {
	width, height int
	cover         []uint8 // width x height, in row order
	full          []uint8 // a row of 255
	rows          []span  // touched columns of each row
	top, bottom   int     // touched rows: top <= y < bottom
}

// span is from <= x < to; empty if both are 0.
type span struct{ from, to int }

func newMask(width, height int) *mask {
	return &mask{
		width: width, height: height,
		cover: make([]uint8, width*height),
		full:  bytes.Repeat([]byte{255}, width),
		rows:  make([]span, height),
		top:   height,
	}
}

func (m *mask) clone() *mask {
	c := *m
	c.cover, c.rows = slices.Clone(m.cover), slices.Clone(m.rows)
	return &c
}

// touch notes that columns from..to of row y have changed.
func (m *mask) touch(y, from, to int) {
	m.top, m.bottom = min(m.top, y), max(m.bottom, y+1)
	s := &m.rows[y]
	if s.to > 0 {
		from, to = min(from, s.from), max(to, s.to)
	}
	*s = span{from, to}
}

// clear makes the mask blank again.
func (m *mask) clear() {
	for y := m.top; y < m.bottom; y++ {
		s := m.rows[y]
		clear(m.cover[y*m.width+s.from : y*m.width+s.to])
		m.rows[y] = span{}
	}
	m.top, m.bottom = m.height, 0
}

// part raises the mask to what a part of a stroke covers.
func (m *mask) part(p part) {
	for a, b := range p.pieces {
		c := newCone(a, b)
		m.cone(&c)
	}
}

// blend lays ink over img where the mask covers it.
func (m *mask) blend(img *image.NRGBA, ink RGB) {
	r, g, b := uint32(ink.R), uint32(ink.G), uint32(ink.B)
	for y := m.top; y < m.bottom; y++ {
		s := m.rows[y]
		cover := m.cover[y*m.width+s.from : y*m.width+s.to]
		pix := img.Pix[y*img.Stride+4*s.from:]
		for x, v := range cover {
			if v == 0 {
				continue
			}
			p := pix[4*x : 4*x+4 : 4*x+4]
			if v == 255 {
				p[0], p[1], p[2] = ink.R, ink.G, ink.B
				continue
			}
			p[0], p[1], p[2] = mix(p[0], r, uint32(v)), mix(p[1], g, uint32(v)), mix(p[2], b, uint32(v))
		}
	}
}

// mix is a channel under ink of coverage m: dst (255 - m) / 255 + ink m / 255,
// rounded.
func mix(dst uint8, ink, m uint32) uint8 {
	v := uint32(dst)*(255-m) + ink*m + 128
	return uint8((v + v>>8) >> 8)
}
