package lobby

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
)

// fakeGhosts are recordings in memory. One whose source begins with "torn" can't be read.
type fakeGhosts struct{ fail error }

func (g *fakeGhosts) Shipped(language string) []Ghost {
	return []Ghost{{Source: "torn shipped", Shipped: true}, {Source: "shipped", Shipped: true, Name: "Nuria", Seat: 1, Language: language, DrawnAt: june}}
}

func (g *fakeGhosts) Check(_ context.Context, of Ghost) error {
	if strings.HasPrefix(of.Source, "torn") {
		return fmt.Errorf("%w: it is torn", ErrUnreadable)
	}
	return g.fail
}

var june = time.Date(2026, 6, 3, 12, 0, 0, 0, time.UTC)

func (s *fakeQueue) FindGhost(_ context.Context, _ string, _ Wish, shipped []Ghost) (Ghost, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range append(slices.Clone(s.ghosts), shipped...) {
		if !slices.Contains(s.retired, g.Source) {
			return g, s.fail
		}
	}
	return Ghost{}, ErrNoGhost
}

func (s *fakeQueue) SeatGhost(_ context.Context, _, player string, g Ghost, game string) (Match, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.takenBack, g.Source) {
		s.ghosts = slices.DeleteFunc(s.ghosts, func(one Ghost) bool { return one.Source == g.Source })
		return Match{}, "", fmt.Errorf("seat: %w", ErrNoGhost)
	}
	s.tickets = slices.DeleteFunc(s.tickets, func(t fakeTicket) bool { return t.Player == player })
	s.withGhosts = append(s.withGhosts, player)
	m := Match{Game: game}
	m.Players[2-g.Seat], m.Names[2-g.Seat], m.Names[g.Seat-1] = player, player, g.Name
	return m, s.readyIn, s.fail
}

func (s *fakeQueue) RetireGhost(_ context.Context, g Ghost) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retired = append(s.retired, g.Source)
	return s.fail
}

func TestQuickPlay_WithAGhost(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		var log bytes.Buffer
		var matched []Match
		var cancelled []string
		s.c.Ghosts, s.c.Logger = &fakeGhosts{}, slog.New(slog.NewTextHandler(&log, nil))
		s.c.OnMatch = func(m Match) { matched = append(matched, m) }
		s.c.OnTicket = func(code string) { cancelled = append(cancelled, code) }
		s.store.ghosts = []Ghost{{Source: "torn"}, {Source: "gone"}, {Source: "GAME", Name: "Mila", Seat: 2, DrawnAt: june}}
		s.store.takenBack, s.store.readyIn = []string{"gone"}, "plum-kite-otter"
		ada := s.open("ada")
		if _, err := s.Wait(t.Context(), "ada", Wish{"en", "normal"}); err != nil {
			t.Fatal(err)
		}
		if queue, _, _, _ := ada.is(); !queue.Waiting || !queue.Ghosts {
			t.Errorf("she hears %+v", queue)
		}

		m, err := s.PlayWithGhost(t.Context(), "", "ada", Wish{"en", "normal"})
		if err != nil || m.Room == "" || m.Seat != 1 || m.Partner != "Mila" || m.Ghost != june {
			t.Errorf("matched %+v, %v", m, err)
		}
		if len(matched) != 1 || matched[0].Players != [2]string{"ada", ""} || !slices.Equal(cancelled, []string{"plum-kite-otter"}) {
			t.Errorf("made %+v, cancelled %v", matched, cancelled)
		}
		if !slices.Equal(s.store.retired, []string{"torn"}) || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("retired %v, log:\n%s", s.store.retired, &log)
		}
		time.Sleep(5 * time.Second) // the queue looks for her, and must not tell her that she is matched twice
		if queue, matches, _, _ := ada.is(); queue.Waiting || len(matches) != 0 {
			t.Errorf("then she hears %+v and %v", queue, matches)
		}
		ada.close()
	})
}

// Two who draw with a ghost each would not know of one another.
func TestQuickPlay_TellsWhoDrawsWithGhosts(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		wish := Wish{"en", "normal"}
		s.c.Ghosts = &fakeGhosts{}
		if _, err := s.PlayWithGhost(t.Context(), "", "ada", wish); err != nil {
			t.Fatal(err)
		}
		time.Sleep(countEvery)
		s.Queue("") // nobody waits, so this counts them
		time.Sleep(time.Second)
		if got := s.Queue("").Soon; got != 1 {
			t.Errorf("%d draw with a ghost", got)
		}
		if got := s.Queue("ada").Soon; got != 0 {
			t.Errorf("besides herself, Ada hears of %d", got)
		}
		ben := s.open("ben")
		if _, err := s.Wait(t.Context(), "ben", wish); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		if queue, _, _, _ := ben.is(); queue.Soon != 1 || queue.Others != 0 {
			t.Errorf("ben hears %+v", queue)
		}
		s.store.mu.Lock()
		s.store.withGhosts = nil
		s.store.mu.Unlock()
		time.Sleep(3 * time.Second)
		if queue, _, _, _ := ben.is(); queue.Soon != 0 {
			t.Errorf("after her game ben hears %+v", queue)
		}
		ben.close()
	})
}

func TestQuickPlay_WithoutGhosts(t *testing.T) {
	withQuickPlay(t, func(t *testing.T, s *queueFixture) {
		wish := Wish{"en", "normal"}
		if _, err := s.PlayWithGhost(t.Context(), "", "ada", wish); !errors.Is(err, ErrNoGhost) || s.Queue("").Ghosts {
			t.Errorf("turned off: %v, %+v", err, s.Queue(""))
		}
		s.c.Ghosts = &fakeGhosts{}
		if _, err := s.PlayWithGhost(t.Context(), "", "ada", Wish{"tlh", "normal"}); !errors.As(err, new(Invalid)) {
			t.Errorf("in no language of ours: %v", err)
		}
		s.store.retired = []string{"torn shipped", "shipped"}
		if _, err := s.PlayWithGhost(t.Context(), "", "ada", wish); !errors.Is(err, ErrNoGhost) {
			t.Errorf("with none left: %v", err)
		}
		broken := errors.New("the database is away")
		s.store.retired, s.c.Ghosts = []string{"torn shipped"}, &fakeGhosts{fail: broken}
		if _, err := s.PlayWithGhost(t.Context(), "", "ada", wish); !errors.Is(err, broken) || len(s.store.retired) != 1 {
			t.Errorf("unreadable for now: %v, retired %v", err, s.store.retired)
		}
	})
}
