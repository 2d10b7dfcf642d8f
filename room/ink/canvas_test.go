package ink

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"
)

// TestCanvas_AStrokeLooksTheSameWhenItEnds compares the pixels of complete strokes before and after
// their end op.
func TestCanvas_AStrokeLooksTheSameWhenItEnds(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 13))
	c := NewCanvas(256, 192, Papers[2].Colour)
	var hand author
	for i := range 200 {
		d := wild(r, 512, 384)
		ops := d.ops(1)
		fold(t, c, 1, &hand, ops[:len(ops)-1])
		shown := c.Image()
		fold(t, c, 1, &hand, ops[len(ops)-1:])
		if !bytes.Equal(shown.Pix, c.settled().img.Pix) {
			t.Fatalf("stroke %d (%+v) changed as it ended", i, d)
		}
	}
}

// TestCanvas_BatchSizeChangesNoPixel draws the same strokes in ops of 1 and of 32 points. It renders
// the former after each point.
func TestCanvas_BatchSizeChangesNoPixel(t *testing.T) {
	one, many := NewCanvas(256, 192, RGB{}), NewCanvas(256, 192, RGB{})
	var a, b author
	r := rand.New(rand.NewPCG(21, 34))
	for range 60 {
		d := wild(r, 512, 384)
		for i := range d.points { // an op carries only its last pressure
			d.points[i].Pressure = d.points[0].Pressure
		}
		for ops := d.ops(1); len(ops) > 0; {
			cursor := a.cursor
			_, n, err := cursor.Next(ops)
			if err != nil {
				t.Fatal(err)
			}
			fold(t, one, 1, &a, ops[:n])
			one.Image()
			ops = ops[n:]
		}
		fold(t, many, 2, &b, d.ops(MaxPoints))
	}
	if one.Hash() != many.Hash() || one.Hash() == NewCanvas(256, 192, RGB{}).Hash() {
		t.Errorf("hashes %s and %s", one.Hash(), many.Hash())
	}
}

func TestCanvas_StrokesSettleInTheOrderOfTheirEnds(t *testing.T) {
	black, red := RGB{}, RGB{R: 255}
	stroke := func(colour RGB) (begin, end []byte) {
		return AppendBegin(nil, Pen, 100, colour, Point{X: 64, Y: 64}), AppendEnd(nil)
	}
	c := NewCanvas(64, 64, Papers[0].Colour)
	var hands [2]author
	begin1, end1 := stroke(black)
	begin2, end2 := stroke(red)
	fold(t, c, 1, &hands[0], begin1)
	fold(t, c, 2, &hands[1], begin2)
	fold(t, c, 2, &hands[1], end2)
	if got := c.settled().img.NRGBAAt(32, 32); got.R != 255 || got.G != 0 {
		t.Errorf("after the second seat's end: %v, want red", got)
	}
	if got := c.Image().NRGBAAt(32, 32); got.R != 0 {
		t.Errorf("with the first seat's stroke open over it: %v, want black", got)
	}
	fold(t, c, 1, &hands[0], end1)
	if got := c.settled().img.NRGBAAt(32, 32); got.R != 0 {
		t.Errorf("after the first seat's end: %v, want black", got)
	}
	if len(c.marks) != 2 {
		t.Errorf("%d strokes, want 2", len(c.marks))
	}
}

func TestCanvas_LiftKeepsTheStroke(t *testing.T) {
	d := wildStroke(40)
	ops := d.ops(8)
	ended, lifted := NewCanvas(256, 192, RGB{255, 255, 255}), NewCanvas(256, 192, RGB{255, 255, 255})
	var a, b author
	fold(t, ended, 1, &a, ops)
	fold(t, lifted, 1, &b, ops[:len(ops)-1])
	lifted.Lift(2)
	lifted.Lift(1)
	lifted.Lift(1)
	if ended.Hash() != lifted.Hash() || len(lifted.marks) != 1 {
		t.Errorf("hash %s after lift, %s after end; %d strokes", lifted.Hash(), ended.Hash(), len(lifted.marks))
	}
}

func TestCanvas_EraserPaintsPaper(t *testing.T) {
	paper := Papers[5].Colour
	c := NewCanvas(256, 192, paper)
	var hand author
	fold(t, c, 1, &hand, drawn{Pen, 40, RGB{}, []Point{{X: 100, Y: 100}, {X: 300, Y: 200}, {X: 400, Y: 100}}}.ops(8))
	fold(t, c, 1, &hand, drawn{Eraser, 256, RGB{}, []Point{{X: 60, Y: 100}, {X: 300, Y: 200}, {X: 440, Y: 100}}}.ops(8))
	if got, want := c.Hash(), NewCanvas(256, 192, paper).Hash(); got != want {
		t.Errorf("hash %s, want that of blank paper, %s", got, want)
	}
}

// TestCanvas_ASmallOneShowsTheCornerOfALargeOne compares the small canvases of tests with the size
// that games use.
func TestCanvas_ASmallOneShowsTheCornerOfALargeOne(t *testing.T) {
	whole, corner := NewCanvas(RasterWidth, RasterHeight, RGB{9, 9, 9}), NewCanvas(256, 192, RGB{9, 9, 9})
	r := rand.New(rand.NewPCG(55, 89))
	var a, b author
	for range 40 {
		ops := wild(r, 512, 384).ops(8)
		fold(t, whole, 1, &a, ops)
		fold(t, corner, 1, &b, ops)
	}
	for y := range 192 {
		from := whole.settled().img.PixOffset(0, y)
		if !bytes.Equal(whole.settled().img.Pix[from:from+4*256], corner.settled().img.Pix[y*4*256:(y+1)*4*256]) {
			t.Fatalf("row %d differs", y)
		}
	}
}

func TestCanvas_ImageIsACopy(t *testing.T) {
	c := NewCanvas(8, 8, RGB{1, 2, 3})
	before := c.Hash()
	clear(c.Image().Pix)
	if c.Hash() != before || c.Image().Rect != image.Rect(0, 0, 8, 8) {
		t.Error("changing the image changed the canvas")
	}
}

func TestHash_SeesEveryChannelOfEveryPixel(t *testing.T) {
	c := NewCanvas(16, 16, Papers[0].Colour)
	seen := map[string]bool{c.Hash(): true}
	for i := range c.settled().img.Pix {
		if i%4 == 3 {
			continue
		}
		c.settled().img.Pix[i] ^= 1
		if h := c.Hash(); seen[h] || len(h) != 16 {
			t.Fatalf("byte %d: hash %q was seen before", i, h)
		} else {
			seen[h] = true
		}
		c.settled().img.Pix[i] ^= 1
	}
}

func TestRGB_RoundTrip(t *testing.T) {
	for _, p := range append(Inks[:], Papers[:]...) {
		if got, err := ParseRGB(p.Colour.String()); err != nil || got != p.Colour {
			t.Errorf("%s: %v, %v", p.Name, got, err)
		}
	}
	if got, err := ParseRGB("#e69f00"); err != nil || got != (RGB{0xE6, 0x9F, 0}) {
		t.Errorf("lower case: %v, %v", got, err)
	}
	for _, s := range []string{"", "#", "E69F00", "#E69F0", "#E69F000", "#E69F0G", "#+69F00", "#-69F00"} {
		if _, err := ParseRGB(s); err == nil {
			t.Errorf("%q is accepted as a colour", s)
		}
	}
}
