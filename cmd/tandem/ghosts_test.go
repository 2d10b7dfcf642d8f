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

func TestGhosts_TakeASeatAtOnce(t *testing.T) {
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	tandem.visitor(t).problem(http.StatusUnauthorized, "no_session", "POST", "/api/quick/ghost", map[string]any{"language": "en"})
	mila.problem(http.StatusUnprocessableEntity, "invalid", "POST", "/api/quick/ghost", map[string]any{"language": "klingon"})

	var m api.Matched
	mila.want(http.StatusOK, "POST", "/api/quick/ghost", map[string]any{"language": "en"}, &m)
	if m.Ghost == nil || m.Ghost.Seat != 3-m.Seat || m.Ghost.Name != m.Partner || m.Ghost.DrawnOn == "" {
		t.Fatalf("matched as %+v with %+v", m, m.Ghost)
	}
	var room api.Room
	mila.want(http.StatusOK, "GET", "/api/rooms/"+m.Room, nil, &room)
	if room.Ghost == nil || *room.Ghost != *m.Ghost {
		t.Errorf("the room has %+v", room.Ghost)
	}
	hand := mila.sitDown(m.Room, 7)
	hand.until("that it counts in: both are there", func() bool { return hand.state.Phase == "counting_in" })
	mila.problem(http.StatusConflict, "playing", "POST", "/api/quick/ghost", map[string]any{"language": "en"})
	mila.problem(http.StatusNotFound, "no_such_game", "PUT", "/api/games/"+m.Room+"/lending", map[string]any{"lent": true})
}

func TestGhosts_CanBeTurnedOff(t *testing.T) {
	tandem := start(t, func(c *Config) { c.Ghosts = false })
	mila := tandem.player(t, "Mila")
	mila.problem(http.StatusConflict, "no_ghost", "POST", "/api/quick/ghost", map[string]any{"language": "en"})
	var now api.Quick
	mila.want(http.StatusOK, "GET", "/api/quick", nil, &now)
	if now.Ghosts {
		t.Error("ghosts are offered")
	}
}
