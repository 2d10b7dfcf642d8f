package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// ErrTooManyWatchers says that a room has all the watchers that it takes.
var ErrTooManyWatchers = errors.New("too many watch the room")

// Watcher is somebody who sees a game's ink as it is drawn, without a seat. A watcher gets
// the stream, which holds no prompts, and can send nothing. The game doesn't know of
// watchers, and they leave no trace in it.
type Watcher struct {
	room  *Room
	alarm *time.Timer // cuts the socket when a write takes too long

	mu      sync.Mutex
	conn    Conn
	writing bool
}

// past is a game's stream so far. offsets[s] is the offset just after entry s. Neither
// changes.
type past struct {
	stream  []byte
	offsets []uint32
}

// lookout is where the room leaves its stream for the watchers, while it has any.
type lookout struct {
	watchers atomic.Int32

	mu     sync.Mutex
	stream []byte
}

// put is called by the room's goroutine for each entry: without watchers it costs the room a
// single load.
func (l *lookout) put(stream []byte) {
	if l.watchers.Load() > 0 {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.stream = stream
	}
}

// get returns the stream that was put last; it may be older than what a watcher began with.
func (l *lookout) get() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stream
}

// Watch takes a place among the room's watchers. The caller must call Serve or Leave.
// ErrTooManyWatchers; ErrOver if the room has ended.
func (r *Room) Watch() (*Watcher, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended != 0:
		return nil, ErrOver
	case len(r.watchers) >= maxWatchers:
		r.metrics.reached[BoundWatchers].Add(1)
		return nil, ErrTooManyWatchers
	}
	w := &Watcher{room: r}
	w.alarm = time.AfterFunc(writeTime, w.cut) // cut does nothing until a write begins
	r.watchers[w] = struct{}{}
	r.lookout.watchers.Add(1)
	r.serving.Add(1)
	r.metrics.Watchers.Add(1)
	return w, nil
}

// Leave gives the place up.
func (w *Watcher) Leave() {
	w.alarm.Stop()
	r := w.room
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.watchers, w)
	r.lookout.watchers.Add(-1)
	r.metrics.Watchers.Add(-1)
	r.serving.Done()
}

// Serve sends the stream from its beginning, and what is new every watchEvery, in binary
// frames of whole entries. It returns when the socket is closed, and gives the place up: nil
// if the room closed it, else why it ended. The watcher's page is closed with malformed when
// it sends anything.
func (w *Watcher) Serve(ctx context.Context, c Conn) error {
	defer w.Leave()
	w.mu.Lock()
	w.conn = c
	w.mu.Unlock()
	r := w.room
	defer context.AfterFunc(ctx, c.Cut)()
	defer context.AfterFunc(r.lifetime, c.Cut)()

	gone := make(chan error, 1)
	go func() {
		_, _, err := c.Read()
		gone <- err
	}()
	code, err := w.show(ctx, gone)
	if code != 0 {
		return errors.Join(err, r.metrics.close(c, code))
	}
	r.metrics.left.Add(1)
	return errors.Join(err, c.Close(CloseResume, CloseResume.Reason()))
}

// show sends the stream until the room ends, the page is gone, or it breaks a rule. code is
// 0 if the socket can't be used any more, because of err.
func (w *Watcher) show(ctx context.Context, gone <-chan error) (code Close, err error) {
	r := w.room
	timer := time.NewTimer(untilLook(time.Now()))
	defer timer.Stop()
	began, err := r.past(ctx)
	sent := 0
	for err == nil && sent < len(began.stream) && !r.hasEnded() {
		next := began.cut(sent)
		err = w.write(began.stream[sent:next])
		sent = next
	}
	for {
		if err != nil && !errors.Is(err, ErrOver) {
			return 0, err
		}
		select {
		case now := <-timer.C:
			timer.Reset(untilLook(now))
			if stream := r.lookout.get(); len(stream) > sent {
				err = w.write(stream[sent:])
				sent = len(stream)
			}
		case <-r.done:
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.ended, nil
		case err := <-gone:
			if err != nil {
				return 0, fmt.Errorf("read socket: %w", err)
			}
			return CloseMalformed, nil
		}
	}
}

// untilLook returns when a watcher looks at its room again. All of a node look at the same
// moments: to wake the process for each of them would cost more than what they do.
func untilLook(now time.Time) time.Duration {
	return watchEvery - time.Duration(now.UnixNano())%watchEvery
}

// hasEnded reports whether run has ended.
func (r *Room) hasEnded() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// cut returns where a frame ends that begins at from: after the last entry that fits into
// watchFrame, or after one that doesn't.
func (p past) cut(from int) int {
	limit := from + watchFrame
	if len(p.stream) <= limit {
		return len(p.stream)
	}
	i, _ := slices.BinarySearch(p.offsets, uint32(limit)+1) //nolint:gosec // a stream has at most maxStream bytes
	if end := int(p.offsets[i-1]); end > from {
		return end
	}
	return int(p.offsets[i])
}

// write writes one frame.
func (w *Watcher) write(b []byte) error {
	w.setWriting(true)
	defer w.setWriting(false)
	m := w.room.metrics
	m.FramesOut.Add(1)
	m.BytesOut.Add(uint64(len(b)))
	if err := w.conn.Write(true, b); err != nil {
		return fmt.Errorf("write socket: %w", err)
	}
	return nil
}

func (w *Watcher) setWriting(writing bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.writing = writing; writing {
		w.alarm.Reset(writeTime)
	} else {
		w.alarm.Stop()
	}
}

// hurry shortens the write in progress, as the room has ended.
func (w *Watcher) hurry() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.writing {
		w.alarm.Reset(lastWriteTime)
	}
}

// cut ends the socket of a watcher that reads too slowly.
func (w *Watcher) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.writing {
		w.room.metrics.reached[BoundWrite].Add(1)
		w.conn.Cut()
	}
}
