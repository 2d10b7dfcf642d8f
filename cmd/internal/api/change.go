package api

import (
	"reflect"
	"slices"

	"github.com/tandem-game/tandem/lobby"
)

// LobbyChange is what has changed in a lobby since the page was last told. Absent fields
// have not changed.
type LobbyChange struct {
	Host        string        `json:"host,omitempty" doc:"The id of the new host."`
	Settings    *Settings     `json:"settings,omitempty"`
	Rules       *Rules        `json:"rules,omitempty"`
	Members     []Member      `json:"members,omitempty" nullable:"false" doc:"Members as they are now; new ones come last in the lobby, in this order."`
	Gone        []string      `json:"gone,omitempty" nullable:"false" doc:"The ids of those who are no members any more."`
	Games       []LobbyGame   `json:"games,omitempty" nullable:"false" doc:"Games as they are now; new ones come first on the wall, in this order, and it holds 24."`
	Invitations *[]Invitation `json:"invitations,omitempty" nullable:"false" doc:"All of yours."`
}

// changeOf returns the change from one state of a lobby to another, as a page sees them. ok
// is false if LobbyChange can't express it; then the page gets the whole lobby.
func changeOf(from, to Lobby) (c LobbyChange, ok bool) {
	if from.Host != to.Host {
		c.Host = to.Host
	}
	if from.Settings != to.Settings {
		c.Settings = &to.Settings
	}
	if !reflect.DeepEqual(from.Rules, to.Rules) {
		c.Rules = &to.Rules
	}
	if !slices.Equal(from.Invitations, to.Invitations) {
		mine := append([]Invitation{}, to.Invitations...)
		c.Invitations = &mine
	}
	memberID := func(m Member) string { return m.ID }
	changed, fresh, gone := differences(from.Members, to.Members, memberID, func(a, b Member) bool { return a == b })
	c.Members, c.Gone = append(changed, fresh...), gone
	rest := len(to.Members) - len(fresh)
	ok = sameOrder(from.Members, to.Members[:rest], memberID)

	gameID := func(g LobbyGame) string { return g.ID }
	games, newGames, _ := differences(from.Games, to.Games, gameID, func(a, b LobbyGame) bool { return reflect.DeepEqual(a, b) })
	c.Games = append(newGames, games...)
	// A change can say that new games push the oldest off the wall, but not that a game is
	// taken off.
	return c, ok && slices.EqualFunc(c.Over(from).Games, to.Games, func(a, b LobbyGame) bool { return a.ID == b.ID })
}

// Over returns the lobby with the change applied, as a page does it.
func (c LobbyChange) Over(l Lobby) Lobby {
	if c.Host != "" {
		l.Host = c.Host
	}
	set(&l.Settings, c.Settings)
	set(&l.Rules, c.Rules)
	set(&l.Invitations, c.Invitations)
	memberID := func(m Member) string { return m.ID }
	stay, come := replaced(l.Members, c.Members, memberID)
	l.Members = append(slices.DeleteFunc(stay, func(m Member) bool { return slices.Contains(c.Gone, m.ID) }), come...)
	games, fresh := replaced(l.Games, c.Games, func(g LobbyGame) string { return g.ID })
	l.Games = append(fresh, games...)
	l.Games = l.Games[:min(len(l.Games), lobby.WallGames)]
	return l
}

// replaced returns a list with its changed items replaced, and the changed items that are
// not in it.
func replaced[T any](list, changed []T, id func(T) string) (as, fresh []T) {
	as = slices.Clone(list)
	for _, v := range changed {
		at := slices.IndexFunc(list, func(was T) bool { return id(was) == id(v) })
		if at < 0 {
			fresh = append(fresh, v)
		} else {
			as[at] = v
		}
	}
	return as, fresh
}

// differences returns the items that are in both lists but differ, those only in to, and
// the ids of those only in from.
func differences[T any](from, to []T, id func(T) string, same func(a, b T) bool) (changed, fresh []T, gone []string) {
	before := make(map[string]T, len(from))
	for _, v := range from {
		before[id(v)] = v
	}
	for _, v := range to {
		was, ok := before[id(v)]
		switch {
		case !ok:
			fresh = append(fresh, v)
		case !same(was, v):
			changed = append(changed, v)
		}
		delete(before, id(v))
	}
	for _, v := range from {
		if _, ok := before[id(v)]; ok {
			gone = append(gone, id(v))
		}
	}
	return changed, fresh, gone
}

// sameOrder reports whether the remaining items are in the same order as before.
func sameOrder[T any](from, rest []T, id func(T) string) bool {
	for _, v := range from {
		if len(rest) > 0 && id(rest[0]) == id(v) {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}
