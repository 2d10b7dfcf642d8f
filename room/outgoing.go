package room

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// chunk is roughly the maximum size of a frame down, in bytes: the slowest line that we
	// serve, 1 KB/s, must take one within writeTime. Only a fill with a ragged edge is
	// longer, because an op is never cut: the longest needs a line of 6 KB/s.
	chunk = 8 << 10

	// patience is how long frames that tell their page nothing new (its own ops, durable
	// notices) wait for a frame that does, before they go out alone at the next holdTick.
	// Writing a frame is most of the cost of relaying an op.
	patience = 50 * time.Millisecond

	// lastWriteTime is how much longer a write may take once the page is sent away to come
	// back.
	lastWriteTime = time.Second
)

// outgoing is the queue of frames for one socket. The room adds frames and never waits; a
// goroutine, which lives while there is something to write, sends them. Entries that arrive
// meanwhile join into one frame. At the end the goroutine closes the socket.
type outgoing struct {
	conn    Conn
	holder  *holder // the node's
	metrics *Metrics
	ended   func()        // called once the socket is closed
	gone    chan struct{} // closed once the socket is
	alarm   *time.Timer   // for beats and the time limit of a write, so that a write starts none

	mu       sync.Mutex
	frames   []frame
	waiting  int       // queued bytes
	closing  Close     // 0: open; else the code to send after the last frame
	lost     bool      // nothing can be written any more
	writing  bool      // a goroutine is writing, or has closed the socket
	deadline time.Time // of the write in progress; zero once the socket is being closed
	wrote    time.Time // when the last write ended
	held     time.Time // since when frames that may wait have waited; zero: none do
	watched  bool      // by the holder
	err      error     // why the socket ended
}

// frame is one message to a page.
type frame struct {
	binary bool
	b      []byte
	joined *bytes.Buffer // entries and durable notices, to which more may be added; instead of b
}

// buffers holds the buffers of frames that were written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// newOutgoing returns an empty queue; it calls ended once the socket is closed.
func newOutgoing(c Conn, h *holder, m *Metrics, ended func()) *outgoing {
	o := &outgoing{conn: c, holder: h, metrics: m, ended: ended, gone: make(chan struct{}), wrote: time.Now()}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alarm = time.AfterFunc(beatEvery, o.ring)
	return o
}

// binary queues entries or durable notices; it copies b. A frame that may wait goes out
// with the next one that may not, or after patience. It returns false if the page is slow.
func (o *outgoing) binary(b []byte, mayWait bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing != 0 {
		return true
	}
	n := len(o.frames)
	if n == 0 || o.frames[n-1].joined == nil || o.frames[n-1].joined.Len()+len(b) > chunk {
		o.put(frame{binary: true, joined: buffers.Get().(*bytes.Buffer)})
		n++
	}
	o.frames[n-1].joined.Write(b)
	o.waiting += len(b)
	if mayWait {
		o.hold()
	} else {
		o.start()
	}
	return o.waiting <= maxWaiting
}

// text queues a text frame; it keeps b. It returns false if the page is slow.
func (o *outgoing) text(b []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing != 0 {
		return true
	}
	o.put(frame{b: b})
	o.start()
	return o.waiting <= maxWaiting
}

// past queues a slice of the stream; it keeps b.
func (o *outgoing) past(b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.put(frame{binary: true, b: b})
		o.start()
	}
}

func (o *outgoing) put(f frame) {
	o.frames = append(o.frames, f)
	o.waiting += f.cost()
}

// close ends the queue: the queued frames are still written, then the socket is closed with
// the code. Only the first code counts.
func (o *outgoing) close(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.closing = code
		o.start()
	}
}

// drop closes without writing the queued frames.
func (o *outgoing) drop(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing != 0 {
		return
	}
	o.closing, o.frames, o.waiting = code, nil, 0
	if last := time.Now().Add(lastWriteTime); o.writing && last.Before(o.deadline) {
		o.deadline = last
		o.alarm.Reset(lastWriteTime)
	}
	o.start()
}

