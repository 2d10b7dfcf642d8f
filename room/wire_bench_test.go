package room

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
)

// traced is a stroke as a hand drew it.
type traced struct {
	begin ink.Op
	path  []placed
}

// placed is the position of a hand, in units, at a time in ms since the stroke began.
type placed struct{ x, y, at float64 }

// recordedHands returns the strokes of the page's example, which two people really played.
// The points of an op are spread evenly over its time.
func recordedHands(b *testing.B) []traced {
	b.Helper()
	stream, err := os.ReadFile("../ui/public/example.bin")
	if err != nil {
		b.Fatal(err)
	}
	var all []traced
	var open [2]traced
	for e, err := range Entries(stream) {
		if err != nil {
			b.Fatal(err)
		}
		if e.Event != 0 {
			continue
		}
		s := &open[e.Seat-1]
		switch e.Op.Kind {
		case ink.Begin:
			*s = traced{begin: e.Op, path: []placed{{float64(e.Op.At.X), float64(e.Op.At.Y), 0}}}
		case ink.Points:
			j, since := 0.0, s.path[len(s.path)-1].at
			for p := range e.Op.Points {
				j++
				s.path = append(s.path, placed{float64(p.X), float64(p.Y), since + float64(e.Op.Step)*j/float64(e.Op.Count)})
			}
		case ink.End:
			all = append(all, *s)
		default: // belongs to no stroke
		}
	}
	return all
}

// at returns where the hand was at a time.
func (s traced) at(ms float64) placed {
	for i, to := range s.path[1:] {
		if from := s.path[i]; ms < to.at {
			f := (ms - from.at) / (to.at - from.at)
			return placed{from.x + f*(to.x-from.x), from.y + f*(to.y-from.y), ms}
		}
	}
	return s.path[len(s.path)-1]
}

// capture returns the frames that a page sends while the hand draws, when the device
// reports its position at the given rate a second and the screen shows 60 frames a second.
// It is ui/src/room/hand/capture.ts in Go. seen is how many positions the device reported.
func (s traced) capture(rate float64) (frames [][][]byte, seen int) {
	const spacing, batch, frame = 8, 30, 1000.0 / 60
	end := s.path[len(s.path)-1].at
	pen, last, lastAt := s.path[0], s.begin.At, 0.0
	var waiting []ink.Point
	emit := func(x, y float64, nearest float64) {
		p := ink.Point{X: int16(math.Round(x)), Y: int16(math.Round(y))}
		before := last
		if n := len(waiting); n > 0 {
			before = waiting[n-1]
		}
		if math.Hypot(float64(p.X-before.X), float64(p.Y-before.Y)) >= nearest {
			waiting = append(waiting, p)
		}
	}
	ops := func(at float64) (out [][]byte) {
		for len(waiting) > 0 {
			n := min(len(waiting), ink.MaxPoints)
			out = append(out, ink.AppendPoints(nil, ink.Pen, uint32(math.Round(at-lastAt)), last, waiting[:n]...))
			last, lastAt, waiting = waiting[n-1], at, waiting[n:]
		}
		return out
	}
	frames = append(frames, [][]byte{ink.AppendBegin(nil, ink.Pen, s.begin.Size, s.begin.Colour, s.begin.At)})
	due := frame
	seen = 2 // where the hand came down and where it left
	for k := 1.0; k*1000/rate < end; k++ {
		hand := s.at(k * 1000 / rate)
		seen++
		for ; due < hand.at; due += frame {
			if due-lastAt < batch {
				continue
			}
			if drained := ops(due); drained != nil {
				frames = append(frames, drained)
			}
		}
		lag := math.Hypot(hand.x-pen.x, hand.y-pen.y)
		share := 0.35 + 0.5*min(1, max(0, (lag-8)/60))
		pen.x, pen.y = pen.x+(hand.x-pen.x)*share, pen.y+(hand.y-pen.y)*share
		emit(pen.x, pen.y, spacing)
	}
	emit(s.path[len(s.path)-1].x, s.path[len(s.path)-1].y, 1)
	return append(frames, append(ops(end), ink.AppendEnd(nil))), seen
}

// websocket returns how many bytes a message of the given length takes on the wire.
func websocket(length int, masked bool) int {
	length += 2
	if length > 127 {
		length += 2
	}
	if masked {
		length += 4
	}
	return length
}

// BenchmarkWire counts the bytes of a drawn point when recorded strokes are drawn again and
// the device reports the hand 60, 120 or 240 times a second: encoded; on the wire up; and
// on the wire down to each page, with a durable notice after every frame, as if the op were
// alone in its flush. A drawn point is one that the device reported, whether the page
// needed it or not; kept points are those that the page sent.
func BenchmarkWire(b *testing.B) {
	for _, rate := range []float64{60, 120, 240} {
		b.Run(fmt.Sprintf("%vHz", rate), func(b *testing.B) {
			hands := recordedHands(b)
			var drawn, kept, encoded, up, down int
			for b.Loop() {
				drawn, kept, encoded, up, down = 0, 0, 0, 0, 0
				var t tape
				n, clock := uint32(0), int64(0)
				var cursor ink.Cursor
				for _, s := range hands {
					clock += 400
					frames, seen := s.capture(rate)
					drawn += seen
					for _, frame := range frames {
						clock += 33
						message, entries := binary.AppendUvarint(nil, uint64(n+1)), []byte(nil)
						for _, raw := range frame {
							op, _, err := cursor.Next(raw)
							if err != nil {
								b.Fatal(err)
							}
							if op.Kind == ink.Begin {
								kept++
							}
							kept += op.Count
							n++
							encoded += len(raw)
							message = append(message, raw...)
							entries = t.appendOp(entries, clock, 1, 7, n, raw, cursor)
						}
						up += websocket(len(message), true)
						down += websocket(len(entries), false) + websocket(len(appendDurable(nil, uint64(len(frame)))), false)
					}
				}
			}
			each := func(bytes int) float64 { return float64(bytes) / float64(drawn) }
			b.ReportMetric(each(encoded), "encoded-B/point")
			b.ReportMetric(each(up), "up-B/point")
			b.ReportMetric(each(down), "down-B/point")
			b.ReportMetric(float64(encoded)/float64(kept), "encoded-B/kept")
			b.ReportMetric(float64(up)/float64(kept), "up-B/kept")
			b.ReportMetric(float64(down)/float64(kept), "down-B/kept")
			b.ReportMetric(float64(kept)/float64(drawn), "kept/drawn")
		})
	}
}
