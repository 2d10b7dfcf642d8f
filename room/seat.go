package room

import (
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/room/ink"
)

const (
	// seatGrace is how long an empty seat is held. The clock stands still meanwhile.
	seatGrace = 60 * time.Second
	// reactionPause is the minimum time between two reactions of a seat; an earlier one is
	// dropped.
	reactionPause = 200 * time.Millisecond
)

// liveSeat is who is on a seat, and how long it is held when it is empty.
type liveSeat struct {
	peer          *peer
	ghost         bool      // recorded ink holds the seat
	awaySince     time.Time // while there is no peer
	sentAway      bool      // the room closed its socket for a reconnect: it was slow, or has to resend
	lapsed        bool      // the grace is over
	lapsedAt      time.Time // when the grace ended
	actedAt       time.Time // when the player last did something
	asked         bool      // has done nothing for long, and is asked whether they are there
	idle          bool      // has done nothing for too long
	left          bool      // the player is gone for good
	playedWithout bool      // the partner goes on alone
	owed          bool      // the peer sent ink while the game was stuck
	reactedAt     time.Time
	pen           uint32 // of the last page
	pens          map[uint32]*pen

	// The seat's share of the stream.
	ink   int // bytes
	work  int // rows
	marks int // made, undone or brought back

	workPace, markPace *rate.Limiter
}

// add counts an op that takes the given bytes of the stream.
func (h *liveSeat) add(op ink.Op, bytes int) {
	h.ink += bytes
	h.work += op.Work
	h.marks += marksOf(op)
}

// marksOf returns how many marks an op makes, undoes or brings back.
func marksOf(op ink.Op) int {
	if op.Kind.Within() {
		return 0
	}
	return 1
}

// allow reports whether the next op is within the seat's rates; if not, it returns the
// limit that was met.
func (h *liveSeat) allow(op ink.Op, now time.Time) (Bound, bool) {
	if !h.markPace.AllowN(now, marksOf(op)) {
		return BoundMarks, false
	}
	return BoundWork, h.workPace.AllowN(now, op.Work)
}

// full reports whether the seat's ink has met a limit, and which.
func (h *liveSeat) full() (Bound, bool) {
	switch {
	case h.ink >= maxInk:
		return BoundStream, true
	case h.marks >= maxMarks:
		return BoundGameMarks, true
	default:
		return BoundDrawing, h.work >= maxWork
	}
}

// pen is how far the room has received the ops of a pen.
type pen struct {
	n      uint32     // of the last op that was taken or refused
	cursor ink.Cursor // after that op, as the author sees it
}

// taken returns the last n of a pen that was taken or refused; 0 before the first.
func (h *liveSeat) taken(id uint32) uint32 {
	if p := h.pens[id]; p != nil {
		return p.n
	}
	return 0
}

func (g *game) liveSeat(seat ink.Seat) *liveSeat { return &g.liveSeats[seat-1] }

// other returns the partner's live seat.
func (g *game) other(seat ink.Seat) *liveSeat { return &g.liveSeats[2-seat] }

// attach gives a seat to a new peer. The page that the player opened last gets it; an older
// one is told that it was replaced, now or when its connection comes back. Of a page's own
// sockets the last one gets it.
func (g *game) attach(p *peer) {
	h := g.liveSeat(p.seat)
	switch {
	case g.phase == kept:
		g.do(dismiss{p, CloseKept})
		return
	case g.halted:
		g.do(dismiss{p, CloseRestarting})
		return
	case h.left:
		g.do(dismiss{p, CloseLeft})
		return
	}
	if h.peer != nil {
		if p.reconnect && p.pen != h.peer.pen {
			g.do(dismiss{p, CloseReplaced})
			return
		}
		code := CloseReplaced
		if p.pen == h.peer.pen {
			code = CloseResume // the same page has dialled again
		}
		g.do(dismiss{h.peer, code})
	}
	if h.pen != p.pen {
		h.pen = p.pen
		g.act(h) // opening a page is an act of the player; a page that reconnects does so by itself
	}
	h.peer, h.sentAway, h.lapsed, h.playedWithout, h.owed = p, false, false, false, false
	if p.hand = p.pen; !p.brings(g.hands[p.seat-1].pen) {
		g.lift(p.seat, g.clock()) // the new page isn't the stroke's author
	}
	if !g.seats[p.seat-1].here {
		g.record(EventJoined, p.seat)
	}
	f := welcomeFrame{N: h.taken(p.pen)}
	for _, pen := range p.earlier {
		f.Earlier = append(f.Earlier, penFrame{pen, h.taken(pen)})
	}
	if p.epoch == g.epoch && p.after <= g.seq {
		f.From = p.after
	}
	g.changed = true
	g.do(welcome{peer: p, frame: f})
}

