package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// tandemCommand runs the program and returns its exit code and output.
func tandemCommand(args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	code = run(args, func(string) string { return "" }, &o, &e)
	return code, o.String(), e.String()
}

func TestCommands(t *testing.T) {
	t.Parallel()
	t.Run("version", func(t *testing.T) {
		for _, word := range []string{"version", "--version"} {
			code, out, _ := tandemCommand(word)
			if code != exitOK || out != "tandem dev\n" {
				t.Errorf("%s: %d: %s", word, code, out)
			}
		}
	})
	t.Run("openapi needs no database", func(t *testing.T) {
		code, out, errOut := tandemCommand("openapi")
		var spec struct {
			OpenAPI string
			Paths   map[string]any
		}
		if err := json.Unmarshal([]byte(out), &spec); err != nil || code != exitOK || errOut != "" {
			t.Fatalf("%d, %v: %s", code, err, errOut)
		}
		if !strings.HasPrefix(spec.OpenAPI, "3.1") || spec.Paths["/api/lobbies/{code}"] == nil {
			t.Errorf("a document of OpenAPI %s with %d paths", spec.OpenAPI, len(spec.Paths))
		}
	})
	t.Run("help", func(t *testing.T) {
		for _, args := range [][]string{{"help"}, {"--help"}, {"-h"}} {
			code, out, _ := tandemCommand(args...)
			if code != exitOK || !strings.Contains(out, "tandem migrate") || !strings.Contains(out, "backups") {
				t.Errorf("%q: %d: %s", args, code, out)
			}
		}
		for _, args := range [][]string{{"serve", "--help"}, {"help", "serve"}} {
			if code, out, _ := tandemCommand(args...); code != exitOK || !strings.Contains(out, "OPENAI_API_KEY") {
				t.Errorf("%q: %d: %s", args, code, out)
			}
		}
		if code, out, _ := tandemCommand("migrate", "--help"); code != exitOK || !strings.Contains(out, "DATABASE_URL") || strings.Contains(out, "OPENAI") {
			t.Errorf("migrate --help: %d: %s", code, out)
		}
	})
	t.Run("only the private Postgres is upgraded", func(t *testing.T) {
		if code, _, errOut := tandemCommand("upgrade-database", "--database-url", "postgres://localhost/tandem"); code != exitUsage || !strings.Contains(errOut, "a server of your own") {
			t.Errorf("with DATABASE_URL: %d: %s", code, errOut)
		}
	})
	t.Run("the manual has each command and each option", func(t *testing.T) {
		code, out, errOut := tandemCommand("man")
		if code != exitOK || errOut != "" {
			t.Fatalf("%d: %s", code, errOut)
		}
		page := strings.ReplaceAll(out, `\-`, "-")
		for _, c := range commands() {
			if !strings.Contains(page, ".B "+c.name+"\n") {
				t.Errorf("there is no command %s", c.name)
			}
			for _, o := range c.options {
				if !o.isArgument() && strings.Count(page, ".B --"+o.flagName()) != 1 {
					t.Errorf("the option --%s of %s is there %d times", o.flagName(), c.name, strings.Count(page, ".B --"+o.flagName()))
				}
			}
		}
		man, err := exec.LookPath("man")
		if err != nil {
			t.Skip("man is not installed")
		}
		file := filepath.Join(t.TempDir(), "tandem.1")
		if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), man, "--warnings", "--local-file", file)
		cmd.Env = append(os.Environ(), "MANROFFSEQ=", "LC_ALL=C.UTF-8", "MANWIDTH=80")
		var warnings bytes.Buffer
		cmd.Stderr = &warnings
		if shown, err := cmd.Output(); err != nil || warnings.Len() > 0 || !bytes.Contains(shown, []byte("--public-url PUBLIC_URL")) {
			t.Errorf("man: %v: %s%s", err, warnings.Bytes(), shown)
		}
	})
	t.Run("invalid arguments", func(t *testing.T) {
		for _, args := range [][]string{{"paint"}, {"serve", "--log-level=loud"}, {"--addr=8080"}, {"version", "--loud"}, {"openapi", "now"}, {"help", "nothing"}, {"help", "serve", "backups"}} {
			code, _, errOut := tandemCommand(args...)
			if code != exitUsage || strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, "tandem: ") {
				t.Errorf("%q: %d: %s", args, code, errOut)
			}
		}
	})
	t.Run("a database that refuses", func(t *testing.T) {
		code, _, errOut := tandemCommand("migrate", "--database-url", storetest.URL(t)+"&user=nobody_here", "--log-level=error")
		if code != exitFailed || !strings.HasPrefix(errOut, "tandem: open the database: ") {
			t.Errorf("%d: %s", code, errOut)
		}
	})
}

