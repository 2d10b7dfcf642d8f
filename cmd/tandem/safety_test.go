package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// playOut opens the sockets of two players and lets them agree to go on until the game is kept.
func (r *running) playOut(t *testing.T, room string, one, two *visitor, rounds int) {
	t.Helper()
	hands := []*hand{one.sitDown(room, 11), two.sitDown(room, 22)}
	for round := 1; round <= rounds; round++ {
		for _, h := range hands {
			h.until(fmt.Sprint("round ", round), func() bool { return h.state.Phase == "round" && h.state.Round == round })
		}
		for _, h := range hands {
			h.say(`{"type":"go_on"}`)
		}
	}
	for _, h := range hands {
		h.until("the end", func() bool { return h.state.Phase == "kept" })
	}
}

// meet matches two players in quick play, and returns the room.
func (r *running) meet(t *testing.T, one, two *visitor) string {
	t.Helper()
	heard := one.wait("en")
	two.wait("en")
	return heard.matched().Room
}

func TestGames_OfStrangersAreOpenWhenBothAgree(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	id := tandem.meet(t, mila, jonas)
	tandem.playOut(t, id, mila, jonas, 6)
	path := "/api/games/" + id
	files := []string{"", "/drawing.png", "/drawing.svg", "/recording"}
	hidden := func(when string, v *visitor) {
		t.Helper()
		for _, file := range files {
			t.Log(when)
			v.problem(http.StatusNotFound, "no_such_game", "GET", path+file, nil)
		}
	}
	hidden("at first", eve)
	hidden("at first, without a session", tandem.visitor(t))
	for _, file := range files {
		res := mila.want(http.StatusOK, "GET", path+file, nil, nil)
		if got := res.Header.Get("Cache-Control"); file != "" && got != "private, no-cache" {
			t.Errorf("%s may be cached as %q", file, got)
		}
		tandem.visitor(t).want(http.StatusOK, "GET", path+file, nil, nil, "Authorization", "Bearer "+adminToken)
	}

	var b api.Between
	mila.want(http.StatusOK, "GET", path+"/between", nil, &b)
	if b != (api.Between{Strangers: true, Gallery: "none"}) {
		t.Errorf("at first %+v", b)
	}
	mila.want(http.StatusOK, "PUT", path+"/sharing", map[string]any{"open": true}, &b)
	if b != (api.Between{Strangers: true, YouOpen: true, Gallery: "none"}) {
		t.Errorf("she lets others see it: %+v", b)
	}
	hidden("when one agrees", eve)
	jonas.want(http.StatusOK, "PUT", path+"/sharing", map[string]any{"open": true}, nil)
	for _, file := range files {
		eve.want(http.StatusOK, "GET", path+file, nil, nil)
	}
	eve.problem(http.StatusForbidden, "not_your_seat", "PUT", path+"/sharing", map[string]any{"open": false})
	jonas.want(http.StatusOK, "PUT", path+"/sharing", map[string]any{"open": false}, nil)
	hidden("when one has changed his mind", eve)
}

func TestReports(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	id := tandem.meet(t, mila, jonas)
	path := "/api/games/" + id
	eve.problem(http.StatusForbidden, "not_your_seat", "PUT", path+"/report", map[string]any{"reason": "spam"})
	mila.problem(http.StatusUnprocessableEntity, "invalid", "PUT", path+"/report", map[string]any{"reason": "his hat"})
	mila.want(http.StatusNoContent, "PUT", path+"/report", map[string]any{"reason": "drawing", "words": " that\u202e was no\noctopus "}, nil)

	admin := tandem.visitor(t)
	admin.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/reports", nil)
	list := func(state string) []api.Report {
		t.Helper()
		var out struct{ Reports []api.Report }
		admin.want(http.StatusOK, "GET", "/api/admin/reports?state="+state, nil, &out, "Authorization", "Bearer "+adminToken)
		return out.Reports
	}
	open := list("open")
	if len(open) != 1 || open[0].Game != id || open[0].ReportedName != "Jonas" || open[0].Reported != jonas.ID ||
		open[0].ReporterName != "Mila" || open[0].Reason != "drawing" || open[0].Words != "that was no octopus" {
		t.Fatalf("reports %+v", open)
	}
	where := fmt.Sprint("/api/admin/reports/", open[0].ID)
	admin.problem(http.StatusUnauthorized, "no_admin", "PUT", where, map[string]any{"state": "upheld"})
	var decided api.Report
	admin.want(http.StatusOK, "PUT", where, map[string]any{"state": "dismissed", "note": "it was"}, &decided, "Authorization", "Bearer "+adminToken)
	if decided.State != "dismissed" || decided.Note != "it was" || decided.DecidedAt == nil || len(list("open")) != 0 || len(list("dismissed")) != 1 {
		t.Errorf("decided %+v", decided)
	}
	admin.problem(http.StatusNotFound, "no_such_report", "PUT", "/api/admin/reports/4711", map[string]any{"state": "upheld"}, "Authorization", "Bearer "+adminToken)

	var b api.Between
	mila.want(http.StatusOK, "GET", path+"/between", nil, &b)
	if !b.Blocked {
		t.Error("the reported player is matched with the reporter again")
	}
	mila.want(http.StatusOK, "DELETE", path+"/block", nil, &b)
	if b.Blocked {
		t.Error("the block was not removed")
	}
	mila.want(http.StatusOK, "PUT", path+"/block", nil, &b)
	jonas.want(http.StatusOK, "GET", path+"/between", nil, &b)
	if b.Blocked {
		t.Error("the answer reveals to him that she has blocked him")
	}
}

