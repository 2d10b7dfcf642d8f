package lobby

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
)

// ErrNoPage means that no page of the player follows.
var ErrNoPage = errors.New("no page of the player is open")

// AgainStore makes games of those who have played one.
type AgainStore interface {
	// Repeat makes another game of the two players of this one, with the settings of its
	// lobby, or, if that is closed or there was none, with those it had. Their waiting tickets
	// are cancelled; it tells in which lobbies. ErrNoPartner when one of them is in a
	// live game, or is a member of the lobby no more.
	Repeat(ctx context.Context, game string, newID func() string) (m Match, changed []string, err error)
}

// AgainEvent is what a page hears after its game: a Wishes or a Matched.
type AgainEvent interface{ isAgainEvent() }

func (Wishes) isAgainEvent()  {}
func (Matched) isAgainEvent() {}

// Wishes is who wants to play again, as one of the two sees it.
type Wishes struct {
	You     bool
	Partner bool // wants to
	There   bool // the partner's page is open
}

// Again lets two who have played play again, when both say so while their pages are open.
// What they say is kept in memory only, and ends with the page. Many goroutines may use
// it at once.
type Again struct {
	store     AgainStore
	onMatch   func(Match)
	onChange  func(code string)
	lifetime  context.Context
	end       context.CancelFunc
	following sync.WaitGroup

	// Guarded by mu, with all that hangs on it.
	mu      sync.Mutex
	stopped bool
	tables  map[string]*table // by game
}

// table is a game after which somebody's page is open.
type table struct {
	pages map[*againPage]struct{}
	says  map[string]bool // by player: wants to
}

// againPage is one open page.
type againPage struct {
	player  string
	told    Wishes
	news    bool // it is to be told how it stands
	matched *Matched
	wake    chan struct{}
	out     chan AgainEvent
}

// NewAgain makes one. onMatch hears of each match, onChange of each lobby in which
// something is different. Stop ends it.
func NewAgain(store AgainStore, onMatch func(Match), onChange func(code string)) *Again {
	lifetime, end := context.WithCancel(context.Background())
	return &Again{
		store: store, onMatch: onMatch, onChange: onChange,
		lifetime: lifetime, end: end, tables: map[string]*table{},
	}
}

// Stop ends the streams of all pages.
func (a *Again) Stop() {
	a.mu.Lock()
	a.stopped = true
	a.mu.Unlock()
	a.end()
	a.following.Wait()
}

// Follow opens a page of one who has played a game: it hears at once and at every change
// who wants to play again, and of the match. The channel is closed when ctx ends or it
// stops. ErrStopping.
func (a *Again) Follow(ctx context.Context, game, player string) (<-chan AgainEvent, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return nil, ErrStopping
	}
	t := a.tables[game]
	if t == nil {
		t = &table{pages: map[*againPage]struct{}{}, says: map[string]bool{}}
		a.tables[game] = t
	}
	p := &againPage{player: player, news: true, wake: make(chan struct{}, 1), out: make(chan AgainEvent)}
	t.pages[p] = struct{}{}
	t.tell()
	ctx, end := context.WithCancel(ctx)
	stopWithAll := context.AfterFunc(a.lifetime, end)
	a.following.Go(func() {
		defer end()
		defer stopWithAll()
		post(ctx, p.wake, p.out, func() (AgainEvent, bool) {
			a.mu.Lock()
			defer a.mu.Unlock()
			return p.take(t), false
		})
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(t.pages, p)
		if !t.there(player) {
			delete(t.says, player)
		}
		t.tell()
		if len(t.pages) == 0 && a.tables[game] == t {
			delete(a.tables, game)
		}
	})
	return p.out, nil
}

// Say says whether the player wants to play again. When both want to, they are matched,
// which comes as an event. ErrNoPage, ErrNoPartner.
func (a *Again) Say(ctx context.Context, game, player string, yes bool) (Wishes, error) {
	a.mu.Lock()
	t := a.tables[game]
	if t == nil || !t.there(player) {
		a.mu.Unlock()
		return Wishes{}, ErrNoPage
	}
	t.says[player] = yes
	agreed := yes && t.wishes(player).Partner
	if agreed { // taken back first, so that it is done once
		clear(t.says)
	}
	now := t.wishes(player)
	t.tell()
	a.mu.Unlock()
	if !agreed {
		return now, nil
	}

	m, changed, err := a.store.Repeat(ctx, game, rand.Text)
	if err != nil {
		return Wishes{}, err
	}
	a.onMatch(m)
	for _, code := range changed {
		a.onChange(code)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for p := range t.pages {
		for seat, one := range m.Players {
			if p.player == one {
				p.matched = &Matched{Room: m.Game, Seat: seat + 1, Partner: m.Names[1-seat]}
				nudge(p.wake)
			}
		}
	}
	return Wishes{You: true, Partner: true, There: true}, nil
}

// there tells whether a page of the player is open. Callers of a table's methods hold mu.
func (t *table) there(player string) bool {
	for p := range t.pages {
		if p.player == player {
			return true
		}
	}
	return false
}

// wishes is how it stands for a player.
func (t *table) wishes(player string) (w Wishes) {
	w.You = t.says[player]
	for p := range t.pages {
		if p.player != player {
			w.There = true
			w.Partner = w.Partner || t.says[p.player]
		}
	}
	return w
}

// tell has all pages told that have not heard how it stands.
func (t *table) tell() {
	for p := range t.pages {
		if p.news = p.news || p.told != t.wishes(p.player); p.news {
			nudge(p.wake)
		}
	}
}

// take takes what the page is to be sent next, nil if there is nothing.
func (p *againPage) take(t *table) AgainEvent {
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