func TestOpen_ASecondProcessWaitsUntilTheFirstHasEnded(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	first := startOn(t, database)
	port, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := port.Addr().String()
	port.Close()
	started := make(chan *running)
	go func() { started <- startOn(t, database, func(c *Config) { c.Addr = addr }) }()

	second := &visitor{t: t, url: "http://" + addr, client: new(http.Client)}
	defer second.client.CloseIdleConnections()
	status := func(path string) int {
		res, err := second.client.Get(second.url + path)
		if err != nil {
			return 0
		}
		res.Body.Close()
		return res.StatusCode
	}
	eventually(t, "it says that it lives", func() bool { return status("/healthz") == http.StatusOK })
	second.problem(http.StatusServiceUnavailable, "unavailable", "GET", "/readyz", nil)
	first.player(t, "Mila")
	if err := first.stop(); err != nil {
		t.Error(err)
	}
	node := <-started
	second.want(http.StatusOK, "GET", "/readyz", nil, nil)
	node.player(t, "Jonas")
}

func TestOpen_ReportsATakenPortAtOnce(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	begun := time.Now()
	code, _, errOut := tandemCommand("serve", "--addr", taken.Addr().String(), "--database-url", "postgres://localhost:1/nothing")
	if code != exitFailed || !strings.Contains(errOut, "address already in use") {
		t.Errorf("%d: %s", code, errOut)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestServe_PrintsItsAddressAndStops(t *testing.T) {
	t.Parallel()
	config, err := parseConfig("serve", serveOptions, []string{"--addr=127.0.0.1:0", "--database-url", storetest.URL(t)},
		func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, config, slog.New(slog.NewTextHandler(t.Output(), nil)), out) }()
	lines := bufio.NewReader(read)
	var said [2]string
	for i := range said {
		if said[i], err = lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(said[0]), "Tandem is at ")
	token, made := strings.CutPrefix(strings.TrimSpace(said[1]), "The admin token, until the next start, is ")
	if !ok || !made {
		t.Fatalf("it prints %q", said)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/admin/games", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if res.StatusCode != http.StatusOK {
		t.Errorf("with the printed token: %s", res.Status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestServe_JoinsAgainWhenItWasTakenOver is about a process that was suspended for longer than its
// lease: its row is gone, and other nodes own its rooms.
func TestServe_JoinsAgainWhenItWasTakenOver(t *testing.T) {
	t.Parallel()
	for name, draws := range map[string]bool{"while somebody draws": true, "in silence": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := storetest.URL(t)
			tandem := startOn(t, database, withMetrics)
			mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
			id, one, two := tandem.inRound(t, mila, jonas)
			eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
			before := journalRows(t, database)
			storetest.Exec(t, database, `DELETE FROM nodes`)
			if draws {
				one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})
			}
			for i, h := range []*hand{one, two} {
				if code := h.closed(); code != room.CloseRestarting {
					t.Errorf("seat %d: closed with %d", i+1, code)
				}
			}
			if after := journalRows(t, database); after != before {
				t.Errorf("it wrote to a journal that it no longer owns: %d rows became %d", before, after)
			}
			again, _ := mila.back(id, 11)
			if again.welcome.Epoch != 2 {
				t.Errorf("the game goes on in epoch %d", again.welcome.Epoch)
			}
		})
	}
}

func journalRows(t *testing.T, database string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM journal`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestHealth(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	v := tandem.visitor(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		var health struct{ Status, Version string }
		v.want(http.StatusOK, "GET", path, nil, &health)
		if health.Status != "ok" || health.Version != "dev" {
			t.Errorf("%s: %+v", path, health)
		}
	}
}

func TestRestart_TellsPagesToReconnect(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	first := startOn(t, database)
	mila, jonas := first.player(t, "Mila"), first.player(t, "Jonas")
	id := first.match(t, nil, mila, jonas)
	l := mila.openLobby(nil)
	heard := mila.events(l.Code)
	heard.lobby("herself", func(api.Lobby) bool { return true })
	one := mila.sitDown(id, 11)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		if err := first.stop(); err != nil {
			t.Error(err)
		}
	}()
	if code := one.closed(); code != room.CloseRestarting {
		t.Errorf("closed with %d, want %d", code, room.CloseRestarting)
	}
	for range heard.next { // until the stream ends
	}
	<-stopped

	second := startOn(t, database)
	mila.moveTo(second)
	if mila.sitDown(id, 11).welcome.Epoch != one.welcome.Epoch+1 {
		t.Error("the room is not of the next epoch")
	}
}

// asProgram makes the test binary wait for signals, as a running program does.
const asProgram = "TANDEM_TEST_AS_PROGRAM"

func TestSignals_FirstStopsGracefullySecondAtOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		signals int
		code    int
	}{{1, exitOK}, {2, exitStopped}} {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), asProgram+"="+strconv.Itoa(test.signals))
		errOut, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(errOut)
		for sent := 0; lines.Scan(); sent++ { // it logs "running", then "stopping"
			if sent == test.signals {
				continue
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
		}
		_ = cmd.Wait() // the exit code is checked below
		if got := cmd.ProcessState.ExitCode(); got != test.code {
			t.Errorf("after %d signals it exits with %d, want %d", test.signals, got, test.code)
		}
	}
}

// program is the process of TestSignals, which needs so many signals to end, or that of
// TestListen_TakesTheSocketOfSystemd.
func program(signals string) {
	if signals == systemd {
		greetOnce()
		return
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, release := untilSignalled(log)
	defer release()
	log.Info("running")
	<-ctx.Done()
	if signals != "1" {
		select {} // a shutdown that never ends
	}
}
