//go:build unix

package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
)

// child is a process that never outlives this one.
type child struct {
	cmd    *exec.Cmd
	exited chan struct{}
	err    error // how it ended; read it only once exited is closed
}

// spawn starts a command.
func spawn(cmd *exec.Cmd) (*child, error) {
	endWithParent(cmd)
	c := &child{cmd: cmd, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		// Linux ends a child with the thread that started it, so keep the thread.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			c.err = cmd.Wait()
			close(c.exited)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	return c, nil
}

// signal sends a signal; one to a process that has ended does nothing.
func (c *child) signal(s syscall.Signal) { _ = c.cmd.Process.Signal(s) }
