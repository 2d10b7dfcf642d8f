package api

import (
	"context"
	"errors"
	"sync"

	"github.com/tandem-game/tandem/room"
)

// sheets keeps the drawings in pixels of the games that were looked at last, so that
// another look, at another width or at a live game's next entries, needs not draw all
// of it again. Safe for concurrent use.
type sheets struct {
	metrics *PictureMetrics

	mu sync.Mutex
	shelf[string, *sheet]
}

// sheet is the drawing of one game. One goroutine at a time has it.
type sheet struct {
	turn    chan struct{} // holds one while somebody has it
	drawing room.Drawing
}

// newSheets keeps so many bytes.
func newSheets(limit int, m *PictureMetrics) *sheets {
	return &sheets{metrics: m, shelf: newShelf[string, *sheet](limit)}
}

// errTaken says that somebody has the game's drawing just now: await it.
var errTaken = errors.New("the game is being drawn")

// use calls look with the drawing of a game, new or as the last look left it. It goes
// on from there even after a look whose time was over, but not after another error.
// It doesn't wait: errTaken.
func (s *sheets) use(game string, look func(*room.Drawing) error) error {
	sh := s.find(game)
	select {
	case sh.turn <- struct{}{}:
		defer func() { <-sh.turn }()
	default:
		return errTaken
	}
	err := look(&sh.drawing)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil || errors.Is(err, errLong) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		s.put(game, sh, sh.drawing.Size())
	} else {
		s.drop(game)
	}
	s.metrics.rasters.Store(int64(s.bytes))
	return err
}

// await waits until nobody has the drawing of a game.
func (s *sheets) await(ctx context.Context, game string) error {
	s.mu.Lock()
	sh, ok := s.shelf.find(game)
	s.mu.Unlock()
	if !ok {
		return nil
	}
	select {
	case sh.turn <- struct{}{}:
		<-sh.turn
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *sheets) find(game string) *sheet {
	s.mu.Lock()
	defer s.mu.Unlock()
	sh, ok := s.shelf.find(game)
	if ok {
		s.metrics.again.Add(1)
		return sh
	}
	s.metrics.anew.Add(1)
	sh = &sheet{turn: make(chan struct{}, 1)}
	s.put(game, sh, overhead)
	return sh
}
