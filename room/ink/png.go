package ink

import (
	"fmt"
	"image"
	"image/png"
	"io"
)

// MinPNGWidth is the least width of a picture that still shows something.
const MinPNGWidth = 66

// PNG writes what both players see, width pixels wide and in the canvas's
// proportions. It scales down only: width is MinPNGWidth to the canvas's own.
func (c *Canvas) PNG(w io.Writer, width int) error {
	own := image.Pt(c.width, c.height)
	if width > own.X || width < min(MinPNGWidth, own.X) {
		return fmt.Errorf("a picture %d pixels wide: need %d to %d", width, min(MinPNGWidth, own.X), own.X)
	}
	img := c.Image()
	if width < own.X {
		img = shrink(img, width, max(1, (own.Y*width+own.X/2)/own.X))
	}
	// The next better level takes twice the time for a file 4 % smaller.
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(w, img)
}

// shrink scales an opaque image down to width x height by area: a new pixel is
// the exact mean of what it covers, so thin lines fade and never break.
//
// Lengths are counted in fractions that both sides share: across, an old pixel
// is width long and a new one oldWidth; down likewise.
func shrink(src *image.NRGBA, width, height int) *image.NRGBA {
	dst := image.NewNRGBA(image.Rect(0, 0, width, height))
	size := src.Rect.Size()
	area := uint64(size.X) * uint64(size.Y)
	sum := make([]uint64, 3*width) // of the new row, weighed by area
	row := make([]uint64, 3*width) // of the old row, weighed by length
	y, left := 0, size.Y           // the new row, and the height it still lacks
	for old := range size.Y {
		clear(row)
		across(row, src.Pix[old*src.Stride:], size.X, width)
		for have := height; have > 0; {
			part := min(have, left)
			for i, v := range row {
				sum[i] += v * uint64(part)
			}
			have, left = have-part, left-part
			if left > 0 {
				continue
			}
			pix := dst.Pix[y*dst.Stride:]
			for x := range width {
				for i := range 3 {
					pix[4*x+i] = uint8((sum[3*x+i] + area/2) / area)
				}
				pix[4*x+3] = 255
			}
			clear(sum)
			y, left = y+1, size.Y
		}
	}
	return dst
}

// across adds a row of old pixels to a row of width new ones, each channel
// weighed by length.
func across(row []uint64, pix []uint8, old, width int) {
	x, left := 0, old // the new pixel, and the length it still lacks
	for i := range old {
		r, g, b := uint64(pix[4*i]), uint64(pix[4*i+1]), uint64(pix[4*i+2])
		for have := width; have > 0; {
			part := min(have, left)
			row[3*x] += r * uint64(part)
			row[3*x+1] += g * uint64(part)
			row[3*x+2] += b * uint64(part)
			have, left = have-part, left-part
			if left == 0 {
				x, left = x+1, old
			}
		}
	}
}
