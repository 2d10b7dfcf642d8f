package store_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(helperEnv); url != "" {
		runHelper(url)
		return
	}
	goleak.VerifyTestMain(m, storetest.IgnoreServer()...)
}

// bundle is a store on a database of the test's own, and what many tests put in it.
type bundle struct {
	*store.Store
	url string
}

func setup(t *testing.T) bundle {
	t.Helper()
	t.Parallel()
	url := storetest.URL(t)
	return bundle{storetest.Open(t, url), url}
}

// player makes a player with that name and returns its id.
func (b bundle) player(t *testing.T, name string) string {
	t.Helper()
	p, err := b.UpsertPlayer(t.Context(), []byte(rand.Text()), name)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// lobby makes a lobby with these members, the first its host.
func (b bundle) lobby(t *testing.T, code string, members ...string) {
	t.Helper()
	if err := b.CreateLobby(t.Context(), code, members[0], lobby.DefaultSettings()); err != nil {
		t.Fatal(err)
	}
	for _, m := range members[1:] {
		if err := b.Join(t.Context(), code, m); err != nil {
			t.Fatal(err)
		}
	}
}

// ready makes members ready, in this order.
func (b bundle) ready(t *testing.T, code string, members ...string) {
	t.Helper()
	for _, m := range members {
		if _, err := b.SetReady(t.Context(), code, m, true); err != nil {
			t.Fatal(err)
		}
	}
}

// game matches two new players in a new lobby and returns their game's id.
func (b bundle) game(t *testing.T) string {
	t.Helper()
	code := rand.Text()
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, code, mila, jonas)
	b.ready(t, code, mila, jonas)
	matches, err := b.Match(t.Context(), code, neighbours, rand.Text)
	if err != nil || len(matches) != 1 {
		t.Fatalf("%d matches, %v", len(matches), err)
	}
	return matches[0].Game
}

// node makes the store a node of its database until the test ends.
func (b bundle) node(t *testing.T) *store.Node {
	t.Helper()
	return become(t, b.Store, store.NodeConfig{ID: "here"})
}

// become makes a store a node until the test ends.
func become(t testing.TB, s *store.Store, c store.NodeConfig) *store.Node {
	t.Helper()
	n, err := s.BecomeNode(t.Context(), nodeConfig(t, c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { leave(t, n) })
	return n
}

// nodeConfig fills in what the test doesn't say.
func nodeConfig(t testing.TB, c store.NodeConfig) store.NodeConfig {
	if c.Logger == nil {
		c.Logger = logTo(t.Output())
	}
	if c.OnFenced == nil {
		c.OnFenced = func() {}
	}
	if c.OnWanted == nil {
		c.OnWanted = func([]string, []string) {}
	}
	return c
}

// neighbours pairs each ticket with the next one.
func neighbours(tickets []lobby.Ticket) (pairs []lobby.Pair) {
	for ; len(tickets) >= 2; tickets = tickets[2:] {
		pairs = append(pairs, lobby.Pair{tickets[0], tickets[1]})
	}
	return pairs
}

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

func TestMigrate_Concurrently(t *testing.T) {
	b := setup(t)
	storetest.Exec(t, b.url, `DROP SCHEMA public CASCADE`)
	storetest.Exec(t, b.url, `CREATE SCHEMA public`)
	if err := b.Ready(t.Context()); !errors.Is(err, store.ErrNotMigrated) {
		t.Errorf("an empty database: %v; want ErrNotMigrated", err)
	}
	var all errgroup.Group
	for range 3 {
		other := storetest.Open(t, b.url)
		all.Go(func() error { return other.Migrate(t.Context()) })
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Errorf("a migrated database: %v", err)
	}
}

func TestOpen_WaitsForADatabaseThatStarts(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(cfg.Host, "/") {
		t.Skip("the test server is not on a socket that could be moved")
	}
	folder, err := os.MkdirTemp("/tmp", "up") // short, for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	later := &onFirstWrite{do: func() error {
		return os.Symlink(filepath.Join(cfg.Host, ".s.PGSQL.5432"), filepath.Join(folder, ".s.PGSQL.5432"))
	}}
	moved := strings.Replace(url, "host="+strings.ReplaceAll(cfg.Host, "/", "%2F"), "host="+folder, 1)
	s, err := store.Open(t.Context(), moved, store.Options{Logger: logTo(later), Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !strings.Contains(later.text.String(), "the database does not answer") || later.err != nil {
		t.Errorf("the log says %q, %v", later.text.String(), later.err)
	}
}

// onFirstWrite keeps what is written and does something the first time.
type onFirstWrite struct {
	do   func() error
	once sync.Once
	err  error
	text bytes.Buffer
}

func (w *onFirstWrite) Write(p []byte) (int, error) {
	w.once.Do(func() { w.err = w.do() })
	return w.text.Write(p)
}

func TestOpen_GivesUpAtOnceWhenRefused(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	began := time.Now()
	_, err := store.Open(t.Context(), strings.Replace(url, "/tandem_test_", "/no_tandem_test_", 1), store.Options{Logger: logTo(t.Output())})
	if err == nil || !strings.Contains(err.Error(), "does not exist") || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v; want to be told at once that there is no such database", time.Since(began), err)
	}
}

func TestOpen_WarnsOfADatabaseThatMayLoseCommits(t *testing.T) {
	t.Parallel()
	if os.Getenv("TEST_DATABASE_URL") != "" {
		t.Skip("only the private test server is known to have fsync off")
	}
	var log bytes.Buffer
	s, err := store.Open(t.Context(), storetest.URL(t), store.Options{Logger: logTo(&log)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		if !strings.Contains(log.String(), "the database runs with "+setting+" off") {
			t.Errorf("no warning that %s is off: %s", setting, log.String())
		}
	}
}
