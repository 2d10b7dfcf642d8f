package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// This file connects to Postgres: to the one server of several that accepts writes, and
// through a pooler such as pgbouncer, if there is one.

// connectTimeout limits one try of one server, unless the URL sets another timeout.
const connectTimeout = 5 * time.Second

// poolSize is the maximum number of connections, unless the URL sets it (pool_max_conns):
// enough that a flush doesn't queue behind reads, even with a database far away.
const poolSize = 16

// pingTimeout is how long a connection may take to answer before it counts as dead, unless
// the URL sets it (pool_ping_timeout).
const pingTimeout = 2 * time.Second

// ErrPooled means that the database's URL leads to a pooler, and there is no direct URL.
var ErrPooled = errors.New("DATABASE_URL leads to a connection pooler such as pgbouncer: " +
	"set DATABASE_DIRECT_URL to the same database without it; migrations and the lease of this process need that")

// ErrReadOnly means that a server answers, and lets this role only read.
var ErrReadOnly = errors.New("the server accepts no writes of this role: default_transaction_read_only is on")

// errStandby is why a server is refused that follows another one.
var errStandby = errors.New("the server is a standby, which accepts no writes")

// IsURL reports whether a database's URL can be read.
func IsURL(url string) bool {
	_, err := pgxpool.ParseConfig(url)
	return err == nil || errors.As(err, new(*fs.PathError)) // a file that it names is another matter
}

// readConfig reads a database's URL.
func (s *Store) readConfig(url string) (*pgxpool.Config, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database's URL: %w", err)
	}
	c := cfg.ConnConfig
	c.RuntimeParams["application_name"] = applicationName(s.process)
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = poolSize
	}
	if cfg.PingTimeout == 0 {
		cfg.PingTimeout = pingTimeout
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	c.ValidateConnect = acceptsWrites
	c.OnPgError = dropReadOnly(c.OnPgError)
	c.OnNotice = noteUnreplicated
	return cfg, nil
}

// acceptsWrites refuses a server that can't be written to. Every connection writes, so this
// is target_session_attrs=read-write, whatever the URL says.
func acceptsWrites(ctx context.Context, c *pgconn.PgConn) error {
	results, err := c.Exec(ctx, `SELECT current_setting('transaction_read_only'), pg_is_in_recovery()`).ReadAll()
	if err != nil {
		return err
	}
	switch row := results[0].Rows[0]; {
	case string(row[0]) == "off":
		return nil
	case string(row[1]) == "t":
		return errStandby
	default:
		return ErrReadOnly
	}
}

// dropReadOnly closes connections to a server that accepts no more writes, so that the next
// connection reaches another one.
func dropReadOnly(keep pgconn.PgErrorHandler) pgconn.PgErrorHandler {
	return func(c *pgconn.PgConn, answer *pgconn.PgError) bool {
		return answer.Code != readOnly && keep(c, answer)
	}
}

// way is what there is between this process and a server.
type way struct {
	// pooled: it goes through a pooler. Then two transactions of a connection may run in two
	// sessions.
	pooled bool
	// connections is how many the server gives to this role and database in all.
	connections int32
}

// wayOf looks at the way that a connection goes. With a pooler, the server's process is
// another one than the pooler named.
func wayOf(ctx context.Context, c *pgx.Conn) (w way, err error) {
	var pid uint32
	err = c.QueryRow(ctx, `
		SELECT pg_backend_pid(), LEAST(
			current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
			(SELECT NULLIF(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
			(SELECT NULLIF(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))`,
		pgx.QueryExecModeSimpleProtocol).Scan(&pid, &w.connections)
	w.pooled = pid != c.PgConn().PID()
	return w, err
}

// fit returns how many connections the pool may have, so that some are left for the lease of
// this process, for migrations, and for a backup.
func (w way) fit(most int32) int32 {
	const others, least = 2, 2
	return min(most, max(w.connections-others, least))
}

// server is one of a URL: the ways to reach it, with TLS and without.
type server []*pgconn.FallbackConfig

// servers are those that a URL names. One of them accepts writes; which, may change at any
// time.
type servers struct {
	all    []server
	chosen atomic.Pointer[server] // the last that accepted writes; nil: unknown
}

