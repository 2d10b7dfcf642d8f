package room

import (
	"slices"
	"sync"
	"time"
)

// holdTick is how often the holder looks at the frames that wait.
const holdTick = patience / 2

// holder sends the frames of a node's sockets that have waited for patience. One timer
// serves all sockets: if each had its own, a room that draws would wake the process more
// often by its timers than by its ink. Safe for concurrent use.
type holder struct {
	mu      sync.Mutex
	waiting []*outgoing // hold frames, or have held some since the last tick
	ticking bool        // a tick is to come, or in progress
}

// add watches a queue that holds frames, until its release returns false.
func (h *holder) add(o *outgoing) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = append(h.waiting, o)
	if !h.ticking {
		h.ticking = true
		time.AfterFunc(holdTick, h.tick)
	}
}

func (h *holder) tick() {
	h.mu.Lock()
	waiting := h.waiting
	h.waiting = nil
	h.mu.Unlock()

	now := time.Now()
	still := slices.DeleteFunc(waiting, func(o *outgoing) bool { return !o.release(now) })

	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = append(still, h.waiting...)
	if h.ticking = len(h.waiting) > 0; h.ticking {
		time.AfterFunc(holdTick, h.tick)
	}
}
