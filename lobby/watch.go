package lobby

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"time"

	"golang.org/x/time/rate"
)

// maxVersions is how many versions of a lobby are kept for pages that reconnect.
const maxVersions = 16

// If a lobby changes often, one reading covers several changes: readsAtOnce readings may
// follow each other at once, then one every readEvery.
const (
	readEvery   = 50 * time.Millisecond
	readsAtOnce = 256
)

// watchName is how many random letters tell two watches of one lobby apart.
const watchName = 6

// A watch's times.
const (
	storeLimit = 5 * time.Second // for one call of the store
	retryAfter = time.Second     // after the store failed
	lapseEvery = time.Second     // how often a lobby is read again to end old invitations
	lookEvery  = 5 * time.Second // how often it is read again while there are other nodes, whose news can get lost

	// hostGoneFor is how long a host may be away before another member who is here becomes
	// host. The old host stays a co-host, so a long walk costs little.
	hostGoneFor = 2 * time.Minute
)

// watch runs one lobby while anybody is in it. One goroutine reads the lobby, tells its
// pages, has the ready members matched, and gives up members who have gone.
type watch struct {
	hub  *Hub
	code string
	name string        // tells its versions from those of another watch of the lobby
	wake chan struct{} // holds a token when there may be something to do

	// Guarded by the hub's mutex.
	followers map[*follower]struct{}
	presences map[string]*presence // by player
	dirty     bool                 // the lobby must be read again
	dropped   bool                 // the lobby is another node's

	wavesWanted int // how often the host asked for a wave of the members who are ready

	readings int // how many readings began, including one in progress

	versions []*version // the latest that were shown, oldest first

	chat *chat

	// Owned by run.
	stored    Lobby // as the store had it at the last reading
	shown     int   // how many versions there have been
	wavesRead int   // how many of the wanted waves the last reading covers
	wavesMade int   // how many of them have been handled
	failing   bool  // the last call of the store failed
	readAt    time.Time
	hostAt    time.Time // when the host was last here
}

// follow records an open page. The caller holds the hub's mutex.
func (w *watch) follow(f *follower, p *presence) {
	w.followers[f] = struct{}{}
	p.open(f)
	w.readAgain()
}

// unfollow records that a page has closed. The caller holds the hub's mutex.
func (w *watch) unfollow(f *follower) {
	delete(w.followers, f)
	if f.kind != memberPage {
		nudge(w.wake)
		return
	}
	p, ok := w.presences[f.player]
	if !ok {
		return // the lobby has closed
	}
	p.close(f)
	nudge(w.wake)
}

// pages returns how many pages of a kind are open, of a player or, with "", of all. The
// caller holds the hub's mutex.
func (w *watch) pages(kind pageKind, player string) (n int) {
	for f := range w.followers {
		if f.kind == kind && (player == "" || f.player == player) {
			n++
		}
	}
	return n
}

// readAgain has the lobby read again. The caller holds the hub's mutex.
func (w *watch) readAgain() {
	w.dirty = true
	nudge(w.wake)
}

// presence returns the presence of a player, and creates it if needed. The caller holds
// the hub's mutex.
func (w *watch) presence(player string) *presence {
	p, ok := w.presences[player]
	if !ok {
		p = &presence{since: time.Now()}
		w.presences[player] = p
		places := w.hub.places[player]
		if places == nil {
			places = map[*watch]struct{}{}
			w.hub.places[player] = places
		}
		places[w] = struct{}{}
	}
	return p
}

// forget drops the presence of a player. The caller holds the hub's mutex.
func (w *watch) forget(player string) {
	delete(w.presences, player)
	places := w.hub.places[player]
	if delete(places, w); len(places) == 0 {
		delete(w.hub.places, player)
	}
}

// attendance returns whether a player is here. The caller holds the hub's mutex.
func (w *watch) attendance(player string) attendance {
	if p, ok := w.presences[player]; ok {
		return p.attendance(time.Now())
	}
	return absent
}

