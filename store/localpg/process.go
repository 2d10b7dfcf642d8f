//go:build unix

package localpg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// panicEvery is the minimum time between two reports of a server that fails again and again.
const panicEvery = time.Minute

// errStopped is the end of a process that somebody else told to stop.
var errStopped = errors.New("it was stopped")

// process is one running `postgres`.
type process struct {
	cmd    *exec.Cmd
	logger *slog.Logger

	// owner is here for run to hold on to: even of a Server that nobody knows any
	// more, the lock and the leash must last as long as the process.
	owner *Server

	ready  chan struct{} // closed when it takes connections
	exited chan struct{} // closed when it and all its children have ended
	up     sync.Once     // closes ready: the server says so again after a crash within

	// Written by run, to be read once exited is closed.
	err   error  // how it ended
	fatal string // its last error message, if any
	full  bool   // it could not write, for want of room
	taken bool   // it ended because another server has the cluster
}

// cause returns why the process has ended.
func (p *process) cause() error {
	if p.full {
		return fmt.Errorf("%w (%w: %s)", ErrDiskFull, p.err, p.fatal)
	}
	return fmt.Errorf("%w: %s", p.err, p.fatal)
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
	if p.err = p.cmd.Wait(); p.err == nil {
		p.err = errStopped
	}
	runtime.KeepAlive(p.owner)
	close(p.exited)
}

// listen reads the server's log until the last of its processes has closed it.
func (p *process) listen(r *bufio.Reader) {
	ctx := context.Background()
	var panicked time.Time
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
			// Postgres recovers from it, or ends, which keep reports.
			p.failed(text)
			if time.Since(panicked) >= panicEvery {
				panicked = time.Now()
				p.logger.ErrorContext(ctx, "Postgres failed and recovers", "message", text)
			}
		case "FATAL":
			// Much of it is a client's business, such as a connection that came
			// while the server stops.
			p.failed(text)
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

// failed notes a message of a failure, which may be why the process ends.
func (p *process) failed(text string) {
	full := strings.HasSuffix(text, "No space left on device") || strings.HasSuffix(text, "Disk quota exceeded")
	if full || !p.full { // what clients are told afterwards is no reason
		p.fatal = text
	}
	p.full = p.full || full
}

// signal asks the process to end in the way of the signal.
func (p *process) signal(sig os.Signal) {
	// The only error is that it has ended, which exited tells.
	_ = p.cmd.Process.Signal(sig)
}
