package room

import (
	"os"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
)

// longGame returns a stream with the given number of recorded strokes, and the offset where
// the last one begins.
func longGame(b *testing.B, strokes int) (stream []byte, last int) {
	b.Helper()
	example, err := os.ReadFile("../ui/public/example.bin")
	if err != nil {
		b.Fatal(err)
	}
	var t tape
	var cursor ink.Cursor
	for n := uint32(1); ; {
		for e, err := range Entries(example) {
			if err != nil {
				b.Fatal(err)
			}
			// Only one seat's strokes, so that any stroke can follow another.
			if e.Event != 0 || e.Seat != 1 || e.Op.Kind != ink.Begin && !e.Op.Kind.Within() {
				continue
			}
			raw := e.Raw()
			if _, _, err := cursor.Next(raw); err != nil {
				b.Fatal(err)
			}
			if e.Op.Kind == ink.Begin {
				if strokes--; strokes < 0 {
					return stream, last
				}
				last = len(stream)
			}
			stream = t.appendOp(stream, int64(n)*17, 1, 7, n, raw, cursor)
			n++
		}
	}
}

// BenchmarkStandIn makes the picture that a page first shows when it joins a game of 2,000
// strokes late: once for a game drawn for the first time, and once with one stroke more
// than in the last picture.
func BenchmarkStandIn(b *testing.B) {
	stream, last := longGame(b, 2000)
	paper := ink.Papers[0].Colour
	look := func(d *Drawing, stream []byte) {
		if err := d.Follow(stream, paper); err != nil {
			b.Fatal(err)
		}
		d.Canvas().QOI()
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			look(new(Drawing), stream)
		}
	})
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			var d Drawing
			look(&d, stream[:last])
			b.StartTimer()
			look(&d, stream)
		}
	})
}

// BenchmarkRecording seals the stream of a game of 200 strokes for storage.
func BenchmarkRecording(b *testing.B) {
	stream, _ := longGame(b, 200)
	var kept []byte
	for b.Loop() {
		kept = SealRecording(stream)
	}
	b.ReportMetric(float64(len(kept)), "bytes")
}
