package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pressly/goose/v3"
)

// How long Open waits for a database that does not answer, how often it tries,
// and how often it says so.
const (
	patience = 30 * time.Second
	tryEvery = 500 * time.Millisecond
	sayEvery = 5 * time.Second
)

// connectTimeout bounds one try, unless the URL sets another.
const connectTimeout = 5 * time.Second

// poolSize is how many connections a store has at most, unless the URL says so
// (pool_max_conns): enough that a flush does not queue behind reads even of a
// database far away.
const poolSize = 16

// Options say how a database is used.
type Options struct {
	Logger *slog.Logger

	// Fleeting is for tests only: nobody minds that what is committed may be lost.
	Fleeting bool
}

// Store is a database. Its methods may be called by many goroutines at once.
type Store struct {
	pool       *pgxpool.Pool
	logger     *slog.Logger
	migrations *goose.Provider

	// incarnation names this process. Its connections bear it too, so that who
	// takes over can tell which are those of the dead.
	incarnation string

	maxTries int // of a transaction that others stand in the way of
}

// Open reaches the database at the URL. One that does not answer is tried again
// for 30 seconds, with a line in the log now and then; one that answers and
// isRefusal is an error at once. It does not migrate: see Migrate.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database's URL: %w", err)
	}
	s := &Store{logger: o.Logger, incarnation: rand.Text(), maxTries: maxTries}
	cfg.ConnConfig.RuntimeParams["application_name"] = applicationName(s.incarnation)
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = poolSize
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	cfg.ConnConfig.OnPgError = dropReadOnly(cfg.ConnConfig.OnPgError)
	if s.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := s.reach(ctx); err != nil {
		s.pool.Close()
		return nil, err
	}
	if !o.Fleeting {
		err = s.warnUnlessDurable(ctx)
	}
	if err == nil {
		s.migrations, err = newMigrations(s.pool)
	}
	if err != nil {
		s.pool.Close()
		return nil, err
	}
	return s, nil
}

// Close lets go of the database. A Node must have left before.
func (s *Store) Close() {
	_ = s.migrations.Close() // it has no connection of its own
	s.pool.Close()
}

// reach tries until the database answers.
func (s *Store) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said time.Time
	for {
		err := s.pool.Ping(ctx)
		if err == nil {
			return nil
		}
		if isRefusal(err) {
			return fmt.Errorf("open the database: %w", err)
		}
		if time.Since(said) >= sayEvery {
			said = time.Now()
			s.logger.WarnContext(ctx, "the database does not answer; trying again", "at most", patience, "error", err)
		}
		select {
		case <-time.After(tryEvery):
		case <-ctx.Done():
			return fmt.Errorf("no database answered: %w", err)
		}
	}
}

// isRefusal says that a server was there and will not have us however often we
// ask: a wrong password, an unknown database.
func isRefusal(err error) bool {
	var answer *pgconn.PgError
	return errors.As(err, &answer) && !unavailable(answer.Code)
}

// warnUnlessDurable tells the operator, loudly, when the server may lose what it
// has called committed: Tandem tells its players that their strokes are safe then.
func (s *Store) warnUnlessDurable(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `
		SELECT name
		FROM pg_settings
		WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
		ORDER BY name`)
	if err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	off, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	for _, name := range off {
		s.logger.ErrorContext(ctx, "DRAWINGS CAN BE LOST: the database runs with "+name+" off; switch it on in postgresql.conf")
	}
	return nil
}
