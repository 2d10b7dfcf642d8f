package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/connlimit"
)

// mostFiles is more than one process ever has open.
const mostFiles = 1 << 20

// connections is how many connections there may be, so that the database and /healthz
// still have files when somebody opens all they can.
type connections struct {
	all     int
	client  int // of one client: half of all. A school of a thousand is well below it
	streams int // of events, of one client: so that seated players behind it find room for their sockets
}

// connectionsFor shares out a limit of open files.
func connectionsFor(files int) connections {
	const others = 64 // the database's, the listeners', the log's
	all := max(files-max(others, files/8), files/2)
	return connections{all: all, client: max(1, all/2), streams: max(1, min(api.MostStreams, all/4))}
}

// limit makes the limit that a configuration and the system ask for.
func (n connections) limit(c Config, log *slog.Logger) *connlimit.Limit {
	return connlimit.New(connlimit.Config{
		Most: n.all, MostPerClient: n.client, Proxies: c.TrustedProxies, Logger: log,
	})
}

// serverLog takes what net/http has to say: mostly of clients that break off, but also
// that it can't take connections any more.
type serverLog struct{ log *slog.Logger }

func (l serverLog) Write(line []byte) (int, error) {
	level := slog.LevelDebug
	if bytes.Contains(line, []byte("Accept error")) || bytes.Contains(line, []byte("panic")) {
		level = slog.LevelWarn
	}
	l.log.Log(context.Background(), level, strings.TrimSpace(string(line)))
	return len(line), nil
}
