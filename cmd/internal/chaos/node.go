//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
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

// node is a place where one server after the other runs, and the links of it that can
// break. One goroutine uses it.
type node struct {
	addr   string
	config config
	*server

	// With other nodes.
	front    *link  // from the balancer
	inner    *link  // from the other nodes
	database *link  // to Postgres
	bound    string // the address behind inner

	lapses []span // when it could not renew its lease
}

// config is what a server is started with.
type config struct {
	binary, database string
	logs, log        string // folder and file
	env              []string
}

// span is a time from from to to; to is zero while it lasts.
type span struct{ from, to time.Time }

// newNode starts a server that is alone on its database.
func newNode(ctx context.Context, c config) (n *node, err error) {
	n = &node{config: c}
	if n.addr, err = measure.FreeAddr(ctx); err != nil {
		return nil, err
	}
	return n, n.start(ctx)
}

// newLinkedNode returns a node without a server yet, one of several on a database.
func newLinkedNode(ctx context.Context, c config) (n *node, err error) {
	n = &node{config: c}
	if n.addr, err = lastingAddr(ctx); err != nil {
		return nil, err
	}
	if n.bound, err = lastingAddr(ctx); err != nil {
		return nil, err
	}
	n.config.env = []string{"NODE_ADDR=" + n.bound}
	n.front, n.inner = newLink("tcp", n.addr), newLink("tcp", n.bound)
	n.database, n.config.database, err = linkToDatabase(ctx, c.database)
	return n, err
}

// lastingAddr finds a free port on loopback that stays free while its server is down: no
// system takes such ports for outgoing connections by itself.
func lastingAddr(ctx context.Context) (string, error) {
	const lowest, highest, tries = 20_000, 32_000, 100
	var err error
	for range tries {
		var l net.Listener
		addr := fmt.Sprintf("127.0.0.1:%d", lowest+rand.IntN(highest-lowest)) //nolint:gosec // no secret
		if l, err = new(net.ListenConfig).Listen(ctx, "tcp", addr); err == nil {
			return addr, l.Close()
		}
	}
	return "", err
}

// end ends the server and cuts the links.
func (n *node) end() {
	for _, l := range []*link{n.front, n.inner, n.database} {
		if l != nil {
			l.close()
		}
	}
	if n.server != nil {
		n.kill()
	}
}

// start starts a server, and waits until it is up.
func (n *node) start(ctx context.Context) (err error) {
	if n.server, err = launch(ctx, n.config, n.addr); err != nil {
		return err
	}
	return n.up(ctx)
}

// lapse begins a time in which the node can't renew its lease. It ends at the call of the
// function.
func (n *node) lapse() (over func()) {
	n.lapses = append(n.lapses, span{from: time.Now()})
	i := len(n.lapses) - 1
	return func() { n.lapses[i].to = time.Now() }
}

// server is one running tandem.
type server struct {
	*child
	addr  string
	admin string // the address of its metrics
	log   *os.File
}

// launch runs the binary.
func launch(ctx context.Context, c config, addr string) (*server, error) {
	log, err := os.OpenFile(filepath.Join(c.logs, c.log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the folder is ours
	if err != nil {
		return nil, err
	}
	admin, err := measure.FreeAddr(ctx)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), c.binary, "serve") //nolint:gosec // we have built it
	cmd.Env = append(os.Environ(), "ADDR="+addr, "ADMIN_ADDR="+admin, "NODE_ADDR=", "DATABASE_URL="+c.database, "ADMIN_TOKEN=chaos-needs-no-operator",
		"PUBLIC_URL=", "TRUSTED_PROXIES=", "OPENAI_API_KEY=", "LOG_LEVEL=info", "LOG_FORMAT=text")
	cmd.Env = append(cmd.Env, c.env...)
	cmd.Stdout, cmd.Stderr = log, log
	process, err := spawn(cmd)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &server{child: process, addr: addr, admin: admin, log: log}, nil
}

// up waits until the server takes games.
func (s *server) up(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		if isReady(ctx, http.DefaultClient, s.addr) {
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

// isReady reports whether the server at addr takes games.
func isReady(ctx context.Context, client *http.Client, addr string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", nil)
	if err != nil {
		return false
	}
	res, err := client.Do(req)
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

// waits waits until the server knows that another has taken over.
func (s *server) waits(ctx context.Context) error {
	for end := time.Now().Add(endTime); isReady(ctx, http.DefaultClient, s.addr); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			return errors.New("the server serves on although another has taken over")
		}
	}
	return ctx.Err()
}
