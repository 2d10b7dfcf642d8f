package store_test

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// openPooled opens a store through pgbouncer, with a direct URL beside it.
func openPooled(t *testing.T, pooled, direct string) bundle {
	t.Helper()
	s, err := store.Open(t.Context(), pooled, store.Options{Logger: logTo(t.Output()), DirectURL: direct, Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return bundle{s, direct}
}

func TestPooler_NeedsADirectURL(t *testing.T) {
	t.Parallel()
	direct := storetest.URL(t)
	pooled := storetest.NewBouncer(t, direct).URL(direct)
	_, err := store.Open(t.Context(), pooled, store.Options{Logger: logTo(t.Output())})
	if !errors.Is(err, store.ErrPooled) {
		t.Errorf("got %v; want ErrPooled", err)
	}
}

// In transaction mode each transaction may run in another session, which has neither what a
// connection prepared nor its locks.
func TestPooler_SharesSessionsInTransactionMode(t *testing.T) {
	t.Parallel()
	direct := storetest.URL(t)
	storetest.Exec(t, direct, `DROP SCHEMA public CASCADE`)
	storetest.Exec(t, direct, `CREATE SCHEMA public`)
	b := openPooled(t, storetest.NewBouncer(t, direct).URL(direct), direct)
	if err := b.Ready(t.Context()); !errors.Is(err, store.ErrNotMigrated) {
		t.Errorf("an empty database: %v; want ErrNotMigrated", err)
	}
	var all errgroup.Group
	for range 3 { // whose migrations have a lock of their session
		all.Go(func() error { return b.Migrate(t.Context()) })
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Errorf("a migrated database: %v", err)
	}

	n := become(t, b.Store, store.NodeConfig{ID: "a", Address: "a"})
	other := become(t, openPooled(t, storetest.NewBouncer(t, direct).URL(direct), direct).Store, store.NodeConfig{ID: "b", Address: "b"})
	until(t, "the nodes know each other", func() bool { return len(n.Others()) == 1 && len(other.Others()) == 1 })
	// More games at once than pgbouncer has sessions, each with all kinds of queries.
	for range 12 {
		all.Go(func() error {
			id := b.game(t)
			claim(t, n, id)
			for seq := uint64(1); seq <= 10; seq++ {
				if err := n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: seq, Last: seq, Body: []byte("a")}}); err != nil {
					return err
				}
				if stream, err := b.Journal(t.Context(), id); err != nil || len(stream) != int(seq) {
					t.Errorf("after %d entries the journal has %d bytes, %v", seq, len(stream), err)
				}
				if _, _, err := b.ListGames(t.Context(), store.GamePage{Order: store.Newest, Limit: 5}); err != nil { // which has settings of its transaction
					return err
				}
			}
			return n.Finish(t.Context(), room.Finished{Game: id, Epoch: 1, Recording: []byte("\x01r"), EndedAt: time.Now()})
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := storetest.Value[int](t, direct, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tandem %'`); n > 8 {
		t.Errorf("%d connections; want pgbouncer's 5 and those of the nodes", n)
	}
}

func TestPooler_FollowsAFailover(t *testing.T) {
	t.Parallel()
	pair := storetest.NewPair(t)
	bouncer := storetest.NewBouncer(t, pair.First())
	b := openPooled(t, bouncer.URL(pair.First()), pair.URL())
	s := b.writer(t)
	s.start()
	s.reaches(50)
	pair.KillFirst()
	before, killed := s.acked.Load(), time.Now()
	pair.PromoteSecond()
	bouncer.LeadTo(pair.Second())
	s.reaches(before + 1)
	t.Logf("a flush was stored again %s after the kill, and %d tries failed", time.Since(killed).Round(time.Millisecond), s.failed.Load())
	s.reaches(before + 50)
	s.check(b)
}
