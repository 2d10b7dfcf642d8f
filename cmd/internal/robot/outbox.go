package robot

import (
	"encoding/binary"
	"slices"
	"time"
)

// outboxLimit is how many bytes of ops may wait before the robot draws no more, and
// frameLimit the size of a frame up.
const (
	outboxLimit = 256 << 10
	frameLimit  = 8 << 10
)

// outbox holds the ops of one pen from drawing until they are durable. It is
// ui/src/room/line/outbox.ts in Go.
type outbox struct {
	ops   []pendingOp // ops[i] is op first+i
	first uint32
	size  int
}

// pendingOp is an op that may not be durable.
type pendingOp struct {
	op  []byte
	due time.Time
	seq uint64 // the seq that the room gave it, once known
	// The room refused it. It stays until a later op is durable: a restored room does not
	// know that this n was used up.
	refused bool
}

// done reports whether all ops that are left were refused.
func (o *outbox) done() bool {
	return !slices.ContainsFunc(o.ops, func(k pendingOp) bool { return !k.refused })
}

// last is the n of the newest op, 0 before the first.
func (o *outbox) last() uint32 { return o.first + uint32(len(o.ops)) - 1 }

func (o *outbox) full() bool { return o.size >= outboxLimit }

func (o *outbox) push(op []byte, due time.Time) {
	o.ops = append(o.ops, pendingOp{op: op, due: due})
	o.size += len(op)
}

func (o *outbox) at(n uint32) *pendingOp {
	if n < o.first || n > o.last() {
		return nil
	}
	return &o.ops[n-o.first]
}

// unanswered returns each n up to upTo that the room has not answered.
func (o *outbox) unanswered(upTo uint32) []uint32 {
	var open []uint32
	for n := o.first; n <= min(upTo, o.last()); n++ {
		if k := o.at(n); k.seq == 0 && !k.refused {
			open = append(open, n)
		}
	}
	return open
}

// durable drops the ops that are durable up to seq, and calls ack for each of them that the
// room took.
func (o *outbox) durable(seq uint64, ack func(n uint32, k pendingOp)) {
	done := 0
	for i, k := range o.ops {
		if k.seq != 0 && k.seq <= seq {
			done = i + 1
		}
	}
	for i, k := range o.ops[:done] {
		o.size -= len(k.op)
		if k.seq != 0 {
			ack(o.first+uint32(i), k)
		}
	}
	o.ops = o.ops[done:]
	o.first += uint32(done)
}

// forgetAnswers resets the answers: in a new epoch it is unknown which ops were taken but
// not durable.
func (o *outbox) forgetAnswers() {
	for i := range o.ops {
		o.ops[i].seq, o.ops[i].refused = 0, false
	}
}

// frames returns the ops after n, in frames of one op or of at most frameLimit bytes.
func (o *outbox) frames(after uint32) [][]byte {
	var frames [][]byte
	for n := max(after+1, o.first); n <= o.last(); {
		frame := binary.AppendUvarint(nil, uint64(n))
		for alone := true; n <= o.last() && (alone || len(frame)+len(o.at(n).op) <= frameLimit); alone = false {
			frame = append(frame, o.at(n).op...)
			n++
		}
		frames = append(frames, frame)
	}
	return frames
}
