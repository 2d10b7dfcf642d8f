//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/tandem-game/tandem/store/localpg"
)

// postgres is a Postgres with all durability settings on. Its URL never changes.
type postgres struct {
	folder string
	server *localpg.Server
}

// startPostgres creates a cluster in its own folder.
func startPostgres(ctx context.Context) (*postgres, error) {
	folder, err := os.MkdirTemp("", "tandem-chaos-*")
	if err != nil {
		return nil, err
	}
	// Postgres may run as another user, who must be able to enter the folder.
	if err := os.Chmod(folder, 0o711); err != nil { //nolint:gosec // to pass through is all that it allows
		return nil, err
	}
	p := &postgres{folder: folder}
	return p, p.start(ctx)
}

func (p *postgres) start(ctx context.Context) (err error) {
	p.server, err = localpg.Start(ctx, localpg.Config{DataDir: p.folder, Logger: slog.New(slog.DiscardHandler)})
	return err
}

func (p *postgres) url() string { return p.server.URL() }

// stop ends it cleanly.
func (p *postgres) stop(ctx context.Context) error { return p.server.Stop(ctx) }

// kill is kill -9, including its child processes.
func (p *postgres) kill(ctx context.Context) error {
	file := filepath.Join(p.server.DataDir(), "postgres", "postmaster.pid")
	text, err := os.ReadFile(file) //nolint:gosec // the folder is ours
	if err != nil {
		return fmt.Errorf("find the process of Postgres: %w", err)
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	pid, err := strconv.Atoi(string(bytes.TrimSpace(line)))
	if err != nil || pid <= 1 {
		return fmt.Errorf("find the process of Postgres in %q: %w", line, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill Postgres: %w", err)
	}
	return p.server.Stop(ctx) // waits for its children, and releases the folder
}

// remove ends it and its data.
func (p *postgres) remove(ctx context.Context) error {
	if p.server == nil {
		return os.RemoveAll(p.folder)
	}
	return errors.Join(p.server.Stop(ctx), os.RemoveAll(p.folder))
}