// detach frees the seat of a peer that still holds it. The grace begins.
func (g *game) detach(p *peer) {
	h := g.liveSeat(p.seat)
	if h.peer != p {
		return // another peer took its place
	}
	h.peer, h.owed, h.awaySince, g.changed = nil, false, g.now, true
	g.record(EventGone, p.seat)
}

// dismiss closes the socket of a peer, if there is one, and frees its seat.
func (g *game) dismiss(p *peer, code Close) {
	if p == nil {
		return
	}
	if h := g.liveSeat(p.seat); h.peer == p {
		h.sentAway = code.Returns()
	}
	g.do(dismiss{p, code})
	g.detach(p)
}

// mayEnd reports whether the player of a seat may end the game. They may if the partner's
// seat is empty and the partner left by choice or has used up the grace, or if the partner
// is here and idle.
func (g *game) mayEnd(seat ink.Seat) bool {
	other := g.other(seat)
	may := other.idle
	if other.peer == nil {
		may = !other.sentAway || other.lapsed
	}
	return may && g.phase < finishing
}

// ask does what a player asks for, if the rules allow it now. Otherwise the page acted on
// an outdated state, and the next one informs it.
func (g *game) ask(p *peer, what request, reaction Reaction) {
	h, other := g.liveSeat(p.seat), g.other(p.seat)
	if h.peer != p {
		return
	}
	g.act(h)
	live := g.phase < finishing
	switch what {
	case requestNextRound:
		if g.phase == inRound && g.running && !g.seats[p.seat-1].goingOn {
			g.record(EventGoingOn, p.seat)
		}
	case requestLeave:
		if h.left, h.lapsed, h.lapsedAt = true, true, g.now; live {
			g.do(releaseSeat{p.seat})
		}
		g.lift(p.seat, g.clock())
		g.dismiss(p, CloseLeft)
	case requestEnd:
		switch {
		case g.mayEnd(p.seat):
			g.finish(EndedEarly, g.clock())
		case live && other.peer == nil:
			g.do(notNow{p, requestEnd, delayComingBack})
		}
	case requestAlone:
		if live && other.peer == nil && other.lapsed {
			other.playedWithout, g.changed = true, true
		}
	case requestReact:
		if g.now.Sub(h.reactedAt) >= reactionPause && !g.stuck && g.eventBytes() < maxEvents/2 {
			h.reactedAt = g.now
			g.write(Entry{At: g.clock(), Seat: p.seat, Event: EventReaction, Reaction: reaction})
		}
	}
}

// eventBytes returns how many bytes of the stream are not ink.
func (g *game) eventBytes() int { return len(g.stream) - g.liveSeats[0].ink - g.liveSeats[1].ink }

// lapse marks the graces that are over.
func (g *game) lapse() {
	for i := range g.liveSeats {
		h := &g.liveSeats[i]
		if h.peer == nil && !h.lapsed && g.now.Sub(h.awaySince) >= seatGrace {
			h.lapsed, h.lapsedAt, g.changed = true, g.now, true
			g.lift(ink.Seat(i+1), g.clock())
		}
	}
}

// complete reports whether every player that the game waits for is here.
func (g *game) complete() bool {
	a, b := &g.liveSeats[0], &g.liveSeats[1]
	return (a.peer != nil || a.playedWithout) && (b.peer != nil || b.playedWithout) && (a.peer != nil || b.peer != nil)
}

// deserted reports whether no player is here and no grace is running.
func (g *game) deserted() bool {
	a, b := &g.liveSeats[0], &g.liveSeats[1]
	return a.peer == nil && a.lapsed && b.peer == nil && b.lapsed
}
