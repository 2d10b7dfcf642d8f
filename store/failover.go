package store

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// This file makes the pool follow a failover: connections to a server that is gone, or that
// became a standby, are not used again.

// errUnreplicated means that a transaction is committed here but perhaps not on the
// synchronous standby, so a failover may lose it. Repeating the write waits for the standby
// again.
var errUnreplicated = errors.New("the commit did not wait for the synchronous standby")

// watch watches the pool's connections; pgx calls it before and after each query.
//
// One that breaks by itself makes all others suspects, which are pinged before their next
// use. One whose ping isn't answered, or that meets a read-only server, ends all others:
// pings would take long there, or succeed.
type watch struct {
	servers     *servers
	meet        func(error)   // is told of each error
	pool        *pgxpool.Pool // set before the first query
	pingTimeout time.Duration

	suspected  atomic.Int64 // when a connection broke last, in ns since 1970
	generation atomic.Int64 // counts the times that all connections were ended
}

var (
	_ pgx.QueryTracer   = (*watch)(nil)
	_ pgx.BatchTracer   = (*watch)(nil)
	_ pgx.ConnectTracer = (*watch)(nil)
)

// openPool opens the pool of a configuration. meet is told of each error.
func openPool(ctx context.Context, cfg *pgxpool.Config, meet func(error)) (_ *pgxpool.Pool, err error) {
	w := &watch{servers: serversOf(cfg.ConnConfig), meet: meet, pingTimeout: cfg.PingTimeout}
	cfg.ConnConfig.Tracer = w
	cfg.BeforeConnect = w.servers.choose
	cfg.ShouldPing = w.doubt
	cfg.PrepareConn = w.ping
	w.pool, err = pgxpool.NewWithConfig(ctx, cfg)
	return w.pool, err
}

// The keys of a connection's custom data.
const (
	doubtedKey      = "doubted"
	generationKey   = "generation"
	unreplicatedKey = "unreplicated"
)

func (w *watch) TraceConnectStart(ctx context.Context, _ pgx.TraceConnectStartData) context.Context {
	return ctx
}

func (w *watch) TraceConnectEnd(_ context.Context, end pgx.TraceConnectEndData) {
	if end.Err != nil {
		w.meet(end.Err)
		w.servers.forget()
		return
	}
	end.Conn.PgConn().CustomData()[generationKey] = w.generation.Load()
}

func (w *watch) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (w *watch) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, end pgx.TraceQueryEndData) {
	if end.Err != nil {
		w.failed(ctx, conn, end.Err)
	}
}

func (w *watch) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (w *watch) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (w *watch) TraceBatchEnd(ctx context.Context, conn *pgx.Conn, end pgx.TraceBatchEndData) {
	if end.Err != nil {
		w.failed(ctx, conn, end.Err)
	}
}

// failed looks at a connection after a query has failed on it.
func (w *watch) failed(ctx context.Context, conn *pgx.Conn, err error) {
	w.meet(err)
	if !conn.IsClosed() || errors.Is(ctx.Err(), context.Canceled) { // it is well, or its user left
		return
	}
	w.servers.forget()
	w.suspected.Store(time.Now().UnixNano())
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == readOnly {
		w.renew(conn)
	}
}

// doubt decides whether a connection is pinged before its use, which ping does: unlike the
// pool's own pings, it tells watch of the result.
func (w *watch) doubt(_ context.Context, c pgxpool.ShouldPingParams) bool {
	lastUsed := time.Now().Add(-c.IdleDuration)
	if c.IdleDuration > time.Second || lastUsed.UnixNano() < w.suspected.Load() {
		c.Conn.PgConn().CustomData()[doubtedKey] = true
	}
	return false
}

// ping reports whether a connection is well, as far as it is doubted.
func (w *watch) ping(ctx context.Context, conn *pgx.Conn) (bool, error) {
	data := conn.PgConn().CustomData()
	if data[doubtedKey] == nil {
		return true, nil
	}
	delete(data, doubtedKey)
	within, cancel := context.WithTimeout(ctx, w.pingTimeout)
	defer cancel()
	err := conn.Ping(within)
	if err != nil && ctx.Err() == nil {
		w.failed(within, conn, err)
		if within.Err() != nil {
			w.renew(conn)
		}
	}
	return err == nil, ctx.Err()
}

// renew ends the pool's connections, unless that was done since this one was opened. Those
// in use end when they are given back.
func (w *watch) renew(conn *pgx.Conn) {
	of, _ := conn.PgConn().CustomData()[generationKey].(int64)
	if w.generation.CompareAndSwap(of, of+1) {
		w.pool.Reset()
	}
}

// commit runs a batch as one transaction. If it returns nil, the transaction is as durable
// as the database makes it: with a synchronous standby, on that, too.
func (s *Store) commit(ctx context.Context, b *pgx.Batch) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	data := conn.Conn().PgConn().CustomData()
	delete(data, unreplicatedKey)
	if err := conn.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	if data[unreplicatedKey] != nil {
		return errUnreplicated
	}
	return nil
}

// noteUnreplicated notes when Postgres confirms a commit whose wait for the synchronous
// standby was cut short, as pg_cancel_backend does. Postgres says so in a warning only, in
// the operator's language.
func noteUnreplicated(c *pgconn.PgConn, n *pgconn.Notice) {
	if n.Routine == "SyncRepWaitForLSN" {
		c.CustomData()[unreplicatedKey] = true
	}
}
