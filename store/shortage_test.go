package store_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// logText is a log that many goroutines write to.
type logText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logText) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logText) count(s string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), s)
}

func TestShortageOf(t *testing.T) {
	answer := func(code string) error { return fmt.Errorf("read: %w", &pgconn.PgError{Code: code}) }
	for _, test := range []struct {
		err  error
		want store.Shortage
	}{
		{answer("53100"), store.DiskFull},
		{answer("53200"), store.NoMemory},
		{answer("53300"), store.NoConnections},
		{answer("53000"), store.NoFiles},
		{fmt.Errorf("dial: %w", &net.OpError{Op: "dial", Err: syscall.EMFILE}), store.NoFiles},
		{fmt.Errorf("not ready: %w", store.DiskFull), store.DiskFull},
		{answer("57P03"), ""},
		{errors.New("odd"), ""},
		{nil, ""},
	} {
		if got := store.ShortageOf(test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

// openAs opens a store as a role that may have so many connections.
func openAs(t *testing.T, database string, connections int, log *logText) (s *store.Store, role, itsURL string) {
	t.Helper()
	role, itsURL = as(t, database, fmt.Sprintf("CONNECTION LIMIT %d", connections))
	storetest.Exec(t, database, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO `+role)
	s, err := store.Open(t.Context(), itsURL, store.Options{Logger: logTo(log), Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, role, itsURL
}

func TestOpen_UsesNoMoreConnectionsThanTheRoleMayHave(t *testing.T) {
	t.Parallel()
	log := new(logText)
	s, _, _ := openAs(t, storetest.URL(t), 4, log)
	var all errgroup.Group
	for range 40 {
		all.Go(func() error { return s.Ready(t.Context()) })
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}

func TestShortage_OfConnectionsIsLoggedOnceAndPasses(t *testing.T) {
	t.Parallel()
	database, log := storetest.URL(t), new(logText)
	s, role, itsURL := openAs(t, database, 3, log)
	storetest.Exec(t, database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1`, role)
	var others []*pgx.Conn
	until(t, "others have all connections", func() bool {
		c, err := pgx.Connect(t.Context(), itsURL)
		if err == nil {
			others = append(others, c)
		}
		return len(others) == 3
	})
	for range 3 {
		if err := s.Ready(t.Context()); store.ShortageOf(err) != store.NoConnections {
			t.Errorf("got %v; want that there is no connection", err)
		}
	}
	for _, c := range others {
		_ = c.Close(context.WithoutCancel(t.Context()))
	}
	until(t, "it is ready again", func() bool { return s.Ready(t.Context()) == nil })
	if n := log.count("level=WARN"); n != 1 || log.count("CONNECTION LIMIT") != 1 {
		t.Errorf("%d warnings:\n%s", n, log.text.String())
	}
}

func TestShortage_OfTheDiskIsKnownFromAWriteThatFails(t *testing.T) {
	b := setup(t)
	storetest.Exec(t, b.url, `CREATE FUNCTION fail() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$`)
	storetest.Exec(t, b.url, `CREATE TRIGGER fail BEFORE INSERT ON players FOR EACH ROW EXECUTE FUNCTION fail()`)
	if short := b.Shortage(); short != "" {
		t.Errorf("before anything failed: %v", short)
	}
	if _, err := b.UpsertPlayer(t.Context(), []byte("session"), "Mila"); !store.Away(err) {
		t.Errorf("got %v; want that it may be tried again", err)
	}
	if short, err := b.Shortage(), b.Ready(t.Context()); short != store.DiskFull || err != nil {
		t.Errorf("it is short of %q, and a read ends with %v", short, err)
	}
}
