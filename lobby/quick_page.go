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

// Replaced tells a page that a newer one of the same player took its place. It is the last
// event.
type Replaced struct{}

// quickPage is one open page.
type quickPage struct {
	stream[QuickEvent]

	queue    *Queue // to be sent
	told     *Queue
	matched  *Matched
	room     string // of the match that the page was told of
	replaced bool
}

// Follow opens the page of a player. The page hears the state of the queue once the player
// waits and whenever it changes, and of the player's match, even one made before. A newer
// page of the player takes its place. The channel is closed when ctx ends, when the player
// gives no sign of life for 20 seconds, or when quick play stops. ErrStopping.
func (q *QuickPlay) Follow(ctx context.Context, player string) (<-chan QuickEvent, error) {
	p, err := q.openPage(ctx, player)
	if err != nil {
		return nil, err
	}
	// Look for a match only after the page is open, so that one made meanwhile isn't
	// missed.
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

// openPage opens the page of a player, in the place of the one that it has.
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

// tell tells a guest's page the state of the queue, if there is a page and the state is
// new. A page first hears that it doesn't wait only after it heard that it does: before
// that, its request may be on its way. The caller holds mu.
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

// tellMatched tells a page, if there is one, once that its player has a partner. The caller
// holds the mutex.
func (p *quickPage) tellMatched(m *Matched) {
	if p != nil && p.room != m.Room {
		p.matched, p.room = m, m.Room
		p.nudge()
	}
}

// take returns the next event, nil if there is none.
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
