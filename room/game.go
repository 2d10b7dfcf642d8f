package room

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// game is a room's whole state. Only the room's goroutine touches it.
type game struct {
	fold

	// Set at creation.
	id    string
	epoch uint32
	want  prompts.Want
	names [2]string

	// The stream. offsets[s] is the offset just after entry s. Bytes already in it never
	// change, so others may read them while it grows.
	stream  []byte
	offsets []uint32
	ops     uint64 // taken by this owner

	// The game clock showed base, in ms, at the time since; it stands still there or runs
	// on.
	base  int64
	since time.Time

	// The prompts, once they are dealt.
	set     *prompts.Set
	queue   *prompts.Queue
	prompts [2]string // of this round

	// The parts of the seats' state that the stream doesn't record.
	liveSeats [2]liveSeat

	// Progress towards being stored.
	durable   uint64
	startedAt time.Time // when counting in began
	endedAt   time.Time
	compacted bool // handed over to be stored

	comparison comparison

	heldUntil time.Time // the lobby's host holds the game; see held
	chat      bool      // the lobby's chat is open to its rooms

	// The node.
	stuck  bool      // the node holds too much that isn't durable
	halted bool      // this node stops serving the room
	goneAt time.Time // when it sends the pages of a halted game away

	// State of the step in progress.
	now     time.Time
	changed bool     // the peers must be told the new state
	effects []effect // besides those that step adds first and last
	all     []effect
	shown   show // reused, as each op shows one
}

// newGame restores a game from its journal: the seats are empty and the clock stands still.
// Its first message must be begin.
func newGame(g Game, now time.Time) (*game, error) {
	s := &game{
		id: g.ID, epoch: g.Epoch, want: g.want(), chat: g.Chat,
		stream: g.Journal, offsets: make([]uint32, 1, g.Entries+64),
		startedAt: g.StartedAt, now: now, comparison: comparison{at: now},
	}
	s.rounds, s.roundMS, s.longer = g.Rounds, int64(g.RoundSeconds)*1000, slices.Clone(g.Longer)
	for i := range s.liveSeats {
		s.names[i] = g.Seats[i].Name
		s.liveSeats[i] = liveSeat{
			awaySince: now, left: g.Seats[i].Left, lapsed: g.Seats[i].Left, lapsedAt: now, actedAt: now, pens: map[uint32]*pen{},
			workPace: rate.NewLimiter(workRate, workBurst), markPace: rate.NewLimiter(markRate, markBurst),
		}
	}
	if g.Ghost != nil {
		s.liveSeat(g.Ghost.Seat).ghost = true
	}
	if err := s.restore(g.Entries); err != nil {
		return nil, fmt.Errorf("restore game %s: %w", g.ID, err)
	}
	if g.Prompts != nil {
		s.takePrompts(*g.Prompts)
	}
	return s, nil
}

func (g *game) restore(entries int) error {
	for rest := g.stream; len(rest) > 0; {
		e, n, err := g.next(rest)
		if err != nil {
			return fmt.Errorf("%w: entry %d: %w", ErrStream, g.seq+1, err)
		}
		rest = rest[n:]
		g.offsets = append(g.offsets, g.offsets[len(g.offsets)-1]+uint32(n))
		g.apply(e)
		if e.Event == 0 {
			h := g.liveSeat(e.Seat)
			h.pens[e.Pen] = &pen{n: e.N, cursor: g.hands[e.Seat-1].cursor}
			h.add(e.Op, n)
		}
	}
	if g.seq != uint64(entries) {
		return fmt.Errorf("%w: it holds %d entries and should hold %d", ErrStream, g.seq, entries)
	}
	g.lastAsLongAsInk()
	g.base, g.since, g.durable = g.at, g.now, g.seq
	for i, s := range g.seats {
		g.liveSeats[i].playedWithout = s.playedWithout
	}
	if g.phase != gathering && g.startedAt.IsZero() {
		g.startedAt = g.now.Add(-time.Duration(g.at) * time.Millisecond)
	}
	return nil
}

