package main

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/png"
	"net/http"
	"slices"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// keptGame plays a game of two players with some ink, until it is kept.
func (r *running) keptGame(t *testing.T, one, two *visitor) string {
	t.Helper()
	id := r.match(t, map[string]any{"round_seconds": 10, "rounds": 3}, one, two)
	a, b := one.sitDown(id, 11), two.sitDown(id, 22)
	a.until("the first round", func() bool { return a.state.Phase == "round" })
	red := ink.RGB{R: 200}
	a.stroke(red, ink.Point{X: 500, Y: 500}, ink.Point{X: 3000, Y: 2000})
	b.say(`{"type":"leave"}`)
	b.closed()
	a.until("to be alone", func() bool { return !a.state.Seats[1].Here })
	a.say(`{"type":"end"}`)
	if code := a.closed(); code != room.CloseKept {
		t.Errorf("closed with %d", code)
	}
	one.want(http.StatusOK, "GET", "/api/games/"+id, nil, nil)
	return id
}

func TestPrivacy_AGameIsOpenWhileBothAgree(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	tandem := startOn(t, url)
	mila, jonas, eve, nobody := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve"), tandem.visitor(t)
	operator := tandem.operator(t)
	id := tandem.keptGame(t, mila, jonas)
	paths := []string{"", "/drawing.png?width=132", "/drawing.svg", "/card.png", "/recording"}
	seen := func(open bool) {
		t.Helper()
		for _, path := range paths {
			for _, v := range []*visitor{mila, jonas, operator} {
				v.want(http.StatusOK, "GET", "/api/games/"+id+path, nil, nil)
			}
			for _, v := range []*visitor{eve, nobody} {
				if open {
					v.want(http.StatusOK, "GET", "/api/games/"+id+path, nil, nil)
				} else {
					v.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id+path, nil)
				}
			}
		}
	}
	say := func(v *visitor, open bool) {
		t.Helper()
		v.want(http.StatusOK, "PUT", "/api/games/"+id+"/sharing", map[string]any{"open": open}, nil)
	}

	seen(true)
	say(mila, false)
	seen(false)
	say(jonas, true)
	seen(false) // both must agree
	say(mila, true)
	seen(true)

	// A game of strangers has no lobby, and isn't open until both agree.
	storetest.Exec(t, url, `UPDATE games SET lobby = NULL; UPDATE seats SET open = NULL`)
	seen(false)
	say(mila, true)
	seen(false)
	say(jonas, true)
	seen(true)

	eve.problem(http.StatusForbidden, "not_your_seat", "PUT", "/api/games/"+id+"/sharing", map[string]any{"open": false})
	eve.problem(http.StatusNotFound, "no_such_game", "DELETE", "/api/games/"+id+"/part", nil)
	nobody.problem(http.StatusUnauthorized, "no_session", "PUT", "/api/games/"+id+"/sharing", map[string]any{"open": false})
}

// mine returns the player's own games.
func (v *visitor) mine() (list api.MyGames) {
	v.t.Helper()
	v.want(http.StatusOK, "GET", "/api/me/games", nil, &list)
	return list
}

