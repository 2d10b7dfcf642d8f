package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// scribe flushes one entry after the other, each until it is stored, as the journal writer
// does.
type scribe struct {
	t           *testing.T
	node        *store.Node
	incarnation string // its first
	game        string

	acked  atomic.Uint64
	failed atomic.Int64 // tries

	end func() // ends run
}

// writer returns a scribe that writes into a new game.
func (b bundle) writer(t *testing.T) *scribe {
	t.Helper()
	s := &scribe{t: t, node: b.node(t), game: b.game(t), end: func() {}}
	s.incarnation = s.node.Incarnation()
	claim(t, s.node, s.game)
	return s
}

// start makes a scribe flush until it is ended.
func (s *scribe) start() {
	ctx, stop := context.WithCancel(s.t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		for ctx.Err() == nil {
			s.flush(ctx)
		}
	})
	s.end = func() {
		stop()
		running.Wait()
	}
	s.t.Cleanup(s.end)
}

// entry is the body of an entry.
func entry(seq uint64) []byte { return fmt.Appendf(nil, "%d,", seq) }

// flush stores the next entry.
func (s *scribe) flush(ctx context.Context) {
	seq := s.acked.Load() + 1
	row := room.Row{Game: s.game, Epoch: 1, First: seq, Last: seq, Body: entry(seq)}
	for {
		trying, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		err := s.node.Flush(trying, []room.Row{row})
		cancel()
		if err == nil {
			s.acked.Store(seq)
			return
		}
		s.failed.Add(1)
		s.t.Logf("entry %d: %v", seq, err)
		if !store.Away(err) || errors.Is(err, room.ErrRejected) {
			s.t.Errorf("entry %d: not taken for a failure of the database: %v", seq, err)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return
		}
	}
}

// reaches waits until this many entries are acked.
func (s *scribe) reaches(entries uint64) {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); s.acked.Load() < entries; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("timed out: %d of %d entries are acked", s.acked.Load(), entries)
		}
	}
}

// check ends the scribe and compares the journal with what was acked.
func (s *scribe) check(b bundle) {
	s.t.Helper()
	s.end()
	stream, err := b.Journal(s.t.Context(), s.game) // which is gapless, or an error
	var want []byte
	for seq := range s.acked.Load() {
		want = append(want, entry(seq+1)...)
	}
	if err != nil || !bytes.HasPrefix(stream, want) {
		s.t.Errorf("the journal lacks acked entries: %v, %d bytes of %d", err, len(stream), len(want))
	}
	if now := s.node.Incarnation(); now != s.incarnation {
		s.t.Error("the node lost what it owned")
	}
}

func TestFailover_KeepsWhatWasFlushedWhenThePrimaryIsKilled(t *testing.T) {
	t.Parallel()
	pair := storetest.NewPair(t)
	b := bundle{storetest.Open(t, pair.URL()), pair.First()}
	s := b.writer(t)
	s.start()
	s.reaches(50)

	pair.KillFirst()
	before, killed := s.acked.Load(), time.Now()
	pair.PromoteSecond()
	promoted := time.Now()
	s.reaches(before + 1)
	t.Logf("a flush was stored again %s after the kill, %s after the promotion, and %d tries failed",
		time.Since(killed).Round(time.Millisecond), time.Since(promoted).Round(time.Millisecond), s.failed.Load())
	s.reaches(before + 50)
	s.check(b)
}

// A primary that became read-only answers all pings, so each of the pool's connections would
// cost a flush.
func TestFailover_LeavesAPrimaryThatBecameReadOnly(t *testing.T) {
	t.Parallel()
	pair := storetest.NewPair(t)
	b := bundle{storetest.Open(t, pair.URL()), pair.First()}
	s := b.writer(t)
	for range 3 {
		s.flush(t.Context())
	}
	if err := b.FillPool(t.Context(), 12); err != nil {
		t.Fatal(err)
	}

	pair.PromoteSecond()
	pair.DemoteFirst()
	demoted := time.Now()
	for range 20 {
		s.flush(t.Context())
	}
	t.Logf("20 flushes took %s after the demotion", time.Since(demoted).Round(time.Millisecond))
	if tries := s.failed.Load(); tries > 2 {
		t.Errorf("%d tries failed; want one, or a second to find the other server", tries)
	}
	s.check(b)
}

