package lobby

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/prompts"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lobbyFixture is a service with a store in memory and one lobby that mila opened.
type lobbyFixture struct {
	*Service
	t     *testing.T
	store *fakeStore
	code  string
	log   *bytes.Buffer // read it only after Stop

	mu   sync.Mutex
	made []Match
}

// matches returns the matches that were made.
func (h *lobbyFixture) matches() []Match {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.made
}

// withLobby runs a test in its own synctest bubble, where time passes at once.
func withLobby(t *testing.T, test func(t *testing.T, h *lobbyFixture)) {
	synctest.Test(t, func(t *testing.T) {
		h := &lobbyFixture{t: t, store: newFakeStore(), log: &bytes.Buffer{}}
		h.restart()
		l, err := h.Open(t.Context(), "mila", DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		h.code = l.Code
		test(t, h)
		h.Stop()
	})
}

// restart restarts the service on the same store, as a new process does.
func (h *lobbyFixture) restart() {
	if h.Service != nil {
		h.Stop()
	}
	h.Service = NewService(Config{
		Store: h.store, Logger: slog.New(slog.NewTextHandler(h.log, nil)),
		OnMatch: func(m Match) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.made = append(h.made, m)
		},
	})
}

// page is an open page and the events that it was sent.
type page struct {
	close context.CancelFunc

	mu      sync.Mutex
	lobbies []Lobby
	updates []Update
	matched []Matched
	news    []ChatNews
	out     bool // it was informed that its player was removed
	over    bool
}

func (p *page) hears(events <-chan Event) {
	for e := range events {
		p.mu.Lock()
		switch e := e.(type) {
		case Update:
			p.lobbies = append(p.lobbies, *e.Lobby)
			p.updates = append(p.updates, e)
		case Matched:
			p.matched = append(p.matched, e)
		case ChatNews:
			p.news = append(p.news, e)
		case Removed:
			p.out = true
		}
		p.mu.Unlock()
	}
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
}

// shown returns every lobby that the page was sent.
func (p *page) shown() []Lobby {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lobbies
}

// last returns the lobby as the page shows it.
func (p *page) last() Lobby {
	all := p.shown()
	if len(all) == 0 {
		return Lobby{}
	}
	return all[len(all)-1]
}

// told returns the updates that the page was sent.
func (p *page) told() []Update {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.updates
}

// games returns the matches that the page was sent.
func (p *page) games() []Matched {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.matched
}

// removed reports whether the page was informed that its player was removed.
func (p *page) removed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out
}

// closed reports whether the stream has ended.
func (p *page) closed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.over
}

// follow opens a member's page that reads everything it is sent.
func (h *lobbyFixture) follow(player string) *page { return h.followAs(player, Page{}) }

// followAs does the same for the given Page.
func (h *lobbyFixture) followAs(player string, as Page) *page {
	h.t.Helper()
	ctx, cancel := context.WithCancel(h.t.Context())
	events, err := h.Follow(ctx, h.code, player, as)
	if err != nil {
		h.t.Fatalf("%s can't follow: %v", player, err)
	}
	p := &page{close: cancel}
	go p.hears(events)
	synctest.Wait()
	return p
}

// come makes a player a member with an open page.
func (h *lobbyFixture) come(player string) *page {
	h.t.Helper()
	if _, err := h.Join(h.t.Context(), h.code, player); err != nil {
		h.t.Fatalf("%s can't join: %v", player, err)
	}
	return h.follow(player)
}

func (h *lobbyFixture) ready(player string) {
	h.t.Helper()
	if _, err := h.SetReady(h.t.Context(), h.code, player, true); err != nil {
		h.t.Fatalf("%s can't be ready: %v", player, err)
	}
	synctest.Wait()
}

// states lists the members' states in the last update: "mila ready, jonas away".
func (p *page) states() string { return states(p.last()) }

func states(l Lobby) string {
	var s []string
	for _, m := range l.Members {
		s = append(s, m.Player+" "+string(m.State))
	}
	return strings.Join(s, ", ")
}

// pass lets time pass.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (h *lobbyFixture) want(what, got, want string) {
	h.t.Helper()
	if got != want {
		h.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestService_OpensALobbyWithItsHostInIt(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		l, err := h.Lobby(t.Context(), h.code)
		if err != nil || l.Host != "mila" || l.Settings != DefaultSettings() {
			t.Fatalf("%+v, %v", l, err)
		}
		h.want("who is there", states(l), "mila here")
	})
}

