package main

import (
	"archive/zip"
	"bytes"
	"context"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// watch opens the socket of a watcher, or returns the status of the answer.
func (v *visitor) watch(room string) (*hand, int) {
	v.t.Helper()
	ws, res, err := websocket.Dial(v.t.Context(), strings.Replace(v.url, "http", "ws", 1)+"/api/rooms/"+room+"/watch", &websocket.DialOptions{
		HTTPClient: v.client, HTTPHeader: http.Header{"Origin": {v.url}},
	})
	if res == nil {
		v.t.Fatal(err)
	}
	if err != nil {
		return nil, res.StatusCode
	}
	ws.SetReadLimit(1 << 20)
	v.t.Cleanup(func() { _ = ws.CloseNow() })
	return &hand{t: v.t, ws: ws}, res.StatusCode
}

func (v *visitor) wall(code string) *events { return v.follow("/api/lobbies/"+code+"/wall", "") }

func TestWall_ShowsARoomFromAnyNode(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 3)
	mila, jonas, ida := nodes[0].player(t, "Mila"), nodes[0].player(t, "Jonas"), nodes[2].player(t, "Ida")
	l := mila.openLobby(nil)
	jonas.join(l.Code)
	ida.join(l.Code)
	walls := []*events{mila.wall(l.Code), mila.by(nodes[1]).wall(l.Code), ida.wall(l.Code)}
	milaHears := mila.events(l.Code)
	jonas.events(l.Code)
	mila.ready(l.Code, true)
	jonas.ready(l.Code, true)
	game := milaHears.matched().Room
	one, two := mila.sitDown(game, 11), jonas.sitDown(game, 22)
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	for i, wall := range walls {
		shown := wall.lobby("the game", func(l api.Lobby) bool { return len(l.Games) == 1 && l.Games[0].Paper != "" })
		if got := shown.Games[0]; got.ID != game || got.State != "live" {
			t.Errorf("wall %d shows %+v", i, got)
		}
		if me := ida.self(shown); me.Room != "" || shown.Rules.Names != nil {
			t.Errorf("wall %d tells too much: %+v", i, shown)
		}
	}
	one.stroke(ink.RGB{R: 200}, ink.Point{X: 400, Y: 400}, ink.Point{X: 900, Y: 900})
	two.until("her stroke", func() bool { return bytes.Contains(two.entries, []byte{200, 0, 0}) })
	for i, by := range nodes {
		watcher, status := ida.by(by).watch(game)
		if status != http.StatusSwitchingProtocols {
			t.Fatalf("through node %d: %d", i, status)
		}
		watcher.until("the stroke", func() bool { return bytes.Contains(watcher.entries, []byte{200, 0, 0}) })
		if watcher.welcome.You != 0 || watcher.state.Phase != "" {
			t.Errorf("through node %d a watcher is told the state: %+v", i, watcher.state)
		}
		defer func() {
			if code := watcher.closed(); code != room.CloseKept {
				t.Errorf("through node %d closed with %d", i, code)
			}
		}()
	}
	operator := nodes[1].operator(t)
	operator.want(http.StatusNoContent, "POST", "/api/admin/rooms/"+game+"/close", map[string]any{"note": "a test"}, nil)
}

func TestWall_IsForMembersUnlessTheLobbyIsPublic(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	game := tandem.match(t, nil, mila, jonas)
	var seat api.Room
	mila.want(http.StatusOK, "GET", "/api/rooms/"+game, nil, &seat)
	mila.sitDown(game, 11)
	nobody := tandem.visitor(t)
	for _, v := range []*visitor{eve, nobody} {
		v.problem(http.StatusForbidden, "not_member", "GET", "/api/lobbies/"+seat.Lobby+"/wall", nil)
		v.problem(http.StatusForbidden, "not_member", "GET", "/api/lobbies/"+seat.Lobby+"/wall?ask=a-page-that-asks-1", nil)
		if _, status := v.watch(game); status != http.StatusForbidden {
			t.Errorf("a stranger watches: %d", status)
		}
	}
	mila.want(http.StatusOK, "PATCH", "/api/lobbies/"+seat.Lobby, map[string]any{"rules": map[string]any{"public": true}}, nil)
	for _, v := range []*visitor{eve, nobody} {
		v.wall(seat.Lobby).lobby("the public wall", func(l api.Lobby) bool { return len(l.Games) == 1 })
		v.want(http.StatusOK, "GET", "/api/lobbies/"+seat.Lobby+"/wall?ask=a-page-that-asks-1", nil, nil)
		if _, status := v.watch(game); status != http.StatusSwitchingProtocols {
			t.Errorf("a stranger of a public lobby: %d", status)
		}
	}
	nobody.problem(http.StatusNotFound, "no_such_lobby", "GET", "/api/lobbies/no-such-lobby/wall", nil)
}

