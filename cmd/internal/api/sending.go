package api

import (
	"net/netip"
	"sync"
)

const (
	// smallAnswer is the size in bytes up to which an answer isn't counted: a connection's
	// own buffers hold about as much, and most pictures are smaller.
	smallAnswer = 256 << 10
	// Larger answers may be in transit as long as their reader takes, up to these many
	// bytes at once, in total and to one client. The longest recording has 32 MB.
	maxSending   = 128 << 20
	maxSendingTo = 48 << 20
)

// sending counts the bytes of large answers in transit. Safe for concurrent use.
type sending struct {
	most, mostTo int

	mu    sync.Mutex
	bytes int
	to    map[netip.Prefix]int // by client
}

func newSending(most, mostTo int) *sending {
	return &sending{most: most, mostTo: mostTo, to: map[netip.Prefix]int{}}
}

// begin counts an answer to a client until end is called, or refuses it.
func (s *sending) begin(client netip.Prefix, size int) (end func(), err error) {
	if size <= smallAnswer {
		return func() {}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.to[client] > 0 && s.to[client]+size > s.mostTo:
		return nil, problem(codeTooMany, "Too many large files are on their way to your address. Let some of them arrive first.")
	case s.bytes > 0 && s.bytes+size > s.most:
		return nil, problem(codeUnavailable, "")
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
