package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

const (
	// taskTime is the time limit for one attempt of a room's side task; the dealer gives
	// the model less.
	taskTime = 10 * time.Second
	// taskPause is the time between two attempts.
	taskPause = time.Second
	// releaseTime is the time limit for releasing a room.
	releaseTime = time.Second
	// dealTries is how many prompt sets a game is dealt until one can be stored.
	dealTries = 5
)

// ErrOver says that the room has ended: its game is stored, or this node stopped serving
// it.
var ErrOver = errors.New("the room has ended")

// Room is the live actor that hosts one game. Its goroutine, run, owns the
// game; everything else sends it messages.
type Room struct {
	id, lobby string
	epoch     uint32
	ghost     *Ghost // nil: both seats are players'
	mail      chan message
	halting   <-chan struct{} // closed when the node stops
	unwanted  <-chan struct{} // closed when another node shall serve the room
	lifetime  context.Context // ends when the rooms must stop at once
	done      chan struct{}   // closed when run has ended
	logger    *slog.Logger
	metrics   *Metrics
	holder    *holder // the node's

	gates    [2]gate
	store    Store
	dealer   Dealer
	onChange func(game, lobby string)
	onKept   func(game string)
	hash     func(ctx context.Context, stream []byte, paper string) (uint64, error)
	judges   chan struct{} // the node's semaphore: a slot for each picture that is being drawn for a comparison

	length atomic.Int64 // length of the shown stream in bytes; run sets it

	// The served sockets: of peers, attached or about to attach, and of watchers. ended is
	// the code for sockets that come too late; 0 while the room lives. mu guards all.
	mu       sync.Mutex
	ended    Close
	peers    []*peer
	watchers map[*Watcher]struct{}
	serving  sync.WaitGroup

	lookout lookout

	// Owned by run.
	game    *game
	journal *journal
	todo    []message      // messages that follow from the current one
	tasks   sync.WaitGroup // dealing, freeing seats, compacting
	shown   uint64         // entries counted so far
	ops     uint64         // ops among them
	scratch []byte
	evicted bool
	failed  error // why the journal can't be written any more
}

// Serve serves one socket on one seat. It returns when the socket is closed: nil if the
// room closed it, else why it ended.
func (r *Room) Serve(ctx context.Context, c Conn, a Attach) error {
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	p, code := r.enter(c, a, stopReading)
	if code != 0 {
		return r.metrics.close(c, code)
	}
	defer r.leave(p)
	defer context.AfterFunc(ctx, p.out.lose)()
	defer context.AfterFunc(r.lifetime, p.out.lose)()

	err := r.send(reading, attach{p})
	came := err == nil
	if came {
		err = p.read(reading, r.send)
	}
	if p.out.closed() || errors.Is(err, ErrOver) {
		err = nil // the room closed the socket on purpose
	} else {
		p.out.lose()
	}
	if came {
		// This fails only if the room, and the seat with it, has ended.
		_ = r.send(context.WithoutCancel(ctx), detach{p})
	}
	<-p.out.gone
	if p.out.err != nil {
		r.logger.DebugContext(ctx, "socket ended badly", "seat", a.Seat, "error", p.out.err)
	}
	return err
}

// Epoch returns how many owners the room has had, this one included.
func (r *Room) Epoch() uint32 { return r.epoch }

// Stream returns the game's whole stream so far, durable or not. The caller must not change
// it. The error is ErrOver if the room has ended, else that of ctx.
func (r *Room) Stream(ctx context.Context) ([]byte, error) {
	p, err := r.past(ctx)
	return p.stream, err
}

// past returns the game's stream so far, as Stream does.
func (r *Room) past(ctx context.Context) (past, error) {
	answer := make(chan past, 1) // buffered, so that the room never waits
	if err := r.send(ctx, readStream{answer}); err != nil {
		return past{}, err
	}
	select {
	case p := <-answer:
		return p, nil
	case <-r.done:
		return past{}, ErrOver
	case <-ctx.Done():
		return past{}, fmt.Errorf("room %s: %w", r.id, ctx.Err())
	}
}

// enter makes a peer of a socket, or returns the code that says why not. It calls ended
// once the socket is closed.
func (r *Room) enter(c Conn, a Attach, ended func()) (*peer, Close) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended != 0:
		return nil, r.ended
	case a.Seat < 1 || a.Seat > 2:
		return nil, CloseNotYourSeat
	case a.Pen == 0, slices.Contains(a.Earlier, 0), len(a.Earlier) > MaxEarlier:
		return nil, CloseMalformed
	case !r.gates[a.Seat-1].attaches.Allow():
		r.metrics.reached[BoundAttach].Add(1)
		return nil, CloseTooOften
	}
	r.metrics.Peers.Add(1)
	r.serving.Add(1)
	p := newPeer(c, a, r.gates[a.Seat-1].bytes, r.holder, r.metrics, ended)
	r.peers = append(r.peers, p)
	return p, 0
}

