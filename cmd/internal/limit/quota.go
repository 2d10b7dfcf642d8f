package limit

import (
	"net/netip"
	"sync"
)

// Quota limits how much of a resource each client holds at once. Safe for concurrent use.
type Quota struct {
	most int

	mu   sync.Mutex
	held map[netip.Prefix]int
}

// NewQuota returns a quota of most for each client.
func NewQuota(most int) *Quota { return &Quota{most: most, held: map[netip.Prefix]int{}} }

// Hold gives the client one more, until release; ok is false if it has too many.
func (q *Quota) Hold(client netip.Prefix) (release func(), ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.held[client] >= q.most {
		return nil, false
	}
	q.held[client]++
	return func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.held[client]--; q.held[client] == 0 {
			delete(q.held, client)
		}
	}, true
}
