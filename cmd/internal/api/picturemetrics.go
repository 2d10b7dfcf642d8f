package api

import (
	"iter"
	"sync/atomic"

	"github.com/tandem-game/tandem/room"
)

// PictureMetrics counts what is done for pictures. Any goroutine may read it.
type PictureMetrics struct {
	Drawing room.Histogram // how long it took to draw one, the wait for a slot left out

	found, failed  atomic.Uint64
	anew, again    atomic.Uint64
	files, rasters atomic.Int64
}

// Asked gives how often a file of a kept game was there already, or was drawn, or
// could not be.
func (m *PictureMetrics) Asked() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		drawn, _, _ := m.Drawing.Read()
		_ = yield("found", m.found.Load()) && yield("drawn", drawn) && yield("failed", m.failed.Load())
	}
}

// Rasters gives how often a drawing began with blank paper, or went on from an earlier
// look.
func (m *PictureMetrics) Rasters() iter.Seq2[string, uint64] {
	return func(yield func(string, uint64) bool) {
		_ = yield("anew", m.anew.Load()) && yield("again", m.again.Load())
	}
}

// Bytes gives how much memory is kept, by what it is kept for.
func (m *PictureMetrics) Bytes() iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		_ = yield("files", m.files.Load()) && yield("rasters", m.rasters.Load())
	}
}
