package robot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room"
)

// checkEvery is how often a robot checks for other actions than drawing.
const checkEvery = 100 * time.Millisecond

// Plan is how a robot plays.
type Plan struct {
	Sketch Sketch
	Rate   float64         // ops a second, each in a message of its own; 0: it only watches
	Seed   uint64          // for all its random choices
	Ledger *Ledger         // shared with its partner
	Finish <-chan struct{} // once closed, the robot agrees to go on, so that the game ends
	Tally  *Tally          // what it counts while it plays
	Deaf   *atomic.Bool    // while true, the robot never reads; nil: it always does
	Loads  *atomic.Int64   // how often pages should be reloaded; nil: never
}

// Tally counts what many robots do.
type Tally struct{ Drawn, Acked, Shown, Reconnects atomic.Int64 }

// ErrClosed is wrapped by the error of a game in which the room closed this robot's socket
// for good.
var ErrClosed = errors.New("the room closed for good")

// ErrForgotten is wrapped by the error of a game whose room no longer has ops that it
// acked.
var ErrForgotten = errors.New("acked ops are gone")

// Play plays a game to its end. It returns the record even if it fails. It fails if ctx
// ends, if the room closes the socket for good or has lost what it acked, or if a message
// is invalid.
func (p *Player) Play(ctx context.Context, id string, plan Plan) (*Record, error) {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	rng := rand.New(rand.NewPCG(plan.Seed, 0)) //nolint:gosec // it is to be repeatable
	r := &robot{
		player: p, room: id, plan: plan, rng: rng, record: &Record{Closes: map[int]int{}},
		news: make(chan heard, 64), offsets: []int{0},
	}
	if plan.Loads != nil {
		r.loads = plan.Loads.Load()
	}
	r.takePen()
	err := r.run(ctx)
	if r.unread != nil {
		_ = r.unread.CloseNow() // it may be closed
	}
	r.pauseSpan(time.Now())
	r.endStream()
	return r.record, err
}

// robot is a page and its user. Its goroutine, run, owns all of it.
type robot struct {
	player *Player
	room   string
	plan   Plan
	rng    *rand.Rand
	record *Record

	// The stream of this epoch. offsets[s] is the offset just after entry s.
	epoch   uint32
	reader  room.Reader
	stream  []byte
	offsets []int
	durable uint64
	over    bool // finished was shown
	partner map[uint32]uint32

	// Own ink. The browser keeps what earlier pages left.
	pencil  *pencil
	due     time.Time // of the next op; zero while not drawing
	own     *quill
	earlier []*quill // pens whose ink may not be durable, oldest first
	loads   int64    // how often its page was to be loaded again
	sent    uint32   // the last own n that was sent on this socket
	catch   *message

	// The room.
	state   state
	ending  time.Time // when it was told to finish; zero before
	askedAt time.Time
	agreed  bool // it has agreed to go on since

	// The socket.
	news     chan heard
	line     *line
	open     bool // the welcome has come
	seated   bool // the page has held the seat
	attempt  int
	retry    time.Time // zero unless waiting to reconnect
	heardAt  time.Time // when the room last said something
	silences int       // that it has given up since a socket has caught up
	unread   *websocket.Conn
}

func (r *robot) run(ctx context.Context) error {
	r.partner = map[uint32]uint32{}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(time.Until(r.wake()))
		select {
		case h := <-r.news:
			if h.line != r.line {
				continue // a message of a socket that was given up
			}
			if err := r.hear(ctx, h); err != nil {
				return err
			}
			if r.record.Ended {
				return nil
			}
		case <-timer.C:
		case <-ctx.Done():
			return fmt.Errorf("play in %s: %w (phase %s, paused %t, connected %t, %d ops undurable)", r.room, ctx.Err(), r.state.Phase, r.state.Paused != nil, r.open, r.undurable())
		}
		r.act(ctx, time.Now())
	}
}

// wake returns when there is something to do next.
func (r *robot) wake() time.Time {
	at := time.Now().Add(checkEvery)
	if !r.due.IsZero() && r.due.Before(at) {
		at = r.due
	}
	if !r.retry.IsZero() && r.retry.Before(at) {
		at = r.retry
	}
	return at
}

// act does what is due by now.
func (r *robot) act(ctx context.Context, now time.Time) {
	if r.deafen(ctx, now) {
		return
	}
	if r.line == nil && !now.Before(r.retry) {
		r.retry = time.Time{}
		r.line = r.player.dial(ctx, r.room, r.attach(), r.news)
		r.heardAt = now
	}
	if r.line != nil && now.Sub(r.heardAt) > r.patience() {
		r.giveUpSilence(now)
	}
	r.load(now)
	r.draw(now)
	r.flush(ctx, now)
	r.goOn(ctx, now)
}

