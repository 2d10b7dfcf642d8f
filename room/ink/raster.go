package ink

import (
	"bytes"
	"image"
	"slices"
)

// RasterBytes is about how much memory the picture of a canvas takes once it is
// drawn: four bytes a pixel, and one to draw strokes with.
const RasterBytes = 5 * RasterWidth * RasterHeight

// raster is as much of a list of marks as has been drawn, in pixels.
type raster struct {
	img  *image.NRGBA
	laid []bool // of the first marks of the list: whether it is in the picture
	mask *mask  // blank, to draw a stroke with
}

func newRaster(width, height int, paper RGB) *raster {
	r := &raster{img: image.NewNRGBA(image.Rect(0, 0, width, height)), mask: newMask(width, height)}
	for pix := r.img.Pix; len(pix) > 0; pix = pix[4:] {
		pix[0], pix[1], pix[2], pix[3] = paper.R, paper.G, paper.B, 255
	}
	return r
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
	return &raster{img: &img, mask: r.mask}
}

// lay draws a mark over the picture.
func (r *raster) lay(m *mark) {
	switch m.kind {
	case Begin:
		r.mask.stroke(m.stroke.parts)
		r.mask.blend(r.img, m.stroke.ink)
		r.mask.clear()
	case Fill:
		r.fill(m.fill)
	default: // a clear has nothing to show
	}
}

// fill puts the colour of a fill in the place of the ground, as far as its runs
// weigh.
func (r *raster) fill(f fillMark) {
	size := r.img.Rect.Size()
	for run := range f.runs.rows {
		if run.y >= size.Y || run.x >= size.X {
			continue
		}
		pix := r.img.Pix[run.y*r.img.Stride+4*run.x:]
		for i := range min(run.count, size.X-run.x) {
			p := pix[4*i : 4*i+4 : 4*i+4]
			w := int32(255)
			if run.weights != nil {
				w = int32(run.weights[i])
			}
			if w == 255 {
				p[0], p[1], p[2] = f.colour.R, f.colour.G, f.colour.B
				continue
			}
			p[0] = exchange(p[0], f.colour.R, f.ground.R, w)
			p[1] = exchange(p[1], f.colour.G, f.ground.G, w)
			p[2] = exchange(p[2], f.colour.B, f.ground.B, w)
		}
	}
}

// exchange is a channel with w / 255 of ground taken out and as much of colour put
// in.
func exchange(dst, colour, ground uint8, w int32) uint8 {
	v := min(max(int32(dst)*255+(int32(colour)-int32(ground))*w, 0), 65025) + 128
	return uint8((v + v>>8) >> 8)
}
