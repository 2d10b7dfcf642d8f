package room

import "sync"

// chunk is the most bytes of a frame down, about: the slowest line that we
// serve, of 1 KB/s, must take one in writeTime. Only a fill with a ragged edge is
// longer, as an op is never cut: the longest needs a line of 6 KB/s.
const chunk = 8 << 10

// outgoing is what waits to be written to one socket. The room puts frames in
// and never waits; the peer's write pump takes them out. Entries that come while
// the pump is busy join into one frame.
type outgoing struct {
	ready chan struct{} // holds one: there is something to take

	mu      sync.Mutex
	frames  []frame
	waiting int   // bytes put in and not taken
	closing Close // 0: open; else what comes after the last frame
	spare   [][]byte
}

// frame is one message to a page.
type frame struct {
	binary bool
	past   bool // a slice of the stream: nothing may be added to it
	b      []byte
}

func newOutgoing() *outgoing {
	return &outgoing{ready: make(chan struct{}, 1)}
}

// binary puts in entries or marks; it copies b. False: the page is slow.
func (o *outgoing) binary(b []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing != 0 {
		return true
	}
	if n := len(o.frames); n > 0 && o.frames[n-1].binary && !o.frames[n-1].past && len(o.frames[n-1].b)+len(b) <= chunk {
		o.frames[n-1].b = append(o.frames[n-1].b, b...)
		o.waiting += len(b)
	} else {
		o.put(frame{binary: true, b: append(o.buffer(), b...)})
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
	return o.waiting <= maxWaiting
}

// past puts in a slice of the stream; it keeps b.
func (o *outgoing) past(b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.put(frame{binary: true, past: true, b: b})
	}
}

func (o *outgoing) put(f frame) {
	o.frames = append(o.frames, f)
	if !f.past {
		o.waiting += len(f.b) + frameCost
	}
	signal(o.ready)
}

// close ends the queue: what waits is still written, then the socket is closed
// with the code. The first code counts.
func (o *outgoing) close(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.closing = code
		signal(o.ready)
	}
}

// drop is close without what waits.
func (o *outgoing) drop(code Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing == 0 {
		o.closing, o.frames, o.waiting = code, nil, 0
		signal(o.ready)
	}
}

// goodbye is the code to close with when there is no way to write what waits;
// gone says that nobody here asked for it.
func (o *outgoing) goodbye() (code Close, gone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if gone = o.closing == 0; gone {
		o.closing = CloseResume
	}
	return o.closing, gone
}

// closed reports whether no more frames are taken.
func (o *outgoing) closed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closing != 0
}

// take gives the frames that wait, in place of those of the last take, whose
// buffers are used again; and, when none are left to come, the code to close
// with.
func (o *outgoing) take(last []frame) ([]frame, Close) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, f := range last {
		if f.binary && !f.past && len(o.spare) < 2 {
			o.spare = append(o.spare, f.b[:0])
		}
		last[i] = frame{}
	}
	taken := o.frames
	o.frames, o.waiting = last[:0], 0
	if len(taken) == 0 {
		return taken, o.closing
	}
	return taken, 0
}

// buffer is an empty buffer for entries.
func (o *outgoing) buffer() []byte {
	if n := len(o.spare); n > 0 {
		b := o.spare[n-1]
		o.spare = o.spare[:n-1]
		return b
	}
	return nil
}
