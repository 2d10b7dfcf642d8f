package main

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// wait puts a player into the queue of quick play, and opens its event stream.
func (v *visitor) wait(language string) *events {
	v.t.Helper()
	heard := v.follow("/api/quick/events", "")
	v.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": language}, nil)
	return heard
}

func TestQuick(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, juan, jonas := tandem.player(t, "Mila"), tandem.player(t, "Juan"), tandem.player(t, "Jonas")

	var now api.Quick
	tandem.visitor(t).want(http.StatusOK, "GET", "/api/quick", nil, &now)
	if now != (api.Quick{Ghosts: true}) {
		t.Errorf("at first %+v", now)
	}
	tandem.visitor(t).problem(http.StatusUnauthorized, "no_session", "PUT", "/api/quick/ticket", map[string]any{"language": "en"})
	p := mila.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/quick/ticket", map[string]any{"language": "klingon"})
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.language" {
		t.Errorf("the problem names %+v", p.Errors)
	}
	mila.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/quick/ticket", map[string]any{"language": "en", "difficulty": "hard"})

	milaHeard, juanHeard := mila.wait("en"), juan.wait("es")
	milaHeard.until("that she waits", func(got event) bool {
		var q api.Quick
		return got.name == "quick" && json.Unmarshal(got.data, &q) == nil && q.Waiting
	})
	mila.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en", "difficulty": "normal"}, nil)
	mila.want(http.StatusNoContent, "PUT", "/api/quick/ticket/beat", nil, nil)
	tandem.visitor(t).want(http.StatusOK, "GET", "/api/quick", nil, &now)
	if now.Others != 2 {
		t.Errorf("two wait: %+v", now)
	}
	jonasHeard := jonas.wait("en")
	one, two := milaHeard.matched(), jonasHeard.matched()
	if one.Room != two.Room || one.Partner != "Jonas" || two.Partner != "Mila" || one.Seat != 1 {
		t.Errorf("matched as %+v and %+v", one, two)
	}
	mila.problem(http.StatusConflict, "playing", "PUT", "/api/quick/ticket", map[string]any{"language": "en"})
	mila.want(http.StatusNoContent, "DELETE", "/api/quick/ticket", nil, nil)
	hand := mila.sitDown(one.Room, 7)
	hand.until("the room", func() bool { return len(hand.state.Seats) == 2 })

	for range 2 {
		juan.want(http.StatusNoContent, "DELETE", "/api/quick/ticket", nil, nil)
	}
	juanHeard.until("that he waits no more", func(got event) bool {
		var q api.Quick
		return got.name == "quick" && json.Unmarshal(got.data, &q) == nil && !q.Waiting
	})
	juan.wait("es").until("how it stands", func(got event) bool { return got.name == "quick" })
	juanHeard.until("that another page took over", func(got event) bool { return got.name == "replaced" })
}

func TestQuick_LeavesALobbysQueue(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	l := mila.openLobby(nil)
	jonas.join(l.Code)
	heard := jonas.events(l.Code)
	hers := mila.events(l.Code)
	mila.ready(l.Code, true)
	heard.lobby("that she is ready", func(l api.Lobby) bool { return mila.self(l).State == "ready" })
	mila.follow("/api/quick/events", "")
	var now api.Quick
	mila.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en"}, &now)
	if now.Left != l.Code {
		t.Errorf("the event says that she left %q, want %q", now.Left, l.Code)
	}
	now = api.Quick{}
	mila.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en"}, &now)
	if now.Left != "" {
		t.Errorf("a second event says that she left %q", now.Left)
	}
	heard.lobby("that she is not", func(l api.Lobby) bool { return mila.self(l).State == "here" && mila.self(l).Waits == "" })
	hers.lobby("where she waits", func(l api.Lobby) bool { return mila.self(l).Waits == "quick" })
	mila.want(http.StatusNoContent, "DELETE", "/api/quick/ticket", nil, nil)
	hers.lobby("that she waits nowhere", func(l api.Lobby) bool { return mila.self(l).Waits == "" })
}

// Each lobby of a player shows that the player waits or plays in another place.
func TestLobbies_ShowWhereElseAPlayerIs(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	one, two := mila.openLobby(nil), mila.openLobby(nil)
	jonas.join(two.Code)
	heard := mila.events(one.Code)
	mila.events(two.Code)
	jonas.events(two.Code)
	mila.ready(two.Code, true)
	heard.lobby("that she is ready in the other", func(l api.Lobby) bool { return mila.self(l).Waits == two.Code })
	jonas.ready(two.Code, true)
	l := heard.lobby("that she plays", func(l api.Lobby) bool { return mila.self(l).Room != "" })
	room := mila.self(l).Room
	for path, body := range map[string]map[string]any{
		"/api/quick/ticket": {"language": "en"},
		"/api/lobbies/" + one.Code + "/members/me/ready": {"ready": true},
	} {
		if p := mila.problem(http.StatusConflict, "playing", "PUT", path, body); p.Room != room {
			t.Errorf("PUT %s: she plays in %q, want %q", path, p.Room, room)
		}
	}
}
