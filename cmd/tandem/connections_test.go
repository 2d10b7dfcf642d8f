package main

import (
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

func TestConnections_LeaveFilesForOtherUses(t *testing.T) {
	for files, want := range map[int]connections{
		64:      {all: 32, client: 16, streams: 8},
		300:     {all: 236, client: 118, streams: 59},
		1024:    {all: 896, client: 448, streams: 224},
		1 << 20: {all: 917504, client: 458752, streams: api.MostStreams},
	} {
		if got := connectionsFor(files); got != want {
			t.Errorf("of %d files: %+v, want %+v", files, got, want)
		}
	}
}

// noFiles is a listener that fails for want of file descriptors, and then ends.
type noFiles struct {
	net.Listener
	times int
}

func (l *noFiles) Accept() (net.Conn, error) {
	if l.times++; l.times > 2 {
		return nil, net.ErrClosed
	}
	return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
}

func (l *noFiles) Close() error { return nil }

func TestServerLog_WarnsOfProblemsThatTheOperatorCanFix(t *testing.T) {
	var said strings.Builder
	to := slog.New(slog.NewTextHandler(&said, nil))
	s := &http.Server{ErrorLog: log.New(serverLog{to}, "", 0)}
	s.ErrorLog.Print("http: TLS handshake error from 203.0.113.7:4711: EOF")
	s.ErrorLog.Print("http: Accept error: accept tcp 0.0.0.0:80: no buffer space available; retrying in 5ms")
	limit := connectionsFor(1024).limit(Config{}, to)
	limit.Guard(s)
	if err := s.Serve(limit.Listen(&noFiles{})); !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if n := strings.Count(said.String(), "level=WARN"); n != 2 || strings.Count(said.String(), "ulimit -n") != 1 || strings.Contains(said.String(), "TLS") {
		t.Errorf("the log is:\n%s", said.String())
	}
	connectionsFor(128).limit(Config{}, to)
	if !strings.Contains(said.String(), "few connections may be open") {
		t.Errorf("with few files the log is:\n%s", said.String())
	}
}
