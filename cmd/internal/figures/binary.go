package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

// withBinary builds Tandem and measures it in a folder, in this order.
func withBinary(ctx context.Context, measures ...func(ctx context.Context, binary, folder string) error) (err error) {
	folder, err := os.MkdirTemp("", "tandem-figures-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := os.Chmod(folder, 0o711); err != nil { //nolint:gosec // Postgres may run as another user, which must pass through
		return err
	}
	binary, err := measure.Build(ctx, folder)
	if err != nil {
		return err
	}
	for _, m := range measures {
		if err := m(ctx, binary, folder); err != nil {
			return err
		}
	}
	return nil
}

// serve starts a Tandem and waits until it is ready.
func serve(ctx context.Context, binary, data string, environment ...string) (url string, stop func() error, err error) {
	addr, err := measure.FreeAddr(ctx)
	if err != nil {
		return "", nil, err
	}
	stop, err = measure.Start(ctx, command(ctx, binary, addr, data, environment...), addr)
	return "http://" + addr, stop, err
}

// command is a Tandem that listens on addr.
func command(ctx context.Context, binary, addr, data string, environment ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, binary, "serve", "--addr", addr, "--data-dir", data, "--log-level", "error") //nolint:gosec // we have built it
	cmd.Env = append(os.Environ(), "DATABASE_URL=", "OPENAI_API_KEY=", "PUBLIC_URL=", "TRUSTED_PROXIES=")
	cmd.Env = append(cmd.Env, environment...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it ends its Postgres
	return cmd
}
