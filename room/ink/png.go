package ink

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"io"

	"github.com/klauspost/compress/zlib"
)

// MinPNGWidth is the minimum width of a useful picture.
const MinPNGWidth = 66

// PNG writes what both players see, width pixels wide and in the canvas's proportions. It
// only scales down: width is from MinPNGWidth to the canvas's own. It fails with the error
// of ctx when that ends.
func (c *Canvas) PNG(ctx context.Context, w io.Writer, width int) error {
	img, err := c.Scaled(ctx, width)
	if err != nil {
		return err
	}
	return encodePNG(ctx, w, img)
}

// encodePNG writes an opaque image. The encoder of image/png tries five filters a row,
// which predict a pixel from its neighbours. A drawing is flat, so its rows are smaller
// without filters, and it takes a quarter of the time.
func encodePNG(ctx context.Context, w io.Writer, img *image.NRGBA) error {
	var data bytes.Buffer
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return fmt.Errorf("write png: %w", err)
	}
	size := img.Rect.Size()
	row := make([]uint8, 1+3*size.X) // no filter, then R, G, B of each pixel
	for y := range size.Y {
		pix := img.Pix[y*img.Stride:][:4*size.X]
		for to := row[1:]; len(to) >= 3 && len(pix) >= 4; to, pix = to[3:], pix[4:] {
			to[0], to[1], to[2] = pix[0], pix[1], pix[2]
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write png: %w", err)
		}
		if _, err := z.Write(row); err != nil {
			return fmt.Errorf("write png: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write png: %w", err)
	}

	out := make([]byte, 0, data.Len()+64)
	out = append(out, "\x89PNG\r\n\x1a\n"...)
	header := binary.BigEndian.AppendUint32(nil, uint32(size.X))
	header = binary.BigEndian.AppendUint32(header, uint32(size.Y))
	header = append(header, 8, 2, 0, 0, 0) // bits a channel, RGB, and the only methods that exist
	out = appendChunk(out, "IHDR", header)
	out = appendChunk(out, "IDAT", data.Bytes())
	out = appendChunk(out, "IEND", nil)
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("write png: %w", err)
	}
	return nil
}

// appendChunk appends a chunk of a PNG file.
func appendChunk(dst []byte, kind string, data []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(data)))
	from := len(dst)
	dst = append(append(dst, kind...), data...)
	return binary.BigEndian.AppendUint32(dst, crc32.ChecksumIEEE(dst[from:]))
}

// Scaled returns the picture that PNG writes. It is read-only, and valid until the canvas
// is used again: at the canvas's own width it may be the canvas's own image. It fails with
// the error of ctx when that ends.
func (c *Canvas) Scaled(ctx context.Context, width int) (*image.NRGBA, error) {
	own := image.Pt(c.width, c.height)
	if width > own.X || width < min(MinPNGWidth, own.X) {
		return nil, fmt.Errorf("a picture %d pixels wide: need %d to %d", width, min(MinPNGWidth, own.X), own.X)
	}
	if err := c.Settle(ctx); err != nil {
		return nil, fmt.Errorf("draw a picture: %w", err)
	}
	if width == own.X {
		return c.shown(), nil
	}
	return shrink(c.shown(), width, max(1, (own.Y*width+own.X/2)/own.X)), nil
}

// shrink scales an opaque image down to width x height by area: a new pixel is the exact
// mean of what it covers, so thin lines fade but never break.
//
// Lengths are in fractions that both sides share: horizontally, an old pixel is width long
// and a new one oldWidth; vertically likewise.
func shrink(src *image.NRGBA, width, height int) *image.NRGBA {
	dst := image.NewNRGBA(image.Rect(0, 0, width, height))
	size := src.Rect.Size()
	area := uint64(size.X) * uint64(size.Y)
	sum := make([]uint64, 3*width) // of the new row, weighted by area
	row := make([]uint64, 3*width) // of the old row, weighted by length
	y, left := 0, size.Y           // the new row, and the height that it still lacks
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

// across adds a row of old pixels to a row of width new ones, each channel weighted by
// length.
func across(row []uint64, pix []uint8, old, width int) {
	x, left := 0, old // the new pixel, and the length that it still lacks
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
