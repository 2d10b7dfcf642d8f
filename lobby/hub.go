package lobby

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"
)

// The hub's limits.
const (
	maxPagesOfPlayer = 8 // of one player in one lobby
	maxPagesOfLobby  = 4 * MaxMembers
	maxWallsOfLobby  = 32
)

// How long a lobby without anybody in it stays open, and how often the hub checks.
const (
	emptyFor   = time.Hour
	sweepEvery = time.Minute
)

// ErrTooManyPages means that a player, or a whole waiting place, has the maximum number of
// pages open.
var ErrTooManyPages = errors.New("too many pages are open")

// Hub knows which pages of each lobby are open, and tells them every change. All pages of a
// lobby are open on one node.
// It closes lobbies that have been empty for a while. Each lobby that somebody is in has a
// watch, which reads the lobby once a change, however many pages follow. Many goroutines
// may use a hub at once.
type Hub struct {
	*waitingPlace

	store      Store
	matchmaker *Matchmaker
	logger     *slog.Logger
	nodes      Nodes

	// Guarded by mu.
	watches map[string]*watch              // by code
	places  map[string]map[*watch]struct{} // by player: the watches that know a presence of the player
	chats   map[string]*chat               // by code: of each watched lobby, and of others for a while
}

// newHub returns a hub. Stop ends it.
func newHub(store Store, matchmaker *Matchmaker, logger *slog.Logger, nodes Nodes) *Hub {
	h := &Hub{
		waitingPlace: newWaitingPlace(),
		store:        store, matchmaker: matchmaker, logger: logger, nodes: nodes,
		watches: map[string]*watch{}, places: map[string]map[*watch]struct{}{}, chats: map[string]*chat{},
	}
	h.run(h.sweep)
	return h
}

// Page is what a page says of itself when it begins to follow.
type Page struct {
	After   string // the ID of the last update that it had; "" for none
	Beats   bool   // it promises to call Beat
	Looking bool   // it shows the drawing of a game that its player has played in this lobby
}

// Beat is a page's sign of life.
type Beat struct {
	Idle    bool // nobody has looked at the player's pages for a while
	Looking bool // as in Page
}

// Follow opens a page of a member. The page hears of the lobby at once and after every
// change, and of its match. A slow page skips outdated readings. A page that reconnects
// names the last update that it had (After): if the hub still knows that one, the page
// hears only what has changed since. If Beats is set, the page promises to call Beat at
// least every 20 seconds, and is closed if it doesn't, because a lost network connection
// sends no signal. The channel is closed when ctx ends, the player leaves the lobby, or the
// hub stops. ErrNotFound, ErrClosed, ErrNotMember, ErrTooManyPages, ErrStopping.
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
	if p.streams >= maxPagesOfPlayer || w.pages(memberPage, "") >= maxPagesOfLobby {
		return nil, ErrTooManyPages
	}
	f := &follower{
		player: player, beats: page.Beats, looking: page.Looking,
		from: w.readings + 1, has: w.version(page.After), chat: w.chat,
	}
	if f.stream, err = openStream(ctx, h.waitingPlace, f.take, func() { w.unfollow(f) }); err != nil {
		return nil, err
	}
	w.follow(f, p)
	return f.out, nil
}

// FollowWall opens a page that shows a lobby's wall to a member, or to anybody while the
// lobby is public; player is "" for a visitor who is none. The page hears of the lobby like
// that of a member, but of no match, and whoever opens it is not present by it: a lobby in
// which only walls are open is empty. ErrNotFound, ErrClosed, ErrNotMember, ErrTooManyPages,
// ErrStopping.
func (h *Hub) FollowWall(ctx context.Context, code, player string, page Page) (<-chan Event, error) {
	l, err := h.store.Lobby(ctx, code)
	if err != nil {
		return nil, err
	}
	if !l.IsShownTo(player) {
		return nil, ErrNotMember
	}

	h.mu.Lock()
	defer h.mu.Unlock()
	w, err := h.watch(code)
	if err != nil {
		return nil, err
	}
	if w.pages(wallPage, "") >= maxWallsOfLobby {
		return nil, ErrTooManyPages
	}
	return h.openAside(ctx, w, &follower{player: player, kind: wallPage, has: w.version(page.After)})
}

// FollowChat opens a page that shows the lobby's chat to a member who plays: the chat is
// sent at once and after every change, until it is not open to rooms any more. Nobody is
// present by it. ErrNotFound, ErrClosed, ErrNotMember, ErrNoChat, ErrTooManyPages,
// ErrStopping.
func (h *Hub) FollowChat(ctx context.Context, code, player string) (<-chan Event, error) {
	l, err := h.store.Lobby(ctx, code)
	if err != nil {
		return nil, err
	}
	if _, ok := l.member(player); !ok {
		return nil, ErrNotMember
	}
	if !l.Rules.OpenChatToRooms() {
		return nil, ErrNoChat
	}

	h.mu.Lock()
	defer h.mu.Unlock()
	w, err := h.watch(code)
	if err != nil {
		return nil, err
	}
	if w.pages(chatPage, player) >= maxPagesOfPlayer || w.pages(chatPage, "") >= maxPagesOfLobby {
		return nil, ErrTooManyPages
	}
	return h.openAside(ctx, w, &follower{player: player, kind: chatPage, chat: w.chat})
}

