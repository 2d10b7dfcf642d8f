package lobby

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
)

// codeTries is how many codes are tried for a new lobby. Few of the billions of codes are
// taken, so a second try is hardly ever needed.
const codeTries = 5

// Config holds what a Service works with.
type Config struct {
	Store   Store
	Prompts Prompts // nil: prompts are neither prepared nor checked
	Logger  *slog.Logger

	// OnMatch, if set, is called for each match as soon as it is made. It must not block.
	OnMatch func(Match)

	// OnChat, if set, is called after a lobby's chat was opened to its rooms, or closed: here,
	// or on another node. It must not block.
	OnChat func(code string)

	Nodes Nodes // nil: there is only this one
}

// Service does what players ask of lobbies. It accepts codes as players type them. Many
// goroutines may use it at once.
type Service struct {
	store   Store
	prompts Prompts
	hub     *Hub
	nodes   Nodes
	onMatch func(Match)
	onChat  func(code string)
}

// NewService returns a service with its hub and matchmaker. Stop ends it.
func NewService(c Config) *Service {
	if c.OnMatch == nil {
		c.OnMatch = func(Match) {}
	}
	if c.OnChat == nil {
		c.OnChat = func(string) {}
	}
	if c.Prompts == nil {
		c.Prompts = noPrompts{}
	}
	if c.Nodes == nil {
		c.Nodes = alone{}
	}
	return &Service{
		store: c.Store, prompts: c.Prompts, onMatch: c.OnMatch, onChat: c.OnChat, nodes: c.Nodes,
		hub: newHub(c.Store, &Matchmaker{store: c.Store, onMatch: c.OnMatch}, c.Logger, c.Nodes),
	}
}

// Stop ends the streams of all pages, and waits until all goroutines of the service have
// ended.
func (s *Service) Stop() { s.hub.Stop() }

// Open makes a lobby with a new code. The player is its host and first member. Invalid.
func (s *Service) Open(ctx context.Context, host string, settings Settings) (Lobby, error) {
	settings.Theme = CleanText(settings.Theme)
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
		if !s.nodes.Many() { // else its first page decides which node serves the lobby
			s.hub.Seen(code, host)
		}
		l, err := s.store.Lobby(ctx, code)
		return l.withPresence(func(string) attendance { return attending }), err
	}
	return Lobby{}, fmt.Errorf("open a lobby: %d codes in a row: %w", codeTries, ErrTaken)
}

// Lobby reads a lobby. A code with one typo also finds it. ErrNotFound, ErrClosed.
func (s *Service) Lobby(ctx context.Context, code string) (Lobby, error) {
	code = Normalize(code)
	l, err := s.store.Lobby(ctx, code)
	if errors.Is(err, ErrNotFound) {
		if code, err = s.meant(ctx, code); err == nil {
			l, err = s.store.Lobby(ctx, code)
		}
	}
	if err != nil {
		return Lobby{}, err
	}
	return l.withPresence(func(player string) attendance { return s.hub.attendance(code, player) }), nil
}

// Meanwhile returns the code of a lobby, and what a game must be like that a member plays in
// it while the others draw. ErrNotFound, ErrClosed, ErrNotMember.
func (s *Service) Meanwhile(ctx context.Context, code, player string) (string, Wish, error) {
	l, err := s.Lobby(ctx, code)
	if err != nil {
		return "", Wish{}, err
	}
	if _, ok := l.member(player); !ok {
		return "", Wish{}, ErrNotMember
	}
	return l.Code, Wish{Language: l.Settings.Language, Difficulty: l.Settings.Difficulty}, nil
}

// Find returns the code of the lobby that a player means who typed this: a code with one
// typo also finds it. It may be of no lobby. The store's error.
func (s *Service) Find(ctx context.Context, code string) (string, error) {
	code = Normalize(code)
	if s.hub.serves(code) {
		return code, nil
	}
	known, err := s.store.IsCode(ctx, code)
	if err != nil || known {
		return code, err
	}
	meant, err := s.meant(ctx, code)
	if errors.Is(err, ErrNotFound) {
		return code, nil
	}
	return meant, err
}

// meant returns the code of the only open lobby that is one typo away from a wrong code.
// ErrNotFound.
func (s *Service) meant(ctx context.Context, code string) (string, error) {
	if n := len(letters(code)); n < codeWords*shortestWord-1 || n > codeWords*longestWord+1 {
		return "", ErrNotFound
	}
	codes, err := s.store.SimilarCodes(ctx, code)
	if err != nil {
		return "", err
	}
	if found := meant(code, codes); found != "" {
		return found, nil
	}
	return "", ErrNotFound
}

// Public lists the lobbies that anybody may join and somebody is in.
func (s *Service) Public(ctx context.Context) ([]Listing, error) {
	return s.store.PublicLobbies(ctx, s.hub.occupied())
}

