package ink

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"io"
	"testing"
)

// hostile are the most expensive fills that a page may send. Each covers or spans the whole raster.
var hostile = map[string][]byte{
	// One run: few bytes that colour all pixels.
	"sheets": wholeSheet(func(int, int) bool { return true }),
	// Its outline turns at each tooth, and no corner can be simplified.
	"combs": wholeSheet(func(x, y int) bool { return y >= 39 || x%4 < 2 }),
	// Each dot has an outline of its own.
	"dots": wholeSheet(func(x, y int) bool { return x%4 == 0 && y%64 == 0 }),
	// It covers very little, in every row of the raster.
	"lines": AppendFill(nil, RGB{}, RGB{255, 255, 255}, 9, 0, 1, bytes.Repeat([]byte{255}, RasterHeight)),
}

func wholeSheet(covers func(x, y int) bool) []byte {
	w := make([]uint8, RasterWidth*RasterHeight)
	for i := range w {
		if covers(i%RasterWidth, i/RasterWidth) {
			w[i] = 255
		}
	}
	return AppendFill(nil, RGB{200, 30, 3}, RGB{255, 255, 255}, 0, 0, RasterWidth, w)
}

// manyFills returns a drawing in which two players make the same fill, the given number of times in total.
func manyFills(t testing.TB, times int, raw []byte) *Canvas {
	t.Helper()
	var cursor Cursor
	op, _, err := cursor.Next(raw)
	if err != nil {
		t.Fatal(err)
	}
	c := NewCanvas(RasterWidth, RasterHeight, RGB{255, 255, 255})
	for i := range times {
		c.Apply(Seat(1+i%2), ID{1, uint32(i + 1)}, op)
	}
	return c
}

// patient is a context that ends after the given number of calls of Err.
type patient struct {
	context.Context
	left int
}

func (p *patient) Err() error {
	if p.left--; p.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestSVG_HasABound(t *testing.T) {
	c := manyFills(t, 60, hostile["dots"])
	var b bytes.Buffer
	if err := c.SVG(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	// The pixels of this drawing need few bytes. Those of any drawing need less than twice as many.
	if b.Len() > MaxPaths || !bytes.Contains(b.Bytes(), []byte("data:image/png;base64,")) {
		t.Errorf("it has %d bytes and begins with %.200s", b.Len(), b.Bytes())
	}
	want := c.Image()
	if got := embedded(t, b.Bytes()); !bytes.Equal(got.Pix, want.Pix) {
		t.Error("the embedded pixels differ")
	}
}

func TestPictures_EndWithTheirContext(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	c := manyFills(t, 3, hostile["sheets"])
	for name, write := range map[string]func(context.Context, io.Writer) error{
		"SVG":       c.SVG,
		"PNG":       func(ctx context.Context, w io.Writer) error { return c.PNG(ctx, w, RasterWidth) },
		"small PNG": func(ctx context.Context, w io.Writer) error { return c.PNG(ctx, w, 132) },
	} {
		if err := write(ended, io.Discard); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// If the context ends, the next call continues with the marks that are left.
func TestSettle_KeepsWhatItHasDrawn(t *testing.T) {
	const times = 60 // each about 49,000 rows
	c := manyFills(t, times, hostile["sheets"])
	all := c.RasterWork()
	if err := c.Settle(&patient{t.Context(), 2}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	left := c.RasterWork()
	if done := all - left; done < 2*settleStep || done > 3*settleStep {
		t.Errorf("of %d rows %d are left", all, left)
	}
	raster := c.raster
	if err := c.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c.RasterWork() != 0 || c.raster != raster {
		t.Errorf("it started again from blank paper, or %d rows are left", c.RasterWork())
	}
	if want := manyFills(t, times, hostile["sheets"]); c.Hash() != want.Hash() {
		t.Error("the picture differs from one drawn in one call")
	}
}

func TestRasterWork_CountsTheRowsToDraw(t *testing.T) {
	c := manyFills(t, 2, hostile["sheets"])
	one := c.RasterWork() / 2
	if one < RasterWidth*RasterHeight/rowPixels || c.PathWork() != 2*one {
		t.Fatalf("a fill takes %d rows, as paths %d", one, c.PathWork())
	}
	c.Apply(2, ID{2, 1}, Op{Kind: Undo, Target: ID{1, 2}})
	if c.RasterWork() != one {
		t.Errorf("an undone mark counts: %d", c.RasterWork())
	}
	c.settled()
	c.Apply(1, ID{3, 1}, Op{Kind: Begin, Size: 10, Work: 7})
	c.Apply(1, ID{3, 2}, Op{Kind: Points, Work: 5})
	if c.RasterWork() != 12 || c.PathWork() != one+12 {
		t.Errorf("an open stroke of 12 rows is %d, as paths %d", c.RasterWork(), c.PathWork()-one)
	}
	c.Image()
	if c.RasterWork() != 12 {
		t.Errorf("the next picture takes %d rows, want the 12 of the open stroke", c.RasterWork())
	}
}

// The work of a fill is at least proportional to its stretches and corners.
func TestWork_CountsThePartsOfAFill(t *testing.T) {
	for name, raw := range hostile {
		var cursor Cursor
		op, _, err := cursor.Next(raw)
		if err != nil {
			t.Fatal(err)
		}
		stretches, corners := 0, 0
		for range op.Runs.rows {
			stretches++
		}
		for o := range op.Runs.outlines {
			corners += len(o)
		}
		if op.Work < stretches/2 || op.Work < corners/4 {
			t.Errorf("%s: work of %d rows for %d stretches and %d corners", name, op.Work, stretches, corners)
		}
	}
}

// BenchmarkHostile measures the time for a row of the most expensive fills. The rows of a whole game
// are bounded (room.maxWork).
func BenchmarkHostile(b *testing.B) {
	for name, raw := range hostile {
		for how, drawn := range map[string]func(*Canvas) error{
			"settle": func(c *Canvas) error { return c.Settle(b.Context()) },
			"svg": func(c *Canvas) error {
				for m := range c.showing() { // without a bound on its length
					for o := range m.fill.runs.outlines {
						o.simplified()
					}
				}
				return nil
			},
		} {
			b.Run(name+"/"+how, func(b *testing.B) {
				rows := 0
				for b.Loop() {
					c := manyFills(b, 20, raw)
					rows += c.RasterWork()
					if err := drawn(c); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
			})
		}
	}
}

// embedded returns the pixels that are embedded in an SVG.
func embedded(t *testing.T, svg []byte) *image.NRGBA {
	t.Helper()
	_, data, _ := bytes.Cut(svg, []byte("base64,"))
	data, _, _ = bytes.Cut(data, []byte(`"`))
	img, err := png.Decode(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	pixels := image.NewNRGBA(img.Bounds())
	draw.Draw(pixels, pixels.Rect, img, image.Point{}, draw.Src)
	return pixels
}
