package lobby

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// The hub's bounds.
const (
	maxPagesOfPlayer = 8 // of one player in one lobby
	maxPagesOfLobby  = 4 * MaxMembers
)

// How long a lobby stays open that nobody is in, and how often the hub looks.
const (
	emptyFor   = time.Hour
	sweepEvery = time.Minute
)

// ErrTooManyPages means that a player, or all of a place, has as many pages open as may be.
var ErrTooManyPages = errors.New("too many pages are open")

// Hub knows who of each lobby has a page open on this node, and tells those pages of
// every change. Lobbies that nobody is in it closes after a while. For each lobby that
// somebody is in it runs a watch, which reads the lobby once a change, however many
// follow. Many goroutines may use a hub at once.
type Hub struct {
	*waitingPlace

	store      Store
	matchmaker *Matchmaker
	logger     *slog.Logger

	// Guarded by mu.
	watches map[string]*watch              // by code
	places  map[string]map[*watch]struct{} // by player: the watches that have a presence of it
}

// newHub makes a hub. Stop ends it.
func newHub(store Store, matchmaker *Matchmaker, logger *slog.Logger) *Hub {
	h := &Hub{
		waitingPlace: newWaitingPlace(),
		store:        store, matchmaker: matchmaker, logger: logger,
		watches: map[string]*watch{}, places: map[string]map[*watch]struct{}{},
	}
	h.run(h.sweep)
	return h
}

// Page is what a page says of itself that begins to follow.
type Page struct {
	After   string // the ID of the last update it had; "" for none
	Beats   bool   // it promises to call Beat
	Looking bool   // it shows the drawing of a game that its player has played here
}

// Beat is what a page says when it gives a sign of life.
type Beat struct {
	Idle    bool // nobody has looked at the player's pages for a while
	Looking bool // as of Page
}

// Follow opens a page of a member: it hears of the lobby at once and after
// every change, and of its match. Only lobbies that are out of date by then are
// left out for a page that reads slowly. A page that comes back says the ID of
// the last update it had (else ""): if that is known still, it hears only what
// has changed since. One that beats promises to call Beat more often than every
// 20 seconds: if it doesn't, as its network is gone without a word, it is closed. The channel is closed when ctx ends,
// the player leaves the lobby, or the hub stops. ErrNotFound, ErrClosed, ErrNotMember,
// ErrTooManyPages, ErrStopping.
func (h *Hub) Follow(ctx context.Context, code, player string, page Page) (<-chan Event, error) {
	l, err := h.store.Lobby(ctx, code)
	if err != nil {
		return nil, err
	}
	if _, ok := l.member(player); !ok {
		return nil, ErrNotMember
	}

	h.mu.Lock()
	defer h.mu.Unlock()
	w, err := h.watch(code)
	if err != nil {
		return nil, err
	}
	p := w.presence(player)
	if p.streams >= maxPagesOfPlayer || len(w.followers) >= maxPagesOfLobby {
		return nil, ErrTooManyPages
	}
	f := &follower{
		player: player, beats: page.Beats, looking: page.Looking,
		from: w.readings + 1, has: w.version(page.After),
	}
	if f.stream, err = openStream(ctx, h.waitingPlace, f.take, func() { w.unfollow(f) }); err != nil {
		return nil, err
	}
	w.follow(f, p)
	return f.out, nil
}

// Seen takes note that the player did something in the lobby, which makes it
// look again, too.
func (h *Hub) Seen(code, player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, err := h.watch(code)
	if err != nil {
		return // it stops: nobody is told of anything any more
	}
	p := w.presence(player)
	p.since, p.expected, p.idle = time.Now(), false, false
	w.readAgain()
}

// Changed has a lobby read again and those who follow it told.
func (h *Hub) Changed(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		w.readAgain()
	}
}

// attendance tells whether the player is in the lobby, as far as this node knows.
func (h *Hub) attendance(code, player string) attendance {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		return w.attendance(player)
	}
	return absent
}

// occupied are the lobbies that somebody is in.
func (h *Hub) occupied() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.watches))
}

// PlayerChanged has the lobbies read again that the player is in: it has another name, or
// waits or plays somewhere else.
func (h *Hub) PlayerChanged(player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.places[player] {
		w.readAgain()
	}
}

// Beat takes a sign of life of a player who is here, and whether somebody looks at its
// pages.
func (h *Hub) Beat(code, player string, b Beat) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if !ok {
		return
	}
	p, ok := w.presences[player]
	if !ok {
		return
	}
	p.since = time.Now()
	if b.Looking && !p.looking {
		return // somebody looks, or not, at a page of the lobby itself
	}
	if p.idle != b.Idle {
		p.idle = b.Idle
		w.readAgain()
	}
}

// StartWave has those matched who are ready, whoever isn't.
func (h *Hub) StartWave(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		w.wavesWanted++
		w.readAgain()
	}
}

// removed ends the pages of a player who was sent out, and tells them why.
func (h *Hub) removed(code, player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if !ok {
		return
	}
	for f := range w.followers {
		if f.player == player {
			f.removed = true
			f.nudge()
		}
	}
	w.readAgain()
}

// tellMatched tells the pages of two that they have a partner. A page that shows a drawing
// is told only where it is the player's only way to the room.
func (h *Hub) tellMatched(code string, m Match) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if !ok {
		return
	}
	for f := range w.followers {
		for seat, player := range m.Players {
			if f.player == player && (!f.looking || w.presence(player).looking) {
				f.matched = m.told(seat)
				f.nudge()
			}
		}
	}
}

// sweep closes lobbies that nobody has been in for long, until ctx ends.
func (h *Hub) sweep(ctx context.Context) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		within, cancel := context.WithTimeout(ctx, storeLimit)
		closed, err := h.store.CloseEmpty(within, h.occupied(), emptyFor)
		cancel()
		if err != nil && ctx.Err() == nil {
			h.logger.DebugContext(ctx, "empty lobbies are not closed yet", "error", err)
		}
		for _, code := range closed {
			h.Changed(code) // somebody may be on the way in
		}
	}
}

// watch gives the watch of a lobby and starts it if there is none. The caller
// holds mu and leaves something in it that keeps it alive.
func (h *Hub) watch(code string) (*watch, error) {
	if w, ok := h.watches[code]; ok {
		return w, nil
	}
	w := &watch{
		hub: h, code: code, name: rand.Text()[:watchName],
		followers: map[*follower]struct{}{}, presences: map[string]*presence{},
		wake: make(chan struct{}, 1),
	}
	if !h.run(w.run) {
		return nil, ErrStopping
	}
	h.watches[code] = w
	return w, nil
}
