package room

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
)

func TestDrawing_ContinuesWithTheStream(t *testing.T) {
	paper := ink.RGB{R: 0xff, G: 0xfd, B: 0xf6}
	stream := anyStream()
	var ends []int // of its entries
	var tape tape
	for at := 0; at < len(stream); ends = append(ends, at) {
		_, n, err := tape.next(stream[at:])
		if err != nil {
			t.Fatal(err)
		}
		at += n
	}
	var d Drawing
	for i, end := range ends {
		if err := d.Follow(bytes.Clone(stream[:end]), paper); err != nil {
			t.Fatal(err)
		}
		if d.Seq() != uint64(i+1) {
			t.Fatalf("at %d of %d: seq %d", i+1, len(ends), d.Seq())
		}
		if i != len(ends)/2 && i != len(ends)-1 {
			continue
		}
		want, err := Fold(stream[:end], paper)
		if err != nil {
			t.Fatal(err)
		}
		if d.Canvas().Hash() != want.Hash() {
			t.Fatalf("at %d of %d: hash %s, want %s", i+1, len(ends), d.Canvas().Hash(), want.Hash())
		}
	}

	// A request with an older stream comes later.
	canvas := d.Canvas()
	if err := d.Follow(stream[:ends[2]], paper); err != nil || d.Canvas() != canvas || d.Seq() != tape.seq {
		t.Errorf("a shorter stream: %v, seq %d", err, d.Seq())
	}

	// After a crash that lost what wasn't durable, the game continued differently.
	other := bytes.Clone(stream)
	other[ends[len(ends)-2]+1]++ // the time of its end
	if err := d.Follow(other, paper); err != nil || d.Canvas() == canvas || d.Seq() != tape.seq {
		t.Errorf("another stream: %v, seq %d", err, d.Seq())
	}
	canvas = d.Canvas()
	if err := d.Follow(other, ink.RGB{}); err != nil || d.Canvas() == canvas {
		t.Errorf("another paper: %v", err)
	}
	if err := d.Follow([]byte{0xff}, paper); !errors.Is(err, ErrStream) {
		t.Errorf("a broken stream: %v", err)
	}
}

func TestRoom_ShowsItsStream(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, _ := together(n)
		mila.draw(penDown, penMove)
		mila.catchUp()
		r, err := n.Open(t.Context(), "game")
		if err != nil {
			t.Fatal(err)
		}
		stream, err := r.Stream(t.Context())
		if err != nil || !bytes.Equal(stream, mila.stream) {
			t.Errorf("%d bytes, the page has %d: %v", len(stream), len(mila.stream), err)
		}
		was := bytes.Clone(stream)
		mila.draw(penMove, penUp)
		mila.hear()
		if !bytes.Equal(stream, was) {
			t.Error("what was shown has changed")
		}
		n.halt()
		if _, err := r.Stream(context.Background()); !errors.Is(err, ErrOver) {
			t.Errorf("of a room that has ended: %v", err)
		}
	})
}
