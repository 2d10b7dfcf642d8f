package room

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"github.com/tandem-game/tandem/room/ink"
)

// Ops for tests, as their bytes.
var (
	penDown   = ink.AppendBegin(nil, ink.Pen, 12, ink.RGB{R: 0x22, G: 0x33, B: 0x44}, ink.Point{X: 100, Y: 200})
	touchDown = ink.AppendBegin(nil, ink.PressurePen, 30, ink.RGB{R: 0xee}, ink.Point{X: 2000, Y: 900, Pressure: 40})
	penMove   = ink.AppendPoints(nil, ink.Pen, 16, ink.Point{}, ink.Point{X: 30, Y: 5}, ink.Point{X: 70, Y: -20})
	touchMove = ink.AppendPoints(nil, ink.PressurePen, 16, ink.Point{}, ink.Point{X: -9, Y: 50, Pressure: 63})
	penUp     = ink.AppendEnd(nil)
	dab       = ink.AppendFill(nil, ink.RGB{G: 0x99}, ink.RGB{R: 0xff}, 40, 30, 3, []uint8{0, 90, 0, 90, 255, 90, 0, 90, 0})
	wipe      = ink.AppendClear(nil)
)

// longStroke returns a stroke of about the given number of bytes that is little drawing
// work, because the pen rests.
func longStroke(bytes int) [][]byte {
	rest := ink.AppendPoints(nil, ink.Pen, 16, ink.Point{}, ink.Point{}, ink.Point{})
	return slices.Concat([][]byte{penDown}, slices.Repeat([][]byte{rest}, bytes/len(rest)), [][]byte{penUp})
}

// frameOf returns the frame of a page whose first op has number n.
func frameOf(n uint32, ops ...[]byte) []byte {
	b := binary.AppendUvarint(nil, uint64(n))
	for _, op := range ops {
		b = append(b, op...)
	}
	return b
}

func fprintf(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
