package robot

import (
	"math"
	"slices"
	"time"
)

// Latency is how a set of times is spread, in milliseconds.
type Latency struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	P999  float64 `json:"p99_9_ms"`
	Max   float64 `json:"max_ms"`
}

// Sample is how long something took that was due.
type Sample struct {
	Due  time.Time
	Took time.Duration
}

// Times are how long each took.
func Times(samples []Sample) []time.Duration {
	times := make([]time.Duration, len(samples))
	for i, s := range samples {
		times[i] = s.Took
	}
	return times
}

// Spread tells how times are spread. It sorts them.
func Spread(times []time.Duration) Latency {
	slices.Sort(times)
	at := func(q float64) float64 {
		if len(times) == 0 {
			return 0
		}
		// The nearest rank: a time that was measured, never one between two.
		i := int(math.Ceil(q*float64(len(times)))) - 1
		return float64(times[max(i, 0)]) / float64(time.Millisecond)
	}
	return Latency{Count: len(times), P50: at(0.5), P99: at(0.99), P999: at(0.999), Max: at(1)}
}
