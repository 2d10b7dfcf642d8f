package prompts

import (
	"errors"
	"iter"
	"sync/atomic"
)

// Metrics counts what a dealer does. Anyone may read it.
type Metrics struct {
	model, late, library       atomic.Uint64
	tooLate, busy, bad, broken atomic.Uint64
}

// Dealt gives how many sets were dealt, by where they came from: "model", "late"
// (the model's, made for a game that could not wait), or "library".
func (m *Metrics) Dealt() iter.Seq2[string, uint64] {
	return each([]string{"model", "late", "library"}, &m.model, &m.late, &m.library)
}

// Failed gives why the library had to serve although there is a model: it was
// "late", too many calls were under way ("busy"), its set was "bad", or there was
// an "error".
func (m *Metrics) Failed() iter.Seq2[string, uint64] {
	return each([]string{"late", "busy", "bad", "error"}, &m.tooLate, &m.busy, &m.bad, &m.broken)
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

// failed counts why the model's set can't be dealt now.
func (m *Metrics) failed(err error) {
	switch {
	case errors.Is(err, errLate):
		m.tooLate.Add(1)
	case errors.Is(err, errBusy):
		m.busy.Add(1)
	case errors.Is(err, errBad):
		m.bad.Add(1)
	default:
		m.broken.Add(1)
	}
}
