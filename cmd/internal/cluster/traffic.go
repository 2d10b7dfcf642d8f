package cluster

import (
	"iter"
	"maps"
	"sync"
	"sync/atomic"
)

// Traffic counts what this node has passed on to one other node's address. Atomic words,
// so that whoever counts never waits.
type Traffic struct {
	Requests atomic.Uint64 // answered by the other node, event streams among them
	Sockets  atomic.Uint64
	Messages atomic.Uint64 // of these sockets, both ways
	News     atomic.Uint64 // told to the node
	Lost     atomic.Uint64 // news that could not be told
}

// traffics are the counts by address. They outlive the nodes: one that restarts keeps its
// address. Safe for concurrent use.
type traffics struct {
	mu        sync.Mutex
	byAddress map[string]*Traffic
}

// of returns the counts for an address.
func (t *traffics) of(address string) *Traffic {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byAddress == nil {
		t.byAddress = map[string]*Traffic{}
	}
	counts := t.byAddress[address]
	if counts == nil {
		counts = new(Traffic)
		t.byAddress[address] = counts
	}
	return counts
}

// Traffic returns what this node has passed on, by the address of the other node.
func (k *Cluster) Traffic() iter.Seq2[string, *Traffic] {
	k.traffic.mu.Lock()
	defer k.traffic.mu.Unlock()
	return maps.All(maps.Clone(k.traffic.byAddress))
}
