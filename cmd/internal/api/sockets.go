package api

import "sync"

// sockets counts the sockets that are open, and drawings: they outlive their requests. Once closed it
// lets none in, so that whoever waits then waits for all there will ever be. Safe for
// concurrent use.
type sockets struct {
	mu     sync.Mutex
	closed bool
	open   sync.WaitGroup
}

// enter counts a socket in, which must leave. False: it comes too late.
func (s *sockets) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.open.Add(1)
	return true
}

func (s *sockets) leave() { s.open.Done() }

func (s *sockets) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

// wait waits until all have left. It is to be called after close.
func (s *sockets) wait() { s.open.Wait() }

// run runs what is to be waited for like a socket, on a goroutine of its own. False: it
// comes too late.
func (s *sockets) run(do func()) bool {
	if !s.enter() {
		return false
	}
	go func() {
		defer s.leave()
		do()
	}()
	return true
}
