//go:build unix

package localpg

import (
	"context"
	"errors"
	"time"
)

// The pauses before a server that has ended is started again, and for how long it has to run
// until the next end counts as the first.
const (
	minPause    = time.Second
	maxPause    = 10 * time.Second
	steadyAfter = time.Minute
)

// keep starts the server again whenever it has ended, until ctx ends. What ends one, such as
// a full disk, may last, so it tries for as long as it takes. Each cause is logged once.
func (s *Server) keep(ctx context.Context) {
	defer close(s.kept)
	var said error
	pause := minPause
	for began := time.Now(); ; began = time.Now() {
		select {
		case <-s.process.exited:
		case <-ctx.Done():
			return
		}
		ended := time.Now()
		if ended.Sub(began) >= steadyAfter {
			said, pause = nil, minPause
		}
		again := said != nil
		for why := s.process.cause(); why != nil; pause = min(2*pause, maxPause) {
			failed := why
			s.why.Store(&failed)
			select { // one that others have told to stop, together with this process, is no news
			case <-time.After(pause):
			case <-ctx.Done():
				return
			}
			if said == nil || errors.Is(why, ErrDiskFull) != errors.Is(said, ErrDiskFull) {
				said = why
				s.cfg.Logger.ErrorContext(ctx, "Postgres has ended; it is started again until it runs, and games go on meanwhile",
					"error", why, "data", s.place.cluster)
			}
			why = s.run(ctx)
			if ctx.Err() != nil {
				return
			}
		}
		s.why.Store(nil)
		if !again {
			s.cfg.Logger.InfoContext(ctx, "Postgres is up again", "away", time.Since(ended).Round(time.Millisecond))
		}
	}
}

// Err returns why the server doesn't run at present; nil if it does. ErrDiskFull.
func (s *Server) Err() error {
	if why := s.why.Load(); why != nil {
		return *why
	}
	return nil
}
