//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// load is all rooms of a measurement, with the sockets of their players. Each socket is
// read from the moment it is open, so that the server's pings are answered.
type load struct {
	rooms    [][2]*seat
	start    time.Time
	counting atomic.Bool // what arrives now counts
	readers  sync.WaitGroup
}

// openedAtOnce is how many rooms are opened at a time: those of Tandem count in together.
const openedAtOnce = 64

func openLoad(ctx context.Context, p protocol, r running, n int) (*load, error) {
	l := &load{rooms: make([][2]*seat, n), start: time.Now()}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(openedAtOnce)
	for i := range l.rooms {
		g.Go(func() error {
			room, err := p.openRoom(ctx, r.addrsFor(i), i)
			l.rooms[i] = room
			if err != nil {
				return fmt.Errorf("open room %d: %w", i, err)
			}
			for side, s := range room {
				l.readers.Go(func() { l.receive(s, room[1-side]) })
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// receive reads what arrives at a seat until its socket ends. It notes how long each
// message took that arrived, or became durable, while they were counted.
func (l *load) receive(s, partner *seat) {
	for {
		isBinary, message, err := s.read()
		if err != nil {
			return
		}
		now := int64(time.Since(l.start))
		n, err := s.talk.count(isBinary, message)
		if err != nil {
			return
		}
		before := s.news
		s.arrived += n.arrived
		s.acked += n.acked
		if !l.counting.Load() {
			continue
		}
		for k := before.arrived; k < s.arrived; k++ {
			s.took = append(s.took, time.Duration(now-partner.sentAt[k%recent].Load()))
		}
		for k := before.acked; k < s.acked; k++ {
			s.acks = append(s.acks, time.Duration(now-s.sentAt[k%recent].Load()))
		}
	}
}

// close ends all sockets and waits for what reads from them.
func (l *load) close() {
	for _, room := range l.rooms {
		for _, s := range room {
			if s != nil {
				_ = s.conn.Close() // the server sees that it is gone
			}
		}
	}
	l.readers.Wait()
}

// times collects times of all seats, the shortest first; call it after close.
func (l *load) times(of func(*seat) []time.Duration) (all []time.Duration) {
	for _, room := range l.rooms {
		for _, s := range room {
			all = append(all, of(s)...)
		}
	}
	slices.Sort(all)
	return all
}
