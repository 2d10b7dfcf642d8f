package robot

import (
	"encoding/binary"
	"testing"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

func TestFatFrame_IsValidInk(t *testing.T) {
	var cursor ink.Cursor
	n := uint32(1)
	for i := range 3 {
		frame, ops := fatFrame(n, i == 0)
		first, at := binary.Uvarint(frame)
		if uint32(first) != n || len(frame) > min(fatFrameSize, room.MaxFrame) || len(frame) < fatFrameSize*9/10 {
			t.Fatalf("frame %d begins at op %d of %d, in %d bytes", i, first, n, len(frame))
		}
		for rest := frame[at:]; len(rest) > 0; n++ {
			op, size, err := cursor.Next(rest)
			if err != nil {
				t.Fatalf("op %d: %v", n, err)
			}
			if op.Work*len(frame)/size > 25_000 {
				t.Errorf("op %d of %d bytes takes work of %d rows: the room would close the socket", n, size, op.Work)
			}
			rest = rest[size:]
		}
		if n != uint32(first)+ops {
			t.Errorf("frame %d has ops up to %d, and says %d", i, n, ops)
		}
	}
}
