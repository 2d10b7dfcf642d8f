package ink

import (
	"bytes"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// RasterBytes is about how much memory the picture of a canvas takes once it is
// drawn: four bytes a pixel, and one to draw strokes with.
const RasterBytes = 5 * RasterWidth * RasterHeight

// raster is as much of a list of marks as has been drawn, in pixels.
type raster struct {
	img   *image.NRGBA
	laid  []bool // of the first marks of the list: whether it is in the picture
	bands []band // all of it, from the top
}

// band is some rows of a raster. What a mark does to a pixel depends on no other
// pixel, so each band is drawn by itself, and several at a time.
type band struct {
	img  *image.NRGBA // its rows of the picture
	mask *mask        // blank, to draw a stroke with
}

// bands is how many a raster has: more than most machines would draw at a time, as
// ink lies thicker in some, yet so few that most strokes lie in one or two.
const bands = 8

func newRaster(width, height int, paper RGB) *raster {
	r := &raster{img: image.NewNRGBA(image.Rect(0, 0, width, height))}
	for pix := r.img.Pix; len(pix) > 0; pix = pix[4:] {
		pix[0], pix[1], pix[2], pix[3] = paper.R, paper.G, paper.B, 255
	}
	for i := range bands {
		top, bottom := i*height/bands, (i+1)*height/bands
		r.bands = append(r.bands, band{imageRows(r.img, top, bottom), newMask(width, top, bottom)})
	}
	return r
}

// imageRows are rows top up to bottom of an image, which share its pixels.
func imageRows(img *image.NRGBA, top, bottom int) *image.NRGBA {
	rows := *img
	rows.Pix = img.Pix[top*img.Stride : bottom*img.Stride]
	rows.Rect.Min.Y, rows.Rect.Max.Y = top, bottom
	return &rows
}

// begins reports whether what was drawn is how a list begins of whose marks those
// show.
func (r *raster) begins(shows []bool) bool {
	return len(r.laid) <= len(shows) && slices.Equal(r.laid, shows[:len(r.laid)])
}

// clone is a picture of its own to draw on; it has no list.
func (r *raster) clone() *raster {
	img := *r.img
	img.Pix = bytes.Clone(img.Pix)
	c := &raster{img: &img}
	for _, b := range r.bands {
		c.bands = append(c.bands, band{imageRows(&img, b.img.Rect.Min.Y, b.img.Rect.Max.Y), b.mask})
	}
	return c
}

// lay draws marks over the picture, as many bands at a time as there are
// processors.
func (r *raster) lay(marks []*mark) {
	var drawing sync.WaitGroup
	var next atomic.Int32
	for range min(bands, runtime.GOMAXPROCS(0)) {
		drawing.Go(func() {
			for i := next.Add(1); i <= bands; i = next.Add(1) {
				r.bands[i-1].lay(marks)
			}
		})
	}
	drawing.Wait()
}

func (b *band) lay(marks []*mark) {
	for _, m := range marks {
		switch m.kind {
		case Begin:
			if top, bottom := m.stroke.reach(); bottom < b.img.Rect.Min.Y || top >= b.img.Rect.Max.Y {
				continue
			}
			b.mask.stroke(m.stroke.parts)
			b.mask.blend(b.img, m.stroke.ink)
			b.mask.clear()
		case Fill:
			b.fill(m.fill)
		default: // a clear has nothing to show
		}
	}
}

// reach is the first and the last row that a stroke may cover, or further out.
func (s *stroke) reach() (top, bottom int) {
	top, bottom = math.MaxInt32, math.MinInt32
	for _, p := range s.points {
		top, bottom = min(top, int(p.Y)), max(bottom, int(p.Y))
	}
	// A nib is half as wide as its brush, or little more, and a pixel is two units.
	return (top-int(s.size))/2 - 1, (bottom+int(s.size))/2 + 1
}

// fill puts the colour of a fill in the place of the ground, as far as its runs
// weigh.
func (b *band) fill(f fillMark) {
	rows := b.img.Rect
	for run := range f.runs.rows {
		if run.y >= rows.Max.Y {
			return
		}
		if run.y < rows.Min.Y || run.x >= rows.Max.X {
			continue
		}
		at := (run.y-rows.Min.Y)*b.img.Stride + 4*run.x
		pix := b.img.Pix[at : at+4*min(run.count, rows.Max.X-run.x)]
		if run.weights == nil {
			cover(pix, f.colour)
			continue
		}
		for i, w := range run.weights[:len(pix)/4] {
			p := pix[4*i : 4*i+4 : 4*i+4]
			if w == 255 {
				p[0], p[1], p[2] = f.colour.R, f.colour.G, f.colour.B
				continue
			}
			p[0] = exchange(p[0], f.colour.R, f.ground.R, int32(w))
			p[1] = exchange(p[1], f.colour.G, f.ground.G, int32(w))
			p[2] = exchange(p[2], f.colour.B, f.ground.B, int32(w))
		}
	}
}

// cover gives all pixels a colour. What is covered is copied on, twice as much each
// time: a fill of the whole sheet takes a third of what its pixels one by one do.
func cover(pix []uint8, colour RGB) {
	pix[0], pix[1], pix[2], pix[3] = colour.R, colour.G, colour.B, 255
	for done := 4; done < len(pix); done *= 2 {
		copy(pix[done:], pix[:done])
	}
}

// exchange is a channel with w / 255 of ground taken out and as much of colour put
// in.
func exchange(dst, colour, ground uint8, w int32) uint8 {
	v := min(max(int32(dst)*255+(int32(colour)-int32(ground))*w, 0), 65025) + 128
	return uint8((v + v>>8) >> 8)
}