// lose ends the queue of a socket that can't be written to any more.
func (o *outgoing) lose() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.writing {
		o.conn.Cut()
	}
	o.lost = true
	o.start()
}

// closed reports whether the queue takes no more frames.
func (o *outgoing) closed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closing != 0
}

// hold lets the queued frames wait until patience ends, unless an earlier write takes them
// along.
func (o *outgoing) hold() {
	if o.writing || !o.held.IsZero() {
		return
	}
	o.held = time.Now()
	if !o.watched {
		o.watched = true
		o.holder.add(o)
	}
}

// release sends the held frames if they have waited for patience. It returns whether some
// still wait.
func (o *outgoing) release(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.watched = !o.held.IsZero() && now.Sub(o.held) < patience
	if !o.held.IsZero() && !o.watched {
		o.start()
	}
	return o.watched
}

// start starts writing, unless a goroutine already does.
func (o *outgoing) start() {
	if !o.writing {
		o.writing, o.deadline = true, time.Now().Add(writeTime)
		go o.write()
	}
}

// ring handles the timer: it sends a beat if nothing else was sent, and cuts the socket if
// a write takes too long.
func (o *outgoing) ring() {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	next := now.Add(beatEvery)
	switch {
	case !o.writing:
		if beatAt := o.wrote.Add(beatEvery); beatAt.After(now) {
			next = beatAt
		} else {
			o.put(frame{b: beat})
			o.start()
		}
	case o.deadline.IsZero(): // the socket is being closed
		return
	case o.deadline.After(now):
		next = earlier(next, o.deadline)
	default:
		if o.closing == 0 {
			o.metrics.reached[BoundWrite].Add(1)
		}
		o.conn.Cut()
		return
	}
	o.alarm.Reset(time.Until(next))
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// write writes the queue until it is empty, and closes the socket if the queue has ended.
func (o *outgoing) write() {
	for {
		f, ok := o.next()
		if !ok {
			return
		}
		b := f.b
		if f.joined != nil {
			b = f.joined.Bytes()
		}
		o.metrics.FramesOut.Add(1)
		o.metrics.BytesOut.Add(uint64(len(b)))
		if err := o.conn.Write(f.binary, b); err != nil {
			o.end(fmt.Errorf("write socket: %w", err))
			return
		}
		if f.joined != nil {
			f.joined.Reset()
			buffers.Put(f.joined)
		}
	}
}

// next takes the next frame from the queue; false if there is none. If the queue has ended,
// next also prepares closing the socket.
func (o *outgoing) next() (frame, bool) {
	o.mu.Lock()
	if o.lost || len(o.frames) == 0 && o.closing != 0 {
		o.mu.Unlock()
		o.end(nil)
		return frame{}, false
	}
	defer o.mu.Unlock()
	now := time.Now()
	o.held = time.Time{}
	if len(o.frames) == 0 {
		o.writing, o.wrote = false, now
		return frame{}, false
	}
	f := o.frames[0]
	o.frames = slices.Delete(o.frames, 0, 1)
	o.waiting -= f.cost()
	o.deadline = now.Add(writeTime)
	return f, true
}

// cost returns how much a queued frame counts towards maxWaiting.
func (f frame) cost() int {
	switch {
	case f.joined != nil:
		return f.joined.Len() + frameCost
	case f.binary:
		return 0 // the past stays in the room's own stream
	default:
		return len(f.b) + frameCost
	}
}

// end closes the socket; err says why it can't be written to.
func (o *outgoing) end(err error) {
	o.mu.Lock()
	code := o.closing
	if code == 0 { // this node didn't ask for it
		o.closing = CloseResume
	}
	o.deadline = time.Time{}
	o.mu.Unlock()
	o.alarm.Stop()

	var closing error
	if code == 0 {
		o.metrics.left.Add(1)
		closing = o.conn.Close(CloseResume, CloseResume.Reason())
	} else {
		closing = o.metrics.close(o.conn, code)
	}
	if err == nil {
		err = closing
	}
	o.err = err
	close(o.gone)
	o.ended()
}
