package lobby

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"
)

// ErrNoPage means that the player has no page open that follows.
var ErrNoPage = errors.New("no page of the player is open")

// maxPagesAfterGame is how many pages of one player may be open after one game.
const maxPagesAfterGame = 4

// AgainStore makes new games for players who have just played one.
type AgainStore interface {
	// Repeat makes another game, with the id as, for the two players of this one. It has
	// the settings of its lobby, or the old game's if the lobby is closed or there was
	// none. Repeat cancels the players' waiting tickets. If the new game already exists,
	// Repeat returns it, so the caller may repeat the call after a lost answer.
	// ErrNoPartner if one of the two is in a live game or no longer a member of the lobby.
	Repeat(ctx context.Context, game, as string) (Repeated, error)
}

// Repeated is the next game of two players who have just played.
type Repeated struct {
	Match
	Changed []string // lobbies that it changed
}

// AgainEvent is what a page hears after its game: a Wishes, a Matched, or a GameLobbyEvent.
type AgainEvent interface{ isAgainEvent() }

func (Wishes) isAgainEvent()  {}
func (Matched) isAgainEvent() {}

// Wishes says who wants to play again, as one of the two players sees it.
type Wishes struct {
	You     bool
	Partner bool // the partner wants to play again
	There   bool // the partner is there
}

// Again lets two players play again when both say so while they are there. A player is
// there while a page of theirs is open, and for 20 seconds after the last one closes. Again
// keeps the wishes in memory only. Many goroutines may use it at once.
type Again struct {
	*waitingPlace

	store    AgainStore
	onMatch  func(Match)
	onChange func(code string)

	tables map[string]*afterGame // by game; mu guards the map and all that it refers to
}

// afterGame is a finished game with at least one open page.
type afterGame struct {
	lobby string // in which it was played; "" for none
	pages map[*againPage]struct{}
	says  map[string]bool       // by player: wants to play again
	back  map[string]*againPage // by player without an open page who may come back: the page that closed last
	next  string                // the id of the game that is being made; "" for none

	// The last game that was made, and when. A page that reconnects still hears of it.
	made   Match
	madeAt time.Time
}

// againPage is one open page.
type againPage struct {
	stream[AgainEvent]

	player  string
	told    Wishes
	news    bool // the wishes changed since the page was last told
	matched *Matched

	life *time.Timer // ends the page unless its player beats; nil: the page doesn't beat
	over bool        // its player is not expected back
}

// NewAgain returns an Again. It calls onMatch for each match and onChange for each lobby
// that changes. Stop ends it.
func NewAgain(store AgainStore, onMatch func(Match), onChange func(code string)) *Again {
	return &Again{
		waitingPlace: newWaitingPlace(),
		store:        store, onMatch: onMatch, onChange: onChange,
		tables: map[string]*afterGame{},
	}
}

// Follow opens a page of a player after a game. The page hears who wants to play again, at
// once and at every change, and of the match. If Beats is set, the page promises to call
// Beat at least every 20 seconds. The channel is closed when ctx ends, when Again stops, or
// when the promise is broken. ErrTooManyPages, ErrStopping.
func (a *Again) Follow(ctx context.Context, page AgainPage) (<-chan AgainEvent, error) {
	game, player := page.Game, page.Player
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.tables[game]
	if t == nil {
		t = &afterGame{lobby: page.Lobby, pages: map[*againPage]struct{}{}, says: map[string]bool{}, back: map[string]*againPage{}}
	}
	if t.pagesOf(player) >= maxPagesAfterGame {
		return nil, ErrTooManyPages
	}
	p := &againPage{player: player, news: true}
	var err error
	if p.stream, err = openStream(ctx, a.waitingPlace,
		func() (AgainEvent, bool) { return p.take(t), false },
		func() { a.leave(game, t, p) }); err != nil {
		return nil, err
	}
	a.tables[game] = t
	t.pages[p] = struct{}{}
	delete(t.back, player)
	if page.Beats {
		p.life = time.AfterFunc(presenceTimeout, func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			p.dismiss()
		})
	}
	if time.Since(t.madeAt) < presenceTimeout {
		p.match(t.made)
	}
	t.tell()
	return p.out, nil
}

// leave records that a page has closed. The caller holds mu.
func (a *Again) leave(game string, t *afterGame, p *againPage) {
	if p.life != nil {
		p.life.Stop()
	}
	delete(t.pages, p)
	if t.pagesOf(p.player) > 0 {
		return
	}
	if p.over || !a.run(func(ctx context.Context) { a.giveUp(ctx, game, t, p) }) {
		a.drop(game, t, p.player)
		return
	}
	t.back[p.player] = p
}

// giveUp waits for the player of a closed page to come back, and drops the player if none
// of their pages does.
func (a *Again) giveUp(ctx context.Context, game string, t *afterGame, p *againPage) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(presenceTimeout):
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if t.back[p.player] == p {
		a.drop(game, t, p.player)
	}
}

