package lobby

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// fakeStore is a Store in memory. A player's name is its id.
type fakeStore struct {
	mu       sync.Mutex
	lobbies  map[string]*fakeLobby
	playing  map[string]string // player to room
	tickets  int64
	readings int   // how many times a lobby was read
	fail     error // the error of every call; nil: none
	taken    int   // how many more codes to report as taken

	failMatch error // the error of Match; nil: none
}

type fakeLobby struct {
	Lobby
	waiting []Ticket
	last    map[string]string
	met     map[string]map[string]int
	banned  map[string]bool
	asked   map[string]time.Time // by inviter
	seen    time.Time
	closed  bool

	watching map[string]bool
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
	if l.closed {
		return nil, fmt.Errorf("read lobby: %w", ErrClosed)
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
		Lobby: Lobby{Code: code, Host: host, Settings: settings, Rules: DefaultRules(), Members: []Member{{Player: host, Name: host}}},
		last:  map[string]string{}, met: map[string]map[string]int{}, banned: map[string]bool{},
		asked: map[string]time.Time{}, seen: time.Now(), watching: map[string]bool{},
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
	out.Invited = slices.DeleteFunc(slices.Clone(l.Invited), func(i Invitation) bool {
		return time.Since(l.asked[i.Inviter]) >= InvitationLasts
	})
	for i, m := range out.Members {
		room, playing := s.playing[m.Player]
		switch {
		case playing:
			out.Members[i].State, out.Members[i].Room = Playing, room
		case slices.ContainsFunc(l.waiting, func(t Ticket) bool { return t.Player == m.Player }):
			out.Members[i].State = Ready
		case l.watching[m.Player]:
			out.Members[i].State = Watching
		default:
			out.Members[i].State = Here
		}
		for other, o := range s.lobbies {
			if other != code && slices.ContainsFunc(o.waiting, func(t Ticket) bool { return t.Player == m.Player }) {
				out.Members[i].Waits = other
			}
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

func (s *fakeStore) MayWatch(_ context.Context, code, player string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	return err == nil && l.IsShownTo(player), nil
}

func (s *fakeStore) Leads(_ context.Context, code, player string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	return err == nil && l.leads(player), nil
}

func (s *fakeStore) UpdateSettings(_ context.Context, code, player string, settings Settings) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if !l.leads(player) {
		return fmt.Errorf("update settings: %w", ErrNotHost)
	}
	l.Settings = settings
	return nil
}

func (s *fakeStore) UpdateRules(_ context.Context, code, player string, change func(Rules) (Rules, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if !l.leads(player) {
		return fmt.Errorf("update rules: %w", ErrNotHost)
	}
	r, err := change(l.Rules)
	if err != nil {
		return err
	}
	l.Rules = r
	return nil
}

func (l *fakeLobby) leads(player string) bool {
	m, _ := l.member(player)
	return l.Host == player || m.Cohost
}

func (s *fakeStore) Join(_ context.Context, code, player string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if _, ok := l.member(player); ok {
		return nil
	}
	switch {
	case l.banned[player]:
		return fmt.Errorf("join: %w", ErrRemoved)
	case l.Rules.Locked && len(l.Members) > 0:
		return fmt.Errorf("join: %w", ErrLocked)
	case len(l.Members) >= l.Rules.Capacity:
		return fmt.Errorf("join: %w", ErrFull)
	case len(l.Members) == 0:
		l.Host = player
	}
	l.Members = append(l.Members, Member{Player: player, Name: player})
	return nil
}

func (s *fakeStore) Remove(ctx context.Context, code, by, player string) error {
	s.mu.Lock()
	l, err := s.find(code)
	if err == nil && (!l.leads(by) || player == l.Host) {
		err = fmt.Errorf("remove: %w", ErrNotHost)
	}
	if err == nil {
		l.banned[player] = true
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.Leave(ctx, code, player)
}

func (s *fakeStore) SetRole(_ context.Context, code, by, player string, role Role) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if by != l.Host || player == l.Host {
		return fmt.Errorf("set a role: %w", ErrNotHost)
	}
	members := slices.Clone(l.Members)
	found := false
	for i := range members {
		switch members[i].Player {
		case player:
			members[i].Cohost, found = role == Cohost, true
		case l.Host:
			members[i].Cohost = role == Host
		}
	}
	if !found {
		return fmt.Errorf("set a role: %w", ErrNotMember)
	}
	l.Members = members
	if role == Host {
		l.Host = player
	}
	return nil
}

func (s *fakeStore) IsCode(_ context.Context, code string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lobbies[code] != nil, s.fail
}

func (s *fakeStore) SimilarCodes(context.Context, string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var codes []string
	for code, l := range s.lobbies {
		if !l.closed {
			codes = append(codes, code)
		}
	}
	return codes, s.fail
}

func (s *fakeStore) PublicLobbies(_ context.Context, codes []string) ([]Listing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var listed []Listing
	for _, code := range codes {
		if l := s.lobbies[code]; l != nil && l.Rules.Public && !l.Rules.Locked && !l.closed {
			listed = append(listed, Listing{Code: code, Rules: l.Rules, Settings: l.Settings, Members: len(l.Members)})
		}
	}
	return listed, s.fail
}

func (s *fakeStore) Invite(_ context.Context, code, inviter, invitee string, newID func() string) (Invited, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return Invited{}, err
	}
	_, member := l.member(inviter)
	_, there := l.member(invitee)
	switch {
	case l.Rules.Pairing != Pick:
		return Invited{}, fmt.Errorf("invite: %w", ErrNotPick)
	case !member:
		return Invited{}, fmt.Errorf("invite: %w", ErrNotMember)
	case s.playing[inviter] != "":
		return Invited{}, fmt.Errorf("invite: %w", ErrPlaying)
	case !there, inviter == invitee, s.playing[invitee] != "":
		return Invited{}, fmt.Errorf("invite: %w", ErrNoPartner)
	}
	if slices.Contains(l.Invited, Invitation{invitee, inviter}) && time.Since(l.asked[invitee]) < InvitationLasts {
		m := Match{Game: newID(), Players: [2]string{invitee, inviter}, Names: [2]string{invitee, inviter}}
		s.playing[inviter], s.playing[invitee] = m.Game, m.Game
		l.stopAsking(inviter)
		l.stopAsking(invitee)
		return Invited{Made: &m}, nil
	}
	l.Invited = append(slices.DeleteFunc(slices.Clone(l.Invited), func(i Invitation) bool { return i.Inviter == inviter }), Invitation{inviter, invitee})
	l.asked[inviter] = time.Now()
	return Invited{}, nil
}

func (l *fakeLobby) stopAsking(player string) {
	l.Invited = slices.DeleteFunc(slices.Clone(l.Invited), func(i Invitation) bool { return i.Inviter == player || i.Invitee == player })
}

func (s *fakeStore) Uninvite(_ context.Context, code, inviter, invitee string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	l.Invited = slices.DeleteFunc(slices.Clone(l.Invited), func(i Invitation) bool { return i == Invitation{inviter, invitee} })
	return nil
}

func (s *fakeStore) CloseEmpty(_ context.Context, occupied []string, after time.Duration) (closed []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for code, l := range s.lobbies {
		if slices.Contains(occupied, code) {
			l.seen = time.Now()
		} else if !l.closed && time.Since(l.seen) > after {
			l.closed = true
			closed = append(closed, code)
		}
	}
	return closed, s.fail
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
	l.stopAsking(player)
	if l.Host == player && len(l.Members) > 0 {
		l.Host = l.Members[0].Player
	}
	return nil
}

func (l *fakeLobby) stopWaiting(player string) {
	l.waiting = slices.DeleteFunc(l.waiting, func(t Ticket) bool { return t.Player == player })
}

func (s *fakeStore) SetReady(_ context.Context, code, player string, ready bool) (cancelled string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return "", err
	}
	if _, ok := l.member(player); !ok {
		return "", fmt.Errorf("set ready: %w", ErrNotMember)
	}
	if _, ok := s.playing[player]; ok && ready {
		return "", fmt.Errorf("set ready: %w", ErrPlaying)
	}
	for other, o := range s.lobbies {
		before := len(o.waiting)
		if (other != code) == ready {
			o.stopWaiting(player)
		}
		if len(o.waiting) < before {
			cancelled = other
		}
	}
	if ready {
		delete(l.watching, player)
	}
	if ready && !slices.ContainsFunc(l.waiting, func(t Ticket) bool { return t.Player == player }) {
		s.tickets++
		l.waiting = append(l.waiting, Ticket{ID: s.tickets, Player: player, Since: time.Now(), LastPartner: l.last[player]})
	}
	return cancelled, nil
}

func (s *fakeStore) GetReady(ctx context.Context, code string, players []string) error {
	for _, player := range players {
		if _, err := s.SetReady(ctx, code, player, true); err != nil && !errors.Is(err, ErrPlaying) {
			return err
		}
	}
	return nil
}

func (s *fakeStore) SetWatching(_ context.Context, code, player string, watching bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return err
	}
	if _, ok := l.member(player); !ok {
		return fmt.Errorf("set watching: %w", ErrNotMember)
	}
	l.watching[player] = watching
	if watching {
		l.stopWaiting(player)
	}
	return nil
}

func (s *fakeStore) Match(_ context.Context, code string, pair func([]Ticket) []Pair, newID func() string) ([]Match, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := s.find(code)
	if err != nil {
		return nil, err
	}
	if s.failMatch != nil {
		return nil, s.failMatch
	}
	var matches []Match
	waiting := slices.Clone(l.waiting)
	for i, t := range waiting {
		waiting[i].Joined = slices.IndexFunc(l.Members, func(m Member) bool { return m.Player == t.Player })
		waiting[i].Partners = l.met[t.Player]
	}
	for _, p := range pair(waiting) {
		one, two := p[0].Player, p[1].Player
		m := Match{Game: newID(), Players: [2]string{one, two}, Names: [2]string{one, two}}
		s.playing[one], s.playing[two] = m.Game, m.Game
		l.last[one], l.last[two] = two, one
		l.meet(one, two)
		l.meet(two, one)
		l.stopWaiting(one)
		l.stopWaiting(two)
		matches = append(matches, m)
	}
	return matches, nil
}

func (l *fakeLobby) meet(one, two string) {
	if l.met[one] == nil {
		l.met[one] = map[string]int{}
	}
	l.met[one][two]++
}

// playElsewhere puts a player into a game that no lobby here knows.
func (s *fakeStore) playElsewhere(player string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.playing[player] = "elsewhere"
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

// failWith makes every call fail with err; nil makes them work again.
func (s *fakeStore) failWith(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

// failMatching makes Match fail with err; nil makes it work again.
func (s *fakeStore) failMatching(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failMatch = err
}

// read returns how many times lobbies were read.
func (s *fakeStore) read() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readings
}

// waits reports whether a player holds a waiting ticket.
func (s *fakeStore) waits(code, player string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.lobbies[code].waiting, func(t Ticket) bool { return t.Player == player })
}

// rename gives a member another name.
func (s *fakeStore) rename(code, player, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lobbies[code]
	l.Members = slices.Clone(l.Members)
	for i, m := range l.Members {
		if m.Player == player {
			l.Members[i].Name = name
		}
	}
}