// leave removes a peer whose socket is closed.
func (r *Room) leave(p *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.peers = slices.DeleteFunc(r.peers, func(other *peer) bool { return other == p })
	r.metrics.Peers.Add(-1)
	r.serving.Done()
}

// send puts a message into the mailbox and waits while it is full.
func (r *Room) send(ctx context.Context, m message) error {
	select {
	case r.mail <- m:
		return nil
	default:
		r.metrics.reached[BoundMailbox].Add(1)
	}
	select {
	case r.mail <- m:
		return nil
	case <-r.done:
		return ErrOver
	case <-ctx.Done():
		return fmt.Errorf("room %s: %w", r.id, ctx.Err())
	}
}

// run runs the game until it is stored, until the node stops and everything is durable, or
// until the journal fails.
func (r *Room) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer r.close(cancel)

	alarm := time.NewTimer(0)
	defer alarm.Stop()
	var rings time.Time // when the alarm goes off; most messages don't change it
	halting, unwanted := r.halting, r.unwanted
	r.handle(ctx, begin{})
	for !r.over() {
		if wake := r.game.wake(); !wake.Equal(rings) {
			if rings = wake; wake.IsZero() {
				alarm.Stop()
			} else {
				alarm.Reset(time.Until(wake))
			}
		}
		select {
		case m := <-r.mail:
			r.handle(ctx, m)
		case <-alarm.C:
			rings = time.Time{}
			r.handle(ctx, tick{})
		case <-r.journal.news:
			r.listen(ctx)
		case <-halting:
			halting = nil
			r.handle(ctx, halt{})
		case <-unwanted:
			unwanted = nil
			r.handle(ctx, halt{})
		case <-ctx.Done():
			return
		}
	}
	if r.game.halted && !r.evicted && r.failed == nil {
		r.release(ctx)
	}
}

// release lets another node claim the room before its pages look for it.
func (r *Room) release(ctx context.Context) {
	err := within(ctx, releaseTime, func(ctx context.Context) error { return r.store.Release(ctx, r.id, r.epoch) })
	if err != nil {
		r.logger.WarnContext(ctx, "a room was not released; it is free once this node has left", "error", err)
	}
}

// over reports whether the room has nothing left to do.
func (r *Room) over() bool {
	g := r.game
	return r.evicted || r.failed != nil || g.halted && !g.over && g.durable == g.seq
}

// close ends the room and closes the sockets that are still served.
func (r *Room) close(cancel context.CancelFunc) {
	code := CloseRestarting
	if r.evicted {
		code = CloseKept
	}
	r.mu.Lock()
	r.ended = code
	close(r.done) // watchers read ended then
	for _, p := range r.peers {
		p.dismiss(code)
	}
	for w := range r.watchers {
		w.hurry()
	}
	r.mu.Unlock()
	cancel()
	r.tasks.Wait()
	r.journal.close()
}

// listen handles news from the journal.
func (r *Room) listen(ctx context.Context) {
	s := r.journal.status()
	if s.durable > r.game.durable {
		r.handle(ctx, flushed{s.durable})
	}
	if r.game.stuck && !s.full {
		r.handle(ctx, stuck{false})
	}
	if s.stored {
		r.metrics.kept[r.game.how].Add(1)
		r.logger.InfoContext(ctx, "game kept", "how", r.game.how,
			"played", time.Duration(r.game.at)*time.Millisecond, "strokes", r.game.strokes)
		r.handle(ctx, stored{})
	}
	if s.err != nil {
		r.failed = s.err
		if !errors.Is(s.err, ErrFenced) { // which concerns the node, and is logged there
			r.logger.ErrorContext(ctx, "room stopped: its journal can't be written", "error", s.err)
		}
	}
}

// handle applies a message and executes its effects.
func (r *Room) handle(ctx context.Context, m message) {
	r.todo = append(r.todo[:0], m)
	for i := 0; i < len(r.todo); i++ {
		for _, e := range r.game.step(r.todo[i], time.Now()) {
			r.do(ctx, e)
		}
	}
	clear(r.todo)
}

