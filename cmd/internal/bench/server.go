//go:build linux

package main

import (
	"context"
	"os"
	"os/exec"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// server is a program that relays and listens on $ADDR; running is one that does.
type (
	server struct {
		name     string
		command  []string
		protocol protocol
	}
	running struct {
		addr  string
		admin string // where it serves its profile, if it is Tandem
		pid   int
		stop  func() error
	}
)

// start runs the server on core 0, with a new database if it has one.
func (s server) start(ctx context.Context, data string) (r running, err error) {
	if err := os.RemoveAll(data); err != nil {
		return r, err
	}
	if r.addr, err = measure.FreeAddr(ctx); err != nil {
		return r, err
	}
	if r.admin, err = measure.FreeAddr(ctx); err != nil {
		return r, err
	}
	cmd := exec.Command("taskset", append([]string{"-c", "0"}, s.command...)...) //nolint:gosec,noctx // the command is ours, and stop ends it
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "ADDR="+r.addr, "DATA_DIR="+data, "LOG_LEVEL=error",
		"DATABASE_URL=", "OPENAI_API_KEY=", "PUBLIC_URL=", "TRUSTED_PROXIES=", "ADMIN_ADDR="+r.admin)
	cmd.Stderr = os.Stderr
	if r.stop, err = measure.Start(ctx, cmd, r.addr); err != nil {
		return r, err
	}
	r.pid = cmd.Process.Pid
	return r, nil
}
