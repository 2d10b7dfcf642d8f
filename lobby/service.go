package lobby

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// codeTries is how many codes are tried for a new lobby. Of billions of codes
// few are taken, so a second is hardly ever needed.
const codeTries = 5

// Config is what a Service works with.
type Config struct {
	Store   Store
	Prompts Prompts // nil: none are looked after
	Logger  *slog.Logger

	// OnMatch, if there is one, hears of each match as soon as it is made. It
	// must not block.
	OnMatch func(Match)
}

// Service does what players ask of lobbies. Codes may come as they were typed.
// Many goroutines may use it at once.
type Service struct {
	store   Store
	prompts Prompts
	hub     *Hub
}

// NewService makes a service with its hub and matchmaker. Stop ends it.
func NewService(c Config) *Service {
	if c.OnMatch == nil {
		c.OnMatch = func(Match) {}
	}
	if c.Prompts == nil {
		c.Prompts = noPrompts{}
	}
	return &Service{
		store: c.Store, prompts: c.Prompts,
		hub: newHub(c.Store, &Matchmaker{store: c.Store, onMatch: c.OnMatch}, c.Logger),
	}
}

// Stop ends the streams of all pages, and waits until nothing of the service
// runs.
func (s *Service) Stop() { s.hub.Stop() }

// Open makes a lobby with a new code, whose host and first member is the
// player. Invalid.
func (s *Service) Open(ctx context.Context, host string, settings Settings) (Lobby, error) {
	settings.Theme = cleanText(settings.Theme)
	if err := s.validate(ctx, host, settings, Settings{}); err != nil {
		return Lobby{}, err
	}
	for range codeTries {
		code := newCode()
		err := s.store.CreateLobby(ctx, code, host, settings)
		if errors.Is(err, ErrTaken) {
			continue
		}
		if err != nil {
			return Lobby{}, err
		}
		s.prompts.Prepare(settings.want())
		s.hub.Seen(code, host)
		return s.Lobby(ctx, code)
	}
	return Lobby{}, fmt.Errorf("open a lobby: %d codes in a row: %w", codeTries, ErrTaken)
}

// Lobby reads a lobby. ErrNotFound.
func (s *Service) Lobby(ctx context.Context, code string) (Lobby, error) {
	code = Normalize(code)
	l, err := s.store.Lobby(ctx, code)
	if err != nil {
		return Lobby{}, err
	}
	return l.withPresence(func(player string) bool { return s.hub.here(code, player) }), nil
}

// IsMember tells whether the player is one of a lobby that is open.
func (s *Service) IsMember(ctx context.Context, code, player string) (bool, error) {
	return s.store.IsMember(ctx, Normalize(code), player)
}

// Change sets the settings, for the host. Games that have begun keep theirs.
// Invalid, ErrNotFound, ErrNotHost.
func (s *Service) Change(ctx context.Context, code, player string, settings Settings) (Lobby, error) {
	settings.Theme = cleanText(settings.Theme)
	return s.act(ctx, code, player, func(code string) error {
		now, err := s.store.Lobby(ctx, code)
		if err != nil {
			return err
		}
		if now.Host != player {
			return ErrNotHost // before anything is asked of others
		}
		if err := s.validate(ctx, player, settings, now.Settings); err != nil {
			return err
		}
		if err := s.store.UpdateSettings(ctx, code, player, settings); err != nil {
			return err
		}
		s.prompts.Prepare(settings.want())
		return nil
	})
}

// Join makes the player a member; one who is a member stays one. ErrNotFound,
// ErrFull.
func (s *Service) Join(ctx context.Context, code, player string) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		return s.store.Join(ctx, code, player)
	})
}

// SetReady says that a member wants to be matched, or not any more. The match
// comes as an event. Who is ready here waits in no other lobby any more, whose
// members are told. ErrNotFound, ErrNotMember, ErrPlaying.
func (s *Service) SetReady(ctx context.Context, code, player string, ready bool) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		cancelled, err := s.store.SetReady(ctx, code, player, ready)
		for _, there := range cancelled {
			s.hub.Changed(there)
		}
		return err
	})
}

// Leave takes the player out of the lobby, ends its pages' streams, and hands a
// host's place to the member who has been there longest. ErrNotFound.
func (s *Service) Leave(ctx context.Context, code, player string) error {
	code = Normalize(code)
	if err := s.store.Leave(ctx, code, player); err != nil {
		return err
	}
	s.hub.Changed(code)
	return nil
}

// Follow opens a page of a member; see Hub.Follow.
func (s *Service) Follow(ctx context.Context, code, player string) (<-chan Event, error) {
	return s.hub.Follow(ctx, Normalize(code), player)
}

// Changed tells those who follow the lobby that something in it is different,
// for what happens elsewhere: its games begin and end in rooms.
func (s *Service) Changed(code string) { s.hub.Changed(code) }

// act does what a player wants in a lobby, has the others told, and gives the
// lobby as it is then.
func (s *Service) act(ctx context.Context, code, player string, do func(code string) error) (Lobby, error) {
	code = Normalize(code)
	if err := do(code); err != nil {
		return Lobby{}, err
	}
	s.hub.Seen(code, player)
	return s.Lobby(ctx, code)
}