func TestAgain(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Eve")
	id := tandem.match(t, map[string]any{"rounds": 3}, mila, jonas)
	path := "/api/games/" + id + "/again"
	mila.problem(http.StatusNotFound, "no_such_game", "PUT", path, map[string]any{"again": true}) // it is live
	tandem.playOut(t, id, mila, jonas, 3)
	eve.problem(http.StatusForbidden, "not_your_seat", "PUT", path, map[string]any{"again": true})
	eve.problem(http.StatusForbidden, "not_your_seat", "GET", path+"/events", nil)
	mila.problem(http.StatusConflict, "no_page", "PUT", path, map[string]any{"again": true})

	milaHeard, jonasHeard := mila.follow(path+"/events?beats=true", ""), jonas.follow(path+"/events", "")
	milaHeard.until("that she is to beat", func(got event) bool { return got.name == "beat" })
	mila.want(http.StatusNoContent, "PUT", path+"/beat", nil, nil)
	var now api.Again
	mila.want(http.StatusOK, "PUT", path, map[string]any{"again": true}, &now)
	if !now.You || now.Partner {
		t.Errorf("she wants to: %+v", now)
	}
	jonasHeard.until("that she wants to", func(got event) bool {
		return got.name == "again" && string(got.data) == `{"you":false,"partner":true,"there":true}`
	})
	jonas.want(http.StatusOK, "PUT", path, map[string]any{"again": true}, nil)
	one, two := milaHeard.matched(), jonasHeard.matched()
	if one.Room != two.Room || one.Room == id || one.Seat == two.Seat {
		t.Errorf("matched as %+v and %+v", one, two)
	}
	var game api.Room
	mila.want(http.StatusOK, "GET", "/api/rooms/"+one.Room, nil, &game)
	if game.Lobby == "" || game.State != "live" {
		t.Errorf("they play in %+v", game)
	}
}

func TestAgain_TheLobbyShowsMembersWhoLookAtTheirDrawing(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, map[string]any{"rounds": 3}, mila, jonas)
	tandem.playOut(t, id, mila, jonas, 3)
	events := "/api/games/" + id + "/again/events"
	milaHeard, jonasHeard := mila.follow(events, ""), jonas.follow(events, "")
	l := milaHeard.lobby("both at the drawing", func(l api.Lobby) bool {
		return mila.self(l).State == "looking" && jonas.self(l).State == "looking"
	})
	mila.rule(l.Code, map[string]any{"pairing": "everyone"})
	mila.want(http.StatusNoContent, "POST", "/api/lobbies/"+l.Code+"/waves", nil, nil)
	if one, two := milaHeard.matched(), jonasHeard.matched(); one.Room != two.Room || one.Room == id {
		t.Errorf("matched as %+v and %+v", one, two)
	}
}

func TestAgain_SendsNothingAfterLeavingTheLobby(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, map[string]any{"rounds": 3}, mila, jonas)
	tandem.playOut(t, id, mila, jonas, 3)
	var game api.Game
	mila.want(http.StatusOK, "GET", "/api/games/"+id, nil, &game)
	jonas.want(http.StatusNoContent, "DELETE", "/api/lobbies/"+game.Lobby+"/members/me", nil, nil)
	events := "/api/games/" + id + "/again/events"
	heard := jonas.follow(events, "")
	mila.follow(events, "").lobby("herself", func(l api.Lobby) bool { return mila.self(l).State == "looking" })
	heard.until("whether she is there", func(got event) bool {
		if got.name != "again" {
			t.Errorf("got %s %s", got.name, got.data)
		}
		return strings.Contains(string(got.data), `"there":true`)
	})
}
