//go:build unix

package localpg

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"
)

// helperEnv turns the test binary into a process that runs a server until it is killed. Its
// value is "durable" or "fleeting", and the data folder.
const helperEnv = "LOCALPG_TEST_HELPER"

func TestMain(m *testing.M) {
	if kind, folder, ok := strings.Cut(os.Getenv(helperEnv), ":"); ok {
		runHelper(kind == "fleeting", folder)
		return
	}
	goleak.VerifyTestMain(m)
}

// runHelper starts a server, prints its address, and waits to be killed.
func runHelper(fleeting bool, folder string) {
	s, err := Start(context.Background(), Config{DataDir: folder, Logger: slog.New(slog.DiscardHandler), Fleeting: fleeting})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s.URL())
	select {}
}

// helper is another process with a server on the folder.
type helper struct {
	cmd     *exec.Cmd
	url     string
	cluster string
}

func startHelper(t *testing.T, kind, folder string) helper {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), helperEnv+"="+kind+":"+folder)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("the helper did not start: ", err)
	}
	clusters := clustersIn(folder) // of installed programs or of fetched ones
	if len(clusters) != 1 {
		t.Fatalf("the clusters in %s are %q", folder, clusters)
	}
	h := helper{cmd: cmd, url: strings.TrimSpace(line), cluster: clusters[0]}
	where, err := pgx.ParseConfig(h.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		h.kill(t)
		gone(t, "server", func() bool { _, err := postmasterOf(h.cluster); return err != nil })
		os.Remove(where.Host) // a killed process leaves it behind
	})
	return h
}

func (h helper) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	_ = h.cmd.Wait()
}

// dataDir returns a folder that Postgres's user can reach: in memory if possible, where a sync
// costs nothing.
func dataDir(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "tandem-localpg-*")
	if err != nil {
		folder, err = os.MkdirTemp("", "tandem-localpg-*")
	}
	if err == nil {
		err = os.Chmod(folder, 0o711)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(folder, "data")
}

func start(t *testing.T, cfg Config) *Server {
	t.Helper()
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	s, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// query runs one statement on a server and returns the first column of its first
// row as text.
func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var text string
	if err := conn.QueryRow(t.Context(), sql).Scan(&text); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		t.Fatal(err)
	}
	return text
}

// remember writes a row that must outlive the server.
func remember(t *testing.T, url string) {
	t.Helper()
	query(t, url, `CREATE TABLE memory AS SELECT 'plum-kite-otter' AS word`)
}

func remembers(t *testing.T, url string) {
	t.Helper()
	if got := query(t, url, `SELECT word FROM memory`); got != "plum-kite-otter" {
		t.Errorf("the database holds %q", got)
	}
}

func TestServer_KeepsItsDataAcrossARestart(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	s := start(t, Config{DataDir: folder})
	remember(t, s.URL())
	for setting, want := range map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
		"data_checksums": "on", "server_encoding": "UTF8", "listen_addresses": "",
	} {
		if got := query(t, s.URL(), "SHOW "+setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	info, err := os.Stat(s.socket)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder has mode %v, %v; want 0700", info.Mode(), err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is left behind: %v", err)
	}
	remembers(t, start(t, Config{DataDir: folder}).URL())
}

func TestServer_RunsInAProcessGroupOfItsOwn(t *testing.T) {
	t.Parallel()
	s := start(t, Config{DataDir: dataDir(t), Fleeting: true})
	pid := s.process.cmd.Process.Pid
	if group, err := syscall.Getpgid(pid); err != nil || group != pid {
		t.Errorf("its process group is %d, %v; want its own, %d: Ctrl-C would reach it", group, err, pid)
	}
}

func TestServer_RefusesAFolderThatAnotherProcessUses(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	h := startHelper(t, "durable", folder)
	_, err := Start(t.Context(), Config{DataDir: folder, Logger: slog.New(slog.DiscardHandler)})
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), fmt.Sprint(h.cmd.Process.Pid)) {
		t.Errorf("got %v; want ErrInUse that names process %d", err, h.cmd.Process.Pid)
	}
	query(t, h.url, `SELECT 'alive'`)
}

func TestServer_RestartsAfterItsProcessWasKilled(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	h := startHelper(t, "durable", folder)
	remember(t, h.url)
	h.kill(t)
	remembers(t, start(t, Config{DataDir: folder}).URL())
}

func TestServer_EndsWithItsProcess(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	h := startHelper(t, "durable", folder)
	pid, err := postmasterOf(h.cluster)
	if err != nil {
		t.Fatal(err)
	}
	h.kill(t)
	gone(t, "process", func() bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) })
}

