package store_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/store/storetest"
)

// faultyProxy is a proxy to Postgres. While it is broken it drops some messages of the client
// or their answers, each with its connection. What it passes on may fail in the database; see
// faultyTables.
type faultyProxy struct {
	url string // of the database over this proxy

	server string // Postgres's address
	faults atomic.Int64

	mu     sync.Mutex
	links  map[*link]struct{}
	broken bool
	chance *rand.Rand
}

// One message in oneMessageOf is lost, and the answer of one commit in oneCommitOf; then the
// client can't know whether it was committed. Each loss costs a connection, and Postgres opens
// about 50 a second; most are spent on transactions that seat players.
const (
	oneMessageOf    = 300
	oneCommitOf     = 50
	oneSeatCommitOf = 2
)

// faultyTables makes 3 % of written rows fail, and 10 % of those of games, if a store writes
// them while the proxy is broken: with a deadlock, a serialization failure, a
// statement_timeout, or a killed backend.
const faultyTables = `
	CREATE TABLE broken (now BOOLEAN NOT NULL);
	INSERT INTO broken VALUES (false);
	CREATE FUNCTION break() RETURNS TRIGGER LANGUAGE plpgsql AS $$
	BEGIN
		IF random() < TG_ARGV[0]::float AND current_setting('application_name') LIKE 'tandem %' AND (SELECT now FROM broken) THEN
			CASE floor(random() * 6)
			WHEN 0, 1 THEN RAISE 'a deadlock' USING ERRCODE = '40P01';
			WHEN 2, 3 THEN RAISE 'a serialization failure' USING ERRCODE = '40001';
			WHEN 4 THEN PERFORM pg_terminate_backend(pg_backend_pid());
			ELSE RAISE 'canceling statement due to statement timeout' USING ERRCODE = '57014';
			END CASE;
		END IF;
		RETURN NULL;
	END $$;
	CREATE TRIGGER break AFTER INSERT ON games EXECUTE FUNCTION break('0.1');
	CREATE TRIGGER break AFTER INSERT ON rooms EXECUTE FUNCTION break('0.03');
	CREATE TRIGGER break AFTER INSERT ON seats EXECUTE FUNCTION break('0.03');
	CREATE TRIGGER break AFTER INSERT OR UPDATE OR DELETE ON tickets EXECUTE FUNCTION break('0.03');
	CREATE TRIGGER break AFTER INSERT OR DELETE ON members EXECUTE FUNCTION break('0.03');
	CREATE TRIGGER break AFTER INSERT OR DELETE ON invitations EXECUTE FUNCTION break('0.03');
	CREATE TRIGGER break AFTER UPDATE OR DELETE ON players EXECUTE FUNCTION break('0.03');`

// link is one connection.
type link struct {
	client, server net.Conn

	seats bool // the transaction seats players; owned by requests
	deaf  bool // answers are lost; guarded by the proxy's mu
}

// newFaultyProxy opens a proxy to the database at a URL, in which it installs faultyTables. It
// gives statements little time, and deadlocks are detected soon.
func newFaultyProxy(t *testing.T, database string, chance *rand.Rand) *faultyProxy {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &faultyProxy{links: map[*link]struct{}{}, chance: chance}
	storetest.Exec(t, database, faultyTables)
	cfg, err := pgx.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	f.server = pgAddress(cfg)
	q := u.Query()
	q.Del("host")
	q.Set("pool_max_conns", "40") // so that nobody queues for long
	q.Set("sslmode", "disable")
	q.Set("default_query_exec_mode", "cache_describe") // so that requests can read the SQL
	q.Set("statement_timeout", "2s")
	q.Set("deadlock_timeout", "20ms")
	u.RawQuery, u.Host = q.Encode(), listener.Addr().String()
	f.url = u.String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { f.serve(client) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		f.mu.Lock()
		for l := range f.links {
			l.close()
		}
		f.mu.Unlock()
		serving.Wait()
	})
	return f
}

