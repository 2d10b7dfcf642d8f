package room

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// chunk is the most bytes of a frame down, about: the slowest line that we
	// serve, of 1 KB/s, must take one in writeTime. Only a fill with a ragged edge is
	// longer, as an op is never cut: the longest needs a line of 6 KB/s.
	chunk = 8 << 10

	// patience is how long what tells its page nothing new may wait for a frame that
	// does, to go out with it: a page's own ops come back, or are durable. A write is
	// most of what relaying an op costs.
	patience = 50 * time.Millisecond

	// lastWriteTime is what a write under way is left with once the page is sent
	// away to come back.
	lastWriteTime = time.Second
)

// outgoing is what waits to be written to one socket. The room puts frames in and
// never waits; a goroutine, which lives while there is something to write, takes them
// out. Entries that come meanwhile join into one frame. In the end it closes the socket.
type outgoing struct {
	conn    Conn
	metrics *Metrics
	ended   func()        // called once the socket is closed
	gone    chan struct{} // closed then
	alarm   *time.Timer   // one for all that is due by itself, so that a write sets none

	mu       sync.Mutex
	frames   []frame
	waiting  int       // bytes put in and not taken
	closing  Close     // 0: open; else what comes after the last frame
	lost     bool      // nothing can be written any more
	writing  bool      // a goroutine does, or has closed the socket
	deadline time.Time // of the write under way; zero once the socket is being closed
	wrote    time.Time // when the last one ended
	held     time.Time // since when frames wait that may; zero: none do
	rings    time.Time // when the alarm does
	err      error     // how the socket ended
}

// frame is one message to a page.
type frame struct {
	binary bool
	b      []byte
	joined *bytes.Buffer // entries and durable notices, to which more may be added; instead of b
}

// buffers are of frames that were written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// newOutgoing makes an empty queue; ended is called once the socket is closed.
func newOutgoing(c Conn, m *Metrics, ended func()) *outgoing {
	now := time.Now()
	o := &outgoing{conn: c, metrics: m, ended: ended, gone: make(chan struct{}), wrote: now, rings: now.Add(beatEvery)}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alarm = time.AfterFunc(beatEvery, o.ring)
	return o
}

// binary puts in entries or durable notices; it copies b. What may wait goes out with the next
// frame that may not, or when patience ends. False: the page is slow.
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

// text puts in a text frame; it keeps b. False: the page is slow.
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

// past puts in a slice of the stream; it keeps b.
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

// close ends the queue: what waits is still written, then the socket is closed
// with the code. The first code counts.
func (o *outgoing) close(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.closing = code
		o.start()
	}
}

// drop is close without what waits.
func (o *outgoing) drop(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing != 0 {
		return
	}
	o.closing, o.frames, o.waiting = code, nil, 0
	if last := time.Now().Add(lastWriteTime); o.writing && last.Before(o.deadline) {
		o.deadline = last
		o.ringAt(last)
	}
	o.start()
}

// lose ends the queue of a socket to which nothing can be written any more.
func (o *outgoing) lose() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.writing {
		o.conn.Cut()
	}
	o.lost = true
	o.start()
}

// closed reports whether no more frames are taken.
func (o *outgoing) closed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closing != 0
}

// hold has what waits go out when patience ends, if nothing takes it along before.
func (o *outgoing) hold() {
	if o.writing || !o.held.IsZero() {
		return
	}
	o.held = time.Now()
	if due := o.held.Add(patience); due.Before(o.rings) {
		o.ringAt(due)
	}
}

// start has what waits written, unless somebody is at it.
func (o *outgoing) start() {
	if !o.writing {
		o.writing, o.deadline = true, time.Now().Add(writeTime)
		go o.write()
	}
}

func (o *outgoing) ringAt(t time.Time) {
	o.rings = t
	o.alarm.Reset(time.Until(t))
}

// ring does what is due: what has waited for long enough goes out, as does a beat when
// nothing else did, and a write that takes too long ends with its socket.
func (o *outgoing) ring() {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	due := func(at time.Time) bool { return !at.After(now) }
	switch next := now.Add(beatEvery); {
	case !o.writing:
		heldTill, beatAt := o.held.Add(patience), o.wrote.Add(beatEvery)
		if o.held.IsZero() {
			heldTill = next
		}
		if due(beatAt) {
			o.put(frame{b: beat})
		}
		if due(beatAt) || due(heldTill) {
			o.start()
		} else {
			next = earlier(heldTill, beatAt)
		}
		o.ringAt(next)
	case o.deadline.IsZero(): // the socket is being closed
	case due(o.deadline):
		if o.closing == 0 {
			o.metrics.reached[BoundWrite].Add(1)
		}
		o.conn.Cut()
	default:
		o.ringAt(earlier(next, o.deadline))
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// write writes what waits until nothing does, and closes the socket when nothing will
// any more.
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

// next takes the next frame out; false when there is none, and the socket is closed if
// there won't be any.
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

// cost is what a frame that waits counts.
func (f frame) cost() int {
	switch {
	case f.joined != nil:
		return f.joined.Len() + frameCost
	case f.binary:
		return 0 // the past, which waits in the room's own stream
	default:
		return len(f.b) + frameCost
	}
}

// end closes the socket, which err says why it can't be written to.
func (o *outgoing) end(err error) {
	o.mu.Lock()
	code := o.closing
	if code == 0 { // nobody here asked for it
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
