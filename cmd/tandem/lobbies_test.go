package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// openLobby opens a lobby as this player; settings may be nil.
func (v *visitor) openLobby(settings map[string]any) api.Lobby {
	v.t.Helper()
	body := map[string]any{}
	if settings != nil {
		body["settings"] = settings
	}
	var l api.Lobby
	v.want(http.StatusCreated, "POST", "/api/lobbies", body, &l)
	return l
}

func (v *visitor) join(code string) api.Lobby {
	v.t.Helper()
	var l api.Lobby
	v.want(http.StatusOK, "POST", "/api/lobbies/"+code+"/members", nil, &l)
	return l
}

func (v *visitor) ready(code string, ready bool) api.Lobby {
	v.t.Helper()
	var l api.Lobby
	v.want(http.StatusOK, "PUT", "/api/lobbies/"+code+"/members/me/ready", map[string]any{"ready": ready}, &l)
	return l
}

// self returns the visitor's own entry in a lobby.
func (v *visitor) self(l api.Lobby) api.Member {
	v.t.Helper()
	for _, m := range l.Members {
		if m.ID == v.ID {
			return m
		}
	}
	v.t.Fatalf("%s is not in %+v", v.Name, l.Members)
	return api.Member{}
}

func TestLobbies(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")

	t.Run("needs a session", func(t *testing.T) {
		tandem.visitor(t).problem(http.StatusUnauthorized, "no_session", "POST", "/api/lobbies", map[string]any{})
	})

	t.Run("opens with the usual settings", func(t *testing.T) {
		mila := mila.in(t)
		for _, body := range []any{map[string]any{}, nil} {
			var l api.Lobby
			res := mila.want(http.StatusCreated, "POST", "/api/lobbies", body, &l)
			if !regexp.MustCompile(`^[a-z]+-[a-z]+-[a-z]+$`).MatchString(l.Code) {
				t.Errorf("the code is %q", l.Code)
			}
			if l.Link != tandem.url+"/l/"+l.Code || res.Header.Get("Location") != "/api/lobbies/"+l.Code {
				t.Errorf("link %s, location %s", l.Link, res.Header.Get("Location"))
			}
			if want := (api.Settings{RoundSeconds: 30, Rounds: 6, Language: "en", Difficulty: "normal"}); l.Settings != want {
				t.Errorf("settings %+v, want %+v", l.Settings, want)
			}
			if l.Host != mila.ID || len(l.Members) != 1 || !l.Members[0].Host || l.Members[0].Name != "Mila" {
				t.Errorf("host %s, members %+v", l.Host, l.Members)
			}
		}
	})

	t.Run("accepts settings, and names invalid ones", func(t *testing.T) {
		mila := mila.in(t)
		l := mila.openLobby(map[string]any{"round_seconds": 10, "rounds": 3, "theme": "under the sea", "language": "es"})
		if want := (api.Settings{RoundSeconds: 10, Rounds: 3, Theme: "under the sea", Language: "es", Difficulty: "normal"}); l.Settings != want {
			t.Errorf("settings %+v, want %+v", l.Settings, want)
		}
		tests := []struct {
			field string
			value any
		}{
			{"round_seconds", 9},
			{"round_seconds", 121},
			{"round_seconds", "30"},
			{"round_seconds", 10.5},
			{"rounds", 2},
			{"rounds", 11},
			{"theme", strings.Repeat("x", 61)},
			{"language", "xx"},
			{"language", "English"},
			{"language", ""},
			{"colour", "red"},
		}
		for _, test := range tests {
			wrong := map[string]any{"settings": map[string]any{test.field: test.value}}
			for _, ask := range [][2]string{{"POST", "/api/lobbies"}, {"PATCH", "/api/lobbies/" + l.Code}} {
				p := mila.problem(http.StatusUnprocessableEntity, "invalid", ask[0], ask[1], wrong)
				if len(p.Errors) != 1 || p.Errors[0].Location != "body.settings."+test.field {
					t.Errorf("%s %v: the problem names %+v", test.field, test.value, p.Errors)
				}
			}
		}
	})

	t.Run("only the host changes settings", func(t *testing.T) {
		mila, jonas := mila.in(t), jonas.in(t)
		l := mila.openLobby(nil)
		jonas.join(l.Code)
		jonas.problem(http.StatusForbidden, "not_host", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"rounds": 4}})
		var changed api.Lobby
		mila.want(http.StatusOK, "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"rounds": 4}}, &changed)
		if want := (api.Settings{RoundSeconds: 30, Rounds: 4, Language: "en", Difficulty: "normal"}); changed.Settings != want {
			t.Errorf("settings %+v, want %+v", changed.Settings, want)
		}
	})

	t.Run("joining and leaving", func(t *testing.T) {
		mila, jonas := mila.in(t), jonas.in(t)
		l := mila.openLobby(nil)
		jonas.problem(http.StatusForbidden, "not_member", "PUT", "/api/lobbies/"+l.Code+"/members/me/ready", map[string]any{"ready": true})
		jonas.problem(http.StatusForbidden, "not_member", "GET", "/api/lobbies/"+l.Code+"/events", nil)
		jonas.join(l.Code)
		if again := jonas.join(l.Code); len(again.Members) != 2 {
			t.Errorf("joined twice: %+v", again.Members)
		}
		var seen api.Lobby
		tandem.visitor(t).want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &seen) // without a session
		if len(seen.Members) != 2 || seen.Members[1].Name != "Jonas" {
			t.Errorf("members %+v", seen.Members)
		}
		jonas.want(http.StatusNoContent, "DELETE", "/api/lobbies/"+l.Code+"/members/me", nil, nil)
		jonas.want(http.StatusNoContent, "DELETE", "/api/lobbies/"+l.Code+"/members/me", nil, nil)
		mila.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &seen)
		if len(seen.Members) != 1 {
			t.Errorf("after leaving: %+v", seen.Members)
		}
	})

	t.Run("an unknown code", func(t *testing.T) {
		mila := mila.in(t)
		const code = "no-such-lobby"
		for _, ask := range []struct {
			method, path string
			body         any
		}{
			{"GET", "", nil},
			{"PATCH", "", map[string]any{"settings": map[string]any{"rounds": 4}}},
			{"POST", "/members", nil},
			{"DELETE", "/members/me", nil},
			{"PUT", "/members/me/ready", map[string]any{"ready": true}},
			{"GET", "/events", nil},
		} {
			mila.problem(http.StatusNotFound, "no_such_lobby", ask.method, "/api/lobbies/"+code+ask.path, ask.body)
		}
	})

	t.Run("a full lobby", func(t *testing.T) {
		mila, jonas := mila.in(t), jonas.in(t)
		l := mila.openLobby(nil)
		storetest.Exec(t, database, `
			INSERT INTO players (id, session_hash, name)
			SELECT 'guest ' || n, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'Guest' FROM generate_series(2, 200) n`)
		storetest.Exec(t, database, `
			INSERT INTO members (lobby, player) SELECT '`+l.Code+`', 'guest ' || n FROM generate_series(2, 200) n`)
		jonas.problem(http.StatusForbidden, "lobby_full", "POST", "/api/lobbies/"+l.Code+"/members", nil)
		mila.join(l.Code) // already a member
	})
}