// run serves the lobby until nobody is in it any more or ctx ends.
func (w *watch) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	turns := rate.NewLimiter(rate.Every(readEvery), readsAtOnce)
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		case <-timer.C:
		}
		if turns.Wait(ctx) != nil {
			return // ctx has ended
		}
		if w.isDropped() {
			return
		}
		next, err := w.turn(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrClosed):
			w.close()
			return
		case err != nil:
			if !w.failing {
				w.hub.logger.WarnContext(ctx, "a lobby has to wait for the store", "error", err)
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

// turn does everything that is due now, and returns when to run next without a wake, zero
// if never.
func (w *watch) turn(ctx context.Context) (next time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	for {
		read, err := w.read(ctx)
		if err != nil {
			return time.Time{}, err
		}
		due := w.tell()
		var changed bool
		if read && due {
			if changed, err = w.match(ctx); err != nil {
				return time.Time{}, err
			}
		}
		w.wavesMade = w.wavesRead
		if !changed {
			if changed, next, err = w.giveUp(ctx); err != nil {
				return time.Time{}, err
			}
		}
		if !changed {
			var later time.Time
			if changed, later, err = w.handOver(ctx); err != nil {
				return time.Time{}, err
			}
			next = sooner(next, later)
		}
		if every := w.readsEvery(); every > 0 {
			next = sooner(next, w.readAt.Add(every))
		}
		if !changed {
			return next, nil
		}
		w.hub.mu.Lock()
		w.dirty = true
		w.hub.mu.Unlock()
	}
}

// readsEvery returns how often the lobby is read again without a change that this node
// knows of; 0: not at all.
func (w *watch) readsEvery() time.Duration {
	switch {
	case len(w.stored.Invited) > 0:
		return lapseEvery
	case w.hub.nodes.Many():
		return lookEvery
	}
	return 0
}

// read reads the lobby if it may have changed.
func (w *watch) read(ctx context.Context) (read bool, err error) {
	w.hub.mu.Lock()
	read, w.dirty = w.dirty, false
	if every := w.readsEvery(); every > 0 && time.Since(w.readAt) >= every {
		read = true
	}
	if read {
		w.readAt = time.Now()
		w.readings++
		w.wavesRead = w.wavesWanted
	}
	w.hub.mu.Unlock()
	if !read {
		return false, nil
	}
	w.stored, err = w.hub.store.Lobby(ctx, w.code)
	return true, err
}

// tell sends the lobby to every page that doesn't have this reading, and reports whether
// pairs are due. It also starts the timeout of ready members that have no open page on this
// node, which has just started.
func (w *watch) tell() (due bool) {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	for _, m := range w.stored.Members {
		if _, known := w.presences[m.Player]; m.State == Ready && !known {
			w.presence(m.Player).expected = true
		}
	}
	now := w.stored.withPresence(w.attendance)
	due = now.pairsAreDue(w.wavesMade < w.wavesRead)
	latest := w.show(now)
	for f := range w.followers {
		if f.from > w.readings {
			continue // the player may have joined after this reading
		}
		if f.kind == wallPage && !now.IsShownTo(f.player) {
			f.end()
			continue
		}
		if _, ok := now.member(f.player); !ok && f.kind != wallPage {
			if !f.removed { // the removal itself ends the page
				f.end()
			}
			continue
		}
		if f.kind == chatPage && !now.Rules.OpenChatToRooms() {
			f.end()
			continue
		}
		if f.showsChat() && !f.allowed {
			f.allowed = true
			f.nudge()
		}
		if f.has != latest && f.kind != chatPage {
			f.news = latest
			f.nudge()
		}
	}
	return due
}

// show makes a version of the lobby, unless it equals the last one, and returns the latest.
// The caller holds the hub's mutex.
func (w *watch) show(now Lobby) (latest *version) {
	if n := len(w.versions); n > 0 && reflect.DeepEqual(w.versions[n-1].lobby, now) {
		return w.versions[n-1]
	}
	if len(w.versions) == maxVersions {
		w.versions = append(w.versions[:0], w.versions[1:]...)
	}
	w.shown++
	latest = &version{id: w.name + "-" + strconv.Itoa(w.shown), lobby: now}
	w.versions = append(w.versions, latest)
	return latest
}

// version returns the version with this id, nil if it isn't kept. The caller holds the
// hub's mutex.
func (w *watch) version(id string) *version {
	for _, v := range w.versions {
		if v.id == id {
			return v
		}
	}
	return nil
}

// match has the members who are ready and here matched, and tells them.
func (w *watch) match(ctx context.Context) (changed bool, err error) {
	matches, err := w.hub.matchmaker.Match(ctx, w.code, w.stored.Rules.Pairing, func(player string) bool {
		return w.hub.attendance(w.code, player).hears()
	})
	if err != nil {
		return false, err
	}
	for _, m := range matches {
		w.hub.tellMatched(w.code, m)
	}
	return len(matches) > 0, nil
}

// pairsAreDue reports whether the lobby must be paired now. A wave is due when all who are
// here are ready, or when the host wants it.
func (l Lobby) pairsAreDue(wanted bool) bool {
	ready, busy := 0, 0
	for _, m := range l.Members {
		switch m.State {
		case Ready:
			ready++
		case Here, Playing, Looking:
			busy++
		case Watching, Away, Idle:
		}
	}
	switch l.Rules.Pairing {
	case Everyone:
		return ready >= 2 && (busy == 0 || wanted)
	case Pick:
		return false
	default:
		return ready >= 2
	}
}

// handOver makes another member the host if the host has been away too long, and returns
// when that will be. It prefers a co-host, and then the member who joined first.
func (w *watch) handOver(ctx context.Context) (changed bool, next time.Time, err error) {
	host, member := w.stored.member(w.stored.Host)
	if !member || host.State == Playing || w.hub.attendance(w.code, host.Player) != absent || w.hostAt.IsZero() {
		w.hostAt = time.Now()
		return false, time.Time{}, nil
	}
	if next = w.hostAt.Add(hostGoneFor); next.After(time.Now()) {
		return false, next, nil
	}
	var heir Member
	for _, m := range w.stored.Members {
		if w.hub.attendance(w.code, m.Player) != absent && (heir.Player == "" || m.Cohost && !heir.Cohost) {
			heir = m
		}
	}
	if heir.Player == "" {
		return false, time.Time{}, nil
	}
	err = w.hub.store.SetRole(ctx, w.code, host.Player, heir.Player, Host)
	if errors.Is(err, ErrNotHost) || errors.Is(err, ErrNotMember) { // it has changed meanwhile
		err = nil
	}
	return err == nil, time.Time{}, err
}

// sooner returns the earlier of two times; zero means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// giveUp cancels the tickets of members who have been away too long, forgets them, and
// returns when the next one lapses.
func (w *watch) giveUp(ctx context.Context) (changed bool, next time.Time, err error) {
	now := time.Now()
	var lapsed []string
	w.hub.mu.Lock()
	for player, p := range w.presences {
		switch at := p.lapses(); {
		case at.IsZero():
		case !at.After(now) && p.streams > 0:
			w.endLapsed(player)
		case !at.After(now):
			lapsed = append(lapsed, player)
		case next.IsZero() || at.Before(next):
			next = at
		}
	}
	w.hub.mu.Unlock()

	for _, player := range lapsed {
		if m, ok := w.stored.member(player); ok && m.State == Ready {
			_, err := w.hub.store.SetReady(ctx, w.code, player, false)
			if err != nil && !errors.Is(err, ErrNotMember) {
				return false, next, err
			}
			changed = true
		}
		w.hub.mu.Lock()
		if p := w.presences[player]; p.streams == 0 && !p.lapses().After(now) {
			w.forget(player)
		}
		w.hub.mu.Unlock()
	}
	return changed || lapsed != nil, next, nil
}

// endLapsed closes the pages of a player that have broken their promise to beat. Once they
// are closed the player is given up. The caller holds the hub's mutex.
func (w *watch) endLapsed(player string) {
	for f := range w.followers {
		if f.player == player && f.kind == memberPage {
			f.lapsed = true
			f.end()
		}
	}
}

// closeIfEmpty removes the watch from the hub if nobody is in the lobby.
func (w *watch) closeIfEmpty() bool {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	if len(w.followers) > 0 || len(w.presences) > 0 {
		return false
	}
	delete(w.hub.watches, w.code)
	if w.chat.left = time.Now(); len(w.chat.lines) == 0 {
		delete(w.hub.chats, w.code)
	}
	return true
}

// close removes the watch from the hub, because the lobby has closed, and ends its pages.
func (w *watch) close() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.drop()
}

func (w *watch) isDropped() bool {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	return w.dropped
}

// drop removes the watch from the hub, ends its pages, and has run end. The caller holds
// the hub's mutex.
func (w *watch) drop() {
	if w.dropped {
		return
	}
	w.dropped = true
	nudge(w.wake)
	for f := range w.followers {
		f.end()
	}
	for player := range w.presences {
		w.forget(player)
	}
	delete(w.hub.watches, w.code)
	delete(w.hub.chats, w.code)
}

// member returns the member with this id.
func (l Lobby) member(player string) (Member, bool) {
	for _, m := range l.Members {
		if m.Player == player {
			return m, true
		}
	}
	return Member{}, false
}
