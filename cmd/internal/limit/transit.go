package limit

import (
	"errors"
	"net/netip"
	"sync"
)

// smallAnswer is the size in bytes up to which an answer isn't counted: a connection's own
// buffers hold about as much, and most pictures are smaller.
const smallAnswer = 256 << 10

// Larger answers may be in transit as long as their reader takes, up to these many bytes at
// once, in total and to one client. The longest recording has 32 MB.
const (
	maxTransit   = 128 << 20
	MaxTransitTo = 48 << 20
)

// Why an answer must not begin.
var (
	ErrClientFull = errors.New("too many bytes are on their way to this client")
	ErrFull       = errors.New("too many bytes are on their way to clients")
)

// Transit counts the bytes of large answers in transit. Safe for concurrent use.
type Transit struct {
	mu    sync.Mutex
	bytes int
	to    map[netip.Prefix]int // by client
}

// NewTransit returns an empty Transit.
func NewTransit() *Transit {
	return &Transit{to: map[netip.Prefix]int{}}
}

// Begin counts an answer to a client until end is called, or refuses it with ErrClientFull
// or ErrFull.
func (s *Transit) Begin(client netip.Prefix, size int) (end func(), err error) {
	if size <= smallAnswer {
		return func() {}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.to[client] > 0 && s.to[client]+size > MaxTransitTo:
		return nil, ErrClientFull
	case s.bytes > 0 && s.bytes+size > maxTransit:
		return nil, ErrFull
	}
	s.bytes += size
	s.to[client] += size
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.bytes -= size
		if s.to[client] -= size; s.to[client] == 0 {
			delete(s.to, client)
		}
	}, nil
}

// Bytes returns how many are counted at present.
func (s *Transit) Bytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes
}
