package api

import "sync"

// sockets counts the open sockets and drawings, which outlive their requests. Once closed
// it accepts none, so that wait waits for all there will ever be. Safe for concurrent use.
type sockets struct {
	mu     sync.Mutex
	closed bool
	open   sync.WaitGroup
}

// enter counts a socket in; the caller must call leave. It returns false after close.
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

// wait waits until all have left. Call it after close.
func (s *sockets) wait() { s.open.Wait() }

// run runs do on its own goroutine, and wait waits for it as for a socket. It returns false
// after close.
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
