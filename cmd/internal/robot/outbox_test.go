package robot

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
	"time"
)

// filled returns an outbox with so many ops of one byte: op n is byte n.
func filled(count int) *outbox {
	o := &outbox{first: 1}
	for n := 1; n <= count; n++ {
		o.push([]byte{byte(n)}, time.Time{})
	}
	return o
}

func TestOutbox_DropsDurableOps(t *testing.T) {
	o := filled(5)
	for n, seq := range map[uint32]uint64{1: 10, 3: 12, 4: 15} {
		o.at(n).seq = seq
	}
	o.at(2).refused = true
	var acked []uint32
	note := func(n uint32, _ pendingOp) { acked = append(acked, n) }

	o.durable(9, note)
	if len(acked) != 0 || o.first != 1 {
		t.Errorf("at 9 %v are acked", acked)
	}
	// The refused op is dropped with the next durable one, without an ack.
	o.durable(12, note)
	if !slices.Equal(acked, []uint32{1, 3}) || o.first != 4 || o.last() != 5 {
		t.Errorf("at 12 %v are acked, and %d..%d stay", acked, o.first, o.last())
	}
	if got := o.unanswered(5); !slices.Equal(got, []uint32{5}) {
		t.Errorf("no answer for %v", got)
	}
	o.forgetAnswers()
	o.durable(99, note)
	if len(acked) != 2 || !slices.Equal(o.unanswered(9), []uint32{4, 5}) {
		t.Errorf("in a new epoch the room's old answers count: %v acked", acked)
	}
}

func TestOutbox_Frames(t *testing.T) {
	o := filled(4)
	if got := o.frames(2); len(got) != 1 || !bytes.Equal(got[0], []byte{3, 3, 4}) {
		t.Errorf("after 2: %v", got)
	}
	if got := o.frames(4); len(got) != 0 {
		t.Errorf("after the last: %v", got)
	}
	// Ops that were dropped can't be sent again; Play reports that.
	o.at(3).seq = 1
	o.durable(1, func(uint32, pendingOp) {})
	if got := o.frames(0); len(got) != 1 || got[0][0] != 4 {
		t.Errorf("after 0, with 1 to 3 durable: %v", got)
	}

	o = &outbox{first: 1}
	op := bytes.Repeat([]byte{1}, 100)
	for range 300 {
		o.push(op, time.Time{})
	}
	next := uint64(1)
	for _, frame := range o.frames(0) {
		n, head := binary.Uvarint(frame)
		if n != next || len(frame) > frameLimit {
			t.Fatalf("a frame of %d bytes begins with op %d, want %d", len(frame), n, next)
		}
		next += uint64((len(frame) - head) / len(op))
	}
	if next != 301 {
		t.Errorf("the frames end before op %d", next)
	}
}