func TestAPI_RefusesInvalidUTF8(t *testing.T) {
	t.Parallel()
	mila := start(t).player(t, "Mila")
	for _, id := range []string{"%00", "%ff%fe", "no-such-id", "7c3ixhwn2yvq5ekrz4pajusogd", "7C3IXHWN2YVQ5EKRZ4PAJUSOG%00"} {
		mila.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id, nil)
		mila.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id+"/drawing.png", nil)
		mila.problem(http.StatusNotFound, "no_such_room", "GET", "/api/rooms/"+id, nil)
		mila.problem(http.StatusNotFound, "no_such_lobby", "GET", "/api/lobbies/"+id, nil)
		mila.problem(http.StatusNotFound, "no_such_game", "GET", "/api/admin/games/"+id, nil, "Authorization", "Bearer "+adminToken)
	}
}

func TestAPI_ForbidsCaching(t *testing.T) {
	t.Parallel()
	mila := start(t).player(t, "Mila")
	l := mila.openLobby(nil)
	for _, path := range []string{"/api/me", "/api/lobbies/" + l.Code} {
		res := mila.want(http.StatusOK, "GET", path, nil, nil)
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: cached as %q", path, got)
		}
	}
}

func TestEvents_ShowReadyInAnotherLobby(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	here, there := mila.openLobby(nil), mila.openLobby(nil)
	jonas.join(here.Code)
	heard := jonas.events(here.Code)
	mila.ready(here.Code, true)
	heard.lobby("Mila, ready", func(l api.Lobby) bool { return mila.self(l).State == "ready" })
	mila.ready(there.Code, true)
	heard.lobby("Mila, ready elsewhere", func(l api.Lobby) bool { return mila.self(l).State == "here" })
}