// step applies one message and returns its effects, in order; the slice and what it holds
// are valid until the next step. It is deterministic: it uses no clock, channel or I/O, so
// the same messages at the same times give the same effects. Every rule of the game, and
// what each page is told, has a table test.
func (g *game) step(m message, now time.Time) []effect {
	g.now, g.changed, g.effects = now, false, g.effects[:0]
	seq, ops, phase := g.seq, g.ops, g.phase

	g.advance()
	if g.halted && ofPage(m) {
		m = tick{}
	}
	switch m := m.(type) {
	case begin:
		g.begin()
	case attach:
		g.attach(m.peer)
	case detach:
		g.detach(m.peer)
	case slow:
		g.dismiss(m.peer, CloseSlow)
	case switchPen:
		g.switchPen(m.peer, m.pen)
	case draw:
		g.draw(m.peer, m.frame)
	case ask:
		g.ask(m.peer, m.what, m.reaction)
	case hashed:
		g.hashed(m.peer, m.seq, m.hash)
	case judged:
		g.judged(m)
	case dealt:
		g.takePrompts(m.set)
	case tick: // advance and settle do what is due
	case flushed:
		g.flushed(m.seq)
	case stuck:
		g.stick(m.on)
	case stored:
		g.store()
	case readStream:
		g.do(sendStream{to: m.answer})
	case hold:
		g.hold(m.on)
	case extend:
		g.extend()
	case openChat:
		g.chat, g.changed = m.on, true
	case cutShort:
		g.cutShort()
	case halt:
		g.halt()
	}
	g.settle()
	g.compare()

	for i, e := range g.effects {
		// The contents of these two effects are known only at the end of the step.
		if w, ok := e.(welcome); ok {
			g.effects[i] = g.welcome(w)
		} else if r, ok := e.(sendStream); ok {
			r.past = past{slices.Clip(g.stream), slices.Clip(g.offsets)}
			g.effects[i] = r
		}
	}

	// Entries are shown before anything else is said about them. A peer that has just
	// attached gets all of them in its welcome.
	to := g.audience()
	if m, ok := m.(attach); ok {
		to = to.without(m.peer)
	}
	all := g.all[:0]
	if g.seq > seq {
		g.shown = show{to: to, stream: g.stream, from: int(g.offsets[seq]), seq: g.seq, ops: g.ops, stuck: g.stuck}
		if m, ok := m.(draw); ok && g.seq-seq == g.ops-ops {
			g.shown.of = m.peer.seat
		}
		all = append(all, &g.shown)
	}
	if g.changed || g.phase != phase {
		told := tell{to: to}
		for i, p := range to {
			if p != nil {
				told.states[i] = g.state(p.seat)
			}
		}
		all = append(all, told)
	}
	all = append(all, g.effects...)
	if g.phase != phase {
		all = append(all, announce{})
	}
	g.all = all
	return all
}

// ofPage reports whether a message is something that a player or a page does.
func ofPage(m message) bool {
	switch m.(type) {
	case switchPen, draw, ask, hashed:
		return true
	case begin, attach, detach, slow, judged, dealt, tick, flushed, stuck, stored, readStream, hold, extend, openChat, cutShort, halt:
	}
	return false
}

// audience returns the peers on the seats.
func (g *game) audience() audience { return audience{g.liveSeats[0].peer, g.liveSeats[1].peer} }

// without returns the audience without p.
func (a audience) without(p *peer) audience {
	for i := range a {
		if a[i] == p {
			a[i] = nil
		}
	}
	return a
}

func (g *game) do(e effect) { g.effects = append(g.effects, e) }

// begin goes on from where the journal ends: the seats that it says were taken are empty
// now.
func (g *game) begin() {
	for i, s := range g.seats {
		if s.here {
			g.record(EventGone, ink.Seat(i+1))
		}
	}
	if g.over {
		g.endedAt = g.now
	} else if g.set == nil {
		g.do(deal{g.want})
	}
}

// advance applies what became due by the game clock before now, each at the exact
// millisecond it was due.
func (g *game) advance() {
	for g.running {
		clock := g.clock()
		switch {
		case g.phase == finishing && clock >= g.endsAt+tailMS:
			g.finish(AllRounds, g.endsAt+tailMS)
		case g.phase == finishing || clock < g.endsAt:
			return
		case g.phase == inRound && g.round == g.rounds:
			g.elapse(clock)
		default:
			g.beginRound(g.endsAt)
		}
	}
}

// settle applies the rules that depend only on the present state, whatever led to it.
func (g *game) settle() {
	g.sendAway()
	g.lapse()
	if !g.heldUntil.IsZero() && !g.held() {
		g.hold(false)
	}
	if g.phase < finishing {
		g.notice()
	}
	if g.phase < finishing {
		ready := g.complete() && !g.held() && !g.stuck && !g.halted
		switch {
		case g.deserted():
			g.finish(Abandoned, g.clock())
		case g.eventBytes() >= maxEvents-lastWords:
			g.finish(EndedEarly, g.clock())
			g.do(countBound{BoundEvents})
		case g.phase == gathering:
			if ready && g.set != nil {
				g.startedAt = g.now
				g.record(EventBeganCountingIn, 0)
			}
		case ready && !g.running:
			g.record(EventResumed, 0)
		case !ready && g.running:
			g.record(EventPaused, 0)
		}
		if g.agreed() && g.round < g.rounds {
			g.beginRound(g.clock())
		}
	}
	if g.phase == finishing && !g.over && !g.strokeOpen(1) && !g.strokeOpen(2) {
		g.finish(AllRounds, g.clock())
	}
	if g.over && !g.compacted && g.durable == g.seq {
		g.compacted = true
		g.do(compact{stream: g.stream, game: Finished{
			Game: g.id, Epoch: g.epoch, How: g.how, PlayMS: g.at, Strokes: g.strokes, Drew: g.drew,
			StartedAt: g.startedAt, EndedAt: g.endedAt, RoundStarts: append([]int64{}, g.starts...),
		}})
	}
}