func (r *Room) do(ctx context.Context, e effect) {
	switch e := e.(type) {
	case *show:
		r.count(e)
		for _, p := range e.to {
			if p != nil {
				r.pace(p, p.out.binary(e.stream[e.from:], e.of == p.seat))
			}
		}
		if r.journal.put(e.stream, e.seq) && !e.stuck {
			r.todo = append(r.todo, stuck{true})
		}
	case tell:
		for i, p := range e.to {
			if p != nil {
				r.pace(p, p.out.text(text(e.states[i])))
			}
		}
	case durableNow:
		for i, p := range e.to {
			if p != nil {
				r.scratch = appendDurable(r.scratch[:0], e.by[i])
				r.pace(p, p.out.binary(r.scratch, true))
			}
		}
	case welcome:
		e.peer.out.text(text(e.frame))
		for _, entries := range e.past {
			e.peer.out.past(entries)
		}
	case refuse:
		r.metrics.refused[e.reason].Add(1)
		if e.reason == refusedFull {
			r.metrics.reached[e.met].Add(1)
		}
		r.pace(e.peer, e.peer.out.text(text(refusedFrame{"refused", e.pen, e.n, e.reason})))
	case notNow:
		r.pace(e.peer, e.peer.out.text(text(notNowFrame{"not_now", requestNames[e.what], e.reason})))
	case countBound:
		r.metrics.reached[e.bound].Add(1)
	case dismiss:
		e.peer.dismiss(e.code)
	case check:
		for _, p := range e.to {
			if p != nil {
				r.pace(p, p.out.text(text(checkFrame{"check", e.seq})))
			}
		}
	case judge:
		r.judge(ctx, e)
	case startOver:
		r.pace(e.peer, e.peer.out.text(text(startOverFrame{"start_over"})))
	case countDifference:
		r.differed(e)
	case deal:
		r.tasks.Go(func() { r.deal(ctx, e.want) })
	case keepLonger:
		r.tasks.Go(func() {
			// The room may end first: then no owner needs to know.
			_ = r.retryUntilStored(ctx, "keep a longer round", func(ctx context.Context) error {
				return r.store.SetLonger(ctx, r.id, r.epoch, e.longer)
			})
		})
	case releaseSeat:
		r.tasks.Go(func() { r.releaseSeat(ctx, e.seat) })
	case compact:
		r.tasks.Go(func() {
			e.game.Recording = SealRecording(e.stream)
			r.journal.finish(e.game)
		})
	case sendStream:
		e.to <- e.past
	case announce:
		r.onChange(r.id, r.lobby)
	case evict:
		r.evicted = true
		r.onKept(r.id)
	}
}

// count counts the entries that are about to be shown, and their bytes.
func (r *Room) count(e *show) {
	r.metrics.Entries.Add(e.seq - r.shown)
	r.metrics.Ops.Add(e.ops - r.ops)
	r.shown, r.ops = e.seq, e.ops
	r.length.Store(int64(len(e.stream)))
	r.lookout.put(e.stream)
}

// pace closes a peer that can't keep up.
func (r *Room) pace(p *peer, keepsUp bool) {
	if !keepsUp {
		r.metrics.reached[BoundQueue].Add(1)
		p.dismiss(CloseSlow)
		r.todo = append(r.todo, slow{p})
	}
}

// deal gets the game its prompts and stores which they are. If the database refuses a set,
// for example one that was deleted meanwhile, another is dealt. If no prompts can be
// stored, the game ends, because it could never begin.
func (r *Room) deal(ctx context.Context, want prompts.Want) {
	for range dealTries {
		var set prompts.Set
		err := r.retryUntilStored(ctx, "deal prompts", func(ctx context.Context) (err error) {
			set, err = r.dealer.Deal(ctx, want)
			return err
		})
		if err == nil {
			err = r.retryUntilStored(ctx, "keep dealt prompts", func(ctx context.Context) error {
				return r.store.SetPrompts(ctx, r.id, r.epoch, set)
			})
		}
		if err == nil {
			_ = r.send(ctx, dealt{set}) // a room that has ended needs no prompts
			return
		}
		if !errors.Is(err, ErrRejected) {
			return // the room has ended, or this node serves it no more
		}
		r.logger.WarnContext(ctx, "the prompts were refused; others are dealt", "set", set.ID, "error", err)
		if !sleep(ctx, taskPause) {
			return
		}
	}
	r.logger.ErrorContext(ctx, "the game ends, as no prompts can be kept for it", "tries", dealTries)
	_ = r.send(ctx, cutShort{})
}

// releaseSeat lets the player of a seat be matched again, and informs their lobby.
func (r *Room) releaseSeat(ctx context.Context, seat ink.Seat) {
	// The room may end first; the player has left all the same.
	err := within(r.lifetime, taskTime, func(ctx context.Context) error { return r.store.FreeSeat(ctx, r.id, seat) })
	if err != nil {
		r.logger.WarnContext(ctx, "a player who left is not free until the game ends", "seat", seat, "error", err)
	}
	r.onChange(r.id, r.lobby)
}

// retryUntilStored retries until the call succeeds, however long the database is away. The
// errors are ErrRejected, ErrFenced, or any once the room has ended.
func (r *Room) retryUntilStored(ctx context.Context, what string, try func(context.Context) error) error {
	for {
		err := within(ctx, taskTime, try)
		if err == nil || ctx.Err() != nil || isFinal(err) {
			return err
		}
		r.logger.WarnContext(ctx, "could not "+what+", trying again", "error", err)
		if !sleep(ctx, taskPause) {
			return err
		}
	}
}

// within calls f with a time limit.
func within(ctx context.Context, d time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return f(ctx)
}

// sleep reports whether it slept for all of d before ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
