package robot

import (
	"math/rand/v2"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/ui"
)

func TestPencil_DrawsValidInk(t *testing.T) {
	sketch, err := NewSketch(ui.Example)
	if err != nil {
		t.Fatal(err)
	}
	p := sketch.pencil(rand.New(rand.NewPCG(1, 2)))
	var cursor ink.Cursor
	kinds := make(map[ink.Kind]int)
	draw := func(op []byte) {
		t.Helper()
		kinds[ink.Kind(op[0]>>5)]++
		if _, n, err := cursor.Next(op); err != nil || n != len(op) {
			t.Fatalf("op %x: %d bytes, %v", op, n, err)
		}
	}
	for range 5000 { // repeats the sketch several times
		draw(p.next())
		if p.open() != cursor.Open() {
			t.Fatal("the pencil and the cursor disagree whether a stroke is open")
		}
	}
	for !p.open() {
		draw(p.next())
	}
	draw(p.lift())
	if cursor.Open() || p.lift() != nil {
		t.Error("a lifted pencil still has an open stroke")
	}
	draw(p.next())
	for kind := ink.Begin; kind.String() != "unknown"; kind++ {
		if kinds[kind] == 0 {
			t.Errorf("it never draws %v", kind)
		}
	}
}

func TestSketch_NeedsAStroke(t *testing.T) {
	if _, err := NewSketch(nil); err == nil {
		t.Error("a stream without strokes was accepted")
	}
	if _, err := NewSketch([]byte{0xFF}); err == nil {
		t.Error("an invalid stream was accepted")
	}
}
