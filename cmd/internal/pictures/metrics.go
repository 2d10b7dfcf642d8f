package pictures

import (
	"iter"
	"sync/atomic"

	"github.com/tandem-game/tandem/room"
)

// Metrics counts the work for pictures. Any goroutine may read it.
type Metrics struct {
	Drawing room.Histogram // time to draw one, without the wait for a slot

	found, failed           atomic.Uint64 // files
	fromBlank, continued    atomic.Uint64 // drawings
	fileBytes, drawingBytes atomic.Int64  // in the caches
}

// Asked returns how often a file of a kept game was cached, was drawn, or failed.
func (m *Metrics) Asked() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		drawn, _, _ := m.Drawing.Read()
		_ = yield("found", m.found.Load()) && yield("drawn", drawn) && yield("failed", m.failed.Load())
	}
}

// Rasters returns how often a drawing began with blank paper, or continued an earlier one.
func (m *Metrics) Rasters() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		_ = yield("anew", m.fromBlank.Load()) && yield("again", m.continued.Load())
	}
}

// Bytes returns how much memory the caches take.
func (m *Metrics) Bytes() iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		_ = yield("files", m.fileBytes.Load()) && yield("rasters", m.drawingBytes.Load())
	}
}
