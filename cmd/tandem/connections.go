package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"syscall"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/connlimit"
)

// mostFiles is more than one process ever has open.
const mostFiles = 1 << 20

// connections is how many connections are allowed, so that the database and /healthz still
// have files if somebody opens as many as they can.
type connections struct {
	all     int
	client  int // of one client: half of all; a school of a thousand needs far fewer
	streams int // event streams of one client, so that seated players behind the same address can still open sockets
}

// connectionsFor divides a limit of open files.
func connectionsFor(files int) connections {
	const others = 64 // for the database, the listeners, the log
	all := max(files-max(others, files/8), files/2)
	return connections{all: all, client: max(1, all/2), streams: max(1, min(api.MostStreams, all/4))}
}

// fewConnections are those of about a hundred players, each with a socket or a stream of
// events and with what a page fetches besides.
const fewConnections = 300

// limit returns the limit for a configuration and this system.
func (n connections) limit(c Config, log *slog.Logger) *connlimit.Limit {
	if n.all < fewConnections {
		log.Warn("few connections may be open at once: raise the limit of open files (ulimit -n; LimitNOFILE= of systemd)", "connections", n.all)
	}
	return connlimit.New(connlimit.Config{
		Most: n.all, MostPerClient: n.client, Proxies: c.TrustedProxies, Logger: log,
	})
}

// serverLog takes the messages of net/http: mostly about clients that break off, but also
// that it can't accept connections any more. For want of files, connlimit says so.
type serverLog struct{ log *slog.Logger }

func (l serverLog) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	notAccepted := bytes.Contains(line, []byte("Accept error")) && !bytes.Contains(line, []byte(syscall.EMFILE.Error()))
	if notAccepted || bytes.Contains(line, []byte("panic")) {
		level = slog.LevelWarn
	}
	l.log.Log(context.Background(), level, strings.TrimSpace(string(line)))
	return len(line), nil
}
