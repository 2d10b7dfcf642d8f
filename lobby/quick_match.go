package lobby

import (
	"context"
	"crypto/rand"
	"slices"
	"time"
)

// The times of matching.
const (
	matchEvery = time.Second           // how often the waiting players are matched, because wishes relax
	matchGap   = 20 * time.Millisecond // minimum time between two runs, so that a crowd is matched in one
	keepEvery  = 5 * time.Second       // how often the store hears who is there
	countEvery = 2 * time.Second       // how often pages hear how many players wait, or draw with a ghost
)

// seatAtOnce is the maximum number of pairs that one transaction seats, so that the first
// of a crowd need not wait for the last.
const seatAtOnce = 500

// matchAll matches the waiting players until ctx ends.
func (q *QuickPlay) matchAll(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.wake:
		case <-timer.C:
		}
		err := q.turn(ctx)
		if err != nil && ctx.Err() == nil && !q.failing {
			q.c.Logger.WarnContext(ctx, "quick play has to wait for the store", "error", err)
		}
		q.failing = err != nil
		timer.Stop()
		if q.occupied() {
			timer.Reset(matchEvery)
		}
		select { // gather a crowd that arrives meanwhile
		case <-ctx.Done():
			return
		case <-time.After(matchGap):
		}
	}
}

func (q *QuickPlay) occupied() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.guests) > 0
}

// turn does everything that is due now.
func (q *QuickPlay) turn(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	there := q.giveUp()
	began := time.Now()
	if began.Sub(q.renewedAt) >= keepEvery && q.occupied() {
		if err := q.c.Store.RefreshWaiting(ctx, there, presenceTimeout); err != nil {
			return err
		}
		q.renewedAt = began
	}
	if len(there) > 0 {
		if err := q.match(ctx, began); err != nil {
			return err
		}
	}
	if began.Sub(q.toldAt) >= countEvery {
		if err := q.countGhosts(ctx); err != nil {
			return err
		}
		q.toldAt = began
		q.tellAll()
	}
	return nil
}

// countGhosts asks the store who draws with a ghost.
func (q *QuickPlay) countGhosts(ctx context.Context) error {
	if q.c.Ghosts == nil {
		return nil
	}
	players, err := q.c.Store.WithGhosts(ctx)
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ghosts = ghostGames{players, time.Now()}
	return nil
}

// giveUp forgets players who have gone, and lists those who wait and are there.
func (q *QuickPlay) giveUp() (there []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	for player, g := range q.guests {
		if q.count(g, now); g.waiting && g.there(now) {
			there = append(there, player)
		}
		if !g.there(now) && !now.Before(g.beat.Add(presenceTimeout)) {
			if g.page != nil {
				g.page.end()
			}
			delete(q.guests, player)
		}
	}
	return there
}

// tellAll tells all pages the state of the queue.
func (q *QuickPlay) tellAll() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, g := range q.guests {
		q.tell(g)
	}
}

// match matches the players who wait and look at their pages. Each is told once its seat is
// committed.
func (q *QuickPlay) match(ctx context.Context, began time.Time) error {
	tickets, err := q.c.Store.Strangers(ctx)
	if err != nil {
		return err
	}
	present, missing := q.sort(tickets, began)
	for pairs := range slices.Chunk(Strangers(present), seatAtOnce) {
		made, err := q.c.Store.SeatStrangers(ctx, pairs, rand.Text)
		if err != nil {
			return err
		}
		q.tellMatched(made)
	}
	return q.tellMissing(ctx, missing)
}

// sort picks the tickets of players who are there and look at their pages. It also lists
// the players who wait, as far as this node knows, but have no ticket.
func (q *QuickPlay) sort(tickets []Stranger, began time.Time) (present []Stranger, missing []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	waiting := make(map[string]bool, len(tickets))
	for _, t := range tickets {
		waiting[t.Player] = true
		if g := q.guests[t.Player]; g != nil && g.there(now) {
			if !g.waiting { // the answer to its wish was lost
				g.wish = t.Wish
				q.setWaiting(g, true)
			}
			if !g.idle {
				present = append(present, t)
			}
		}
	}
	for player, g := range q.guests {
		if g.waiting && !waiting[player] && g.since.Before(began) {
			missing = append(missing, player)
		}
	}
	return present, missing
}

// tellMatched tells the pairs that have been seated.
func (q *QuickPlay) tellMatched(made []QuickMatch) {
	for _, m := range made {
		q.c.OnMatch(m.Match)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range made {
		for seat, player := range m.Players {
			q.noteWait(m.Wish.Language, m.Waited[seat])
			if g := q.guests[player]; g != nil {
				q.setWaiting(g, false)
				g.page.tellMatched(m.told(seat))
			}
		}
	}
}

// tellMissing tells players whose ticket is gone what became of it. Another node may have
// matched it, or a transaction whose answer this node never got, or it was cancelled for a
// lobby.
func (q *QuickPlay) tellMissing(ctx context.Context, players []string) error {
	if len(players) == 0 {
		return nil
	}
	playing, err := q.c.Store.PlayingNow(ctx, players)
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, player := range players {
		g := q.guests[player]
		if g == nil {
			continue
		}
		q.setWaiting(g, false)
		if m, ok := playing[player]; ok {
			g.page.tellMatched(&m)
		} else {
			q.tell(g)
		}
	}
	return nil
}

// recentWaits are the latest waits of a language, newest last.
type recentWaits struct{ last []time.Duration }

// The maximum and minimum number of waits for an estimate.
const (
	mostWaits   = 50
	fewestWaits = 4
)

// noteWait records how long a match took. The caller holds mu.
func (q *QuickPlay) noteWait(language string, wait time.Duration) {
	w := q.waits[language]
	if w == nil {
		w = &recentWaits{}
		q.waits[language] = w
	}
	w.last = append(w.last, wait)
	if len(w.last) > mostWaits {
		w.last = slices.Clone(w.last[1:])
	}
}

// usual returns the median wait, zero if there are too few.
func (w *recentWaits) usual() time.Duration {
	if w == nil || len(w.last) < fewestWaits {
		return 0
	}
	sorted := slices.Sorted(slices.Values(w.last))
	return sorted[len(sorted)/2]
}
