package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// durableWithin is how long an entry may take to become durable while Postgres is quick.
	// A flush costs about the same whatever its size, so after each flush the writer lets
	// entries gather for as long as this allows: an entry waits at most for the flush in
	// progress, the pause and its own flush. An entry that comes after a pause without
	// writes is flushed at once. The page hears of it with the partner's next ink, or after
	// patience.
	durableWithin = 75 * time.Millisecond

	// minPause is the pause between flushes that are slow.
	minPause = 25 * time.Millisecond

	// lastFlushTime is how much longer a transaction may take once the writer is stopped.
	// The entries that still wait then are tried once, with the same limit.
	lastFlushTime = 2 * time.Second

	// The pauses between attempts while Postgres is away.
	minRetry = 50 * time.Millisecond
	maxRetry = time.Second
)

// errStopped is the error of rooms that outlive the writer.
var errStopped = errors.New("the journal writer has stopped")

// Writer is the node's one journal writer: it gathers the entries of all rooms and commits
// them together. It copies none of them: a room's stream only grows, so the waiting entries
// are the end of that stream. Any goroutine may call its methods.
type Writer struct {
	flusher Flusher
	logger  *slog.Logger
	metrics *Metrics // the node's
	limit   int      // of undurable bytes

	dirty chan struct{} // holds one: there is something to flush
	ended chan struct{} // holds one: there is a game to finish

	mu        sync.Mutex
	journals  map[*journal]struct{}
	waiting   []*journal // have entries that no flush has taken, in order of arrival
	finished  []finished
	flushing  time.Time // when the first entry of the flush in progress was put; zero: no flush
	undurable int       // bytes
	full      bool
	err       error // why nothing is written any more
}

// journal is a room's connection to the writer. The news channel is filled when its status
// has changed.
type journal struct {
	w     *Writer
	game  string
	epoch uint32
	news  chan struct{} // holds one

	// Guarded by w.mu.
	stream  []byte    // all that the room has written
	seq     uint64    // of the last entry in it
	taken   streamEnd // flushes have taken the stream up to here
	waits   bool      // whether it is in w.waiting
	since   time.Time // when it was put into w.waiting
	durable uint64
	stored  bool
	err     error // why nothing of this room is written any more
}

// streamEnd is the position after an entry.
type streamEnd struct {
	seq uint64
	at  int // in the stream
}

// flushPart is one room's part of a flush.
type flushPart struct {
	journal *journal
	row     Row
	since   time.Time // when its first entry was put
}

// finished is a game to be stored.
type finished struct {
	journal *journal
	game    Finished
}

// status is what the writer tells a room about its journal.
type status struct {
	durable uint64
	full    bool  // the node holds too much: take no ink
	stored  bool  // the finished game is stored
	err     error // why the journal can't be written any more
}

// NewWriter returns a writer. It writes while Run runs.
func NewWriter(f Flusher, logger *slog.Logger) *Writer {
	return &Writer{
		flusher: f, logger: logger, metrics: newMetrics(), limit: maxUndurable,
		dirty: make(chan struct{}, 1), ended: make(chan struct{}, 1),
		journals: map[*journal]struct{}{},
	}
}

// Run writes until ctx ends, then writes the entries that wait and returns. Its error says
// what could not be written then. If this node is fenced, the rooms whose entries are
// refused end.
func (w *Writer) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return w.flushAll(ctx) })
	g.Go(func() error { return w.finishAll(ctx) })
	err := g.Wait()

	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = errStopped
	if err != nil {
		w.err = err
	}
	for j := range w.journals {
		signal(j.news)
	}
	return err
}

// Err returns why nothing is written any more; nil before Run and while it runs.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Full reports whether so much waits that no room may be opened.
func (w *Writer) Full() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.full
}

