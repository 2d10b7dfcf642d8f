package prompts

import (
	"errors"
	"iter"
	"sync/atomic"
	"time"
)

// source is where a dealt set came from.
type source int

const (
	sourcePool    source = iota // the model's, ready or just made
	sourceLibrary               // the library's
	sourceHost                  // the host's
	sources
)

// Metrics counts what a dealer does. Any goroutine may read it.
type Metrics struct {
	dealt    [sources]atomic.Uint64
	repeated atomic.Uint64
	made     atomic.Uint64
	flagged  atomic.Uint64

	tooLate, bad, unfit, spent, broken atomic.Uint64

	calls, input, output, micros atomic.Int64

	rest atomic.Int64 // when the breaker allows calls again, in ns since 1970

	// Budget is what the model may use in a day. It doesn't change.
	Budget Budget
}

// Dealt returns how many sets were dealt, by source.
func (m *Metrics) Dealt() iter.Seq2[string, uint64] {
	return each([]string{FromModel, FromLibrary, FromHost}, &m.dealt[sourcePool], &m.dealt[sourceLibrary], &m.dealt[sourceHost])
}

// Failed returns why there was no set by the model: it came too "late" for a game, its set
// was "bad", its theme was "unfit", the budget was "spent", or there was an "error".
func (m *Metrics) Failed() iter.Seq2[string, uint64] {
	return each([]string{"late", "bad", "unfit", "spent", "error"},
		&m.tooLate, &m.bad, &m.unfit, &m.spent, &m.broken)
}

// Repeated returns how many games were dealt a set that a player had met, because nothing
// else was left.
func (m *Metrics) Repeated() uint64 { return m.repeated.Load() }

// Made returns how many sets the model has made ready.
func (m *Metrics) Made() uint64 { return m.made.Load() }

// Flagged returns how many players' words the moderator refused.
func (m *Metrics) Flagged() uint64 { return m.flagged.Load() }

// Used returns the usage of this node's calls.
func (m *Metrics) Used() Usage {
	return Usage{m.calls.Load(), m.input.Load(), m.output.Load(), m.micros.Load()}
}

// Resting returns 1 while the model's server is left alone, else 0.
func (m *Metrics) Resting() float64 {
	if time.Now().UnixNano() < m.rest.Load() {
		return 1
	}
	return 0
}

func (m *Metrics) used(u Usage) {
	m.calls.Add(u.Calls)
	m.input.Add(u.InputTokens)
	m.output.Add(u.OutputTokens)
	m.micros.Add(u.CostMicros)
}

func each(names []string, counts ...*atomic.Uint64) iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		for i, name := range names {
			if !yield(name, counts[i].Load()) {
				return
			}
		}
	}
}

// failed counts the reason why there is no set by the model.
func (m *Metrics) failed(err error) {
	for _, why := range []struct {
		err   error
		count *atomic.Uint64
	}{{errLate, &m.tooLate}, {errBad, &m.bad}, {errUnfit, &m.unfit}, {errSpent, &m.spent}} {
		if errors.Is(err, why.err) {
			why.count.Add(1)
			return
		}
	}
	m.broken.Add(1)
}
