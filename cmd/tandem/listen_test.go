package main

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/doctor"
)

// socketPath returns a path that is short enough for a socket.
func socketPath(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "tandem")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return filepath.Join(folder, "s")
}

func TestListen_AtAUnixSocket(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	config := Config{Addr: unixPrefix + path + ",mode=600"}
	tandem := start(t, func(c *Config) { c.Addr = config.Addr })
	if at, err := os.Stat(path); err != nil || at.Mode().Perm() != 0o600 {
		t.Errorf("the socket has %v, %v", at.Mode(), err)
	}
	if _, err := listenAt(t.Context(), config.Addr); err == nil {
		t.Error("two listen at one socket")
	}
	if err := health(t.Context(), config, slog.New(slog.DiscardHandler), io.Discard); err != nil {
		t.Error(err)
	}
	at, client, err := reachHere(config.Addr)
	if err != nil {
		t.Fatal(err)
	}
	wantFindings(t, doctor.Outside{URL: at, Client: client}.Check(t.Context()))

	// Who may connect is the proxy.
	v := tandem.visitor(t)
	v.url, v.client.Transport = at.String(), &witness{t: t, next: client.Transport}
	var c api.Connection
	v.want(http.StatusOK, "GET", "/api/connection", nil, &c, "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https")
	if c.Client != "203.0.113.7" || c.Forwarded != "believed" || c.Scheme != "https" {
		t.Errorf("requests arrive as %+v", c)
	}
	if err := tandem.stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
}

func TestListen_TakesAnAbandonedSocketButNoOtherFile(t *testing.T) {
	path := socketPath(t)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // as if killed
	l.Close()
	l, err = listenAt(t.Context(), unixPrefix+path)
	if err != nil {
		t.Fatal(err)
	}
	if at, err := os.Stat(path); err != nil || at.Mode().Perm() != fs.FileMode(socketMode) {
		t.Errorf("the socket has %v, %v", at.Mode(), err)
	}
	l.Close()

	if err := os.WriteFile(path, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listenAt(t.Context(), unixPrefix+path); err == nil {
		t.Error("listens at a file that is no socket")
	}
	if kept, err := os.ReadFile(path); string(kept) != "kept" {
		t.Errorf("the file was replaced: %v", err)
	}
}

func TestListen_AtIPv6(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6")
	}
	l.Close()
	tandem := start(t, func(c *Config) { c.Addr = "[::1]:0" })
	if !strings.HasPrefix(tandem.url, "http://[::1]:") {
		t.Fatalf("it listens at %s", tandem.url)
	}
	mila := tandem.player(t, "Mila")
	if l := mila.openLobby(nil); l.Link != tandem.url+"/l/"+l.Code {
		t.Errorf("the lobby's link is %s", l.Link)
	}
	wantFindings(t, tandem.examined(t, tandem.url))
}

// greetOnce is the process of TestListen_TakesTheSocketOfSystemd.
func greetOnce() {
	l, err := listenAt(context.Background(), systemd)
	if err != nil {
		panic(err)
	}
	c, err := l.Accept()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(c, "hello from "+l.Addr().String())
	_ = c.Close()
}

func TestListen_TakesTheSocketOfSystemd(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no systemd")
	}
	if _, err := listenAt(t.Context(), systemd); err == nil {
		t.Error("there is a socket that nobody has opened")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	passed, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer passed.Close()
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0"`, os.Args[0])
	cmd.Env = append(os.Environ(), asProgram+"="+systemd)
	cmd.ExtraFiles = []*os.File{passed}
	cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, err := io.ReadAll(c); string(got) != "hello from "+l.Addr().String() {
		t.Errorf("got %q, %v", got, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
