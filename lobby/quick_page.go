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

// quickPage is one open page.
type quickPage struct {
	stream[QuickEvent]

	queue    *Queue // to be told
	told     *Queue
	matched  *Matched
	room     string // of the match that it was told of
	replaced bool
}

// Follow opens the page of a player: it hears how quick play stands, as soon as it waits
// and when that changes, and of its match, also of one that was made before. A newer page of the
// player takes its place. The channel is closed when ctx ends, the player gives no sign of
// life for 20 seconds, or quick play stops. ErrStopping.
func (q *QuickPlay) Follow(ctx context.Context, player string) (<-chan QuickEvent, error) {
	p, err := q.openPage(ctx, player)
	if err != nil {
		return nil, err
	}
	// Only a page that is open can't miss a match that is made meanwhile.
	playing, err := q.c.Store.PlayingNow(ctx, []string{player})
	if err != nil {
		p.end()
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if m, ok := playing[player]; ok {
		p.tellMatched(&m)
	}
	nudge(q.wake)
	return p.out, nil
}

// openPage opens the page of a player in the place of any that it has.
func (q *QuickPlay) openPage(ctx context.Context, player string) (*quickPage, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	g := q.guest(player)
	p := new(quickPage)
	var err error
	if p.stream, err = openStream(ctx, q.waitingPlace, p.take, func() {
		if g.page == p {
			g.page = nil
			q.count(g, time.Now())
		}
	}); err != nil {
		return nil, err
	}
	if g.page != nil {
		g.page.replaced = true
		g.page.nudge()
	}
	g.page = p
	q.count(g, g.beat)
	q.tell(g)
	return p, nil
}

// tell tells the page of a guest how it stands, if it has one and that is new. A page is
// not told that it doesn't wait before it was told that it does: it may just be asking.
// The caller holds mu.
func (q *QuickPlay) tell(g *guest) {
	if g.page == nil || g.page.told == nil && !g.waiting {
		return
	}
	now := q.queue(g)
	if g.page.told == nil || *g.page.told != now {
		g.page.queue, g.page.told = &now, &now
		g.page.nudge()
	}
}

// tellMatched tells a page, if there is one, that its player has a partner, once. The
// caller holds the mutex.
func (p *quickPage) tellMatched(m *Matched) {
	if p != nil && p.room != m.Room {
		p.matched, p.room = m, m.Room
		p.nudge()
	}
}

// take takes what is to be told next, nil if there is nothing.
func (p *quickPage) take() (event QuickEvent, last bool) {
	switch {
	case p.replaced:
		return Replaced{}, true
	case p.matched != nil:
		m := *p.matched
		p.matched = nil
		return m, false
	case p.queue != nil:
		now := *p.queue
		p.queue = nil
		return now, false
	}
	return nil, false
}
