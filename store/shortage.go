package store

import (
	"errors"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Shortage is an error that says what has run out, so that the database can't do its work,
// and what to do. It passes once there is room again: nothing is refused for good.
type Shortage string

// The shortages.
const (
	DiskFull      Shortage = "the database's disk is full: make room on it"
	NoConnections Shortage = "the database has no connection left for Tandem: end those of others, raise its max_connections or the role's CONNECTION LIMIT, or set a smaller pool_max_conns in DATABASE_URL"
	NoMemory      Shortage = "the database is out of memory: give its machine or container more, or lower its shared_buffers and work_mem"
	NoFiles       Shortage = "this process or the database may open no more files: raise the limit (ulimit -n; LimitNOFILE= of systemd)"
)

func (s Shortage) Error() string { return string(s) }

// ShortageOf returns the shortage that an error comes from; "" if it comes from none.
func ShortageOf(err error) Shortage {
	if s, ok := errors.AsType[Shortage](err); ok {
		return s
	}
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return NoFiles
	}
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return ""
	}
	switch answer.Code {
	case "53100":
		return DiskFull
	case "53200":
		return NoMemory
	case "53300":
		return NoConnections
	case "53000":
		return NoFiles
	}
	return ""
}

// A shortage counts as present until shortageLasts after it was met: the lease and waiting
// journals try again each second. One that is met after it was not met for quietFor is new.
const (
	shortageLasts = 3 * time.Second
	quietFor      = time.Minute
)

// shortages are when each shortage was met last. Safe for concurrent use.
type shortages struct {
	mu  sync.Mutex
	met map[Shortage]time.Time
}

// meet notes the shortage that an error comes from, if any. isNew reports whether there was
// none of its kind shortly before.
func (s *shortages) meet(err error) (found Shortage, isNew bool) {
	if found = ShortageOf(err); found == "" {
		return "", false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last, known := s.met[found]
	if s.met == nil {
		s.met = make(map[Shortage]time.Time)
	}
	s.met[found] = time.Now()
	return found, !known || time.Since(last) > quietFor
}

// meet logs a shortage once, while it lasts.
func (s *Store) meet(err error) {
	if found, isNew := s.shortages.meet(err); isNew {
		s.logger.Warn("something has run out; pages keep what is drawn until it can be stored", "what", found, "error", err)
	}
}

// Shortage returns what was missing last, if that was a moment ago; "" if nothing was. Reads
// may succeed meanwhile, as on a full disk.
func (s *Store) Shortage() (last Shortage) {
	s.shortages.mu.Lock()
	defer s.shortages.mu.Unlock()
	newest := time.Now().Add(-shortageLasts)
	for found, met := range s.shortages.met {
		if met.After(newest) {
			last, newest = found, met
		}
	}
	return last
}
