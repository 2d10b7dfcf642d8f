package localpg

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// smallDisk returns a folder on a file system of its own that a cluster nearly fills, or skips
// the test where none may be mounted.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=72m,mode=0755"); err != nil {
		t.Skip("no file system may be mounted here: ", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(filepath.Dir(folder), 0o711); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestServer_StartsAgainOnceAFullDiskHasRoom(t *testing.T) {
	t.Parallel()
	folder := smallDisk(t)
	var log syncBuffer
	s := start(t, Config{DataDir: filepath.Join(folder, "data"), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	remember(t, s.URL())

	ballast := filepath.Join(folder, "ballast")
	if err := os.WriteFile(ballast, bytes.Repeat([]byte("a"), 72<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	conn, err := pgx.Connect(t.Context(), s.URL())
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // each needs another file of the write-ahead log
		_, err = conn.Exec(t.Context(), `SELECT pg_switch_wal(), pg_logical_emit_message(false, 'a', 'b')`)
	}
	_ = conn.Close(t.Context())
	gone(t, "server", func() bool { return errors.Is(s.Err(), ErrDiskFull) })

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	gone(t, "shortage", func() bool { return s.Err() == nil })
	remembers(t, s.URL())
	if n := strings.Count(log.String(), "Postgres has ended"); n != 1 || !strings.Contains(log.String(), "make room on it") {
		t.Errorf("its end is reported %d times:\n%s", n, log.String())
	}
}