// open returns the journal of a room whose stream is already durable.
func (w *Writer) open(game string, epoch uint32, stream []byte, seq uint64) *journal {
	j := &journal{
		w: w, game: game, epoch: epoch, news: make(chan struct{}, 1),
		stream: stream, seq: seq, durable: seq, taken: streamEnd{seq, len(stream)},
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.journals[j] = struct{}{}
	return j
}

// put gives the writer all that the room has written. It reports whether the node holds too
// much; then the room must take no ink until its status says otherwise.
func (j *journal) put(stream []byte, seq uint64) (full bool) {
	w := j.w
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil || j.err != nil {
		return false
	}
	w.undurable += len(stream) - len(j.stream)
	j.stream, j.seq = stream, seq
	if !j.waits {
		j.waits, j.since = true, time.Now()
		w.waiting = append(w.waiting, j)
		signal(w.dirty)
	}
	if !w.full && w.undurable > w.limit {
		w.full = true
		w.metrics.reached[BoundUndurable].Add(1)
	}
	return w.full
}

// finish stores the game. The room calls it once its last entry is durable.
func (j *journal) finish(f Finished) {
	j.w.mu.Lock()
	defer j.w.mu.Unlock()
	j.w.finished = append(j.w.finished, finished{j, f})
	signal(j.w.ended)
}

func (j *journal) status() status {
	j.w.mu.Lock()
	defer j.w.mu.Unlock()
	s := status{durable: j.durable, full: j.w.full, stored: j.stored, err: j.err}
	if s.err == nil {
		s.err = j.w.err
	}
	return s
}

// close ends a room's part: the room hears nothing more. Its waiting entries are still
// written.
func (j *journal) close() {
	j.w.mu.Lock()
	defer j.w.mu.Unlock()
	delete(j.w.journals, j)
}

// flushAll flushes repeatedly, with a pause after each flush.
func (w *Writer) flushAll(ctx context.Context) error {
	for {
		group := w.gather()
		if len(group) > 0 {
			began := time.Now()
			if err := w.flush(ctx, group); err != nil {
				return err
			}
			sleep(ctx, max(durableWithin-2*time.Since(began), minPause))
			continue
		}
		select {
		case <-w.dirty:
		case <-ctx.Done():
			return nil
		}
	}
}

// gather takes the waiting entries, one row a room.
func (w *Writer) gather() []flushPart {
	w.mu.Lock()
	defer w.mu.Unlock()
	var group []flushPart
	bytes, n := 0, 0
	for n < len(w.waiting) && bytes < maxGroup {
		j := w.waiting[n]
		n++
		body := j.stream[j.taken.at:len(j.stream):len(j.stream)]
		group = append(group, flushPart{j, Row{
			Game: j.game, Epoch: j.epoch, First: j.taken.seq + 1, Last: j.seq, Body: body,
		}, j.since})
		bytes += len(body)
		j.taken, j.waits = streamEnd{j.seq, len(j.stream)}, false
	}
	if n > 0 {
		w.flushing = group[0].since
	}
	if w.waiting = slices.Delete(w.waiting, 0, n); len(w.waiting) > 0 {
		w.metrics.reached[BoundGroup].Add(1)
	}
	return group
}

// flush commits a group. If the database refuses the data, each room is tried alone, so
// that only the faulty one stops.
func (w *Writer) flush(ctx context.Context, group []flushPart) error {
	rows := make([]Row, len(group))
	for i, p := range group {
		rows[i] = p.row
	}
	err := w.retryUntilStored(ctx, "flush the journal", func(ctx context.Context) error {
		began := time.Now()
		err := w.flusher.Flush(ctx, rows)
		if err == nil {
			w.metrics.Flush.Observe(time.Since(began))
		}
		return err
	})
	switch {
	case err == nil:
		w.settle(group)
		return nil
	case errors.Is(err, ErrFenced):
		for _, p := range group {
			w.reject(p, err)
		}
		return nil
	case !errors.Is(err, ErrRejected):
		return err
	case len(group) == 1:
		w.reject(group[0], err)
		return nil
	}
	for i := range group {
		if err := w.flush(ctx, group[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

// settle tells the rooms of a group what is durable.
func (w *Writer) settle(group []flushPart) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flushing = time.Time{}
	for _, p := range group {
		p.journal.durable = p.row.Last
		signal(p.journal.news)
		w.undurable -= len(p.row.Body)
		w.metrics.Flushed.Add(uint64(len(p.row.Body)))
		w.metrics.Durable.Observe(time.Since(p.since))
	}
	w.relieve()
}

// reject stops one room whose row was refused: no later row may follow it.
func (w *Writer) reject(p flushPart, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j := p.journal
	j.err = err
	signal(j.news)
	w.undurable -= len(p.row.Body)
	w.flushing = time.Time{}
	if j.waits {
		w.forget(j)
		w.waiting = slices.DeleteFunc(w.waiting, func(other *journal) bool { return other == j })
	}
	w.relieve()
}

// forget drops the waiting entries of a journal, which the caller removes from w.waiting.
func (w *Writer) forget(j *journal) {
	j.waits = false
	w.undurable -= len(j.stream) - j.taken.at
}

// drop stops all rooms that there are now, and forgets their waiting entries.
func (w *Writer) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range w.waiting {
		w.forget(j)
	}
	w.waiting = nil
	for j := range w.journals {
		j.err = ErrFenced
		signal(j.news)
	}
	w.relieve()
}

// relieve lets rooms take ink again once the waiting bytes are down to half the limit.
func (w *Writer) relieve() {
	if w.full && w.undurable <= w.limit/2 {
		w.full = false
		for j := range w.journals {
			signal(j.news)
		}
	}
}

// backlog returns how many bytes wait to be durable, and for how long the oldest has
// waited.
func (w *Writer) backlog(now time.Time) (bytes int, lag time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !w.flushing.IsZero():
		lag = now.Sub(w.flushing)
	case len(w.waiting) > 0:
		lag = now.Sub(w.waiting[0].since)
	}
	return w.undurable, lag
}

// finishAll stores the games that have ended, one after the other.
func (w *Writer) finishAll(ctx context.Context) error {
	for {
		f, ok := w.nextFinished()
		if !ok {
			select {
			case <-w.ended:
				continue
			case <-ctx.Done():
				return nil
			}
		}
		err := w.retryUntilStored(ctx, "keep a finished game", func(ctx context.Context) error {
			err := w.flusher.Finish(ctx, f.game)
			if err != nil && !isFinal(err) {
				f = w.putBehind(f) // a game that fails repeatedly doesn't block the others
			}
			return err
		})
		if err != nil && !isFinal(err) {
			return err
		}
		w.mu.Lock()
		f.journal.stored, f.journal.err = err == nil, err
		signal(f.journal.news)
		w.mu.Unlock()
	}
}

func (w *Writer) nextFinished() (finished, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.finished) == 0 {
		return finished{}, false
	}
	f := w.finished[0]
	w.finished = slices.Delete(w.finished, 0, 1)
	return f, true
}

// putBehind queues a game behind those that already wait, and returns the first.
func (w *Writer) putBehind(f finished) finished {
	w.mu.Lock()
	w.finished = append(w.finished, f)
	w.mu.Unlock()
	first, _ := w.nextFinished()
	return first
}

// isFinal reports whether an error makes another try useless.
func isFinal(err error) bool { return errors.Is(err, ErrRejected) || errors.Is(err, ErrFenced) }

// retryUntilStored retries until the call succeeds or can't: it returns ErrFenced,
// ErrRejected, or any other error once ctx has ended.
func (w *Writer) retryUntilStored(ctx context.Context, what string, try func(context.Context) error) error {
	var since time.Time
	for pause := minRetry; ; pause = min(2*pause, maxRetry) {
		err := w.attempt(ctx, try)
		switch {
		case err == nil:
			if !since.IsZero() {
				w.logger.InfoContext(ctx, "the database is back", "away", time.Since(since).Round(time.Millisecond))
			}
			return nil
		case errors.Is(err, ErrRejected):
			w.metrics.Rejected.Add(1)
			fallthrough
		case errors.Is(err, ErrFenced):
			return fmt.Errorf("%s: %w", what, err)
		}
		w.metrics.Away.Add(1)
		if since.IsZero() {
			since = time.Now()
			w.logger.WarnContext(ctx, "could not "+what+", trying again until the database is back", "error", err)
		}
		if !sleep(ctx, pause) {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
}

// attempt runs one transaction with a time limit. A transaction in progress when ctx ends
// gets a little more time, so that an unresponsive database can't delay the shutdown.
func (w *Writer) attempt(ctx context.Context, try func(context.Context) error) error {
	trying, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastFlushTime, cancel) })()
	err := try(trying)
	if err != nil && trying.Err() != nil && ctx.Err() == nil {
		w.metrics.reached[BoundFlush].Add(1)
	}
	return err
}

// signal fills a channel of capacity one, without blocking.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