func TestService_TriesAnotherCodeWhenOneIsTaken(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		h.store.taken = codeTries - 1
		if l, err := h.Open(t.Context(), "jonas", DefaultSettings()); err != nil || l.Host != "jonas" {
			t.Errorf("%+v, %v", l, err)
		}
		h.store.taken = codeTries
		if _, err := h.Open(t.Context(), "jonas", DefaultSettings()); !errors.Is(err, ErrTaken) {
			t.Errorf("error %v, want %v", err, ErrTaken)
		}
	})
}

func TestService_FindsALobbyHoweverItsCodeIsTyped(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		typed := "  " + strings.ToUpper(strings.ReplaceAll(h.code, "-", " _ "))
		if l, err := h.Join(t.Context(), typed, "jonas"); err != nil || l.Code != h.code {
			t.Errorf("code %q, %v", l.Code, err)
		}
		if _, err := h.Lobby(t.Context(), "no-such-code"); !errors.Is(err, ErrNotFound) {
			t.Errorf("error %v, want %v", err, ErrNotFound)
		}
	})
}

func TestService_LetsOnlyTheHostChangeTheSettings(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		jonas := h.come("jonas")
		changed := Settings{RoundSeconds: 10, Rounds: 3, Theme: "  cats\u202e\n& dogs ", Language: "es", Difficulty: prompts.Wild}
		if _, err := h.Change(t.Context(), h.code, "jonas", changed); !errors.Is(err, ErrNotHost) {
			t.Errorf("a guest: error %v, want %v", err, ErrNotHost)
		}
		l, err := h.Change(t.Context(), h.code, "mila", changed)
		changed.Theme = "cats & dogs"
		if err != nil || l.Settings != changed {
			t.Errorf("the host: %+v, %v", l.Settings, err)
		}
		synctest.Wait()
		if last := jonas.last(); last.Settings != changed {
			t.Errorf("the guest sees %+v", last.Settings)
		}
		var invalid Invalid
		if _, err := h.Change(t.Context(), h.code, "mila", Settings{}); !errors.As(err, &invalid) {
			t.Errorf("settings of an unknown lobby: error %v", err)
		}
	})
}

func TestService_WhenTheHostLeavesTheNextMemberBecomesHost(t *testing.T) {
	withLobby(t, func(t *testing.T, h *lobbyFixture) {
		mila, jonas := h.follow("mila"), h.come("jonas")
		if err := h.Leave(t.Context(), h.code, "mila"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if last := jonas.last(); last.Host != "jonas" || states(last) != "jonas here" {
			t.Errorf("host %s of %s", last.Host, states(last))
		}
		if !mila.closed() {
			t.Error("the page of the former host still follows")
		}
		if _, err := h.Follow(t.Context(), h.code, "mila", Page{}); !errors.Is(err, ErrNotMember) {
			t.Errorf("follow after leaving: error %v, want %v", err, ErrNotMember)
		}
	})
}

func TestSettings_NameEveryFieldOutOfBounds(t *testing.T) {
	for _, s := range []Settings{
		DefaultSettings(),
		{RoundSeconds: 10, Rounds: 3, Language: "es", Difficulty: prompts.Easy},
		{RoundSeconds: 120, Rounds: 10, Language: "en", Difficulty: prompts.Wild, Theme: strings.Repeat("ñ", MaxThemeRunes)},
	} {
		if err := s.Validate(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
	err := Settings{RoundSeconds: 9, Rounds: 11, Language: "klingon", Theme: strings.Repeat("a", MaxThemeRunes+1)}.Validate()
	want := "round_seconds must be 10 to 120; rounds must be 3 to 10; theme must be at most 60 characters; language must be one of " + strings.Join(prompts.Languages(), ", ") + "; difficulty must be easy, normal or wild"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	var invalid Invalid
	if !errors.As(fmt.Errorf("open: %w", err), &invalid) || invalid[1].Field != "rounds" {
		t.Errorf("the fields can't be read from the error: %+v", invalid)
	}
}

func TestSettings_RefuseAnOffensiveTheme(t *testing.T) {
	s := DefaultSettings()
	s.Theme = "a f.u.c.k.ing party"
	if err := s.Validate(); err == nil || err.Error() != "theme isn't for everyone: choose kinder words" {
		t.Errorf("error %v", err)
	}
}
