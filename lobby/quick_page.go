package lobby

import (
	"context"
	"time"
)

// QuickEvent is what a page in quick play hears: a Queue, a Matched, or a Replaced.
type QuickEvent interface{ isQuickEvent() }

func (Queue) isQuickEvent()    {}
func (Matched) isQuickEvent()  {}
func (Replaced) isQuickEvent() {}

// Replaced tells a page that the player waits by a newer one. It is the last it hears.
type Replaced struct{}

// quickPage is one open page. Its fields are guarded by the mutex of quick play, but for
// the channels.
type quickPage struct {
	queue    *Queue // to be told
	told     *Queue
	matched  *Matched
	replaced bool

	wake chan struct{} // holds a token when there may be something to send
	out  chan QuickEvent
	end  context.CancelFunc
}

// Follow opens the page of a player: it hears how quick play stands, as soon as it waits
// and when that changes, and of its match, also of one that was made before. A newer page of the
// player takes its place. The channel is closed when ctx ends, the player gives no sign of
// life for 20 seconds, or quick play stops. ErrStopping.
func (q *QuickPlay) Follow(ctx context.Context, player string) (<-chan QuickEvent, error) {
	playing, isPlaying, err := q.c.Store.PlayingNow(ctx, player)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped {
		return nil, ErrStopping
	}
	ctx, end := context.WithCancel(ctx)
	p := &quickPage{wake: make(chan struct{}, 1), out: make(chan QuickEvent), end: end}
	g := q.guests[player]
	if g == nil {
		g = &guest{}
		q.guests[player] = g
	}
	if g.page != nil {
		g.page.replaced = true
		nudge(g.page.wake)
	}
	g.page, g.beat = p, time.Now()
	if isPlaying {
		p.tellMatched(playing)
	}
	q.tell(player, g)
	nudge(q.wake)
	stopWithAll := context.AfterFunc(q.lifetime, end)
	q.running.Go(func() {
		defer end()
		defer stopWithAll()
		q.send(ctx, p)
		q.mu.Lock()
		defer q.mu.Unlock()
		if g.page == p {
			g.page = nil
		}
	})
	return p.out, nil
}

// tell tells the page of a guest how it stands, if it has one and that is new. A page is
// not told that it doesn't wait before it was told that it does: it may just be asking.
// The caller holds mu.
func (q *QuickPlay) tell(player string, g *guest) {
	if g.page == nil || g.page.told == nil && !g.waiting {
		return
	}
	now := q.queue(player)
	if g.page.told == nil || *g.page.told != now {
		g.page.queue, g.page.told = &now, &now
		nudge(g.page.wake)
	}
}

// tellMatched tells a page, if there is one, that its player has a partner. The caller
// holds the mutex.
func (p *quickPage) tellMatched(m Matched) {
	if p != nil {
		p.matched = &m
		nudge(p.wake)
	}
}

// take takes what is to be sent next, nil if there is nothing.
func (p *quickPage) take() QuickEvent {
	switch {
	case p.replaced:
		return Replaced{}
	case p.matched != nil:
		m := *p.matched
		p.matched = nil
		return m
	case p.queue != nil:
		now := *p.queue
		p.queue = nil
		return now
	}
	return nil
}

// send sends the page what there is until ctx ends, and then closes out.
func (q *QuickPlay) send(ctx context.Context, p *quickPage) {
	post(ctx, p.wake, p.out, func() (QuickEvent, bool) {
		q.mu.Lock()
		defer q.mu.Unlock()
		event := p.take()
		return event, event == (Replaced{})
	})
}
