package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/measure"
)

const (
	// startTime is how long a server may take to be up, including Postgres's recovery and a
	// take-over, and endTime how long one may take to end.
	startTime = 45 * time.Second
	endTime   = 20 * time.Second
	askEvery  = 10 * time.Millisecond
)

// server is one running tandem.
type server struct {
	*child
	addr  string
	admin string // the address of its metrics
	log   *os.File
}

// startServer runs the binary and waits until it is up.
func startServer(ctx context.Context, binary, database, logs string) (*server, error) {
	addr, err := measure.FreeAddr(ctx)
	if err != nil {
		return nil, err
	}
	s, err := launchServer(ctx, binary, database, addr, logs)
	if err != nil {
		return nil, err
	}
	if err := s.up(ctx); err != nil {
		s.kill()
		return nil, err
	}
	return s, nil
}

// launchServer runs the binary.
func launchServer(ctx context.Context, binary, database, addr, logs string) (*server, error) {
	log, err := os.OpenFile(filepath.Join(logs, "tandem.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the folder is ours
	if err != nil {
		return nil, err
	}
	admin, err := measure.FreeAddr(ctx)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), binary, "serve") //nolint:gosec // we have built it
	cmd.Env = append(os.Environ(), "ADDR="+addr, "ADMIN_ADDR="+admin, "DATABASE_URL="+database, "ADMIN_TOKEN=chaos-needs-no-operator",
		"PUBLIC_URL=", "TRUSTED_PROXIES=", "OPENAI_API_KEY=", "LOG_LEVEL=info", "LOG_FORMAT=text")
	cmd.Stdout, cmd.Stderr = log, log
	c, err := spawn(cmd)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &server{child: c, addr: addr, admin: admin, log: log}, nil
}

// up waits until the server takes games.
func (s *server) up(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		if s.ready(ctx) {
			return nil
		}
		select {
		case <-time.After(askEvery):
		case <-s.exited:
			return fmt.Errorf("the server ended: %w (see %s)", s.err, s.log.Name())
		case <-ctx.Done():
			return fmt.Errorf("the server did not come up: %w (see %s)", ctx.Err(), s.log.Name())
		}
	}
}

func (s *server) ready(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+"/readyz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// kill is kill -9.
func (s *server) kill() {
	s.signal(syscall.SIGKILL)
	<-s.exited
	s.log.Close()
}

// ends waits until the server has ended by itself.
func (s *server) ends(ctx context.Context) error {
	defer s.log.Close()
	select {
	case <-s.exited:
		return nil
	case <-time.After(endTime):
		s.kill()
		return errors.New("the server did not end")
	case <-ctx.Done():
		return ctx.Err()
	}
}
