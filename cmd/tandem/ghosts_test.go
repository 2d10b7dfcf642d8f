package main

import (
	"net/http"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

func TestGhosts_ForWhoIsLeftOverInALobby(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
	tandem := start(t, func(c *Config) { c.Ghosts = false })
	mila := tandem.player(t, "Mila")
	mila.problem(http.StatusConflict, "no_ghost", "POST", "/api/quick/ghost", map[string]any{"language": "en"})
	var now api.Quick
	mila.want(http.StatusOK, "GET", "/api/quick", nil, &now)
	if now.Ghosts {
		t.Error("ghosts are offered")
	}
}

func TestGhosts_AreLentAndTakenBack(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	id := tandem.match(t, map[string]any{"round_seconds": 10, "rounds": 3}, mila, jonas)
	hands := []*hand{mila.sitDown(id, 11), jonas.sitDown(id, 22)}
	for round := 1; round <= 3; round++ {
		for _, h := range hands {
			h.until("the next round", func() bool { return h.state.Phase == "round" && h.state.Round == round })
		}
		hands[0].stroke(ink.RGB{R: 200}, ink.Point{X: 500, Y: 500}, ink.Point{X: 3000, Y: 2000})
		for _, h := range hands {
			h.say(`{"type":"go_on"}`)
		}
	}
	if code := hands[0].closed(); code != room.CloseKept {
		t.Fatalf("closed with %d", code)
	}
	path := "/api/games/" + id + "/lending"
	eve.problem(http.StatusForbidden, "not_your_seat", "PUT", path, map[string]any{"lent": true})
	var b api.Between
	mila.want(http.StatusOK, "PUT", path, map[string]any{"lent": true}, &b)
	if !b.Lent {
		t.Errorf("lent: %+v", b)
	}
	mila.want(http.StatusOK, "PUT", path, map[string]any{"lent": false}, &b)
	if b.Lent {
		t.Errorf("taken back: %+v", b)
	}
}
