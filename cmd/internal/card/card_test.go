package card

import (
	"bytes"
	"image/color"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// drawing returns the drawing of a real game.
func drawing(t testing.TB) *ink.Canvas {
	t.Helper()
	recording, err := os.ReadFile("../../../room/testdata/recording.v1")
	if err != nil {
		t.Fatal(err)
	}
	stream, err := room.OpenRecording(recording)
	if err != nil {
		t.Fatal(err)
	}
	c, err := room.Draw(t.Context(), stream, ink.RGB{R: 0xff, G: 0xf3, B: 0xcf})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCard_ShowsTheDrawingAndTheWords(t *testing.T) {
	c := Card{Drawing: drawing(t), Title: "The lighthouse picnic", Names: [2]string{"Mila", "Jörg"}}
	var b bytes.Buffer
	if err := c.PNG(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if path := os.Getenv("CARD"); path != "" { // to look at it
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	img, err := png.Decode(&b)
	if err != nil || img.Bounds().Dx() != Width || img.Bounds().Dy() != Height {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	colours := map[[3]uint32]int{} // right of the drawing
	for y := range Height {
		for x := textLeft; x < Width; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			colours[[3]uint32{r >> 8, g >> 8, b >> 8}]++
		}
	}
	for what, c := range map[string][3]uint32{"the title": {0x25, 0x21, 0x1C}, "seat 1": {0xB8, 0x34, 0x12}, "seat 2": {0x17, 0x5F, 0xAE}} {
		if colours[c] < 200 {
			t.Errorf("%s is missing: %d pixels", what, colours[c])
		}
	}
	want, err := c.Drawing.Scaled(t.Context(), sheetWidth)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range [][2]int{{0, 0}, {200, 100}, {345, 258}, {600, 400}} {
		r, g, b, _ := img.At(edge+p[0], sheetTop+p[1]).RGBA()
		wr, wg, wb, _ := want.At(p[0], p[1]).RGBA()
		if r != wr || g != wg || b != wb {
			t.Errorf("the drawing differs at %v", p)
		}
	}
}

func TestCard_AcceptsAnyText(t *testing.T) {
	c := Card{Drawing: ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, ink.RGB{R: 255})}
	for _, text := range []string{"", "絵を描く", "🙂", strings.Repeat("W", 200), strings.Repeat("many words ", 40), " \n\t ", "\x00", "a\u202eb"} {
		c.Title, c.Names = text, [2]string{text, text}
		if err := c.PNG(t.Context(), &bytes.Buffer{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWritable(t *testing.T) {
	for name, want := range map[string]string{
		"Mila":      "Mila",
		"Mila 🙂🙂":   "Mila",
		"🦊 Jörg ✌️": "Jörg",
		"Οδυσσέας":  "Οδυσσέας",
		"王小明":       "王小明",
		"สมชาย":     "",
		"مريم":      "",
		"مريم 7":    "",
		"a\u202eb":  "ab",
		"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂": "",
	} {
		if got := writable(name); got != want {
			t.Errorf("of %q: %q, not %q", name, got, want)
		}
	}
}

// Both seats have their emblem even if the font lacks the letters of a name.
func TestCard_ShowsBothEmblemsForAnyNames(t *testing.T) {
	c := Card{Drawing: drawing(t), Names: [2]string{"王小明", "🙂"}}
	var b bytes.Buffer
	if err := c.PNG(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i, seat := range seats {
		pixels := 0
		for y := range Height / 2 { // below, the logo has these colours, too
			for x := textLeft; x < Width; x++ {
				if color.NRGBAModel.Convert(img.At(x, y)) == seat {
					pixels++
				}
			}
		}
		if pixels < 50 {
			t.Errorf("seat %d has no emblem: %d pixels", i+1, pixels)
		}
	}
}

func TestBroken(t *testing.T) {
	f := titleFace()
	for _, text := range []string{"short", "The lighthouse that ate a picnic and then slept for a hundred years in the sun", strings.Repeat("W", 90)} {
		lines := broken(text, f, textWidth, 3)
		if len(lines) > 3 {
			t.Errorf("%q: %d lines", text, len(lines))
		}
		for _, line := range lines {
			if advance(line, f) > textWidth {
				t.Errorf("%q is too wide", line)
			}
		}
	}
	for _, c := range []struct{ text, want string }{
		{"吞下小城的鲸鱼来了", "吞下小城的鲸鱼|来了"},
		{"吞下一座小小城，来了", "吞下一座小小|城，来了"},
	} {
		if got := strings.Join(broken(c.text, f, textWidth, 3), "|"); got != c.want {
			t.Errorf("%s is broken as %s, want %s", c.text, got, c.want)
		}
	}
	if got := broken("short", f, textWidth, 3); len(got) != 1 || got[0] != "short" {
		t.Errorf("got %q", got)
	}
}

// BenchmarkCard makes a card that isn't cached, with a drawing of 200 strokes.
func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		c := ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, ink.RGB{R: 255, G: 243, B: 207})
		for i := range 200 {
			from := ink.Point{X: int16(200 + i*37%3600), Y: int16(200 + i*91%2600)}
			ops := ink.AppendBegin(nil, ink.Pen, 40, ink.RGB{R: uint8(i)}, from)
			for j := range 60 {
				to := ink.Point{X: from.X + 10, Y: from.Y + int16(j%9) - 4}
				ops = ink.AppendPoints(ops, ink.Pen, 16, from, to)
				from = to
			}
			ops = ink.AppendEnd(ops)
			var cursor ink.Cursor
			for n := uint32(1); len(ops) > 0; n++ {
				op, size, err := cursor.Next(ops)
				if err != nil {
					b.Fatal(err)
				}
				c.Apply(1, ink.ID{Pen: 1, N: uint32(i)*64 + n}, op)
				ops = ops[size:]
			}
		}
		if err := c.Settle(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := (Card{Drawing: c, Title: "The lighthouse picnic", Names: [2]string{"Mila", "Jonas"}}).PNG(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
