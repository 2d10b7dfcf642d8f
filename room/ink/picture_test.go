package ink

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"
)

// sheet returns a canvas of width pixels with some strokes, one of them open.
func sheet(t *testing.T, width int) *Canvas {
	t.Helper()
	c := NewCanvas(width, width*3/4, Papers[1].Colour)
	r := rand.New(rand.NewPCG(144, 233))
	var hand author
	for i := range 60 {
		d := realistic(r)
		d.tool = Tool(i % 3)
		fold(t, c, 1, &hand, d.ops(8))
	}
	fold(t, c, 1, &hand, drawn{Pen, 88, Inks[8].Colour, []Point{{X: 2000, Y: 1000}}}.ops(8))
	fold(t, c, 1, &hand, drawn{Pen, 176, Inks[7].Colour, []Point{{X: 100, Y: 100}, {X: 2000, Y: 900}}}.ops(8))
	open := realistic(r).ops(8)
	fold(t, c, 1, &hand, open[:len(open)-1])
	return c
}

func TestPNG_ShowsWhatPlayersSee(t *testing.T) {
	c := sheet(t, 640)
	var b bytes.Buffer
	if err := c.PNG(t.Context(), &b, 640); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	// A PNG without alpha decodes to RGBA with the same bytes.
	if got := img.(*image.RGBA); !bytes.Equal(got.Pix, c.Image().Pix) || got.Rect != c.Image().Rect {
		t.Error("the picture differs from what players see")
	}
}

func TestPNG_HasTheRequestedWidth(t *testing.T) {
	c := NewCanvas(RasterWidth, RasterHeight, Papers[3].Colour)
	for width, height := range map[int]int{66: 50, 67: 50, 640: 480, 1001: 751, 2047: 1535, 2048: 1536} {
		var b bytes.Buffer
		if err := c.PNG(t.Context(), &b, width); err != nil {
			t.Fatal(err)
		}
		cfg, err := png.DecodeConfig(&b)
		if err != nil || cfg.Width != width || cfg.Height != height {
			t.Errorf("width %d: %d x %d, %v; want a height of %d", width, cfg.Width, cfg.Height, err, height)
		}
	}
	for _, width := range []int{-1, 0, 65, 2049} {
		if err := c.PNG(t.Context(), io.Discard, width); err == nil {
			t.Errorf("width %d is accepted", width)
		}
	}
}

// TestShrink_AveragesTheCoveredPixels compares every new pixel with the exact mean.
func TestShrink_AveragesTheCoveredPixels(t *testing.T) {
	const w, h = 12, 10
	src := image.NewNRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range src.Pix {
		src.Pix[i] = uint8(r.Uint32())
	}
	for _, size := range []image.Point{{12, 10}, {5, 4}, {7, 9}, {1, 1}, {6, 5}} {
		got := shrink(src, size.X, size.Y)
		for y := range size.Y {
			for x := range size.X {
				for i := range 3 {
					sum := 0
					for oy := range h {
						for ox := range w {
							across := min((ox+1)*size.X, (x+1)*w) - max(ox*size.X, x*w)
							down := min((oy+1)*size.Y, (y+1)*h) - max(oy*size.Y, y*h)
							sum += max(across, 0) * max(down, 0) * int(src.Pix[src.PixOffset(ox, oy)+i])
						}
					}
					if want := (sum + w*h/2) / (w * h); int(got.Pix[got.PixOffset(x, y)+i]) != want {
						t.Fatalf("%v: pixel %d, %d, channel %d is %d, want %d", size, x, y, i, got.Pix[got.PixOffset(x, y)+i], want)
					}
				}
			}
		}
	}
}

// TestSVG_LooksLikeTheDrawing rasterises the paths and compares the pixels.
func TestSVG_LooksLikeTheDrawing(t *testing.T) {
	c := sheet(t, RasterWidth)
	var b bytes.Buffer
	if err := c.SVG(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	size := b.Len()
	want, got := c.Image(), rasterise(t, &b)
	var sum, far int
	for i, v := range want.Pix {
		d := int(v) - int(got.Pix[i])
		d = max(d, -d)
		sum += d
		if d > 128 {
			far++
		}
	}
	if mean := float64(sum) / float64(len(want.Pix)); mean > 0.2 {
		t.Errorf("channels differ by %.3f on average", mean)
	}
	if share := float64(far) / float64(len(want.Pix)); share > 0.00003 {
		t.Errorf("%.6f of all channels differ by more than half", share)
	}
	points := 0
	for m := range c.showing() {
		points += len(m.stroke.points)
	}
	if each := size / points; each > 24 {
		t.Errorf("%d bytes per point", each)
	}
}

func TestSVG_ReturnsTheErrorOfItsWriter(t *testing.T) {
	broken := errors.New("broken")
	if err := NewCanvas(8, 8, RGB{}).SVG(t.Context(), writer(func([]byte) (int, error) { return 0, broken })); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// rasterise draws the subset of SVG that the package writes: moves, lines and quadratics with round
// pens, in groups of one colour, in halves of a unit.
func rasterise(t *testing.T, r io.Reader) *image.NRGBA {
	t.Helper()
	var img *image.NRGBA
	var colour RGB
	m := newMask(RasterWidth, 0, RasterHeight)
	decoder := xml.NewDecoder(r)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return img
		}
		if err != nil {
			t.Fatal(err)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attr := make(map[string]string)
		for _, a := range element.Attr {
			attr[a.Name.Local] = a.Value
		}
		parse := func(name string) (c RGB) {
			if c, err = ParseRGB(attr[name]); err != nil {
				t.Fatal(err)
			}
			return c
		}
		switch {
		case element.Name.Local == "svg":
			if attr["viewBox"] != "0 0 4096 3072" {
				t.Fatalf("view box %q", attr["viewBox"])
			}
		case attr["fill"] != "" && attr["d"] != "":
			img = NewCanvas(RasterWidth, RasterHeight, parse("fill")).settled().img
		case attr["stroke"] != "":
			colour = parse("stroke")
		case attr["d"] != "":
			width, err := strconv.Atoi(attr["stroke-width"])
			if err != nil {
				t.Fatal(err)
			}
			trail(t, attr["d"], int64(width)*32, m)
			m.blend(img, colour)
			m.clear()
		}
	}
}

var pathWord = regexp.MustCompile(`[Mlq]|-?\d+`)

// trail draws a path's data with a pen of radius r sub.
func trail(t *testing.T, data string, r int64, m *mask) {
	t.Helper()
	words := pathWord.FindAllString(data, -1)
	number := func() int64 {
		v, err := strconv.ParseInt(words[0], 10, 64)
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		words = words[1:]
		return v * 64
	}
	at := func(x, y int64) knot { return knot{x + bias, y + bias, r} }
	var x, y int64
	command := ""
	for len(words) > 0 {
		if w := words[0]; w == "M" || w == "l" || w == "q" {
			command, words = w, words[1:]
		}
		switch command {
		case "M":
			x, y = number(), number()
		case "l":
			dx, dy := number(), number()
			m.part(line(at(x, y), at(x+dx, y+dy)))
			x, y = x+dx, y+dy
		case "q":
			cx, cy, dx, dy := number(), number(), number(), number()
			m.part(part{at(x, y), at(x+cx, y+cy), at(x+dx, y+dy)})
			x, y = x+dx, y+dy
		default:
			t.Fatalf("path %q", data)
		}
	}
}