// clock returns the game clock now, in ms.
func (g *game) clock() int64 {
	if !g.running {
		return g.base
	}
	return g.base + g.now.Sub(g.since).Milliseconds()
}

// wake returns when the next timed change is due; zero when none is.
func (g *game) wake() time.Time {
	var next time.Time
	due := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	if g.halted && g.audience() != (audience{}) {
		due(g.goneAt)
	}
	if g.running {
		ends := g.endsAt
		if g.phase == finishing {
			ends += tailMS
		}
		due(g.since.Add(time.Duration(ends-g.base) * time.Millisecond))
	}
	if g.held() {
		due(g.heldUntil)
	}
	if g.phase < finishing {
		for _, h := range g.liveSeats {
			if h.peer == nil && !h.lapsed {
				due(h.awaySince.Add(seatGrace))
			}
			if at := g.quietAt(&h, askAfter); !h.asked && !at.IsZero() {
				due(at)
			}
			if at := g.quietAt(&h, idleAfter); !h.idle && !at.IsZero() {
				due(at)
			}
		}
		if at := g.unplayedAt(); !at.IsZero() {
			due(at)
		}
	}
	return next
}

// record writes an event of a seat, or of the room, at the present time.
func (g *game) record(event Event, seat ink.Seat) {
	g.write(Entry{At: g.clock(), Seat: seat, Event: event})
}

func (g *game) write(e Entry) {
	if g.over {
		return // the stream is closed; later events don't belong to the game
	}
	ran := g.running
	g.stream = g.appendEvent(g.stream, e)
	g.offsets = append(g.offsets, uint32(len(g.stream)))
	g.apply(e)
	if g.running != ran {
		g.base, g.since = e.At, g.now
	}
	g.changed = g.changed || e.Event != EventReaction && e.Event != EventLifted
}

func (g *game) beginRound(at int64) {
	g.write(Entry{At: at, Event: EventRound, Round: g.round + 1})
	g.nextPrompts()
}

// finish ends the game at the given game clock.
func (g *game) finish(how How, at int64) {
	g.lift(1, at)
	g.lift(2, at)
	g.write(Entry{At: at, Event: EventFinished, How: how})
	g.endedAt = g.now
}

// lift ends the seat's open stroke, if there is one.
func (g *game) lift(seat ink.Seat, at int64) {
	if g.strokeOpen(seat) {
		g.write(Entry{At: at, Seat: seat, Event: EventLifted})
	}
}

func (g *game) takePrompts(set prompts.Set) {
	g.set, g.queue, g.changed = &set, prompts.NewQueue(set), true
	if g.round > 0 {
		g.queue.Drop(g.round - 1)
		g.nextPrompts()
	}
}

func (g *game) nextPrompts() {
	if g.queue != nil {
		g.prompts, _ = g.queue.Next()
	}
}

func (g *game) flushed(seq uint64) {
	if seq <= g.durable {
		return
	}
	g.durable = seq
	now := durableNow{to: g.audience()}
	for i, p := range now.to {
		if p != nil {
			now.by[i], p.durable = seq-p.durable, seq
		}
	}
	g.do(now)
}

// stick stops or resumes taking ink: the node holds too much that isn't durable, or no
// longer does. Pages keep their ink and send it once they are told to resume.
func (g *game) stick(on bool) {
	g.stuck, g.changed = on, true
	for i := range g.liveSeats {
		if h := &g.liveSeats[i]; !on && h.owed {
			h.owed = false
			g.dismiss(h.peer, CloseResume)
		}
	}
}

// store handles that the finished game is stored: the room has nothing more to do.
func (g *game) store() {
	g.phase = kept
	for _, h := range g.liveSeats {
		if h.peer != nil { // the peer stays on the seat, so that it gets the new state too
			g.do(dismiss{h.peer, CloseKept})
		}
	}
	g.do(evict{})
}

// cutShort ends the game as it is. A game that is finishing or over is stored as usual.
func (g *game) cutShort() {
	if g.phase < finishing {
		g.finish(EndedEarly, g.clock())
	}
}

// halt stops the play for the node that serves the room next. Pages stay until all that
// they did is durable, so that they look for that node only once it can be found; what they
// still do meanwhile they do again there. They don't stay long: the database may be away.
func (g *game) halt() { g.halted, g.goneAt = true, g.now.Add(haltTime) }

// sendAway sends the pages of a halted game away to come back, once they have stayed for
// haltTime.
func (g *game) sendAway() {
	if g.halted && !g.now.Before(g.goneAt) {
		for i := range g.liveSeats {
			g.dismiss(g.liveSeats[i].peer, CloseRestarting)
		}
	}
}