func TestLobbies_CodesCannotBeGuessed(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	l := mila.openLobby(nil)
	eve := tandem.visitor(t)
	from := []string{"X-Forwarded-For", "203.0.113.66"}
	tries := 0
	for ; tries < 100; tries++ {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, tandem.url+"/api/lobbies/guess-number-"+fmt.Sprint(tries), nil)
		req.Header.Set(from[0], from[1])
		res, err := eve.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusTooManyRequests {
			if res.Header.Get("Retry-After") == "" {
				t.Error("Retry-After is missing")
			}
			break
		}
	}
	if tries < 10 || tries > 60 {
		t.Errorf("%d wrong codes were checked", tries)
	}
	// Now even a right code is refused; other addresses are not affected.
	eve.problem(http.StatusTooManyRequests, "too_many", "GET", "/api/lobbies/"+l.Code, nil, from...)
	mila.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, nil)
}

func TestLobbies_LimitsConcurrentGuesses(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	eve := tandem.visitor(t).unwitnessed()
	var wrong atomic.Int32
	var all errgroup.Group
	all.SetLimit(100)
	for i := range 500 {
		all.Go(func() error {
			res, err := eve.Get(fmt.Sprint(tandem.url, "/api/lobbies/guess-number-", word(i)))
			if err != nil {
				return err
			}
			if res.StatusCode == http.StatusNotFound {
				wrong.Add(1)
			}
			return res.Body.Close()
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	if got := wrong.Load(); got > 60 {
		t.Errorf("%d guesses were answered", got)
	}
}

// word writes a number with letters, because codes have no digits.
func word(n int) string {
	return string([]rune{'a' + rune(n/26/26%26), 'a' + rune(n/26%26), 'a' + rune(n%26)})
}

func TestLobbies_GuessesLockNoMemberOut(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	l := mila.openLobby(nil)
	jonas.join(l.Code)
	path := "/api/lobbies/" + l.Code
	for i := 0; ; i++ { // all come from one address
		res, err := eve.client.Get(tandem.url + "/api/lobbies/guess-number-" + word(i))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusTooManyRequests {
			break
		}
	}
	eve.problem(http.StatusTooManyRequests, "too_many", "POST", path+"/members", nil)
	mila.want(http.StatusOK, "GET", path, nil, nil)
	mila.want(http.StatusOK, "PATCH", path, map[string]any{"settings": map[string]any{"rounds": 4}}, nil)
	jonas.join(l.Code)
	jonas.ready(l.Code, true)
	jonas.events(l.Code)
	jonas.want(http.StatusNoContent, "DELETE", path+"/members/me", nil, nil)
	jonas.problem(http.StatusTooManyRequests, "too_many", "GET", path, nil) // no longer a member
}

// events follows a lobby until the test ends.
type events struct {
	t    *testing.T
	next chan event
	is   api.Lobby // the lobby with all changes so far
	said []string  // the lines of its chat
}

type event struct {
	id, name string
	data     []byte
}

func (v *visitor) events(code string) *events { return v.eventsAfter(code, "") }

// eventsAfter continues after a received event.
func (v *visitor) eventsAfter(code, id string) *events {
	v.t.Helper()
	return v.follow("/api/lobbies/"+code+"/events", id)
}

// follow opens a stream of events.
func (v *visitor) follow(path, after string) *events {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.url+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Last-Event-ID", after)
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		v.t.Fatalf("events: %s, %s", res.Status, res.Header.Get("Content-Type"))
	}
	e := &events{t: v.t, next: make(chan event, 100)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer close(e.next)
		e.read(res.Body)
	}()
	v.t.Cleanup(func() {
		res.Body.Close()
		<-read
	})
	return e
}

func (e *events) read(body io.Reader) {
	var now event
	for lines := bufio.NewScanner(body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			now.id = value
		case "event":
			now.name = value
		case "data":
			now.data = []byte(value)
		case "":
			if now.name != "" {
				e.next <- now
			}
			now = event{}
		}
	}
}

// until waits for an event that meets a condition.
func (e *events) until(what string, ok func(event) bool) {
	e.t.Helper()
	for {
		select {
		case got, open := <-e.next:
			if !open {
				e.t.Fatalf("the stream ended before %s", what)
			}
			if ok(got) {
				return
			}
		case <-time.After(time.Minute):
			e.t.Fatalf("no event: %s", what)
		}
	}
}

// lobby waits for a state of the lobby that meets a condition.
func (e *events) lobby(what string, ok func(api.Lobby) bool) api.Lobby {
	e.t.Helper()
	e.until(what, func(got event) bool {
		var err error
		switch got.name {
		case "lobby":
			e.is = api.Lobby{}
			err = json.Unmarshal(got.data, &e.is)
		case "change":
			var c api.LobbyChange
			err = json.Unmarshal(got.data, &c)
			e.is = c.Over(e.is)
		default:
			return false
		}
		if err != nil {
			e.t.Fatal(err)
		}
		return ok(e.is)
	})
	return e.is
}

// matched waits for a match.
func (e *events) matched() (m api.Matched) {
	e.t.Helper()
	e.until("a partner", func(got event) bool {
		return got.name == "matched" && json.Unmarshal(got.data, &m) == nil
	})
	return m
}

func TestEvents(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	l := mila.openLobby(nil)
	heard := mila.events(l.Code)
	heard.lobby("herself", func(l api.Lobby) bool { return mila.self(l).State == "here" })
	jonas.join(l.Code)
	heard.lobby("Jonas", func(l api.Lobby) bool { return len(l.Members) == 2 && jonas.self(l).State == "here" })
	jonasHeard := jonas.events(l.Code)
	mila.want(http.StatusOK, "PATCH", "/api/lobbies/"+l.Code, map[string]any{"settings": map[string]any{"rounds": 4}}, nil)
	jonasHeard.lobby("new settings", func(l api.Lobby) bool { return l.Settings.Rounds == 4 })

	jonas.ready(l.Code, true)
	heard.lobby("Jonas, ready", func(l api.Lobby) bool { return jonas.self(l).State == "ready" })
	jonas.ready(l.Code, false)
	heard.lobby("Jonas, not ready", func(l api.Lobby) bool { return jonas.self(l).State == "here" })
	jonas.ready(l.Code, true)
	mila.ready(l.Code, true)
	one, two := heard.matched(), jonasHeard.matched()
	if one.Room != two.Room || one.Seat == two.Seat || one.Partner != "Jonas" || two.Partner != "Mila" {
		t.Errorf("matched as %+v and %+v", one, two)
	}
	playing := heard.lobby("both playing", func(l api.Lobby) bool {
		return mila.self(l).State == "playing" && jonas.self(l).State == "playing"
	})
	if mila.self(playing).Room != one.Room || jonas.self(playing).Room != "" {
		t.Error("each member must see its own room only")
	}
}

func TestEvents_ContinueAfterTheLastReceivedOne(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	l := mila.openLobby(nil)
	heard := mila.events(l.Code)
	var last event
	heard.until("herself", func(got event) bool { last = got; return got.name == "lobby" })
	jonas.join(l.Code)
	mila.eventsAfter(l.Code, last.id).until("only him", func(got event) bool {
		if got.name != "change" || !strings.Contains(string(got.data), jonas.ID) || strings.Contains(string(got.data), mila.ID) {
			t.Errorf("got %s %s", got.name, got.data)
		}
		return true
	})
	mila.eventsAfter(l.Code, "UNKNOWN-7").until("all", func(got event) bool {
		if got.name != "lobby" {
			t.Errorf("got %s %s", got.name, got.data)
		}
		return true
	})
}

func TestMatching_AThirdWaitsForAFourth(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	var players []*visitor
	var streams []*events
	host := tandem.player(t, "Host")
	l := host.openLobby(nil)
	for _, name := range []string{"Anna", "Ben", "Cleo", "Dan"} {
		p := tandem.player(t, name)
		p.join(l.Code)
		players = append(players, p)
		streams = append(streams, p.events(l.Code))
	}
	for _, p := range players[:3] {
		p.ready(l.Code, true)
	}
	first, second := streams[0].matched(), streams[1].matched()
	if first.Room != second.Room || first.Partner != "Ben" || second.Partner != "Anna" {
		t.Errorf("the first two: %+v and %+v", first, second)
	}
	var now api.Lobby
	players[2].want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &now)
	if got := players[2].self(now); got.State != "ready" || got.Room != "" {
		t.Errorf("the third member is %+v", got)
	}
	players[3].ready(l.Code, true)
	third, fourth := streams[2].matched(), streams[3].matched()
	if third.Room != fourth.Room || third.Room == first.Room || third.Partner != "Dan" {
		t.Errorf("the last two: %+v and %+v", third, fourth)
	}
	if len(now.Games) != 1 || now.Games[0].State != "live" || now.Games[0].Names[0] == now.Games[0].Names[1] {
		t.Errorf("the wall shows %+v", now.Games)
	}
	players[0].problem(http.StatusConflict, "playing", "PUT", "/api/lobbies/"+l.Code+"/members/me/ready", map[string]any{"ready": true})
}