// A server that vanishes ends no connection: nothing answers any more.
func TestFailover_LeavesAServerThatVanished(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	gate := newGate(t, database)
	folder, err := os.MkdirTemp("/tmp", "up") // short, for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	b := bundle{storetest.Open(t, gate.urlWith(t, database, folder)), database} // nothing is in the folder yet
	s := b.writer(t)
	s.flush(t.Context())
	if err := b.FillPool(t.Context(), 12); err != nil {
		t.Fatal(err)
	}

	gate.hang()
	vanished := time.Now()
	if err := os.Symlink(gate.server, filepath.Join(folder, ".s.PGSQL.5432")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := s.node.Flush(ctx, []room.Row{{Game: s.game, Epoch: 1, First: 2, Last: 2, Body: entry(2)}}); err == nil {
		t.Fatal("a flush succeeded without a server")
	}
	s.flush(t.Context()) // pings one connection in vain
	took := time.Since(vanished).Round(time.Millisecond)
	t.Logf("a flush was stored on the other server %s after the first had vanished, and %d tries failed", took, s.failed.Load())
	if took > 5*time.Second {
		t.Error("it took too long")
	}
	s.check(b)
	gate.close() // else closing the store would wait for the server
}

// gate is a way to Postgres that can hang.
type gate struct {
	server string // Postgres's socket
	listen net.Listener

	close func()

	mu    sync.Mutex
	hangs bool
	conns []net.Conn
}

func newGate(t *testing.T, url string) *gate {
	t.Helper()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{server: pgAddress(cfg)}
	if g.server[0] != '/' {
		t.Skip("the test server is not on a socket")
	}
	if g.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			client, err := g.listen.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", g.server)
			if err != nil {
				t.Error(err)
				return
			}
			g.mu.Lock()
			g.conns = append(g.conns, client, server)
			g.mu.Unlock()
			for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
				serving.Go(func() { g.pass(way[0], way[1]) })
			}
		}
	})
	g.close = sync.OnceFunc(func() {
		_ = g.listen.Close()
		g.mu.Lock()
		for _, c := range g.conns {
			_ = c.Close()
		}
		g.mu.Unlock()
		serving.Wait()
	})
	t.Cleanup(g.close)
	return g
}

// pass copies until the gate hangs, and then only reads.
func (g *gate) pass(from, to net.Conn) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		g.mu.Lock()
		hangs := g.hangs
		g.mu.Unlock()
		if err == nil && !hangs {
			_, err = to.Write(buffer[:n])
		}
		if err != nil {
			if !hangs {
				_ = to.Close()
			}
			return
		}
	}
}

// hang lets nothing through any more, on old connections and new ones.
func (g *gate) hang() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.hangs = true
}

// urlWith returns a URL that names the gate and a second server, with a socket in a folder.
func (g *gate) urlWith(t *testing.T, database, folder string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("host", "127.0.0.1,"+folder)
	q.Set("port", fmt.Sprintf("%d,5432", g.listen.Addr().(*net.TCPAddr).Port))
	u.RawQuery = q.Encode()
	return u.String()
}

// A flush whose answer is lost may be committed on the primary alone. Repeated, it must not
// succeed before the standby has it, although nothing is left to insert.
func TestFailover_WaitsForTheStandbyWhenItRepeatsAWrite(t *testing.T) {
	t.Parallel()
	pair := storetest.NewPair(t)
	b := bundle{storetest.Open(t, pair.URL()), pair.First()}
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	for _, write := range []struct {
		name, last, stored string // its last statement; whether it is stored
		write              func(context.Context) error
	}{
		{
			"flush", "UPDATE games", `SELECT EXISTS (SELECT FROM journal WHERE game = $1)`,
			func(ctx context.Context) error {
				return n.Flush(ctx, []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}})
			},
		},
		{
			"finish", "SELECT EXISTS", `SELECT state <> 'live' FROM games WHERE id = $1`,
			func(ctx context.Context) error {
				return n.Finish(ctx, room.Finished{Game: id, Epoch: 1, Recording: []byte("\x01r"), EndedAt: time.Now()})
			},
		},
	} {
		begin := func() (cancel context.CancelFunc, done <-chan error) {
			ctx, cancel := context.WithCancel(t.Context())
			c := make(chan error, 1)
			go func() { c <- write.write(ctx) }()
			return cancel, c
		}
		pair.StopSecond()

		cancel, first := begin()
		pair.WaitForCommit(write.last)
		cancel()
		if err := <-first; err == nil {
			t.Errorf("%s: succeeded without the standby", write.name)
		}
		eventually(t, "it is committed on the primary", func() bool {
			return storetest.Value[bool](t, pair.First(), write.stored, id)
		})

		// An operator may cut the wait short; then Postgres confirms the commit.
		cancel, second := begin()
		defer cancel()
		storetest.Exec(t, pair.First(), `SELECT pg_cancel_backend($1)`, pair.WaitForCommit(write.last))
		if err := <-second; err == nil || errors.Is(err, room.ErrRejected) || errors.Is(err, room.ErrFenced) {
			t.Errorf("%s: %v after its wait was cancelled; want an error that is worth another try", write.name, err)
		}

		cancel, third := begin()
		defer cancel()
		pair.WaitForCommit(write.last)
		pair.StartSecond()
		if err := <-third; err != nil {
			t.Errorf("%s: %v", write.name, err)
		}
		if !storetest.Value[bool](t, pair.Second(), write.stored, id) {
			t.Errorf("%s: succeeded before the standby had it", write.name)
		}
		pair.WaitForStandby()
	}
}

// eventually waits up to a minute until a condition holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("timed out: %s", what)
		}
	}
}
