package api

import (
	"context"
	"net/netip"
	"slices"
	"sync"
)

// lane lets so many drawings be made at a time. Those that wait come in turn by client,
// so one that wants many holds nobody up for longer than one that wants one. Safe for
// concurrent use.
type lane struct {
	mu      sync.Mutex
	free    int
	clients []netip.Prefix                   // that wait, whose turn is next first
	waiting map[netip.Prefix][]chan struct{} // by client, first come first; closed when its turn is there
}

func newLane(atOnce int) *lane {
	return &lane{free: atOnce, waiting: map[netip.Prefix][]chan struct{}{}}
}

// enter waits for a turn of the client. Whoever has it must leave.
func (l *lane) enter(ctx context.Context, client netip.Prefix) error {
	l.mu.Lock()
	if l.free > 0 {
		l.free--
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	if l.waiting[client] == nil {
		l.clients = append(l.clients, client)
	}
	l.waiting[client] = append(l.waiting[client], turn)
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		l.giveUp(client, turn)
		return ctx.Err()
	}
}

// giveUp waits no more for a turn, or gives it on if it has come meanwhile.
func (l *lane) giveUp(client netip.Prefix, turn chan struct{}) {
	l.mu.Lock()
	at := slices.Index(l.waiting[client], turn)
	if at < 0 {
		l.mu.Unlock()
		l.leave()
		return
	}
	defer l.mu.Unlock()
	if l.waiting[client] = slices.Delete(l.waiting[client], at, at+1); len(l.waiting[client]) == 0 {
		delete(l.waiting, client)
		l.clients = slices.DeleteFunc(l.clients, func(c netip.Prefix) bool { return c == client })
	}
}

// leave gives the turn to the next client.
func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.clients) == 0 {
		l.free++
		return
	}
	client := l.clients[0]
	l.clients = l.clients[1:]
	turns := l.waiting[client]
	close(turns[0])
	if l.waiting[client] = turns[1:]; len(turns) == 1 {
		delete(l.waiting, client)
	} else {
		l.clients = append(l.clients, client)
	}
}
