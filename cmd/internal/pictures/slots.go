package pictures

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"time"
)

const (
	// quickWork is the maximum work of a drawing, in rows (ink.Op), for a quick slot: about
	// half a second of a processor, more than most games need. Longer drawings are made one
	// by one beside them.
	quickWork = 10_000_000
	// anyWork is more than any drawing is.
	anyWork = int(^uint(0) >> 1)
	// drawTime is the time limit for one attempt to draw. The work is bounded, so this only
	// frees the slot of a drawing that hangs.
	drawTime = time.Minute
	// readsAtOnce is how many streams are read at a time.
	readsAtOnce = 2
)

// errTooLong means that a drawing is too much work for a quick slot.
var errTooLong = errors.New("too much work for a quick slot")

// drawingSlots limits how much is read and drawn at once. Safe for concurrent use.
type drawingSlots struct {
	metrics     *Metrics
	quick, long *slotQueue // of one scheduler, so that a game is drawn in one slot only
	reads       *slotQueue
}

func newDrawingSlots(quick int, m *Metrics) *drawingSlots {
	drawing, reading := newScheduler(), newScheduler()
	return &drawingSlots{
		metrics: m,
		quick:   drawing.newQueue(quick), long: drawing.newQueue(1),
		reads: reading.newQueue(readsAtOnce),
	}
}

// read reads a stream once the client gets a slot for reading.
func (d *drawingSlots) read(ctx context.Context, client netip.Prefix, read func(context.Context) ([]byte, error)) ([]byte, error) {
	if err := d.reads.acquire(ctx, client, ""); err != nil {
		return nil, err
	}
	defer d.reads.release("")
	return read(ctx)
}

// draw calls do once nobody else draws the game and a slot is free, with the maximum work
// for that slot. If do returns errTooLong, draw calls it again in the slot of long
// drawings.
func (d *drawingSlots) draw(ctx context.Context, client netip.Prefix, game string, do func(ctx context.Context, most int) error) error {
	err := d.drawIn(ctx, d.quick, client, game, quickWork, do)
	if errors.Is(err, errTooLong) {
		err = d.drawIn(ctx, d.long, client, game, anyWork, do)
	}
	return err
}

func (d *drawingSlots) drawIn(ctx context.Context, q *slotQueue, client netip.Prefix, game string, most int, do func(ctx context.Context, most int) error) error {
	if err := q.acquire(ctx, client, game); err != nil {
		return err
	}
	defer q.release(game)
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	began := time.Now()
	err := do(ctx, most)
	if err == nil {
		d.metrics.Drawing.Observe(time.Since(began))
	}
	return err
}

// scheduler assigns the slots of its queues. A request gets a slot and its game at once and
// holds neither while it waits. Safe for concurrent use.
type scheduler struct {
	mu     sync.Mutex // guards the queues, too
	queues []*slotQueue
	taken  map[string]bool // games that are drawn in a slot
}

// slotQueue is a number of slots and the requests that wait for them.
type slotQueue struct {
	*scheduler
	free    int
	clients []netip.Prefix                  // clients that wait, the next one first
	waiting map[netip.Prefix][]*slotRequest // by client, the oldest first
}

type slotRequest struct {
	game    string        // "" for none
	granted chan struct{} // closed when it has its slot
}

func newScheduler() *scheduler { return &scheduler{taken: map[string]bool{}} }

func (s *scheduler) newQueue(slots int) *slotQueue {
	q := &slotQueue{scheduler: s, free: slots, waiting: map[netip.Prefix][]*slotRequest{}}
	s.queues = append(s.queues, q)
	return q
}

// acquire waits for a slot and for the game. The caller must release both.
func (q *slotQueue) acquire(ctx context.Context, client netip.Prefix, game string) error {
	r := &slotRequest{game: game, granted: make(chan struct{})}
	q.mu.Lock()
	if q.waiting[client] == nil {
		q.clients = append(q.clients, client)
	}
	q.waiting[client] = append(q.waiting[client], r)
	q.grantAll()
	q.mu.Unlock()
	select {
	case <-r.granted:
		return nil
	default:
	}
	select {
	case <-r.granted:
		return nil
	case <-ctx.Done():
		q.giveUp(client, r)
		return ctx.Err()
	}
}

// release makes the slot and the game available to those who wait.
func (q *slotQueue) release(game string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.free++
	delete(q.taken, game)
	q.grantAll()
}

// giveUp withdraws a request, or passes its slot on if it was granted meanwhile.
func (q *slotQueue) giveUp(client netip.Prefix, r *slotRequest) {
	q.mu.Lock()
	at := slices.Index(q.waiting[client], r)
	if at >= 0 {
		q.remove(client, at)
	}
	q.mu.Unlock()
	if at < 0 {
		q.release(r.game)
	}
}

// grantAll grants every request that can be granted. The caller holds s.mu.
func (s *scheduler) grantAll() {
	for _, q := range s.queues {
		for q.free > 0 {
			r := q.next()
			if r == nil {
				break
			}
			q.free--
			if r.game != "" {
				s.taken[r.game] = true
			}
			close(r.granted)
		}
	}
}

// next removes the oldest request whose game is free from the first client that has one,
// and moves that client to the end. The caller holds mu.
func (q *slotQueue) next() *slotRequest {
	for _, client := range q.clients {
		for at, r := range q.waiting[client] {
			if q.taken[r.game] {
				continue
			}
			q.remove(client, at)
			if q.waiting[client] != nil {
				q.clients = append(slices.DeleteFunc(q.clients, func(c netip.Prefix) bool { return c == client }), client)
			}
			return r
		}
	}
	return nil
}

// remove removes a request from the queue. The caller holds mu.
func (q *slotQueue) remove(client netip.Prefix, at int) {
	if q.waiting[client] = slices.Delete(q.waiting[client], at, at+1); len(q.waiting[client]) == 0 {
		delete(q.waiting, client)
		q.clients = slices.DeleteFunc(q.clients, func(c netip.Prefix) bool { return c == client })
	}
}
