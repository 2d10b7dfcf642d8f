package robot

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

// quill is a pen of the robot's, and its ops that may not be durable.
type quill struct {
	*Pen
	outbox outbox
}

// takePen is what a page does that has been loaded: it draws with a pen of its own.
func (r *robot) takePen() {
	if r.own != nil {
		r.earlier = append(r.earlier, r.own)
	}
	r.own = &quill{Pen: &Pen{ID: r.rng.Uint32() | 1, Refused: map[uint32]bool{}}, outbox: outbox{first: 1}}
	r.record.Pens = append(r.record.Pens, r.own.Pen)
	r.pencil = r.plan.Sketch.pencil(r.rng)
	r.sent, r.seated = 0, false
}

// load loads the page again if it is to be: all that it had is gone but what the
// browser keeps, which is the ink that is not durable. Now and then only the partner's
// page is. A page that is told so ends its stroke; one that crashes does not.
func (r *robot) load(now time.Time) {
	if r.plan.Loads == nil || r.loads == r.plan.Loads.Load() || r.record.Seat == 0 {
		return
	}
	r.loads = r.plan.Loads.Load()
	if r.rng.IntN(4) == 0 {
		return
	}
	if op := r.pencil.lift(); op != nil && r.rng.IntN(2) == 0 {
		r.push(op, now)
	}
	r.comeBack(now, -1)
	r.record.Reloads++
	r.endStream()
	r.forgetStream()
	r.epoch, r.durable, r.state, r.due = 0, 0, state{}, time.Time{}
	r.takePen()
	if r.earlier[len(r.earlier)-1].outbox.done() {
		r.earlier = r.earlier[:len(r.earlier)-1]
	}
}

// quills are those that may have undurable ops, oldest first.
func (r *robot) quills() []*quill { return append(slices.Clone(r.earlier), r.own) }

// quill is the one of a pen that may have undurable ops; nil for any other.
func (r *robot) quill(pen uint32) *quill {
	for _, q := range r.quills() {
		if q.ID == pen {
			return q
		}
	}
	return nil
}

// undurable returns how many ops may not be durable.
func (r *robot) undurable() int {
	count := 0
	for _, q := range r.quills() {
		count += len(q.outbox.ops)
	}
	return count
}

func (r *robot) attach() attach {
	at := attach{pen: r.own.ID, epoch: r.epoch, after: r.reader.Seq(), reconnect: r.seated}
	for _, q := range r.earlier {
		at.earlier = append(at.earlier, strconv.FormatUint(uint64(q.ID), 10))
	}
	return at
}

// had gives what the room has taken of each pen, as a welcome says, oldest first.
func (r *robot) had(w message) iter.Seq2[*quill, uint32] {
	return func(yield func(*quill, uint32) bool) {
		for _, e := range w.Earlier {
			if q := r.quill(e.Pen); q != nil && !yield(q, e.N) {
				return
			}
		}
		yield(r.own, w.N)
	}
}

// forward sends what earlier pages left, each under its pen, and takes up the own one.
func (r *robot) forward(ctx context.Context, now time.Time, had iter.Seq2[*quill, uint32]) {
	changed := false
	for q, n := range had {
		if q == r.own {
			if changed {
				r.send(ctx, now, websocket.MessageText, pick(q.ID))
			}
			return
		}
		changed = true
		if !r.send(ctx, now, websocket.MessageText, pick(q.ID)) {
			return
		}
		for _, frame := range q.outbox.frames(n) {
			if !r.send(ctx, now, websocket.MessageBinary, frame) {
				return
			}
		}
	}
}

// pick is the frame that says of which pen the next ink is.
func pick(pen uint32) []byte { return fmt.Appendf(nil, `{"type":"pen","pen":%d}`, pen) }
