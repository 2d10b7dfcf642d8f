package room

import (
	"sync/atomic"
	"time"
)

// buckets are the upper bounds of a histogram's buckets, in seconds. One more bucket takes
// the rest.
var buckets = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// Histogram counts durations by length. The zero value is ready to use; any goroutine may
// use it.
type Histogram struct {
	counts [len(buckets) + 1]atomic.Uint64
	nanos  atomic.Int64
}

// Observe counts one duration.
func (h *Histogram) Observe(d time.Duration) {
	i := 0
	for i < len(buckets) && d.Seconds() > buckets[i] {
		i++
	}
	h.counts[i].Add(1)
	h.nanos.Add(int64(d))
}

// Read returns the number of durations, their sum in seconds, and for each upper bound in
// seconds how many took no longer.
func (h *Histogram) Read() (count uint64, sum float64, atMost map[float64]uint64) {
	atMost = make(map[float64]uint64, len(buckets))
	for i := range h.counts {
		count += h.counts[i].Load()
		if i < len(buckets) {
			atMost[buckets[i]] = count
		}
	}
	return count, time.Duration(h.nanos.Load()).Seconds(), atMost
}