// IsMember reports whether the player is a member of a lobby that is open.
func (s *Service) IsMember(ctx context.Context, code, player string) (bool, error) {
	return s.store.IsMember(ctx, Normalize(code), player)
}

// MayWatch reports whether the player, "" for a visitor who is none, may see the wall of a
// lobby that is open: its members may, and anybody while it is public.
func (s *Service) MayWatch(ctx context.Context, code, player string) (bool, error) {
	return s.store.MayWatch(ctx, Normalize(code), player)
}

// Leads reports whether the player is host or co-host of a lobby that is open.
func (s *Service) Leads(ctx context.Context, code, player string) (bool, error) {
	return s.store.Leads(ctx, Normalize(code), player)
}

// Change sets the settings, for host and co-hosts. Games that have begun keep their own.
// Invalid, ErrNotFound, ErrClosed, ErrNotHost.
func (s *Service) Change(ctx context.Context, code, player string, settings Settings) (Lobby, error) {
	settings.Theme = CleanText(settings.Theme)
	return s.act(ctx, code, player, func(code string) error {
		now, err := s.store.Lobby(ctx, code)
		if err != nil {
			return err
		}
		if m, _ := now.member(player); now.Host != player && !m.Cohost {
			return ErrNotHost // check this before asking other services
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

// ChangeRules sets the rules to what change returns for the present ones, for host and
// co-hosts. Invalid, ErrNameUnfit, ErrNotFound, ErrClosed, ErrNotHost.
func (s *Service) ChangeRules(ctx context.Context, code, player string, change func(Rules) Rules) (Lobby, error) {
	var switched bool
	l, err := s.act(ctx, code, player, func(code string) error {
		return s.store.UpdateRules(ctx, code, player, func(now Rules) (Rules, error) {
			r := change(now).Clean()
			switched = r.OpenChatToRooms() != now.OpenChatToRooms()
			return r, r.Validate(now)
		})
	})
	if l.Rules.Public { // the strangers who come shall not read what friends have said
		s.hub.clearChat(l.Code)
	}
	if err == nil && switched {
		s.onChat(l.Code)
		s.nodes.Tell(News{Chat: l.Code})
	}
	return l, err
}

// Join makes the player a member; a member stays one. A code with one typo also works.
// ErrNotFound, ErrClosed, ErrFull, ErrLocked, ErrRemoved, ErrNamesOnly, ErrRemovedNearby.
func (s *Service) Join(ctx context.Context, code, player string) (Lobby, error) {
	code = Normalize(code)
	join := func(code string) error { return s.store.Join(ctx, code, player) }
	l, err := s.act(ctx, code, player, join)
	if errors.Is(err, ErrNotFound) {
		if code, err = s.meant(ctx, code); err == nil {
			l, err = s.act(ctx, code, player, join)
		}
	}
	return l, err
}

// Remove removes a member, who is told and can't come back. ErrNotFound, ErrClosed,
// ErrNotHost.
func (s *Service) Remove(ctx context.Context, code, by, player string) (Lobby, error) {
	return s.act(ctx, code, by, func(code string) error {
		err := s.store.Remove(ctx, code, by, player)
		if err == nil {
			s.hub.removed(code, player)
		}
		return err
	})
}

// SetRole makes a member host, co-host or guest. Only the host may. ErrNotFound, ErrClosed,
// ErrNotHost, ErrNotMember.
func (s *Service) SetRole(ctx context.Context, code, by, player string, role Role) (Lobby, error) {
	return s.act(ctx, code, by, func(code string) error {
		return s.store.SetRole(ctx, code, by, player, role)
	})
}

// Beat records a sign of life of the player's page, and whether anybody looks at it. An
// idle player is shown as idle, is not matched, and keeps its ticket.
func (s *Service) Beat(code, player string, b Beat) { s.hub.Beat(Normalize(code), player, b) }

// StartWave pairs everyone who is there now, ready or not, for host and co-hosts of a lobby
// that plays in waves. The matches come as events. ErrNotFound, ErrClosed, ErrNotHost;
// ErrNoPartner if fewer than two players are there.
func (s *Service) StartWave(ctx context.Context, code, player string) error {
	l, err := s.Lobby(ctx, code)
	if err != nil {
		return err
	}
	m, _ := l.member(player)
	there, ready := l.ofNextWave()
	switch {
	case l.Host != player && !m.Cohost:
		return ErrNotHost
	case l.Rules.Pairing != Everyone || len(there)+ready < 2:
		return ErrNoPartner
	}
	if err := s.store.GetReady(ctx, l.Code, there); err != nil {
		return err
	}
	for _, player := range there {
		s.hub.PlayerChanged(player)
	}
	s.hub.StartWave(l.Code)
	return nil
}

// ofNextWave returns the members who are there without being ready, and the number of ready
// ones. It leaves out those who wait elsewhere.
func (l Lobby) ofNextWave() (there []string, ready int) {
	for _, m := range l.Members {
		switch m.State {
		case Ready:
			ready++
		case Here, Looking:
			if m.Waits == "" {
				there = append(there, m.Player)
			}
		case Watching, Playing, Idle, Away:
		}
	}
	return there, ready
}

// Invite asks a member who is here to draw with the player, in a lobby where partners are
// picked. If that member has already invited the player, the two are matched, which comes
// as an event. ErrNotFound, ErrClosed, ErrNotPick, ErrNotMember, ErrPlaying, ErrNoPartner.
func (s *Service) Invite(ctx context.Context, code, player, partner string) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		if s.hub.attendance(code, partner) != attending {
			_, err := s.Lobby(ctx, code) // check that the lobby exists
			return cmp.Or(err, ErrNoPartner)
		}
		out, err := s.store.Invite(ctx, code, player, partner, rand.Text)
		for _, there := range out.Cancelled {
			s.hub.Changed(there)
		}
		if out.Made != nil {
			s.onMatch(*out.Made)
			s.hub.tellMatched(code, *out.Made)
		}
		return err
	})
}

// Uninvite withdraws the player's invitation, or declines the partner's. ErrNotFound,
// ErrClosed.
func (s *Service) Uninvite(ctx context.Context, code, player, partner string) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		return errors.Join(
			s.store.Uninvite(ctx, code, player, partner),
			s.store.Uninvite(ctx, code, partner, player),
		)
	})
}