func TestPrivacy_EachPlayerDeletesTheirPart(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	tandem := startOn(t, url)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.keptGame(t, mila, jonas)
	if list := mila.mine(); len(list.Games) != 1 || list.Games[0].ID != id || list.Games[0].You != 1 || list.Games[0].Partner != "Jonas" || !list.Games[0].Open {
		t.Errorf("her games: %+v", list)
	}
	if list := jonas.mine(); len(list.Games) != 1 || list.Games[0].You != 2 || list.Games[0].Partner != "Mila" {
		t.Errorf("his games: %+v", list)
	}

	var card []byte
	with := jonas.want(http.StatusOK, "GET", "/api/games/"+id+"/card.png", nil, &card)
	jonas.want(http.StatusNotModified, "GET", "/api/games/"+id+"/card.png", nil, nil, "If-None-Match", with.Header.Get("ETag"))
	mila.want(http.StatusNoContent, "DELETE", "/api/games/"+id+"/part", nil, nil)
	without := jonas.want(http.StatusOK, "GET", "/api/games/"+id+"/card.png", nil, nil, "If-None-Match", with.Header.Get("ETag"))
	if with.Header.Get("ETag") == without.Header.Get("ETag") {
		t.Error("the card still has her name")
	}
	if img, err := png.Decode(bytes.NewReader(card)); err != nil || img.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Errorf("the card: %v, %v", img.Bounds(), err)
	}
	var g api.Game
	jonas.want(http.StatusOK, "GET", "/api/games/"+id, nil, &g)
	if len(g.RoundStarts) != 1 || g.RoundStarts[0] != 3000 {
		t.Errorf("its rounds began at %v", g.RoundStarts)
	}
	if g.Seats[0].Name != "" || g.Seats[1].Name != "Jonas" || g.Strokes != 1 {
		t.Errorf("without her part: %+v", g)
	}
	if list := mila.mine(); len(list.Games) != 0 {
		t.Errorf("she still has %+v", list)
	}
	mila.problem(http.StatusNotFound, "no_such_game", "DELETE", "/api/games/"+id+"/part", nil)

	jonas.want(http.StatusNoContent, "DELETE", "/api/games/"+id+"/part", nil, nil)
	jonas.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id, nil)
	if tables := storetest.Holding(t, url, id); len(tables) != 0 {
		t.Errorf("the game is still in %v", tables)
	}
}

func TestPrivacy_ForgetsAPlayerInEveryTable(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	tandem := startOn(t, url)
	mila, jonas := tandem.player(t, "Milastasia"), tandem.player(t, "Jonathanius")
	operator := tandem.operator(t)
	other := mila.openLobby(nil)
	id := tandem.keptGame(t, mila, jonas)
	operator.want(http.StatusNoContent, "PUT", "/api/admin/players/"+mila.ID+"/ban", map[string]any{"note": "Milastasia again"}, nil)
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/players/"+mila.ID+"/ban", nil, nil)
	var hash string
	for _, table := range []string{"players", "seats", "audit", "games"} {
		text := "Milastasia"
		if table == "audit" {
			text = mila.ID
		}
		if !slices.Contains(storetest.Holding(t, url, text), table) {
			t.Fatalf("the test finds nothing in %s", table)
		}
	}
	hash = sessionHash(t, url, mila.ID)

	live := tandem.match(t, nil, mila, tandem.player(t, "Cleo"))
	mila.problem(http.StatusConflict, "playing", "DELETE", "/api/me", nil)
	operator.want(http.StatusNoContent, "POST", "/api/admin/rooms/"+live+"/close", nil, nil)
	eventually(t, "the game is kept", func() bool { return mila.status("GET", "/api/games/"+live) == http.StatusOK })

	mila.want(http.StatusNoContent, "DELETE", "/api/me", nil, nil)
	mila.want(http.StatusNoContent, "GET", "/api/me", nil, nil)
	mila.problem(http.StatusUnauthorized, "no_session", "GET", "/api/me/games", nil)
	for _, text := range []string{"Milastasia", mila.ID, hash} {
		if tables := storetest.Holding(t, url, text); len(tables) != 0 {
			t.Errorf("%s is still in %v", text, tables)
		}
	}
	jonas.want(http.StatusOK, "GET", "/api/games/"+id, nil, nil)           // his part stays
	jonas.want(http.StatusOK, "GET", "/api/lobbies/"+other.Code, nil, nil) // and so does the lobby
	jonas.join(other.Code)

	jonas.want(http.StatusNoContent, "DELETE", "/api/me", nil, nil)
	if tables := storetest.Holding(t, url, id); len(tables) != 0 {
		t.Errorf("a game that both players deleted is still in %v", tables)
	}
}

// sessionHash returns the hash of a player's session, as the database stores it.
func sessionHash(t *testing.T, url, player string) string {
	t.Helper()
	return hex.EncodeToString(storetest.Value[[]byte](t, url, `SELECT session_hash FROM players WHERE id = $1`, player))
}
