//go:build unix

package localpg

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// dismiss tells the server of a killed process to stop, where nothing else did.
// A process id out of a file may be anybody's by now, so it counts only when the
// server answers on our own socket and says that it runs on our own cluster.
func (s *Server) dismiss(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return // it is stopping already, or takes none yet
	}
	defer conn.Close(ctx)
	var folder string
	if err := conn.QueryRow(ctx, `SHOW data_directory`).Scan(&folder); err != nil || folder != s.place.cluster {
		return
	}
	if pid, err := postmasterOf(s.place.cluster); err == nil {
		_ = syscall.Kill(pid, s.endSignal())
	}
}

// postmasterOf reads which process has the cluster.
func postmasterOf(cluster string) (int, error) {
	text, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(strings.TrimSpace(first))
}
