package api

import (
	"reflect"
	"slices"

	"github.com/tandem-game/tandem/lobby"
)

// LobbyChange is what has changed in a lobby since what a page was told last. What is
// absent is as it was.
type LobbyChange struct {
	Host        string        `json:"host,omitempty" doc:"The id of the new host."`
	Settings    *Settings     `json:"settings,omitempty"`
	Rules       *Rules        `json:"rules,omitempty"`
	Members     []Member      `json:"members,omitempty" nullable:"false" doc:"Members as they are now; new ones come last in the lobby, in this order."`
	Gone        []string      `json:"gone,omitempty" nullable:"false" doc:"The ids of those who are no members any more."`
	Games       []LobbyGame   `json:"games,omitempty" nullable:"false" doc:"Games as they are now; new ones come first on the wall, in this order, and it holds 24."`
	Invitations *[]Invitation `json:"invitations,omitempty" nullable:"false" doc:"All of yours."`
}

// changeOf says what has changed from one state of a lobby to another, as a page sees
// them. Not all changes can be said; then all is to be told.
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
	kept := len(to.Members) - len(fresh)
	ok = sameOrder(from.Members, to.Members[:kept], memberID)

	gameID := func(g LobbyGame) string { return g.ID }
	games, newGames, _ := differences(from.Games, to.Games, gameID, func(a, b LobbyGame) bool { return reflect.DeepEqual(a, b) })
	c.Games = append(newGames, games...)
	// A game that is taken off the wall can't be said, only that the last ones are pushed off.
	return c, ok && slices.EqualFunc(c.Over(from).Games, to.Games, func(a, b LobbyGame) bool { return a.ID == b.ID })
}

// Over is the lobby as it is with the change made: what a page does with it.
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

// replaced is a list with those in it that have changed as they are now, and the changed
// that are not in it.
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

// differences lists those that are in both but not alike, those only in to, and the ids
// of those only in from.
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

// sameOrder tells whether those that are kept follow each other as they did.
func sameOrder[T any](from, kept []T, id func(T) string) bool {
	for _, v := range from {
		if len(kept) > 0 && id(kept[0]) == id(v) {
			kept = kept[1:]
		}
	}
	return len(kept) == 0
}