// draw takes the ops that are due. It never waits for the network.
func (r *robot) draw(now time.Time) {
	if r.plan.Rate == 0 || r.state.Phase != "round" || r.own.outbox.full() && !r.pencil.open() {
		if op := r.pencil.lift(); op != nil {
			r.push(op, now)
		}
		r.due = time.Time{}
		return
	}
	if r.due.IsZero() {
		r.due = now
	}
	for !r.due.After(now) {
		r.push(r.pencil.next(), r.due)
		r.due = r.due.Add(time.Duration(float64(time.Second) / r.plan.Rate))
	}
}

func (r *robot) push(op []byte, due time.Time) {
	r.own.outbox.push(op, due)
	r.plan.Tally.Drawn.Add(1)
	r.plan.Ledger.add(r.own.ID, due)
	r.own.Ops = append(r.own.Ops, op)
	r.own.Acked = append(r.own.Acked, false)
}

// flush sends what the room has not received on this socket.
func (r *robot) flush(ctx context.Context, now time.Time) {
	if !r.open || r.catch != nil {
		return
	}
	for _, frame := range r.own.outbox.frames(r.sent) {
		if !r.send(ctx, now, websocket.MessageBinary, frame) {
			return
		}
	}
	r.sent = r.own.outbox.last()
}

// send reports whether it sent the frame; if not, it gives up the socket.
func (r *robot) send(ctx context.Context, now time.Time, kind websocket.MessageType, frame []byte) bool {
	if err := r.line.write(ctx, kind, frame); err != nil {
		r.comeBack(now, -1)
		return false
	}
	return true
}

// goOn agrees to the next round once the game is to end.
func (r *robot) goOn(ctx context.Context, now time.Time) {
	select {
	case <-r.plan.Finish:
	default:
		return
	}
	if r.ending.IsZero() {
		r.ending = now
	}
	s := r.state
	if !r.open || s.Phase != "round" || s.Paused != nil || s.Seats[r.record.Seat-1].GoOn || now.Sub(r.askedAt) < checkEvery {
		return
	}
	if r.askedAt = now; r.sent != r.own.outbox.last() {
		return // ink drawn in time must be sent first
	}
	if !r.agreed {
		r.agreed = true
		for _, pen := range r.record.Pens {
			pen.InTime = len(pen.Ops)
		}
	}
	r.send(ctx, now, websocket.MessageText, []byte(`{"type":"go_on"}`))
}

// hear handles what came from the socket. An error ends the game.
func (r *robot) hear(ctx context.Context, h heard) error {
	r.heardAt = h.at
	switch {
	case h.err != nil:
		return r.lost(h)
	case h.opened:
		return nil
	case h.binary:
		return r.entries(ctx, h)
	}
	var m message
	if err := json.Unmarshal(h.frame, &m); err != nil {
		return fmt.Errorf("a frame %.200s: %w", h.frame, err)
	}
	switch m.Type {
	case "welcome":
		return r.welcome(ctx, m, h.at)
	case "state":
		if err := json.Unmarshal(h.frame, &m.State); err != nil {
			return fmt.Errorf("a state %.200s: %w", h.frame, err)
		}
		r.become(m.State, h.at)
	case "refused":
		if q := r.quill(m.Pen); q != nil {
			q.Refused[m.N] = true
			r.refused(q, m.N)
		}
	}
	return ctx.Err()
}

// lost goes on after the end of a socket.
func (r *robot) lost(h heard) error {
	var refusal *Refusal
	if errors.As(h.err, &refusal) {
		return fmt.Errorf("%w: %w", ErrClosed, h.err)
	}
	code := room.Close(websocket.CloseStatus(h.err))
	switch status := int(websocket.CloseStatus(h.err)); {
	case code == room.CloseKept:
		r.record.Closes[status]++
		r.record.Ended = true
	case code.Reason() != "" && !code.Returns():
		r.record.Closes[status]++
		return fmt.Errorf("%w: %s", ErrClosed, code.Reason())
	default:
		r.comeBack(h.at, status)
	}
	return nil
}

// comeBack gives the socket up, to dial again in a while.
func (r *robot) comeBack(now time.Time, code int) {
	if r.line != nil {
		r.line.hang()
		r.line = nil
	}
	if r.open {
		r.record.Closes[code]++
		r.pauseSpan(now)
	}
	r.open, r.catch = false, nil
	r.retry = now.Add(backoff(r.attempt, r.rng))
	r.attempt++
}

