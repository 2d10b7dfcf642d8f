package room

import (
	"bytes"
	"math"

	"github.com/tandem-game/tandem/room/ink"
)

// switchPen makes the ink that a peer sends next belong to another of its pens.
func (g *game) switchPen(p *peer, pen uint32) {
	if g.liveSeat(p.seat).peer != p {
		return
	}
	p.hand = pen
	g.liftOther(p)
}

// liftOther ends the seat's open stroke unless it belongs to the peer's current pen: a page
// finishes the ops of one earlier pen before it sends the next.
func (g *game) liftOther(p *peer) {
	if g.hands[p.seat-1].pen != p.hand {
		g.lift(p.seat, g.clock())
	}
}

// draw takes a frame of ink: the n of its first op, then ops. Each op is taken, refused, or
// skipped because it was taken before. The first op that can't be read, or is too much work
// to draw, ends the frame and the peer; the ops before it stay.
func (g *game) draw(p *peer, frame []byte) {
	h := g.liveSeat(p.seat)
	if h.peer != p {
		return
	}
	g.act(h)
	if g.stuck {
		h.owed = true // neither taken nor refused: the page keeps it
		return
	}
	first, at, err := uvarint(frame, 0)
	if err != nil || at == len(frame) || first < 1 || first > math.MaxUint32-MaxFrame {
		g.dismiss(p, CloseMalformed)
		return
	}
	from := h.pens[p.hand]
	if from == nil {
		from = &pen{}
		h.pens[p.hand] = from
	}
	ops := frame[at:]
	switch n := uint32(first); {
	case n > from.n+1:
		g.dismiss(p, CloseGap)
		return
	case n <= from.n:
		code := Close(0)
		if ops, code = g.skip(p, n, from.n, ops); code != 0 {
			g.dismiss(p, code)
			return
		}
	}
	if len(ops) > 0 {
		g.liftOther(p)
	}
	for len(ops) > 0 {
		before := from.cursor
		op, size, err := from.cursor.Next(ops)
		if err != nil {
			g.dismiss(p, CloseMalformed)
			return
		}
		why := g.refusal(p.seat, op.Kind)
		if met, ok := h.allow(op, g.now); why == "" && !ok {
			from.cursor = before
			g.do(countBound{met})
			g.dismiss(p, CloseTooFast)
			return
		}
		from.n++
		if why != "" {
			r := refuse{peer: p, pen: p.hand, n: from.n, reason: why}
			if why == refusedFull {
				r.met, _ = h.full()
			}
			g.do(r)
		} else {
			g.take(p, from, op, ops[:size])
		}
		ops = ops[size:]
	}
}

// take writes an op to the stream.
func (g *game) take(p *peer, from *pen, op ink.Op, raw []byte) {
	at := g.clock()
	g.stream = g.appendOp(g.stream, at, p.seat, p.hand, from.n, raw, from.cursor)
	g.offsets = append(g.offsets, uint32(len(g.stream)))
	g.ops++
	g.liveSeat(p.seat).add(op, len(g.stream)-int(g.offsets[len(g.offsets)-2]))
	g.apply(Entry{Seq: g.seq, At: at, Seat: p.seat, ID: ink.ID{Pen: p.hand, N: from.n}, Op: op, op: raw})
}

// refusal returns why an op of a seat can't be taken now; "" if it can.
func (g *game) refusal(seat ink.Seat, kind ink.Kind) refusal {
	_, full := g.liveSeat(seat).full()
	goesOn := kind.Within() && g.strokeOpen(seat)
	switch {
	case g.over || g.phase == finishing && !goesOn:
		return refusedTimeUp
	case g.phase < inRound:
		return refusedNotStarted
	case kind.Within() && !goesOn:
		return refusedLifted
	case kind != ink.End && full:
		return refusedFull
	default:
		return ""
	}
}

// skip passes over the ops n..last of a peer's pen at the head of ops, which were taken
// before. They can't be decoded again, because the cursor is past them; but they are in the
// stream and must be the same bytes. An op that isn't there was refused: the peer
// reconnects, and its welcome tells it where to go on.
func (g *game) skip(p *peer, n, last uint32, ops []byte) ([]byte, Close) {
	if int(last-n)+1 > len(ops) {
		return nil, 0 // an op has at least one byte, so the whole frame was taken before
	}
	taken, ok := g.taken(p.seat, p.hand, n, last)
	if !ok {
		return nil, CloseGap
	}
	for i := len(taken) - 1; i >= 0 && len(ops) > 0; i-- {
		if !bytes.HasPrefix(ops, taken[i]) {
			return nil, CloseMalformed
		}
		ops = ops[len(taken[i]):]
	}
	return ops, 0
}

// taken returns the bytes of the ops last..n of a pen, backwards; ok is false unless they
// are the latest of its seat in the stream, and complete.
func (g *game) taken(seat ink.Seat, pen, n, last uint32) (ops [][]byte, ok bool) {
	at := g.hands[seat-1]
	if at.pen != pen || at.n != last {
		return nil, false
	}
	for s := g.seq; s > 0; s-- {
		b := g.stream[g.offsets[s-1]:g.offsets[s]]
		if ink.Seat(b[0]&3) != seat || b[0]>>2 == kindEvent {
			continue
		}
		_, head, _ := uvarint(b, 1)
		stated := b[0]>>2 == kindOpOfPen
		if stated {
			_, head, _ = uvarint(b, head)
			_, head, _ = uvarint(b, head)
		}
		ops = append(ops, b[head:])
		if last == n {
			return ops, true
		}
		if stated {
			return nil, false // the previous op is another pen's, or was refused
		}
		last--
	}
	return nil, false
}