// SetReady says whether a member wants to be matched. The match comes as an event. A member
// who becomes ready here stops waiting in any other lobby, whose members are told.
// ErrNotFound, ErrNotMember, ErrPlaying.
func (s *Service) SetReady(ctx context.Context, code, player string, ready bool) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		cancelled, err := s.store.SetReady(ctx, code, player, ready)
		s.hub.Changed(cancelled)
		s.hub.PlayerChanged(player)
		return err
	})
}

// SetWatching says whether a member only watches, so that nobody waits for it. ErrNotFound,
// ErrClosed, ErrNotMember.
func (s *Service) SetWatching(ctx context.Context, code, player string, watching bool) (Lobby, error) {
	return s.act(ctx, code, player, func(code string) error {
		return s.store.SetWatching(ctx, code, player, watching)
	})
}

// Leave removes the player from the lobby and ends its pages' streams. If the player was
// the host, the store makes another member the host. ErrNotFound.
func (s *Service) Leave(ctx context.Context, code, player string) error {
	code = Normalize(code)
	if err := s.store.Leave(ctx, code, player); err != nil {
		return err
	}
	s.hub.Changed(code)
	return nil
}

// PlayerChanged tells a player's lobbies that the player has another name, or waits or
// plays somewhere else.
func (s *Service) PlayerChanged(player string) { s.hub.PlayerChanged(player) }

// Follow opens a page of a member; see Hub.Follow.
func (s *Service) Follow(ctx context.Context, code, player string, page Page) (<-chan Event, error) {
	return s.hub.Follow(ctx, Normalize(code), player, page)
}

// FollowWall opens a page that shows the lobby's wall; see Hub.FollowWall.
func (s *Service) FollowWall(ctx context.Context, code, player string, page Page) (<-chan Event, error) {
	return s.hub.FollowWall(ctx, Normalize(code), player, page)
}

// Changed tells the pages that follow the lobby that it has changed. It is for changes made
// elsewhere: games begin and end in rooms.
func (s *Service) Changed(code string) { s.hub.Changed(code) }

// Hear takes news from another node.
func (s *Service) Hear(n News) {
	if n.Lobby != "" {
		s.hub.changedHere(n.Lobby)
	}
	if n.Player != "" {
		s.hub.playerChangedHere(n.Player)
	}
	if n.Gone != "" {
		s.hub.forgetLines(n.Gone)
	}
	if n.Chat != "" {
		s.onChat(n.Chat)
	}
}

// Serves reports whether this node has something of the lobby in memory.
func (s *Service) Serves(code string) bool { return s.hub.serves(code) }

// Drop gives up a lobby that another node serves from now on, and ends its pages.
func (s *Service) Drop(code string) { s.hub.Drop(code) }

// DropAll is Drop for all lobbies.
func (s *Service) DropAll() { s.hub.DropAll() }

// act does what a player wants in a lobby, has the others told, and returns the lobby after
// it.
func (s *Service) act(ctx context.Context, code, player string, do func(code string) error) (Lobby, error) {
	code = Normalize(code)
	if err := do(code); err != nil {
		return Lobby{}, err
	}
	s.hub.Seen(code, player)
	return s.Lobby(ctx, code)
}
