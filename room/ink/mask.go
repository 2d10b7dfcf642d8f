package ink

import (
	"bytes"
	"encoding/binary"
	"image"
	"iter"
	"math"
)

// mask is how much of each pixel a stroke covers, 0..255. It records where it was touched,
// so that blending and clearing cost in proportion to the stroke and not to the canvas. It
// may hold only some rows of a picture; then its row 0 is the first of these.
type mask struct {
	width, height int
	above         int64   // sub, from the picture's first row to the mask's
	cover         []uint8 // width x height, in row order
	full          []uint8 // a row of 255
	rows          []span  // touched columns of each row
	solid         []span  // columns of each row that are certain to be 255
	top, bottom   int     // touched rows: top <= y < bottom

	// Of the part being drawn.
	pieces []cone
	chain  []disk // the cores of its ends
}

// span is from <= x < to; empty if both are 0.
type span struct{ from, to int }

// newMask returns a blank mask of rows top up to bottom of a picture.
func newMask(width, top, bottom int) *mask {
	height := bottom - top
	return &mask{
		width: width, height: height, above: int64(top) << 8,
		cover: make([]uint8, width*height),
		full:  bytes.Repeat([]byte{255}, width),
		rows:  make([]span, height),
		solid: make([]span, height),
		top:   height,
	}
}

// touch records that columns from..to of row y have changed.
func (m *mask) touch(y, from, to int) {
	m.top, m.bottom = min(m.top, y), max(m.bottom, y+1)
	s := &m.rows[y]
	if s.to > 0 {
		from, to = min(from, s.from), max(to, s.to)
	}
	*s = span{from, to}
}

// fill makes columns from..to of row y 255. Of the known full ranges it keeps one: the old
// one extended by these columns, or else only these, because the next columns are near.
func (m *mask) fill(y, from, to int) {
	row := m.cover[y*m.width : (y+1)*m.width]
	s := &m.solid[y]
	switch {
	case s.from <= from && to <= s.to:
		return
	case to < s.from || s.to < from:
		copy(row[from:to], m.full)
		*s = span{from, to}
	default:
		if from < s.from {
			copy(row[from:s.from], m.full)
			s.from = from
		}
		if s.to < to {
			copy(row[s.to:to], m.full)
			s.to = to
		}
	}
	m.touch(y, from, to)
}

// clear makes the mask blank again.
func (m *mask) clear() {
	for y := m.top; y < m.bottom; y++ {
		s := m.rows[y]
		clear(m.cover[y*m.width+s.from : y*m.width+s.to])
		m.rows[y], m.solid[y] = span{}, span{}
	}
	m.top, m.bottom = m.height, 0
}

// part raises the mask to the coverage of a part of a stroke.
func (m *mask) part(p part) {
	m.stroke(func(yield func(part) bool) { yield(p) })
}

// stroke raises the mask to the coverage of the parts of a stroke, several pieces at a
// time. It first fills what is full of these pieces and the following ones, so that no edge
// inside has to be computed.
func (m *mask) stroke(parts iter.Seq[part]) {
	m.pieces = m.pieces[:0]
	edges, cores := 0, 0 // how many pieces have them drawn
	for p := range parts {
		for a, b := range p.pieces {
			a.y, b.y = a.y-m.above, b.y-m.above
			if m.reachedBy(a, b) {
				m.pieces = append(m.pieces, newCone(a, b))
			}
		}
		if len(m.pieces)-cores >= stretch {
			m.cores(m.pieces[cores:])
			m.edges(m.pieces[edges:cores])
			edges, cores = cores, len(m.pieces)
		}
	}
	m.cores(m.pieces[cores:])
	m.edges(m.pieces[edges:])
}

// reachedBy reports whether a piece from a to b, whose knots carry the bias, may cover
// anything in the mask's rows.
func (m *mask) reachedBy(a, b knot) bool {
	reach := max(a.r, b.r) + none + loss
	return max(a.y, b.y)-bias+reach >= 0 && min(a.y, b.y)-bias-reach <= int64(m.height)<<8
}

// stretch is the minimum number of pieces drawn together: enough that few have an end that
// the next ones hide, yet so few that they seldom turn back and meet a row twice.
const stretch = 12

// edges raises the mask to the coverage of each of the pieces.
func (m *mask) edges(pieces []cone) {
	for i := range pieces {
		m.cone(&pieces[i])
	}
}

// blend lays ink over img, which has the same rows, where the mask covers it. It handles
// eight pixels at a time where they are equal.
func (m *mask) blend(img *image.NRGBA, ink RGB) {
	pixel := uint64(ink.R) | uint64(ink.G)<<8 | uint64(ink.B)<<16 | 255<<24
	pixels := pixel | pixel<<32
	for y := m.top; y < m.bottom; y++ {
		s := m.rows[y]
		cover := m.cover[y*m.width+s.from : y*m.width+s.to]
		pix := img.Pix[y*img.Stride+4*s.from : y*img.Stride+4*s.to]
		for len(cover) >= 8 && len(pix) >= 32 {
			switch binary.LittleEndian.Uint64(cover) {
			case 0:
			case math.MaxUint64:
				binary.LittleEndian.PutUint64(pix, pixels)
				binary.LittleEndian.PutUint64(pix[8:], pixels)
				binary.LittleEndian.PutUint64(pix[16:], pixels)
				binary.LittleEndian.PutUint64(pix[24:], pixels)
			default:
				blend(pix[:32], cover[:8], ink)
			}
			cover, pix = cover[8:], pix[32:]
		}
		blend(pix, cover, ink)
	}
}

// blend lays ink over the pixels that cover belongs to.
func blend(pix, cover []uint8, ink RGB) {
	r, g, b := uint32(ink.R), uint32(ink.G), uint32(ink.B)
	for _, v := range cover {
		p := pix[:4:4]
		pix = pix[4:]
		switch v {
		case 0:
		case 255:
			p[0], p[1], p[2] = ink.R, ink.G, ink.B
		default:
			p[0], p[1], p[2] = mix(p[0], r, uint32(v)), mix(p[1], g, uint32(v)), mix(p[2], b, uint32(v))
		}
	}
}

// mix returns a channel under ink of coverage m: dst (255 - m)
// 255 + ink m
// 255, rounded.
func mix(dst uint8, ink, m uint32) uint8 {
	v := uint32(dst)*(255-m) + ink*m + 128
	return uint8((v + v>>8) >> 8)
}
