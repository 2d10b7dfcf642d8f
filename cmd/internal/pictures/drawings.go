package pictures

import (
	"context"
	"errors"
	"sync"

	"github.com/tandem-game/tandem/room"
)

// drawingBytes is how much memory the latest drawings may take.
const drawingBytes = 96 << 20

// drawings caches the rasters of the games that were drawn most recently. Safe for
// concurrent use; but whoever uses the drawing of a game must have the game's slot.
type drawings struct {
	metrics *Metrics

	mu    sync.Mutex
	cache lru[string, *room.Drawing]
}

func newDrawings(limit int, m *Metrics) *drawings {
	return &drawings{metrics: m, cache: newLRU[string, *room.Drawing](limit)}
}

// use calls draw with the drawing of a game, blank or as the last call left it. A drawing
// that ran out of time is kept; after any other error it is dropped.
func (d *drawings) use(game string, draw func(*room.Drawing) error) error {
	drawing := d.get(game)
	err := draw(drawing)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil || errors.Is(err, errTooLong) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		d.cache.put(game, drawing, drawing.Size())
	} else {
		d.cache.drop(game)
	}
	d.metrics.drawingBytes.Store(int64(d.cache.bytes))
	return err
}

func (d *drawings) get(game string) *room.Drawing {
	d.mu.Lock()
	defer d.mu.Unlock()
	if drawing, ok := d.cache.get(game); ok {
		d.metrics.continued.Add(1)
		return drawing
	}
	d.metrics.fromBlank.Add(1)
	return new(room.Drawing)
}
