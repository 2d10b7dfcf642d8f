package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/localpg"
)

// Pair is a migrated Postgres and its synchronous standby, both of the test's own and with
// all durability settings on. Its methods fail the test.
type Pair struct {
	t       testing.TB
	folder  string
	name    string // of the folder of a cluster
	servers [2]*localpg.Server
}

// Which server of a pair.
const (
	first  = iota // the primary at the start
	second        // its standby
)

// NewPair starts a pair, which ends with the test.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	folder, err := privateFolder()
	if err != nil {
		t.Fatal(err)
	}
	p := &Pair{t: t, folder: folder}
	t.Cleanup(p.end)
	p.start(first)
	made, err := filepath.Glob(filepath.Join(p.home(first), "*", "PG_VERSION"))
	if err != nil || len(made) != 1 {
		t.Fatalf("no cluster: %q, %v", made, err)
	}
	p.name = filepath.Base(filepath.Dir(made[0]))
	p.migrate()
	p.stop(first)
	p.copy()
	p.start(first)
	p.follow()
	p.start(second)
	Exec(t, p.First(), `ALTER SYSTEM SET synchronous_standby_names = '*'`)
	Exec(t, p.First(), `SELECT pg_reload_conf()`)
	p.WaitForStandby()
	return p
}

// First is the URL of the server that is the primary at the start.
func (p *Pair) First() string { return p.servers[first].URL() }

// Second is the URL of the server that is the standby at the start.
func (p *Pair) Second() string { return p.servers[second].URL() }

// URL names both servers, for a store that follows a failover.
func (p *Pair) URL() string {
	p.t.Helper()
	one, two := p.parse(p.First()), p.parse(p.Second())
	q := one.Query()
	q.Set("host", q.Get("host")+","+two.Query().Get("host"))
	one.RawQuery = q.Encode()
	return one.String()
}

func (p *Pair) parse(s string) *url.URL {
	p.t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		p.t.Fatal(err)
	}
	return u
}

// KillFirst ends the first server with kill -9.
func (p *Pair) KillFirst() {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.cluster(first), "postmaster.pid"))
	if err != nil {
		p.t.Fatal(err)
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	pid, err := strconv.Atoi(string(bytes.TrimSpace(line)))
	if err != nil || pid <= 1 {
		p.t.Fatalf("no process of Postgres in %q, %v", line, err)
	}
	process, err := os.FindProcess(pid)
	if err == nil {
		err = process.Kill()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.stop(first) // waits for the end of its children
}

// DemoteFirst makes the first server refuse writes while its connections stay open, as the
// tools do that switch over to another server.
func (p *Pair) DemoteFirst() {
	p.t.Helper()
	Exec(p.t, p.First(), `ALTER SYSTEM SET default_transaction_read_only = on`)
	Exec(p.t, p.First(), `SELECT pg_reload_conf()`)
	until(p.t, "it is read-only", func() bool {
		return Value[string](p.t, p.First(), `SELECT current_setting('transaction_read_only')`) == "on"
	})
}

// PromoteSecond makes the standby a primary that has no standby.
func (p *Pair) PromoteSecond() {
	p.t.Helper()
	if !Value[bool](p.t, p.Second(), `SELECT pg_promote()`) {
		p.t.Fatal("the standby was not promoted")
	}
}

// StopSecond stops the standby, so that every commit waits for it.
func (p *Pair) StopSecond() {
	p.t.Helper()
	p.stop(second)
}

// StartSecond starts the standby again.
func (p *Pair) StartSecond() {
	p.t.Helper()
	p.start(second)
}

// WaitForStandby waits until commits wait for the standby, and it follows.
func (p *Pair) WaitForStandby() {
	p.t.Helper()
	until(p.t, "the standby follows", func() bool {
		return Value[bool](p.t, p.First(), `SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync')`)
	})
}

// WaitForCommit waits until a commit on the first server waits for the standby, whose last
// statement begins like this, and returns its process of Postgres.
func (p *Pair) WaitForCommit(statement string) (pid int) {
	p.t.Helper()
	until(p.t, "a commit waits for the standby", func() bool {
		pid = Value[int](p.t, p.First(), `
			SELECT COALESCE(max(pid), 0)
			FROM pg_stat_activity
			WHERE wait_event = 'SyncRep' AND starts_with(ltrim(query, E' \n\t'), $1)`, statement)
		return pid != 0
	})
	return pid
}

// until waits up to a minute until a condition holds.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("timed out: %s", what)
		}
	}
}

func (p *Pair) home(which int) string { return filepath.Join(p.folder, strconv.Itoa(which)) }

// cluster is the folder that holds the files of a server.
func (p *Pair) cluster(which int) string { return filepath.Join(p.home(which), p.name) }

func (p *Pair) start(which int) {
	p.t.Helper()
	s, err := localpg.Start(p.t.Context(), localpg.Config{DataDir: p.home(which), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	p.servers[which] = s
}

func (p *Pair) stop(which int) {
	p.t.Helper()
	if err := p.servers[which].Stop(context.Background()); err != nil {
		p.t.Error(err)
	}
}

func (p *Pair) migrate() {
	p.t.Helper()
	s, err := store.Open(p.t.Context(), p.First(), store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// copy makes the second cluster from the first, which is stopped: that needs no program of
// Postgres that might be missing.
func (p *Pair) copy() {
	p.t.Helper()
	err := os.Mkdir(p.home(second), 0o711) //nolint:gosec // Postgres runs as another user
	if err != nil {
		p.t.Fatal(err)
	}
	if out, err := exec.CommandContext(p.t.Context(), "cp", "-Rp", p.cluster(first), p.cluster(second)).CombinedOutput(); err != nil {
		p.t.Fatalf("%v: %s", err, out)
	}
}

// follow makes the second cluster a standby of the first server.
func (p *Pair) follow() {
	p.t.Helper()
	host := p.parse(p.First()).Query().Get("host")
	settings := fmt.Sprintf("primary_conninfo = 'host=%s user=%s'\nwal_retrieve_retry_interval = 100ms\n", host, p.parse(p.First()).User.Username())
	auto, err := os.OpenFile(filepath.Join(p.cluster(second), "postgresql.auto.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = auto.WriteString(settings)
		err = errors.Join(err, auto.Close())
	}
	// Who owns the folder must be able to remove the file.
	if err == nil {
		err = os.WriteFile(filepath.Join(p.cluster(second), "standby.signal"), nil, 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	info, err := os.Stat(p.cluster(second))
	if err != nil {
		p.t.Fatal(err)
	}
	uid, gid := ownerOf(info)
	if err := os.Chown(filepath.Join(p.cluster(second), "standby.signal"), uid, gid); err != nil {
		p.t.Fatal(err)
	}
}

func (p *Pair) end() {
	// The standby first: the primary waits until it has all.
	for _, s := range []*localpg.Server{p.servers[second], p.servers[first]} {
		if s == nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		if err := s.Stop(ctx); err != nil && !strings.Contains(err.Error(), "deadline") {
			p.t.Error(err)
		}
		cancel()
	}
	if err := os.RemoveAll(p.folder); err != nil {
		p.t.Error(err)
	}
}