// pgAddress is the network and address of a configuration: TCP or a unix socket.
func pgAddress(cfg *pgx.ConnConfig) string {
	if cfg.Host[0] == '/' {
		return fmt.Sprintf("%s/.s.PGSQL.%d", cfg.Host, cfg.Port)
	}
	return net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port))
}

func (f *faultyProxy) serve(client net.Conn) {
	network := "tcp"
	if f.server[0] == '/' {
		network = "unix"
	}
	server, err := net.Dial(network, f.server)
	if err != nil {
		_ = client.Close()
		return
	}
	l := &link{client: client, server: server}
	f.mu.Lock()
	f.links[l] = struct{}{}
	f.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(requests{f, l}, client)
		l.close()
	})
	both.Go(func() {
		_, _ = io.Copy(answers{f, l}, server)
		l.close()
	})
	both.Wait()
	f.mu.Lock()
	delete(f.links, l)
	f.mu.Unlock()
}

// answers passes the server's answers on to the client, unless they are to be lost.
type answers struct {
	f *faultyProxy
	l *link
}

func (a answers) Write(b []byte) (int, error) {
	a.f.mu.Lock()
	deaf := a.l.deaf
	a.f.mu.Unlock()
	if deaf {
		a.l.close()
		return 0, io.ErrClosedPipe
	}
	return a.l.client.Write(b)
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// requests passes the client's messages on to the server, and loses some while the proxy is
// broken.
type requests struct {
	f *faultyProxy
	l *link
}

func (r requests) Write(b []byte) (int, error) {
	r.l.seats = r.l.seats && !bytes.Contains(b, []byte("begin")) || bytes.Contains(b, []byte("INSERT INTO seats"))
	commits := oneCommitOf
	if r.l.seats {
		commits = oneSeatCommitOf
	}
	r.f.mu.Lock()
	lost := false
	switch {
	case !r.f.broken:
	case bytes.Contains(b, []byte("commit")) && r.f.chance.IntN(commits) == 0:
		r.f.faults.Add(1)
		r.l.deaf = true
	case r.f.chance.IntN(oneMessageOf) == 0:
		r.f.faults.Add(1)
		lost = true
	}
	r.f.mu.Unlock()
	if lost {
		r.l.close()
		return 0, io.ErrClosedPipe
	}
	return r.l.server.Write(b)
}

// breakThings keeps the proxy broken until ctx ends, and locks players in random order.
func (f *faultyProxy) breakThings(ctx context.Context, direct string, players func() []string) error {
	conn, err := pgx.Connect(context.WithoutCancel(ctx), direct)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	set := func(ctx context.Context, broken bool) error {
		f.mu.Lock()
		f.broken = broken
		f.mu.Unlock()
		_, err := conn.Exec(ctx, `UPDATE broken SET now = $1`, broken)
		return err
	}
	if err := set(context.WithoutCancel(ctx), true); err != nil {
		return err
	}
	for ctx.Err() == nil {
		if err := f.intrude(ctx, conn, players()); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	if conn.IsClosed() { // because ctx ended
		if conn, err = pgx.Connect(context.WithoutCancel(ctx), direct); err != nil {
			return err
		}
	}
	return set(context.WithoutCancel(ctx), false)
}

// intrude locks a few players for a short time, in random order, which no other code does.
func (f *faultyProxy) intrude(ctx context.Context, conn *pgx.Conn, players []string) error {
	f.mu.Lock()
	f.chance.Shuffle(len(players), func(i, j int) { players[i], players[j] = players[j], players[i] })
	f.mu.Unlock()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if _, err := tx.Exec(ctx, `SET LOCAL deadlock_timeout = '10s'`); err != nil { // so that the others are the victims
		return err
	}
	for _, id := range players[:4] {
		if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `SELECT pg_sleep(0.01)`)
	return err
}
