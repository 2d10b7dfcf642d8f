package lobby

import (
	"context"
	"errors"
	"reflect"
	"time"
)

// A watch's times.
const (
	storeLimit = 5 * time.Second // for one call of the store
	retryAfter = time.Second     // after the store failed
)

// watch looks after one lobby for as long as somebody is in it: one goroutine
// reads it, tells its pages, has those who are ready matched, and gives up
// those who have gone.
type watch struct {
	hub  *Hub
	code string
	wake chan struct{} // holds a token when there may be something to do

	// Guarded by the hub's mutex.
	followers map[*follower]struct{}
	presences map[string]*presence // by player
	dirty     bool                 // the lobby has to be read
	readings  int                  // how many times it was read, the one under way included

	// Owned by run.
	kept    Lobby  // as the store had it at the last reading
	shown   *Lobby // as the pages have it
	failing bool   // the store failed the last time
}

// readAgain has the lobby read. The caller holds the hub's mutex.
func (w *watch) readAgain() {
	w.dirty = true
	nudge(w.wake)
}

// presence gives what is known of a player. The caller holds the hub's mutex.
func (w *watch) presence(player string) *presence {
	p, ok := w.presences[player]
	if !ok {
		p = &presence{since: time.Now()}
		w.presences[player] = p
	}
	return p
}

// here tells whether a player is here. The caller holds the hub's mutex.
func (w *watch) here(player string) bool {
	p, ok := w.presences[player]
	return ok && p.here(time.Now())
}

// run does what there is to do until nobody is in the lobby any more or ctx
// ends.
func (w *watch) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		case <-timer.C:
		}
		next, err := w.turn(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, ErrNotFound):
			w.close()
			return
		case err != nil:
			if !w.failing {
				w.hub.logger.WarnContext(ctx, "a lobby has to wait for the store", "lobby", w.code, "error", err)
			}
			w.hub.mu.Lock()
			w.dirty = true
			w.hub.mu.Unlock()
			next = time.Now().Add(retryAfter)
		case w.closeIfEmpty():
			return
		}
		w.failing = err != nil
		timer.Stop()
		if !next.IsZero() {
			timer.Reset(time.Until(next))
		}
	}
}

// turn does everything that is to be done now, and says when there will be
// more without a wake, zero if never.
func (w *watch) turn(ctx context.Context) (next time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	for {
		read, err := w.read(ctx)
		if err != nil {
			return time.Time{}, err
		}
		ready := w.tell()
		var changed bool
		if read && ready >= 2 {
			if changed, err = w.match(ctx); err != nil {
				return time.Time{}, err
			}
		}
		if !changed {
			if changed, next, err = w.giveUp(ctx); err != nil {
				return time.Time{}, err
			}
		}
		if !changed {
			return next, nil
		}
		w.hub.mu.Lock()
		w.dirty = true
		w.hub.mu.Unlock()
	}
}

// read reads the lobby if it may have changed.
func (w *watch) read(ctx context.Context) (read bool, err error) {
	w.hub.mu.Lock()
	read, w.dirty = w.dirty, false
	if read {
		w.readings++
	}
	w.hub.mu.Unlock()
	if !read {
		return false, nil
	}
	w.kept, err = w.hub.store.Lobby(ctx, w.code)
	return true, err
}

// tell hands the lobby to every page that hasn't got it, and counts the
// members who are ready and here. It also begins to wait for those who are
// ready but whom this node has never seen, because it has just started.
func (w *watch) tell() (ready int) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for _, m := range w.kept.Members {
		if _, known := w.presences[m.Player]; m.State == Ready && !known {
			w.presence(m.Player).expected = true
		}
	}
	now := w.kept.withPresence(w.here)
	for _, m := range now.Members {
		if m.State == Ready {
			ready++
		}
	}
	if w.shown == nil || !reflect.DeepEqual(*w.shown, now) {
		w.shown = &now
	}
	for f := range w.followers {
		if f.from > w.readings {
			continue // it may have joined after this reading
		}
		if _, ok := now.member(f.player); !ok {
			f.end()
			continue
		}
		if f.shown != w.shown {
			f.shown, f.lobby = w.shown, w.shown
			nudge(f.wake)
		}
	}
	return ready
}

// match has those who are ready and here matched, and tells them.
func (w *watch) match(ctx context.Context) (changed bool, err error) {
	matches, err := w.hub.matchmaker.Match(ctx, w.code, func(player string) bool { return w.hub.here(w.code, player) })
	if err != nil {
		return false, err
	}
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for _, m := range matches {
		for f := range w.followers {
			for seat, player := range m.Players {
				if f.player == player {
					f.matched = &Matched{Room: m.Game, Seat: seat + 1, Partner: m.Names[1-seat]}
					nudge(f.wake)
				}
			}
		}
	}
	return len(matches) > 0, nil
}

// giveUp takes their tickets from those who have been away too long, forgets
// them, and says when the next one lapses.
func (w *watch) giveUp(ctx context.Context) (changed bool, next time.Time, err error) {
	now := time.Now()
	var lapsed []string
	w.hub.mu.Lock()
	for player, p := range w.presences {
		switch at := p.lapses(); {
		case at.IsZero():
		case !at.After(now):
			lapsed = append(lapsed, player)
		case next.IsZero() || at.Before(next):
			next = at
		}
	}
	w.hub.mu.Unlock()

	for _, player := range lapsed {
		if m, ok := w.kept.member(player); ok && m.State == Ready {
			_, err := w.hub.store.SetReady(ctx, w.code, player, false)
			if err != nil && !errors.Is(err, ErrNotMember) {
				return false, next, err
			}
			changed = true
		}
		w.hub.mu.Lock()
		if p := w.presences[player]; p.streams == 0 && !p.lapses().After(now) {
			delete(w.presences, player)
		}
		w.hub.mu.Unlock()
	}
	return changed || lapsed != nil, next, nil
}

// closeIfEmpty takes the watch out of the hub if nobody is in the lobby.
func (w *watch) closeIfEmpty() bool {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	if len(w.followers) > 0 || len(w.presences) > 0 {
		return false
	}
	delete(w.hub.watches, w.code)
	return true
}

// close takes the watch out of the hub, because the lobby is no more, and ends
// its pages.
func (w *watch) close() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for f := range w.followers {
		f.end()
	}
	delete(w.hub.watches, w.code)
}

// member finds a member.
func (l Lobby) member(player string) (Member, bool) {
	for _, m := range l.Members {
		if m.Player == player {
			return m, true
		}
	}
	return Member{}, false
}
