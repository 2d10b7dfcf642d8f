package card

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"

	"github.com/tandem-game/tandem/room/ink"
)

// The picture's size, which messengers and networks ask for.
const (
	Width  = 1200
	Height = 630
)

// Card is what a card shows.
type Card struct {
	Drawing *ink.Canvas
	Title   string
	Names   [2]string // seat 1, seat 2; "" for who took it back
}

// The colours of the page's light appearance.
var (
	desk   = color.NRGBA{0xE5, 0xEE, 0xDD, 255}
	dots   = color.NRGBA{0xC2, 0xD0, 0xB8, 255}
	under  = color.NRGBA{0xD2, 0xDE, 0xC8, 255} // the pages below the drawing
	words  = color.NRGBA{0x25, 0x21, 0x1C, 255}
	seats  = [2]color.NRGBA{{0xB8, 0x34, 0x12, 255}, {0x17, 0x5F, 0xAE, 255}}
	shadow = color.NRGBA{0xB9, 0xC7, 0xAE, 255}
)

// Where things lie.
const (
	edge       = 56
	sheetWidth = 690
	sheetTop   = 56
	textLeft   = edge + sheetWidth + 52
	textWidth  = Width - textLeft - edge
	dotEvery   = 22
)

// PNG writes the card. It ends with the error of ctx when that ends.
func (c Card) PNG(ctx context.Context, w io.Writer) error {
	img := image.NewRGBA(image.Rect(0, 0, Width, Height))
	fill(img, img.Rect, desk)
	for y := dotEvery / 2; y < Height; y += dotEvery {
		for x := dotEvery / 2; x < Width; x += dotEvery {
			fill(img, image.Rect(x, y, x+2, y+2), dots)
		}
	}
	drawing, err := c.Drawing.Scaled(ctx, sheetWidth)
	if err != nil {
		return err
	}
	sheet := drawing.Rect.Add(image.Pt(edge, sheetTop))
	fill(img, sheet.Add(image.Pt(0, 14)).Inset(6), shadow)
	fill(img, sheet.Add(image.Pt(0, 9)).Inset(4), under)
	fill(img, sheet.Add(image.Pt(0, 4)).Inset(2), dots)
	draw.Draw(img, sheet, drawing, image.Point{}, draw.Src)

	y := write(img, c.Title, titleFace(), words, textLeft, sheetTop+44, textWidth, 4)
	y += 34
	for i, name := range c.Names {
		if name == "" {
			continue
		}
		// A player whose name is not writable is shown by the emblem alone.
		emblem(img, i, textLeft, y)
		y = write(img, writable(name), nameFace(), seats[i], textLeft+62, y+24, textWidth-62, 1) + 26
	}
	write(img, "tan", logoFace(), seats[0], textLeft, Height-edge-4, textWidth, 1)
	write(img, "dem", logoFace(), seats[1], textLeft+advance("tan", logoFace()), Height-edge-4, textWidth, 1)

	// The next better level takes twice the time.
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(w, img)
}

func fill(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}
