package ink

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
)

var (
	casesFile = flag.String("out", "", "write generated cases to this file")
	smallSeed = flag.Uint64("seed", 1, "of the generated cases")
	small     = flag.Int("small", 0, "how many of 256 x 192 pixels")
	whole     = flag.Int("whole", 0, "how many of a game's raster")
)

// TestInterleavings writes cases like those of the golden vectors, one per line. The page draws them
// in ui/src/ink/interleavings.test.ts. In each case two seats draw at the same time, in random order,
// with undo, fill and lifted strokes.
//
//	go test ./room/ink -run Interleavings -args -small 10000 -whole 100 -out FILE
func TestInterleavings(t *testing.T) {
	if *casesFile == "" {
		t.Skip("no file to write to")
	}
	f, err := os.Create(*casesFile)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	lines := json.NewEncoder(w)
	for i := range *small + *whole {
		c := interleaving(uint64(i), i >= *small)
		c.Hash = c.draw(t).Hash()
		if err := lines.Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// interleaving returns the i-th case.
func interleaving(i uint64, whole bool) goldenCase {
	r := rand.New(rand.NewPCG(*smallSeed, i))
	c := goldenCase{Name: fmt.Sprint(i), Width: 256, Height: 192, Paper: Papers[r.IntN(len(Papers))].Colour.String()}
	if whole {
		c.Width, c.Height = RasterWidth, RasterHeight
	}
	c.Ops = anything(r, c.Width, c.Height, 1+r.IntN(40), true)
	return c
}

// TestCanvas_RenderingInBetweenChangesNothing renders the canvas after each op, or never. Both ways
// give the same picture, and undone marks leave no trace.
func TestCanvas_RenderingInBetweenChangesNothing(t *testing.T) {
	for i := range uint64(60) {
		c := interleaving(i, false)
		paper, _ := ParseRGB(c.Paper)
		looked := NewCanvas(c.Width, c.Height, paper)
		var authors [2]author
		for _, o := range c.Ops {
			if o.Lift {
				looked.Lift(o.Seat)
				authors[o.Seat-1].cursor.Lift()
			} else {
				fold(t, looked, o.Seat, &authors[o.Seat-1], unhex(t, o.Hex))
			}
			if i%2 == 0 {
				looked.Image()
			} else {
				looked.Hash()
			}
		}
		if got, want := looked.Hash(), c.draw(t).Hash(); got != want {
			t.Errorf("case %d: hash %s with renderings, %s without", i, got, want)
		}
	}
}