func serversOf(c *pgx.ConnConfig) *servers {
	s := new(servers)
	for _, way := range append([]*pgconn.FallbackConfig{{Host: c.Host, Port: c.Port, TLSConfig: c.TLSConfig}}, c.Fallbacks...) {
		if n := len(s.all); n > 0 && s.all[n-1][0].Host == way.Host && s.all[n-1][0].Port == way.Port {
			s.all[n-1] = append(s.all[n-1], way)
			continue
		}
		s.all = append(s.all, server{way})
	}
	return s
}

func (s *servers) several() bool { return len(s.all) > 1 }

// forget makes the next connection look for the server that accepts writes.
func (s *servers) forget() { s.chosen.Store(nil) }

// choose makes a configuration connect to the server that accepts writes. pgx would try
// them in order, and wait long for one that has vanished.
func (s *servers) choose(ctx context.Context, c *pgx.ConnConfig) error {
	if !s.several() {
		return nil
	}
	chosen := s.chosen.Load()
	if chosen == nil {
		var err error
		if chosen, err = s.find(ctx, c); err != nil {
			return err
		}
		s.chosen.Store(chosen)
	}
	chosen.only(c)
	return nil
}

// find asks all servers at once and returns the first that accepts writes.
func (s *servers) find(ctx context.Context, c *pgx.ConnConfig) (*server, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type answer struct {
		from *server
		err  error
	}
	answers := make(chan answer)
	for i := range s.all {
		one, to := &s.all[i], c.Copy()
		one.only(to)
		go func() {
			conn, err := pgconn.ConnectConfig(ctx, &to.Config)
			if err == nil {
				err = conn.Close(ctx)
			}
			answers <- answer{one, err}
		}()
	}
	var found *server
	var failed []error
	for range s.all {
		a := <-answers
		switch {
		case a.err != nil:
			failed = append(failed, a.err)
		case found == nil:
			found = a.from
			cancel()
		}
	}
	if found == nil {
		return nil, errors.Join(failed...)
	}
	return found, nil
}

// only makes a configuration connect to this server.
func (s server) only(c *pgx.ConnConfig) {
	c.Host, c.Port, c.TLSConfig, c.Fallbacks = s[0].Host, s[0].Port, s[0].TLSConfig, s[1:]
}

// connect opens a connection that isn't the pool's: to the database itself, with a session
// of its own.
func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := connectTo(ctx, s.direct)
	if err != nil {
		s.meet(err)
	}
	return conn, err
}

func connectTo(ctx context.Context, c *pgx.ConnConfig) (*pgx.Conn, error) {
	c = c.Copy()
	if err := serversOf(c).choose(ctx, c); err != nil {
		return nil, err
	}
	return pgx.ConnectConfig(ctx, c)
}

// reach retries until the database answers, and returns the way there.
func (s *Store) reach(ctx context.Context, c *pgx.ConnConfig) (w way, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said time.Time
	for {
		conn, err := connectTo(ctx, c)
		if err == nil {
			w, err = wayOf(ctx, conn)
			_ = conn.Close(ctx)
			if err == nil {
				return w, nil
			}
		}
		if why := refusal(err); why != nil {
			return way{}, fmt.Errorf("open the database: %w", why)
		}
		if time.Since(said) >= sayEvery {
			said = time.Now()
			s.logger.WarnContext(ctx, "the database does not answer; trying again", "at most", patience, "error", err)
		}
		select {
		case <-time.After(tryEvery):
		case <-ctx.Done():
			if short := ShortageOf(err); short != "" {
				err = fmt.Errorf("%w: %w", short, err)
			}
			return way{}, fmt.Errorf("no database answered: %w", err)
		}
	}
}

// errNoTLS explains what pgx has no error for.
var errNoTLS = errors.New("the server speaks no TLS, which sslmode in the database's URL demands: set up TLS there, or use sslmode=disable in a network that you trust")

// refusal returns why every retry will fail: servers answered, and all of them refuse for a
// reason that stays, such as a wrong password. nil if a retry may succeed.
func refusal(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // each of these counts
		var first error
		for _, one := range many.Unwrap() {
			why := refusal(one)
			if why == nil {
				return nil
			}
			if first == nil {
				first = why
			}
		}
		return first
	}
	var answer *pgconn.PgError
	switch {
	case errors.As(err, &answer):
		if unavailable(answer.Code) {
			return nil
		}
		return err
	case errors.Is(err, ErrReadOnly):
		return ErrReadOnly
	case err != nil && strings.HasSuffix(err.Error(), "server refused TLS connection"):
		return errNoTLS
	}
	return nil
}