func TestWall_FiftyOfOneLobbyAreBounded(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	l := mila.openLobby(nil)
	refused := 0
	for range 50 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, mila.url+"/api/lobbies/"+l.Code+"/wall", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := mila.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusTooManyRequests {
			refused++
		} else if res.StatusCode != http.StatusOK {
			t.Fatal(res.Status)
		}
	}
	if refused != 50-32 {
		t.Errorf("%d refused", refused)
	}
	mila.events(l.Code).lobby("its own page all the same", func(l api.Lobby) bool { return len(l.Members) == 1 })
}

func TestHost_DirectsAGameFromAnyNode(t *testing.T) {
	t.Parallel()
	nodes := startNodes(t, storetest.URL(t), 2)
	mila, jonas := nodes[0].player(t, "Mila"), nodes[1].player(t, "Jonas")
	l := mila.openLobby(map[string]any{"round_seconds": 60, "rounds": 3})
	jonas.join(l.Code)
	milaHears := mila.events(l.Code)
	jonas.events(l.Code)
	mila.ready(l.Code, true)
	jonas.ready(l.Code, true)
	game := milaHears.matched().Room
	one, two := mila.sitDown(game, 11), jonas.sitDown(game, 22)
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	direct := func(by *running, do string) {
		mila.by(by).want(http.StatusNoContent, "POST", "/api/rooms/"+game+"/direct", map[string]any{"do": do}, nil)
	}
	jonas.problem(http.StatusForbidden, "not_host", "POST", "/api/rooms/"+game+"/direct", map[string]any{"do": "end"})
	mila.problem(http.StatusUnprocessableEntity, "invalid", "POST", "/api/rooms/"+game+"/direct", map[string]any{"do": "dance"})
	for i, by := range nodes {
		direct(by, "pause")
		two.until("the pause", func() bool { return two.state.Paused != nil && two.state.Paused.Held })
		direct(by, "go_on")
		two.until("the play", func() bool { return two.state.Paused == nil })
		left := two.state.LeftMS
		direct(by, "minute")
		two.until("the longer round", func() bool { return two.state.LeftMS > left })
		if two.state.LeftMS < 60_000*int64(i+1) {
			t.Errorf("%d ms left", two.state.LeftMS)
		}
	}
	one.stroke(ink.RGB{R: 200}, ink.Point{X: 400, Y: 400}, ink.Point{X: 900, Y: 900})
	two.until("her stroke", func() bool { return bytes.Contains(two.entries, []byte{200, 0, 0}) })
	direct(nodes[0], "end")
	for i, h := range []*hand{one, two} {
		if code := h.closed(); code != room.CloseKept {
			t.Errorf("seat %d: closed with %d", i+1, code)
		}
	}
	mila.problem(http.StatusNotFound, "no_such_room", "POST", "/api/rooms/"+game+"/direct", map[string]any{"do": "end"})

	// Its drawing hangs on the wall, unless the host takes it off.
	drawings := func(want int) {
		t.Helper()
		var body []byte
		mila.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code+"/drawings.zip", nil, &body)
		files, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		if len(files.File) != want {
			t.Fatalf("%d drawings, want %d", len(files.File), want)
		}
		for _, f := range files.File {
			opened, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := png.Decode(opened); err != nil || f.Name != "001 Mila and Jonas.png" {
				t.Errorf("%q: %v", f.Name, err)
			}
		}
	}
	jonas.problem(http.StatusForbidden, "not_host", "GET", "/api/lobbies/"+l.Code+"/drawings.zip", nil)
	drawings(1)
	mila.want(http.StatusNoContent, "PUT", "/api/games/"+game+"/wall", map[string]any{"shown": false}, nil)
	milaHears.lobby("an empty wall", func(l api.Lobby) bool { return len(l.Games) == 0 })
	drawings(0)
	mila.want(http.StatusNoContent, "PUT", "/api/games/"+game+"/wall", map[string]any{"shown": true}, nil)
	milaHears.lobby("the drawing", func(l api.Lobby) bool { return len(l.Games) == 1 })
}

func TestHost_TakesAllDrawingsHome(t *testing.T) {
	t.Parallel()
	const drawings = 3
	c := newCompany(t)
	var games []wanted
	for range drawings {
		games = append(games, wanted{"kept", "seat 2"})
	}
	c.games(t, games...)
	storetest.Exec(t, c.database, `UPDATE games SET strokes = 1`)
	var body []byte
	c.persons["seat 1"].want(http.StatusOK, "GET", "/api/lobbies/"+c.lobby+"/drawings.zip", nil, &body)
	files, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(files.File) != drawings {
		t.Fatalf("%d drawings, %v", len(files.File), err)
	}
	c.persons["seat 1"].want(http.StatusOK, "GET", "/api/lobbies/"+c.lobby+"/drawings.pdf", nil, &body)
	if got := bytes.Count(body, []byte("/Subtype /Image")); got != drawings || !bytes.HasSuffix(body, []byte("%%EOF\n")) {
		t.Errorf("%d drawings in the PDF", got)
	}
	if got := c.status(t, "nobody", http.MethodGet, "/api/lobbies/"+c.lobby+"/drawings.zip", ""); got != http.StatusUnauthorized {
		t.Errorf("as nobody: %d", got)
	}
}