// drop forgets a player who has gone. The caller holds mu.
func (a *Again) drop(game string, t *afterGame, player string) {
	delete(t.back, player)
	delete(t.says, player)
	t.tell()
	if len(t.pages)+len(t.back) == 0 && a.tables[game] == t {
		delete(a.tables, game)
	}
}

// Beat records a sign of life of a player.
func (a *Again) Beat(game, player string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t := a.tables[game]; t != nil {
		for p := range t.pages {
			if p.player == player && p.life != nil {
				p.life.Reset(presenceTimeout)
			}
		}
	}
}

// Forget ends the pages of a player who was banned or deleted.
func (a *Again) Forget(player string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for game, t := range a.tables {
		if _, expected := t.back[player]; expected {
			a.drop(game, t, player)
		}
		for p := range t.pages {
			if p.player == player {
				p.dismiss()
			}
		}
	}
}

// Serves reports whether a player of the game is there.
func (a *Again) Serves(game string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.tables[game] != nil
}

// Drop gives up the games that meet the condition, which another node serves from now on:
// their pages end, and come back there.
func (a *Again) Drop(of func(game, lobby string) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for game, t := range a.tables {
		if !of(game, t.lobby) {
			continue
		}
		for p := range t.pages {
			p.dismiss()
		}
		clear(t.back)
		delete(a.tables, game)
	}
}

// Say records whether the player wants to play again. When both do, they are matched, and
// the match comes as an event. ErrNoPage, ErrNoPartner.
func (a *Again) Say(ctx context.Context, game, player string, yes bool) (Wishes, error) {
	t, now, next, err := a.note(game, player, yes)
	if err != nil || next == "" {
		return now, err
	}
	made, err := a.repeat(ctx, game, next)
	if err != nil {
		return Wishes{}, err
	}
	a.onMatch(made.Match)
	for _, code := range made.Changed {
		a.onChange(code)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	t.next, t.made, t.madeAt = "", made.Match, time.Now()
	for p := range t.pages {
		p.match(t.made)
	}
	return Wishes{You: true, Partner: true, There: true}, nil
}

// note records what a player says. When both have said yes it returns the id of the game to
// make, otherwise "". It then clears both wishes, so that the game is made only once.
func (a *Again) note(game, player string, yes bool) (t *afterGame, now Wishes, next string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	t = a.tables[game]
	if t == nil || !t.there(player) {
		return nil, Wishes{}, "", ErrNoPage
	}
	t.says[player] = yes
	if yes && t.wishes(player).Partner {
		clear(t.says)
		if t.next == "" {
			t.next = rand.Text()
		}
		next = t.next
	}
	t.tell()
	return t, t.wishes(player), next, nil
}

// repeat makes the game, and retries once if the answer was lost. It goes on even if the
// player who said yes last leaves.
func (a *Again) repeat(ctx context.Context, game, next string) (made Repeated, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeLimit)
	defer cancel()
	for range 2 {
		if made, err = a.store.Repeat(ctx, game, next); err == nil || errors.Is(err, ErrNoPartner) {
			break
		}
	}
	return made, err
}

// pagesOf counts the open pages of a player. Callers of afterGame's methods hold mu.
func (t *afterGame) pagesOf(player string) (n int) {
	for p := range t.pages {
		if p.player == player {
			n++
		}
	}
	return n
}

// there reports whether a player has a page open or may come back.
func (t *afterGame) there(player string) bool {
	_, expected := t.back[player]
	return expected || t.pagesOf(player) > 0
}

// wishes returns the wishes as a player sees them.
func (t *afterGame) wishes(player string) (w Wishes) {
	w.You = t.says[player]
	partner := func(other string) {
		if other != player {
			w.There = true
			w.Partner = w.Partner || t.says[other]
		}
	}
	for p := range t.pages {
		partner(p.player)
	}
	for other := range t.back {
		partner(other)
	}
	return w
}

// tell wakes all pages that have not heard the present wishes.
func (t *afterGame) tell() {
	for p := range t.pages {
		if p.news = p.news || p.told != t.wishes(p.player); p.news {
			p.nudge()
		}
	}
}

// dismiss ends the page of a player who is not expected back. The caller holds mu.
func (p *againPage) dismiss() {
	p.over = true
	p.end()
}

// match tells the page of its player's match.
func (p *againPage) match(m Match) {
	if seat := slices.Index(m.Players[:], p.player); seat >= 0 {
		p.matched = m.told(seat)
		p.nudge()
	}
}

// take returns the next event for the page, nil if there is none.
func (p *againPage) take(t *afterGame) AgainEvent {
	switch {
	case p.matched != nil:
		m := *p.matched
		p.matched = nil
		return m
	case p.news:
		p.news, p.told = false, t.wishes(p.player)
		return p.told
	}
	return nil
}
