package main

import (
	"net/http"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

func TestGhosts_ForWhoIsLeftOverInALobby(t *testing.T) {
	r := start(t)
	mila, eve := r.player(t, "Mila"), r.player(t, "Eve")
	l := mila.openLobby(nil)
	hears := mila.events(l.Code)
	mila.ready(l.Code, true)
	path := "/api/lobbies/" + l.Code + "/ghost"
	eve.problem(http.StatusForbidden, "not_member", "POST", path, nil)
	eve.problem(http.StatusNotFound, "no_such_lobby", "POST", "/api/lobbies/no-such-lobby/ghost", nil)

	var m api.Matched
	mila.want(http.StatusOK, "POST", path, nil, &m)
	if m.Ghost == nil || m.Ghost.Name == "" || m.Room == "" {
		t.Fatalf("she is given %+v", m)
	}
	hears.lobby("that she plays", func(l api.Lobby) bool {
		return mila.self(l).State == "playing" && len(l.Games) == 1 && l.Games[0].ID == m.Room
	})
	h := mila.sitDown(m.Room, 11)
	h.until("the first round", func() bool { return h.state.Phase == "round" })
	mila.problem(http.StatusConflict, "playing", "POST", path, nil)
}
