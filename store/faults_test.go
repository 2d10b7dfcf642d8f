package store_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// faultyLine is a line to Postgres that breaks: it passes everything on, until it is told
// to cut a connection, before or after a statement came through, or just its answer.
type faultyLine struct {
	url string // of the database by this line

	server string // Postgres's address

	mu    sync.Mutex
	links map[*link]struct{}
}

// link is one connection.
type link struct {
	client, server net.Conn
	deaf           bool // answers are lost; guarded by the line's mu
}

// newFaultyLine opens a line to the database at a URL. Statements get little time on it,
// and deadlocks are seen soon.
func newFaultyLine(t *testing.T, database string) *faultyLine {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &faultyLine{links: map[*link]struct{}{}}
	cfg, err := pgx.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	f.server = pgAddress(cfg)
	q := u.Query()
	q.Del("host")
	q.Set("sslmode", "disable")
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

// pgAddress is where a configuration leads, on TCP or a unix socket.
func pgAddress(cfg *pgx.ConnConfig) string {
	if cfg.Host[0] == '/' {
		return fmt.Sprintf("%s/.s.PGSQL.%d", cfg.Host, cfg.Port)
	}
	return net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port))
}

func (f *faultyLine) serve(client net.Conn) {
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
		_, _ = io.Copy(server, client)
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

// answers writes to a client what its server answers, unless that is to be lost.
type answers struct {
	f *faultyLine
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

// cut breaks one connection: at once, or when its next answer comes, which is lost.
func (f *faultyLine) cut(chance *rand.Rand) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for l := range f.links {
		if chance.IntN(2) == 0 {
			l.deaf = true
		} else {
			l.close()
		}
		return
	}
}

// breakThings brings about one fault after the other until ctx ends: cut connections,
// backends that are killed, statements that are cancelled, and transactions of others that
// hold players' locks, in any order.
func (f *faultyLine) breakThings(ctx context.Context, direct string, chance *rand.Rand, players func() []string) error {
	conn, err := pgx.Connect(ctx, direct)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for ctx.Err() == nil {
		switch chance.IntN(8) {
		case 0, 1, 2:
			f.cut(chance)
		case 3:
			_, err = conn.Exec(ctx, `
				SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'tandem %' AND state <> 'idle'
				ORDER BY random() LIMIT 1`)
		case 4, 5:
			_, err = conn.Exec(ctx, `
				SELECT pg_cancel_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'tandem %' AND state <> 'idle'
				ORDER BY random() LIMIT 1`)
		default:
			err = intrude(ctx, conn, chance, players())
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(chance.IntN(30)) * time.Millisecond):
		}
	}
	return nil
}

// intrude locks a few players in any order, as nobody should.
func intrude(ctx context.Context, conn *pgx.Conn, chance *rand.Rand, players []string) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if _, err := tx.Exec(ctx, `SET LOCAL deadlock_timeout = '10s'`); err != nil { // the others are to be the victims
		return err
	}
	for range 4 {
		if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, players[chance.IntN(len(players))]); err != nil {
			return err
		}
		time.Sleep(time.Duration(chance.IntN(3)) * time.Millisecond)
	}
	return nil
}