func TestServer_StopsAnEarlierOneThatStillRuns(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	var log bytes.Buffer
	orphan := start(t, Config{DataDir: folder, Logger: slog.New(slog.DiscardHandler)})
	remember(t, orphan.URL())
	orphan.letGo() // as if its process were gone, and the server still ran
	<-orphan.kept
	orphan.lock.Close()

	s := start(t, Config{DataDir: folder, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	remembers(t, s.URL())
	<-orphan.process.exited
	if !strings.Contains(log.String(), "an earlier Postgres still uses the data folder") {
		t.Errorf("no log line says what it waits for: %s", log.String())
	}
}

func TestServer_StartsAgainWhenPostgresDies(t *testing.T) {
	t.Parallel()
	var log syncBuffer
	s := start(t, Config{DataDir: dataDir(t), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	remember(t, s.URL())
	pid, err := postmasterOf(s.place.cluster)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	gone(t, "report", func() bool { return strings.Contains(log.String(), "Postgres is up again") })
	remembers(t, s.URL())
	if n := strings.Count(log.String(), "Postgres has ended"); n != 1 || s.Err() != nil {
		t.Errorf("its end is reported %d times; now %v\n%s", n, s.Err(), log.String())
	}
}

// syncBuffer is a buffer that many goroutines may use.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestStop_EndsThePatience(t *testing.T) {
	t.Parallel()
	s := start(t, Config{DataDir: dataDir(t), Fleeting: true})
	cluster := s.place.cluster
	away := cluster + ".away"
	if err := os.Rename(cluster, away); err != nil { // it can't start again
		t.Fatal(err)
	}
	if err := s.process.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	gone(t, "server", func() bool { return s.Err() != nil })
	if err := s.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestServer_StopsAtOnceWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	s := start(t, Config{DataDir: folder})
	remember(t, s.URL())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Stop with an ended context: %v; want its error", err)
	}
	remembers(t, start(t, Config{DataDir: folder}).URL())
}

func TestServer_Fleeting(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	s := start(t, Config{DataDir: folder, Fleeting: true})
	if got := query(t, s.URL(), `SHOW fsync`); got != "off" {
		t.Errorf("fsync = %q: tests would be slow", got)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left behind: %v", err)
	}
}

func TestServer_FleetingLeavesNothingBehindWhenKilled(t *testing.T) {
	t.Parallel()
	folder := dataDir(t)
	h := startHelper(t, "fleeting", folder)
	pid, err := postmasterOf(h.cluster)
	if err != nil {
		t.Fatal(err)
	}
	h.kill(t)
	gone(t, "process", func() bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) })
	gone(t, "folder", func() bool { _, err := os.Stat(folder); return errors.Is(err, os.ErrNotExist) })
}

// gone polls until something of another process has gone.
func gone(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the %s is still there", what)
		}
	}
}

func TestStart_RefusesDataOfAnotherVersion(t *testing.T) {
	t.Setenv("PG_BIN", "")
	t.Setenv("PATH", fakePrograms(t, "15.14"))
	folder := dataDir(t)
	if err := os.MkdirAll(filepath.Join(folder, "postgres"), 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "postgres", "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Config{DataDir: folder, Logger: slog.New(slog.DiscardHandler)})
	if !errors.Is(err, ErrOtherVersion) || !strings.Contains(err.Error(), "made by PostgreSQL 9") {
		t.Errorf("got %v; want ErrOtherVersion that names 9", err)
	}
}

func TestStart_RemovesAHalfMadeDatabase(t *testing.T) {
	folder := dataDir(t)
	if err := os.MkdirAll(filepath.Join(folder, "postgres.new", "base"), 0o711); err != nil {
		t.Fatal(err)
	}
	start(t, Config{DataDir: folder, Fleeting: true})
}

// TestAsAnOrdinaryUser runs the main test again as the user nobody: make test must pass for root
// and for ordinary users.
func TestAsAnOrdinaryUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("this is an ordinary user already")
	}
	nobody, err := accountFor("/nonexistent")
	if err != nil {
		t.Skip(err)
	}
	home := t.TempDir()
	program := filepath.Join(home, "localpg.test")
	if err := errors.Join(copyFile(os.Args[0], program), os.Chmod(filepath.Dir(home), 0o711), nobody.own(home)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-test.run=^TestServer_(Keeps|ComesBack)")
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "TMPDIR="+home, "HOME="+home, "XDG_CACHE_HOME="+home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: nobody.credential()}
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS")) {
		t.Errorf("as %s: %v\n%s", nobody.name, err, out)
	}
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}
