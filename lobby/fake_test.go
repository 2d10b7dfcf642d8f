package lobby

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// fakeStore is a Store in memory. Players are named as their ids.
type fakeStore struct {
	mu       sync.Mutex
	lobbies  map[string]*fakeLobby
	playing  map[string]string // player to room
	tickets  int64
	readings int   // how many times a lobby was read
	fail     error // what every call fails with, if it is to fail
	taken    int   // how many more codes are said to be taken
}

type fakeLobby struct {
	Lobby
	waiting []Ticket
	last    map[string]string
}

func newFakeStore() *fakeStore {
	return &fakeStore{lobbies: map[string]*fakeLobby{}, playing: map[string]string{}}
}

func (s *fakeStore) find(code string) (*fakeLobby, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	l, ok := s.lobbies[code]
	if !ok {
		return nil, fmt.Errorf("read lobby: %w", ErrNotFound)
	}
	return l, nil
}

func (s *fakeStore) CreateLobby(_ context.Context, code, host string, settings Settings) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	if s.taken > 0 {
		s.taken--
		return fmt.Errorf("create lobby: %w", ErrTaken)
	}
	s.lobbies[code] = &fakeLobby{
		Lobby: Lobby{Code: code, Host: host, Settings: settings, Members: []Member{{Player: host, Name: host}}},
		last:  map[string]string{},
	}
	return nil
}

func (s *fakeStore) Lobby(ctx context.Context, code string) (Lobby, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readings++
	l, err := s.find(code)
	if err != nil {
		return Lobby{}, err
	}
	out := l.Lobby
	out.Members = slices.Clone(l.Members)
	for i, m := range out.Members {
		room, playing := s.playing[m.Player]
		switch {
		case playing:
			out.Members[i].State, out.Members[i].Room = Playing, room
		case slices.ContainsFunc(l.waiting, func(t Ticket) bool { return t.Player == m.Player }):
			out.Members[i].State = Ready
		default:
			out.Members[i].State = Here
		}
	}
	return out, ctx.Err()
}

func (s *fakeStore) IsMember(_ context.Context, code, player string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return false, nil
	}
	_, ok := l.member(player)
	return ok, nil
}

func (s *fakeStore) UpdateSettings(_ context.Context, code, player string, settings Settings) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if l.Host != player {
		return fmt.Errorf("update settings: %w", ErrNotHost)
	}
	l.Settings = settings
	return nil
}

func (s *fakeStore) Join(_ context.Context, code, player string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if _, ok := l.member(player); !ok {
		l.Members = append(l.Members, Member{Player: player, Name: player})
	}
	return nil
}

func (s *fakeStore) Leave(_ context.Context, code, player string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	l.Members = slices.DeleteFunc(slices.Clone(l.Members), func(m Member) bool { return m.Player == player })
	l.stopWaiting(player)
	if l.Host == player && len(l.Members) > 0 {
		l.Host = l.Members[0].Player
	}
	return nil
}

func (l *fakeLobby) stopWaiting(player string) {
	l.waiting = slices.DeleteFunc(l.waiting, func(t Ticket) bool { return t.Player == player })
}

func (s *fakeStore) SetReady(_ context.Context, code, player string, ready bool) (cancelled []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return nil, err
	}
	if _, ok := l.member(player); !ok {
		return nil, fmt.Errorf("set ready: %w", ErrNotMember)
	}
	if _, ok := s.playing[player]; ok && ready {
		return nil, fmt.Errorf("set ready: %w", ErrPlaying)
	}
	for other, o := range s.lobbies {
		before := len(o.waiting)
		if (other != code) == ready {
			o.stopWaiting(player)
		}
		if len(o.waiting) < before {
			cancelled = append(cancelled, other)
		}
	}
	if ready && !slices.ContainsFunc(l.waiting, func(t Ticket) bool { return t.Player == player }) {
		s.tickets++
		l.waiting = append(l.waiting, Ticket{ID: s.tickets, Player: player, Since: time.Now(), LastPartner: l.last[player]})
	}
	return cancelled, nil
}

func (s *fakeStore) Match(_ context.Context, code string, pair func([]Ticket) []Pair, newID func() string) ([]Match, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return nil, err
	}
	var matches []Match
	for _, p := range pair(slices.Clone(l.waiting)) {
		one, two := p[0].Player, p[1].Player
		m := Match{Game: newID(), Players: [2]string{one, two}, Names: [2]string{one, two}}
		s.playing[one], s.playing[two] = m.Game, m.Game
		l.last[one], l.last[two] = two, one
		l.stopWaiting(one)
		l.stopWaiting(two)
		matches = append(matches, m)
	}
	return matches, nil
}

// endGame ends the game that a player is in.
func (s *fakeStore) endGame(player string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	game := s.playing[player]
	for p, g := range s.playing {
		if g == game {
			delete(s.playing, p)
		}
	}
}

// failWith makes every call fail, or none for nil.
func (s *fakeStore) failWith(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

// read counts the readings of lobbies.
func (s *fakeStore) read() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readings
}

// waits tells whether a player holds a waiting ticket.
func (s *fakeStore) waits(code, player string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.lobbies[code].waiting, func(t Ticket) bool { return t.Player == player })
}
