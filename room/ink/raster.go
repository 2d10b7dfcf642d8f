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

// RasterBytes is roughly how much memory the picture of a canvas takes once it is drawn:
// four bytes a pixel, and one to draw strokes with.
const RasterBytes = 5 * RasterWidth * RasterHeight

// raster is the part of a list of marks that has been drawn, in pixels.
type raster struct {
	img   *image.NRGBA
	laid  []bool // for the first marks of the list: whether each is in the picture
	bands []band // the whole raster, from the top
}

// band is some rows of a raster. A pixel of one mark depends on no other pixel, so bands
// are drawn independently, several at a time.
type band struct {
	img  *image.NRGBA // the band's rows of the picture
	mask *mask        // blank; used to draw a stroke
}

// bands is the number of bands in a raster: more than most machines draw at a time, because
// some have more ink than others, yet so few that most strokes lie in one or two.
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

// imageRows returns rows top up to bottom of an image; they share its pixels.
func imageRows(img *image.NRGBA, top, bottom int) *image.NRGBA {
	rows := *img
	rows.Pix = img.Pix[top*img.Stride : bottom*img.Stride]
	rows.Rect.Min.Y, rows.Rect.Max.Y = top, bottom
	return &rows
}

// begins reports whether what was drawn is the beginning of a list with these marks
// showing.
func (r *raster) begins(shows []bool) bool {
	return len(r.laid) <= len(shows) && slices.Equal(r.laid, shows[:len(r.laid)])
}

// clone returns a separate copy of the picture to draw on; it has no list.
func (r *raster) clone() *raster {
	img := *r.img
	img.Pix = bytes.Clone(img.Pix)
	c := &raster{img: &img}
	for _, b := range r.bands {
		c.bands = append(c.bands, band{imageRows(&img, b.img.Rect.Min.Y, b.img.Rect.Max.Y), b.mask})
	}
	return c
}

// lay draws marks over the picture, as many bands at a time as there are processors.
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
		case Clear, Points, End, Undo, Redo: // a clear draws nothing, and the others make no mark
		}
	}
}

// reach returns a range of rows that contains every row that a stroke may cover.
func (s *stroke) reach() (top, bottom int) {
	top, bottom = math.MaxInt32, math.MinInt32
	for _, p := range s.points {
		top, bottom = min(top, int(p.Y)), max(bottom, int(p.Y))
	}
	// A nib is half as wide as its brush, or slightly more, and a pixel is two units.
	return (top-int(s.size))/2 - 1, (bottom+int(s.size))/2 + 1
}

// fill replaces the ground colour by a fill's colour, as far as its runs weigh.
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

// cover gives all pixels a colour. It copies what is done, twice as much each time: a fill
// of the whole sheet takes a third of the time of a loop over its pixels.
func cover(pix []uint8, colour RGB) {
	pix[0], pix[1], pix[2], pix[3] = colour.R, colour.G, colour.B, 255
	for done := 4; done < len(pix); done *= 2 {
		copy(pix[done:], pix[:done])
	}
}

// exchange returns a channel with w
// 255 of ground removed and as much of colour added.
func exchange(dst, colour, ground uint8, w int32) uint8 {
	v := min(max(int32(dst)*255+(int32(colour)-int32(ground))*w, 0), 65025) + 128
	return uint8((v + v>>8) >> 8)
}
