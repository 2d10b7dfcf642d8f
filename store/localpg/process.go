//go:build unix

package localpg

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// process is one running `postgres`.
type process struct {
	cmd    *exec.Cmd
	logger *slog.Logger

	// owner is here for run to hold on to: even of a Server that nobody knows any
	// more, the lock and the leash must last as long as the process.
	owner *Server

	ready    chan struct{} // closed when it takes connections
	exited   chan struct{} // closed when it and all its children have ended
	stopping atomic.Bool   // its end is wanted
	up       sync.Once     // closes ready: the server says so again after a crash within

	// Written by run, to be read once exited is closed.
	err   error  // how it ended
	fatal string // its last error message, if any
	taken bool   // it ended because another server has the cluster
}

// launch starts a server's command. It returns as soon as the process exists.
func launch(cmd *exec.Cmd, owner *Server) (*process, error) {
	p := &process{
		cmd:    cmd,
		logger: owner.cfg.Logger,
		owner:  owner,
		ready:  make(chan struct{}),
		exited: make(chan struct{}),
	}
	started := make(chan error)
	go p.run(started)
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// run is the life of the process. It keeps its thread: Linux sends the death
// signal of a child when the thread that made it ends, not the whole process.
func (p *process) run(started chan<- error) {
	runtime.LockOSThread()
	stderr, err := p.cmd.StderrPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	started <- err
	if err != nil {
		return
	}
	p.listen(bufio.NewReader(stderr))
	p.err = p.cmd.Wait()
	if !p.stopping.Load() && !p.taken {
		p.logger.Error("Postgres ended", "error", p.err, "message", p.fatal)
	}
	runtime.KeepAlive(p.owner)
	close(p.exited)
}

// listen reads the server's log until the last of its processes has closed it.
func (p *process) listen(r *bufio.Reader) {
	ctx := context.Background()
	for {
		line, err := readLine(r)
		if err != nil {
			return
		}
		level, text, ok := strings.Cut(line, ":  ")
		if !ok {
			continue
		}
		switch level {
		case "LOG":
			// A standby, as tests run one, says "read-only connections".
			if strings.Contains(text, "ready to accept ") {
				p.up.Do(func() { close(p.ready) })
			}
			p.logger.DebugContext(ctx, text)
		case "PANIC":
			p.fatal = text
			p.logger.ErrorContext(ctx, text)
		case "FATAL":
			// Much of it is a client's business, such as a connection that came
			// while the server stops.
			p.fatal = text
			if strings.HasPrefix(text, "lock file ") || strings.HasPrefix(text, "pre-existing shared memory block ") {
				p.taken = true
			}
			p.logger.DebugContext(ctx, text)
		case "WARNING":
			p.logger.WarnContext(ctx, text)
		default:
			p.logger.DebugContext(ctx, text)
		}
	}
}

// readLine reads one line, however long, and returns the head of it.
func readLine(r *bufio.Reader) (string, error) {
	head, more, err := r.ReadLine()
	line := string(head)
	for more && err == nil {
		_, more, err = r.ReadLine()
	}
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return line, err
}

// signal asks the process to end in the way of the signal.
func (p *process) signal(sig os.Signal) {
	p.stopping.Store(true)
	// The only error is that it has ended, which exited tells.
	_ = p.cmd.Process.Signal(sig)
}
