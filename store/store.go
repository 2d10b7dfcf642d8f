package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
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

// Options say how to use a database.
type Options struct {
	Logger *slog.Logger

	// DirectURL leads to the same database without a pooler such as pgbouncer, for what
	// needs a session: migrations and the node's own connection. "": the URL does.
	DirectURL string

	// Fleeting is for tests only: commits may be lost in a crash.
	Fleeting bool
}

// Store is a database. Many goroutines may call its methods at once.
type Store struct {
	pool       *pgxpool.Pool
	direct     *pgx.ConnConfig // for connections outside of the pool; see connect
	logger     *slog.Logger
	migrations *goose.Provider
	shortages  shortages

	// process names this process. Its connections carry it, too, so that a node that takes
	// over can tell which connections are those of the dead one.
	process string

	maxTries   int // of a transaction that conflicts with others
	maxScanned int // games that a page of the operator's list looks through
}

// Open connects to the database at the URL. If the database doesn't answer, Open retries
// for 30 seconds and logs that now and then; a refusal is an error at once. If the URL names
// several servers, each connection goes to the one that accepts writes. ErrPooled if the URL
// leads to a pooler and there is no DirectURL. Open does not migrate: see Migrate.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s := &Store{logger: o.Logger, process: rand.Text(), maxTries: maxTries, maxScanned: maxScanned}
	cfg, err := s.readConfig(url)
	if err != nil {
		return nil, err
	}
	s.direct = cfg.ConnConfig.Copy()
	if o.DirectURL != "" {
		direct, err := s.readConfig(o.DirectURL)
		if err != nil {
			return nil, err
		}
		s.direct = direct.ConnConfig
		if _, err := s.reach(ctx, s.direct); err != nil {
			return nil, err
		}
	}
	w, err := s.reach(ctx, cfg.ConnConfig)
	switch {
	case err != nil:
		return nil, err
	case w.pooled && o.DirectURL == "":
		return nil, ErrPooled
	case !w.pooled && !strings.Contains(url, "pool_max_conns"):
		cfg.MaxConns = w.fit(cfg.MaxConns)
	case w.pooled && !strings.Contains(url, "default_query_exec_mode"):
		// A pooler may run two queries of a connection in two sessions, and statements
		// are prepared in one.
		cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	if s.pool, err = openPool(ctx, cfg, s.meet); err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if !o.Fleeting {
		err = s.warnUnlessDurable(ctx, serversOf(cfg.ConnConfig).several())
	}
	if err == nil {
		s.migrations, err = newMigrations(s.direct)
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

// warnUnlessDurable warns the operator if the server, or a failover to another one, may lose
// committed data, because Tandem tells its players that their strokes are then safe.
func (s *Store) warnUnlessDurable(ctx context.Context, failsOver bool) error {
	off, err := s.unsafeSettings(ctx)
	if err != nil {
		return err
	}
	for _, name := range off {
		s.logger.ErrorContext(ctx, "DRAWINGS CAN BE LOST: the database runs with "+name+" off; switch it on in postgresql.conf")
	}
	if !failsOver {
		return nil
	}
	var waits bool // a commit waits for a standby
	if err := s.pool.QueryRow(ctx, `
		SELECT current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') <> 'local'`).Scan(&waits); err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	if !waits {
		s.logger.WarnContext(ctx, "a failover of the database can lose its last moments: no commit waits for a standby; "+
			"set synchronous_standby_names, and synchronous_commit to on")
	}
	return nil
}

// unsafeSettings returns the names of the settings without which the server may lose
// committed data in a crash, and that are off.
func (s *Store) unsafeSettings(ctx context.Context) ([]string, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT name
		FROM pg_settings
		WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
		ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("read the database's settings: %w", err)
	}
	off, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read the database's settings: %w", err)
	}
	return off, nil
}
