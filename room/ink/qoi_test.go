package ink

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// readQOI decodes a picture by the specification, independently of the encoder:
// https://qoiformat.org/qoi-specification.pdf. It returns R, G, B, A of each pixel and the kinds of
// chunks in the file.
func readQOI(t *testing.T, b []byte) (width, height int, pix []uint8, kinds map[string]int) {
	t.Helper()
	if string(b[:4]) != "qoif" || b[12] != 3 || b[13] != 0 {
		t.Fatalf("a header of % x", b[:14])
	}
	width, height = int(binary.BigEndian.Uint32(b[4:])), int(binary.BigEndian.Uint32(b[8:]))
	kinds = map[string]int{}
	var index [64][4]uint8
	px := [4]uint8{0, 0, 0, 255}
	b = b[14:]
	for len(pix) < 4*width*height {
		tag, times := b[0], 1
		b = b[1:]
		switch {
		case tag == 0xfe:
			kinds["rgb"]++
			px[0], px[1], px[2] = b[0], b[1], b[2]
			b = b[3:]
		case tag>>6 == 0:
			kinds["index"]++
			px = index[tag]
		case tag>>6 == 1:
			kinds["diff"]++
			px[0] += tag>>4&3 - 2
			px[1] += tag>>2&3 - 2
			px[2] += tag&3 - 2
		case tag>>6 == 2:
			kinds["luma"]++
			green := tag&63 - 32
			px[0] += green + b[0]>>4 - 8
			px[1] += green
			px[2] += green + b[0]&15 - 8
			b = b[1:]
		default:
			kinds["run"]++
			times = int(tag&63) + 1
			if times > 62 {
				t.Fatalf("a run of %d", times)
			}
		}
		index[(3*int(px[0])+5*int(px[1])+7*int(px[2])+11*int(px[3]))%64] = px
		for range times {
			pix = append(pix, px[:]...)
		}
	}
	if end := []byte{0, 0, 0, 0, 0, 0, 0, 1}; !bytes.Equal(b, end) {
		t.Errorf("ends with % x, want % x", b, end)
	}
	return width, height, pix, kinds
}

func TestQOI_ShowsWhatPlayersSee(t *testing.T) {
	c := sheet(t, 640)
	width, height, pix, kinds := readQOI(t, c.QOI())
	if width != 640 || height != 480 || !bytes.Equal(pix, c.Image().Pix) {
		t.Error("the picture differs from what players see")
	}
	for _, kind := range []string{"index", "diff", "luma", "run", "rgb"} {
		if kinds[kind] == 0 {
			t.Errorf("no chunk of kind %s: %v", kind, kinds)
		}
	}
}

func TestQOI_EncodesAnyColours(t *testing.T) {
	r := rand.New(rand.NewPCG(55, 89))
	for range 200 {
		c := NewCanvas(67, 50, RGB{})
		// Differences are small, large, or wrap around. Some colours repeat.
		few := 1 + r.IntN(200)
		pix := c.settled().img.Pix
		for i := 0; i < len(pix); i += 4 {
			near := uint8(r.IntN(few))
			pix[i], pix[i+1], pix[i+2] = near*uint8(r.IntN(3)), near, near+uint8(r.IntN(20))
		}
		_, _, got, _ := readQOI(t, c.QOI())
		if !bytes.Equal(got, pix) {
			t.Fatal("the picture differs")
		}
	}
}

func TestQOI_EncodesBlankPaperAsRuns(t *testing.T) {
	for _, size := range [][2]int{{62, 1}, {63, 1}, {64, 1}, {4, 31}} {
		c := NewCanvas(size[0], size[1], Papers[2].Colour)
		_, _, got, _ := readQOI(t, c.QOI())
		if !bytes.Equal(got, c.Image().Pix) {
			t.Errorf("%d x %d: the picture differs", size[0], size[1])
		}
	}
}