// openAside opens a page by which nobody is present. The caller holds mu.
func (h *Hub) openAside(ctx context.Context, w *watch, f *follower) (_ <-chan Event, err error) {
	f.from = w.readings + 1
	if f.stream, err = openStream(ctx, h.waitingPlace, f.take, func() { w.unfollow(f) }); err != nil {
		return nil, err
	}
	w.followers[f] = struct{}{}
	w.readAgain()
	return f.out, nil
}

// Seen records that the player did something in the lobby, and has the lobby read again.
func (h *Hub) Seen(code, player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, err := h.watch(code)
	if err != nil {
		return // the hub is stopping: pages hear nothing more
	}
	p := w.presence(player)
	p.since, p.expected, p.idle = time.Now(), false, false
	w.readAgain()
}

// Changed has a lobby read again and its pages told, wherever they are.
func (h *Hub) Changed(code string) {
	if code != "" && !h.changedHere(code) {
		h.nodes.Tell(News{Lobby: code})
	}
}

// changedHere is Changed for a lobby whose pages are open on this node; it reports whether
// they are.
func (h *Hub) changedHere(code string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if ok {
		w.readAgain()
	}
	return ok
}

// attendance returns whether the player is in the lobby, as far as this node knows.
func (h *Hub) attendance(code, player string) attendance {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		return w.attendance(player)
	}
	return absent
}

// serves reports whether somebody is in the lobby, or its chat is kept here for those who
// come back.
func (h *Hub) serves(code string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.chats[code] != nil
}

// occupied returns the lobbies that somebody is in.
func (h *Hub) occupied() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var codes []string
	for code, w := range h.watches {
		if len(w.presences) > 0 {
			codes = append(codes, code)
		}
	}
	return codes
}

// PlayerChanged has the player's lobbies read again, wherever their pages are: the player
// has another name, or waits or plays somewhere else.
func (h *Hub) PlayerChanged(player string) {
	h.playerChangedHere(player)
	h.nodes.Tell(News{Player: player})
}

// playerChangedHere is PlayerChanged for the lobbies whose pages are open on this node.
func (h *Hub) playerChangedHere(player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.places[player] {
		w.readAgain()
	}
}

// Beat records a sign of life of a player who is here, and whether anybody looks at its
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
		return // the beat is for a page of the lobby itself
	}
	if p.idle != b.Idle {
		p.idle = b.Idle
		w.readAgain()
	}
}

// StartWave has the ready members matched, even if others aren't ready.
func (h *Hub) StartWave(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		w.wavesWanted++
		w.readAgain()
	}
}

// Drop gives up a lobby that another node serves from now on: its pages end, and come back
// there.
func (h *Hub) Drop(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w, ok := h.watches[code]; ok {
		w.drop()
	}
	delete(h.chats, code)
}

// DropAll is Drop for all lobbies.
func (h *Hub) DropAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range h.watches {
		w.drop()
	}
	clear(h.chats)
}

// removed tells the pages of a removed player why they end, and ends them.
func (h *Hub) removed(code, player string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if !ok {
		return
	}
	for f := range w.followers {
		if f.player == player && f.kind != wallPage {
			f.removed = true
			f.nudge()
		}
	}
	w.readAgain()
}

// tellMatched tells the pages of two players that they have a partner. A page that shows a
// drawing is told only if it is the player's only way to the room.
func (h *Hub) tellMatched(code string, m Match) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w, ok := h.watches[code]
	if !ok {
		return
	}
	for f := range w.followers {
		for seat, player := range m.Players {
			if f.player == player && f.kind == memberPage && (!f.looking || w.presence(player).looking) {
				f.matched = m.told(seat)
				f.nudge()
			}
		}
	}
}

// sweep closes lobbies that have been empty for long, until ctx ends.
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
			h.Changed(code) // somebody may be about to join
		}
		h.forgetOldChats()
	}
}

// watch returns the watch of a lobby and starts it if there is none. The caller holds mu
// and adds something to the watch that keeps it alive.
func (h *Hub) watch(code string) (*watch, error) {
	if w, ok := h.watches[code]; ok {
		return w, nil
	}
	w := &watch{
		hub: h, code: code, name: rand.Text()[:watchName], chat: h.chat(code),
		followers: map[*follower]struct{}{}, presences: map[string]*presence{},
		wake: make(chan struct{}, 1),
	}
	if !h.run(w.run) {
		return nil, ErrStopping
	}
	h.watches[code] = w
	return w, nil
}
