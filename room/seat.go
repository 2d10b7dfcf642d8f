package room

import (
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/room/ink"
)

const (
	// seatGrace is how long an empty seat is held. The clock stands meanwhile.
	seatGrace = 60 * time.Second
	// reactionPause is the least time between two reactions of a seat; one that
	// comes sooner is dropped.
	reactionPause = 200 * time.Millisecond
)

// liveSeat is who is on a seat, and for how long it is held when nobody is.
type liveSeat struct {
	peer          *peer
	awaySince     time.Time // while there is no peer
	sentAway      bool      // by the room, to come back: it was slow, or has to send again
	lapsed        bool      // the grace is over
	lapsedAt      time.Time // once it is
	actedAt       time.Time // when the player last did something
	idle          bool      // that is too long ago
	left          bool      // the player is gone for good
	playedWithout bool      // the partner goes on alone
	owed          bool      // the peer sent ink while the game was stuck
	reactedAt     time.Time
	pen           uint32 // of the last page
	pens          map[uint32]*pen

	// What is in the stream of the seat's ink.
	ink   int // bytes
	work  int // rows
	marks int // made, undone or brought back

	workPace, markPace *rate.Limiter
}

// add counts an op that takes so many bytes of the stream.
func (h *liveSeat) add(op ink.Op, bytes int) {
	h.ink += bytes
	h.work += op.Work
	h.marks += marksOf(op)
}

// marksOf is how many marks an op makes or changes.
func marksOf(op ink.Op) int {
	if op.Kind.Within() {
		return 0
	}
	return 1
}

// allow reports whether a next op comes slowly enough, or else which bound it met.
func (h *liveSeat) allow(op ink.Op, now time.Time) (Bound, bool) {
	if !h.markPace.AllowN(now, marksOf(op)) {
		return BoundMarks, false
	}
	return BoundWork, h.workPace.AllowN(now, op.Work)
}

// full reports whether the seat's ink has met a bound, and which.
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

// pen is what the room has had of a pen.
type pen struct {
	n      uint32     // of the last op that was taken or refused
	cursor ink.Cursor // after it, as the author sees it
}

// taken is the last n that was taken or refused of a pen; 0 before the first.
func (h *liveSeat) taken(id uint32) uint32 {
	if p := h.pens[id]; p != nil {
		return p.n
	}
	return 0
}

func (g *game) liveSeat(seat ink.Seat) *liveSeat { return &g.liveSeats[seat-1] }

// other is the live seat of the partner's seat.
func (g *game) other(seat ink.Seat) *liveSeat { return &g.liveSeats[2-seat] }

// attach gives a seat to a new peer. The newest page has it: an older one is
// told that it was replaced.
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
		g.do(dismiss{h.peer, CloseReplaced})
	}
	if h.pen != p.pen {
		h.pen = p.pen
		g.act(h) // a page was opened; one that comes back does so by itself
	}
	h.peer, h.sentAway, h.lapsed, h.playedWithout, h.owed = p, false, false, false, false
	if p.hand = p.pen; !p.brings(g.hands[p.seat-1].pen) {
		g.lift(p.seat, g.clock()) // its author isn't the one who comes
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

// detach frees the seat of a peer, if it still has it. The seat is held.
func (g *game) detach(p *peer) {
	h := g.liveSeat(p.seat)
	if h.peer != p {
		return // another took its place
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

// mayEnd reports whether the player of a seat may end the game: the partner's seat is
// empty, and the partner went by themselves or has had the whole grace to come back; or
// the partner is here and idle.
func (g *game) mayEnd(seat ink.Seat) bool {
	other := g.other(seat)
	may := other.idle
	if other.peer == nil {
		may = !other.sentAway || other.lapsed
	}
	return may && g.phase < finishing
}

// ask does what a player asks for, if it is the time for it. If it isn't, the
// page acted on a state that has passed, and the next one tells it.
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

// eventBytes is how much of the stream isn't ink.
func (g *game) eventBytes() int { return len(g.stream) - g.liveSeats[0].ink - g.liveSeats[1].ink }

// lapse ends the graces that are over.
func (g *game) lapse() {
	for i := range g.liveSeats {
		h := &g.liveSeats[i]
		if h.peer == nil && !h.lapsed && g.now.Sub(h.awaySince) >= seatGrace {
			h.lapsed, h.lapsedAt, g.changed = true, g.now, true
			g.lift(ink.Seat(i+1), g.clock())
		}
	}
}

// complete reports whether everybody is here whom the game waits for.
func (g *game) complete() bool {
	a, b := &g.liveSeats[0], &g.liveSeats[1]
	return (a.peer != nil || a.playedWithout) && (b.peer != nil || b.playedWithout) && (a.peer != nil || b.peer != nil)
}

// deserted reports whether nobody is here, nor need be waited for.
func (g *game) deserted() bool {
	a, b := &g.liveSeats[0], &g.liveSeats[1]
	return a.peer == nil && a.lapsed && b.peer == nil && b.lapsed
}
