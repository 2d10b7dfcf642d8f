package room

import (
	"iter"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// Metrics counts what the rooms of a node do. Counting is one atomic addition, so it costs
// a stroke next to nothing; exporters only read.
type Metrics struct {
	// Rooms.
	New      atomic.Uint64 // rooms claimed with an empty journal
	Restored atomic.Uint64 // rooms claimed with a journal to go on from
	Unopened atomic.Uint64 // rooms that could not be claimed or restored
	Swept    atomic.Uint64 // rooms that a sweep opened
	kept     [Abandoned + 1]atomic.Uint64

	// Sockets.
	Peers     atomic.Int64 // open now
	Watchers  atomic.Int64 // places taken now
	FramesIn  atomic.Uint64
	FramesOut atomic.Uint64
	BytesIn   atomic.Uint64 // of frames, without protocol overhead
	BytesOut  atomic.Uint64
	left      atomic.Uint64
	closed    map[Close]*atomic.Uint64

	// The journal.
	Entries  atomic.Uint64 // shown
	Ops      atomic.Uint64 // those of the entries that are ops
	refused  map[refusal]*atomic.Uint64
	Flushed  atomic.Uint64 // bytes that became durable
	Flush    Histogram     // how long a successful transaction takes
	Durable  Histogram     // how long after it was shown the first entry of a row became durable
	Away     atomic.Uint64 // transactions that the database did not answer
	Rejected atomic.Uint64 // transactions that the database refused

	Differed   atomic.Uint64 // comparisons where neither page had the server's picture
	WrongPages atomic.Uint64 // comparisons where one page didn't have it

	reached [boundCount]atomic.Uint64
}

func newMetrics() *Metrics {
	m := &Metrics{closed: make(map[Close]*atomic.Uint64), refused: make(map[refusal]*atomic.Uint64)}
	for code := range closeReasons {
		m.closed[code] = new(atomic.Uint64)
	}
	for _, why := range []refusal{refusedNotStarted, refusedLifted, refusedTimeUp, refusedFull} {
		m.refused[why] = new(atomic.Uint64)
	}
	return m
}

// close closes a socket and counts the reason.
func (m *Metrics) close(c Conn, code Close) error {
	m.closed[code].Add(1)
	return c.Close(code, code.Reason())
}

// Reached returns how often something met a bound.
func (m *Metrics) Reached(b Bound) uint64 { return m.reached[b].Load() }

// Kept returns how many games were stored, by how they ended.
func (m *Metrics) Kept() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		for how := range m.kept {
			if !yield(How(how).String(), m.kept[how].Load()) {
				return
			}
		}
	}
}

// Closed returns how many sockets were closed, by the reason of the close code; "gone" are
// those that the page or the network closed.
func (m *Metrics) Closed() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		for _, code := range slices.Sorted(maps.Keys(m.closed)) {
			if !yield(code.Reason(), m.closed[code].Load()) {
				return
			}
		}
		yield("gone", m.left.Load())
	}
}

// Refused returns how many ops were refused, by reason.
func (m *Metrics) Refused() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		for _, why := range slices.Sorted(maps.Keys(m.refused)) {
			if !yield(string(why), m.refused[why].Load()) {
				return
			}
		}
	}
}

// Load is what a node holds now.
type Load struct {
	Rooms     int           // live, or being opened
	Undurable int           // bytes that wait to be durable
	Lag       time.Duration // how long the oldest of them has waited
}

// Load returns what this node holds now.
func (g *Registry) Load() Load {
	g.mu.Lock()
	l := Load{Rooms: len(g.rooms)}
	g.mu.Unlock()
	l.Undurable, l.Lag = g.config.Writer.backlog(time.Now())
	return l
}

// Metrics returns this node's metrics.
func (g *Registry) Metrics() *Metrics { return g.metrics }
