//go:build linux

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"

	"github.com/jackc/pgx/v5"

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
		addrs    []string // of its nodes
		admin    string   // where it serves its profile, if it is Tandem
		pids     []int
		stops    []func() error
		postgres []string  // the processes of a Postgres that it didn't start itself
		database *pgx.Conn // to that Postgres, or nil
		balance  balancer
	}
)

// addrsFor returns where the two players of a room are sent.
func (r running) addrsFor(room int) (addrs [2]string) {
	for player := range addrs {
		addrs[player] = r.addrs[r.balance(room, player, len(r.addrs))]
	}
	return addrs
}

// end stops all nodes.
func (r running) end() (err error) {
	for _, stop := range r.stops {
		err = errors.Join(err, stop())
	}
	return err
}

// start runs the server on core 0, with a new database in the folder data if it has one of
// its own.
func (s server) start(ctx context.Context, data string, env ...string) (r running, err error) {
	if data != "" {
		if err := os.RemoveAll(data); err != nil {
			return r, err
		}
	}
	addr, err := measure.FreeAddr(ctx)
	if err != nil {
		return r, err
	}
	if r.admin, err = measure.FreeAddr(ctx); err != nil {
		return r, err
	}
	cmd := exec.Command("taskset", append([]string{"-c", "0"}, s.command...)...) //nolint:gosec,noctx // the command is ours, and stop ends it
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "ADDR="+addr, "DATA_DIR="+data, "LOG_LEVEL=error",
		"DATABASE_URL=", "OPENAI_API_KEY=", "PUBLIC_URL=", "TRUSTED_PROXIES=", "ADMIN_ADDR="+r.admin)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stderr = os.Stderr
	stop, err := measure.Start(ctx, cmd, addr)
	if err != nil {
		return r, err
	}
	r.addrs, r.pids, r.stops, r.balance = []string{addr}, []int{cmd.Process.Pid}, []func() error{stop}, byRoom
	return r, nil
}
