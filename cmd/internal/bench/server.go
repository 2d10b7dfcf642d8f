//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// server is a program that relays; running is one that does.
type (
	server struct {
		name     string
		command  []string
		protocol protocol
	}
	running struct {
		addr string
		cmd  *exec.Cmd
	}
)

// upWithin is how long a server may take to answer.
const upWithin = time.Minute

// build makes a Tandem without the page, which nothing here asks for.
func build(ctx context.Context, folder string) (binary string, err error) {
	binary = filepath.Join(folder, "tandem")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/tandem").CombinedOutput() //nolint:gosec // the folder is ours
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
}

// start runs the server on core 0, with a new database if it has one.
func (s server) start(ctx context.Context, data string) (*running, error) {
	if err := os.RemoveAll(data); err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &running{addr: l.Addr().String()}
	if err := l.Close(); err != nil {
		return nil, err
	}
	args := append([]string{"-c", "0"}, s.command...)
	if s.name == "relay" {
		args = append(args, r.addr)
	}
	r.cmd = exec.Command("taskset", args...) //nolint:gosec,noctx // we have built it, and stop ends it
	r.cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "ADDR="+r.addr, "DATA_DIR="+data, "LOG_LEVEL=error",
		"DATABASE_URL=", "OPENAI_API_KEY=", "PUBLIC_URL=", "TRUSTED_PROXIES=", "ADMIN_ADDR=")
	r.cmd.Stderr = os.Stderr
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(upWithin); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.addr+"/readyz", nil)
		if err != nil {
			return nil, errors.Join(err, r.stop())
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			continue
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return r, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("not up within %s", upWithin), r.stop())
}

// stop ends the server in order, with its Postgres.
func (r *running) stop() error {
	_ = r.cmd.Process.Signal(syscall.SIGTERM) // unless it has ended
	err := r.cmd.Wait()
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return nil // by the signal
	}
	return err
}