func (r *robot) welcome(ctx context.Context, w message, now time.Time) error {
	if w.Epoch != r.epoch {
		for _, q := range r.quills() {
			q.outbox.forgetAnswers()
		}
	}
	// All that has left the outbox is durable, or was refused before what is.
	for q, n := range r.had(w) {
		if last := q.outbox.first - 1; n < last {
			r.record.Forgotten = int(last - n)
			return fmt.Errorf("%w: the room has op %d of pen %d, and acked op %d", ErrForgotten, n, q.ID, last)
		}
	}
	if w.Epoch != r.epoch || w.From != r.reader.Seq() {
		if w.From != 0 {
			return fmt.Errorf("the stream goes on after %d, not after %d", w.From, r.reader.Seq())
		}
		r.endStream()
		r.forgetStream()
	}
	if r.record.Seat != 0 {
		r.record.Reconnects++
		r.plan.Tally.Reconnects.Add(1)
	}
	r.epoch, r.durable, r.record.Seat = w.Epoch, w.Durable, w.You
	r.catch, r.sent, r.open, r.seated, r.attempt, r.askedAt = &w, w.N, true, true, 0, time.Time{}
	r.become(w.State, now)
	r.settle(ctx, now)
	return nil
}

// entries takes in a frame of the stream.
func (r *robot) entries(ctx context.Context, h heard) error {
	for rest := h.frame; len(rest) > 0; {
		item, err := r.reader.Next(rest)
		if err != nil {
			return err
		}
		if e := item.Entry; e.Seq == 0 {
			r.durable += item.By
		} else {
			r.stream = append(r.stream, rest[:item.Size]...)
			r.offsets = append(r.offsets, len(r.stream))
			r.show(e, h.at)
		}
		rest = rest[item.Size:]
	}
	r.ack(h.at)
	r.settle(ctx, h.at)
	return nil
}

// show takes in an entry.
func (r *robot) show(e room.Entry, now time.Time) {
	own := r.quill(e.Pen)
	switch {
	case e.Event == room.EventFinished:
		r.over = true
	case e.Event != 0:
	case own != nil:
		if k := own.outbox.at(e.N); k != nil {
			k.seq = e.Seq
			r.measure(&r.record.Echo, k.due, now)
		}
	case int(e.Seat) == r.record.Seat: // of a pen that is done with
	case e.N > r.partner[e.Pen]: // else it was shown in an earlier epoch
		r.partner[e.Pen] = e.N
		if due, ok := r.plan.Ledger.of(e.Pen, e.N); ok {
			r.plan.Tally.Shown.Add(1)
			r.measure(&r.record.ToPartner, due, now)
		}
	}
}

func (r *robot) ack(now time.Time) {
	for _, q := range r.quills() {
		q.outbox.durable(r.durable, func(n uint32, k pendingOp) {
			q.Acked[n-1] = true
			r.plan.Tally.Acked.Add(1)
			r.measure(&r.record.Ack, k.due, now)
		})
	}
	r.earlier = slices.DeleteFunc(r.earlier, func(q *quill) bool { return q.outbox.done() })
}

// measure notes how long something took that was due. Not while the game is being
// ended: many are at once, which is no play that was asked for.
func (r *robot) measure(samples *[]Sample, due, now time.Time) {
	if r.ending.IsZero() || due.Before(r.ending) {
		*samples = append(*samples, Sample{due, now.Sub(due)})
	}
}

// settle: once all is here that the welcome promised, what earlier pages left goes out,
// and own ink may follow.
func (r *robot) settle(ctx context.Context, now time.Time) {
	if r.catch == nil || r.reader.Seq() < r.catch.Seq {
		return
	}
	had := r.had(*r.catch)
	r.catch, r.silences = nil, 0
	// What the room took of a pen and does not show, it has refused.
	for q, n := range had {
		for _, n := range q.outbox.unanswered(n) {
			r.refused(q, n)
		}
	}
	r.ack(time.Now())
	r.forward(ctx, now, had)
}

func (r *robot) refused(q *quill, n uint32) {
	r.record.Refused++
	if k := q.outbox.at(n); k != nil {
		k.refused = true
	}
}

func (r *robot) become(s state, now time.Time) {
	r.state = s
	if !s.playing() {
		r.pauseSpan(now)
	} else if spans := r.record.InPlay; len(spans) == 0 || !spans[len(spans)-1].To.IsZero() {
		r.record.InPlay = append(spans, Span{From: now})
	}
}

func (r *robot) pauseSpan(now time.Time) {
	if n := len(r.record.InPlay); n > 0 && r.record.InPlay[n-1].To.IsZero() {
		r.record.InPlay[n-1].To = now
	}
}

func (r *robot) forgetStream() { r.reader, r.stream, r.offsets = room.Reader{}, nil, []int{0} }

// endStream records what was shown in the epoch.
func (r *robot) endStream() {
	if len(r.stream) == 0 {
		return
	}
	durable := min(r.durable, r.reader.Seq())
	r.record.Streams = append(r.record.Streams, Stream{
		Epoch: r.epoch, Bytes: r.stream, Durable: r.offsets[durable], Finished: r.over,
	})
	r.over = false
}
