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

// How long Open waits for a database that does not answer, how often it tries, and how
// often it logs that.
const (
	patience = 30 * time.Second
	tryEvery = 500 * time.Millisecond
	sayEvery = 5 * time.Second
)

// connectTimeout limits one try, unless the URL sets another timeout.
const connectTimeout = 5 * time.Second

// poolSize is the maximum number of connections, unless the URL sets it (pool_max_conns):
// enough that a flush doesn't queue behind reads, even with a database far away.
const poolSize = 16

// Options say how to use a database.
type Options struct {
	Logger *slog.Logger

	// Fleeting is for tests only: commits may be lost in a crash.
	Fleeting bool
}

// Store is a database. Many goroutines may call its methods at once.
type Store struct {
	pool       *pgxpool.Pool
	logger     *slog.Logger
	migrations *goose.Provider

	// process names this process. Its connections carry it, too, so that a node that takes
	// over can tell which connections are those of the dead one.
	process string

	maxTries   int // of a transaction that conflicts with others
	maxScanned int // games that a page of the operator's list looks through
}

// Open connects to the database at the URL. If the database doesn't answer, Open retries
// for 30 seconds and logs that now and then; an answer that isRefusal is an error at once.
// Open does not migrate: see Migrate.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database's URL: %w", err)
	}
	s := &Store{logger: o.Logger, process: rand.Text(), maxTries: maxTries, maxScanned: maxScanned}
	cfg.ConnConfig.RuntimeParams["application_name"] = applicationName(s.process)
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

// Close closes the connections. A Node must have left before.
func (s *Store) Close() {
	_ = s.migrations.Close() // it has no connection of its own
	s.pool.Close()
}

// reach retries until the database answers.
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

// isRefusal reports whether a server answered and will refuse every retry: a wrong
// password, an unknown database.
func isRefusal(err error) bool {
	var answer *pgconn.PgError
	return errors.As(err, &answer) && !unavailable(answer.Code)
}

// warnUnlessDurable warns the operator if the server may lose committed data, because
// Tandem tells its players that their strokes are then safe.
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
