package main

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// rule changes a lobby's rules.
func (v *visitor) rule(code string, rules map[string]any) (l api.Lobby) {
	v.t.Helper()
	v.want(http.StatusOK, "PATCH", "/api/lobbies/"+code, map[string]any{"rules": rules}, &l)
	return l
}

func TestLobbies_HostSetsTheRules(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	mila, jonas, ada := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Ada")

	t.Run("rules", func(t *testing.T) {
		mila, jonas := mila.in(t), jonas.in(t)
		l := mila.openLobby(nil)
		if want := (api.Rules{Pairing: "as_they_come", Capacity: 200}); !reflect.DeepEqual(l.Rules, want) {
			t.Errorf("as usual they are %+v", l.Rules)
		}
		jonas.join(l.Code)
		jonas.problem(http.StatusForbidden, "not_host", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"rules": map[string]any{"locked": true}})
		changed := mila.rule(l.Code, map[string]any{"name": "Class 4b", "pairing": "everyone", "capacity": 30})
		if want := (api.Rules{Name: "Class 4b", Pairing: "everyone", Capacity: 30}); !reflect.DeepEqual(changed.Rules, want) {
			t.Errorf("rules %+v", changed.Rules)
		}
		for field, value := range map[string]any{
			"capacity": 1, "pairing": "dice", "name": strings.Repeat("x", 41), "locked": "yes", "colour": "red",
		} {
			p := mila.problem(http.StatusUnprocessableEntity, "invalid", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"rules": map[string]any{field: value}})
			if len(p.Errors) != 1 || p.Errors[0].Location != "body.rules."+field {
				t.Errorf("%s: the problem names %+v", field, p.Errors)
			}
		}
		mila.want(http.StatusOK, "PUT", "/api/lobbies/"+l.Code+"/members/"+jonas.ID+"/role", map[string]any{"role": "cohost"}, nil)
		if l := jonas.rule(l.Code, map[string]any{"name": ""}); !jonas.self(l).Cohost {
			t.Errorf("a co-host is %+v", jonas.self(l))
		}
		var created api.Lobby
		mila.want(http.StatusCreated, "POST", "/api/lobbies", map[string]any{"rules": map[string]any{"pairing": "pick"}}, &created)
		if created.Rules.Pairing != "pick" {
			t.Errorf("opened with rules: %+v", created.Rules)
		}
	})

	t.Run("locked, and removed", func(t *testing.T) {
		mila, jonas, ada := mila.in(t), jonas.in(t), ada.in(t)
		l := mila.openLobby(nil)
		jonas.join(l.Code)
		heard := jonas.events(l.Code)
		mila.rule(l.Code, map[string]any{"locked": true})
		ada.problem(http.StatusForbidden, "lobby_locked", "POST", "/api/lobbies/"+l.Code+"/members", nil)
		path := "/api/lobbies/" + l.Code + "/members/"
		jonas.problem(http.StatusForbidden, "not_host", "DELETE", path+mila.ID, nil)
		mila.want(http.StatusNoContent, "DELETE", path+"%00", nil, nil)
		mila.want(http.StatusNoContent, "DELETE", path+jonas.ID, nil, nil)
		mila.want(http.StatusNoContent, "DELETE", path+jonas.ID, nil, nil)
		heard.until("that he is out", func(e event) bool { return e.name == "removed" })
		jonas.problem(http.StatusForbidden, "removed", "POST", "/api/lobbies/"+l.Code+"/members", nil)
		jonas.problem(http.StatusForbidden, "not_member", "GET", "/api/lobbies/"+l.Code+"/events", nil)
	})

	t.Run("a public list", func(t *testing.T) {
		mila, ada := mila.in(t), ada.in(t)
		l := mila.openLobby(nil)
		ada.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/lobbies", nil)
		ada.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/lobbies?public=false", nil)
		listed := func() (codes []string) {
			var out struct{ Lobbies []api.ListedLobby }
			tandem.visitor(t).want(http.StatusOK, "GET", "/api/lobbies?public=true", nil, &out)
			for _, l := range out.Lobbies {
				codes = append(codes, l.Code)
			}
			return codes
		}
		if got := listed(); len(got) != 0 {
			t.Errorf("listed %v", got)
		}
		mila.rule(l.Code, map[string]any{"public": true})
		if got := listed(); len(got) != 1 || got[0] != l.Code {
			t.Errorf("listed %v", got)
		}
	})

	t.Run("a typo", func(t *testing.T) {
		mila, ada := mila.in(t), ada.in(t)
		l := mila.openLobby(nil)
		typed := strings.ToUpper(l.Code[:3]) + "x" + strings.ReplaceAll(l.Code[3:], "-", "%20")
		var joined api.Lobby
		ada.want(http.StatusOK, "POST", "/api/lobbies/"+typed+"/members", nil, &joined)
		if joined.Code != l.Code {
			t.Errorf("%q leads to %s, want %s", typed, joined.Code, l.Code)
		}
	})

	t.Run("closed", func(t *testing.T) {
		mila := mila.in(t)
		l := mila.openLobby(nil)
		storetest.Exec(t, database, `UPDATE lobbies SET closed_at = now() WHERE code = $1`, l.Code)
		mila.problem(http.StatusGone, "lobby_closed", "GET", "/api/lobbies/"+l.Code, nil)
		mila.problem(http.StatusGone, "lobby_closed", "POST", "/api/lobbies/"+l.Code+"/members", nil)
	})

	t.Run("a new name is shown", func(t *testing.T) {
		mila, jonas := mila.in(t), tandem.player(t, "Jo")
		l := mila.openLobby(nil)
		jonas.join(l.Code)
		heard := mila.events(l.Code)
		jonas.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Jonas the Great"}, nil)
		heard.lobby("the new name", func(l api.Lobby) bool { return jonas.self(l).Name == "Jonas the Great" })
	})

	t.Run("idle", func(t *testing.T) {
		mila, jonas := mila.in(t), tandem.player(t, "Jo")
		l := mila.openLobby(nil)
		jonas.join(l.Code)
		heard := mila.events(l.Code)
		jonas.want(http.StatusNoContent, "PUT", "/api/lobbies/"+l.Code+"/members/me/beat", map[string]any{"idle": true}, nil)
		heard.lobby("nobody looks", func(l api.Lobby) bool { return jonas.self(l).State == "idle" })
	})
}

func TestPairing_ByInvitation(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, ada := tandem.player(t, "Mila"), tandem.player(t, "Jonas"), tandem.player(t, "Ada")
	l := mila.openLobby(nil)
	mila.rule(l.Code, map[string]any{"pairing": "pick"})
	jonas.join(l.Code)
	ada.join(l.Code)
	milaHeard, jonasHeard := mila.events(l.Code), jonas.events(l.Code)
	path := "/api/lobbies/" + l.Code + "/members/me/invitation"
	asks := func(from, to *visitor) {
		t.Helper()
		from.want(http.StatusOK, "PUT", path, map[string]any{"partner": to.ID}, nil)
	}
	mila.problem(http.StatusConflict, "no_partner", "PUT", path, map[string]any{"partner": "nobody"})
	asks(mila, jonas)
	asked := jonasHeard.lobby("he is asked", func(l api.Lobby) bool { return len(l.Invitations) == 1 })
	if want := (api.Invitation{From: mila.ID, To: jonas.ID}); asked.Invitations[0] != want {
		t.Errorf("invited %+v", asked.Invitations)
	}
	var seen api.Lobby
	ada.want(http.StatusOK, "GET", "/api/lobbies/"+l.Code, nil, &seen)
	if len(seen.Invitations) != 0 {
		t.Errorf("a third member sees the invitation: %+v", seen.Invitations)
	}
	jonas.want(http.StatusNoContent, "DELETE", path+"s/"+mila.ID, nil, nil)
	milaHeard.lobby("he does not want to", func(l api.Lobby) bool { return len(l.Invitations) == 0 && mila.self(l).State == "here" })
	asks(mila, jonas)
	asks(jonas, mila)
	if one, two := milaHeard.matched(), jonasHeard.matched(); one.Room != two.Room || one.Partner != "Jonas" || two.Partner != "Mila" {
		t.Errorf("matched as %+v and %+v", one, two)
	}
	ada.problem(http.StatusConflict, "no_partner", "PUT", path, map[string]any{"partner": mila.ID})
}

func TestPairing_InWaves(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	host := tandem.player(t, "Host")
	l := host.openLobby(nil)
	host.rule(l.Code, map[string]any{"pairing": "everyone"})
	var players []*visitor
	for _, name := range []string{"Anna", "Ben", "Cleo"} {
		p := tandem.player(t, name)
		p.join(l.Code)
		players = append(players, p)
	}
	streams := []*events{players[0].events(l.Code), players[1].events(l.Code)}
	path, watching := "/api/lobbies/"+l.Code+"/waves", "/api/lobbies/"+l.Code+"/members/me/watching"
	for _, p := range []*visitor{host, players[2]} {
		var l api.Lobby
		p.want(http.StatusOK, "PUT", watching, map[string]any{"watching": true}, &l)
		if p.self(l).State != "watching" {
			t.Errorf("%s is %s, want watching", p.Name, p.self(l).State)
		}
	}
	players[0].ready(l.Code, true)
	players[0].problem(http.StatusForbidden, "not_host", "POST", path, nil)
	host.want(http.StatusNoContent, "POST", path, nil, nil)
	if one, two := streams[0].matched(), streams[1].matched(); one.Room != two.Room {
		t.Errorf("matched as %+v and %+v", one, two)
	}
	host.problem(http.StatusConflict, "no_partner", "POST", path, nil)
}

func TestPlayers_RefusesInvalidNames(t *testing.T) {
	t.Parallel()
	mila := start(t).player(t, "Mila")
	for _, name := range []string{"\u0000\u0007", "\u200b\u200d", "\u202e", strings.Repeat("😀", 200), " \t\n"} {
		p := mila.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/me", map[string]any{"name": name})
		if !strings.Contains(p.Detail, "name") {
			t.Errorf("%q is refused with %q", name, p.Detail)
		}
	}
	var me api.Player
	mila.want(http.StatusOK, "PUT", "/api/me", json.RawMessage(`{"name":"Mi\u202ela\u0000 \u200b B."}`), &me)
	if me.Name != "Mila B." {
		t.Errorf("the name is %q", me.Name)
	}
}

func TestLobbies_AreLimitedByAddress(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	eve, mila := tandem.player(t, "Eve"), tandem.player(t, "Mila")
	from := []string{"X-Forwarded-For", "203.0.113.9"}
	client, opened := eve.unwitnessed(), 0
	for range 1000 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, tandem.url+"/api/lobbies", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set(from[0], from[1])
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		switch res.StatusCode {
		case http.StatusCreated:
			opened++
		case http.StatusTooManyRequests:
		default:
			t.Fatalf("answered %s", res.Status)
		}
	}
	if opened < 30 || opened > 100 {
		t.Errorf("of 1,000 lobbies %d were opened", opened)
	}
	eve.problem(http.StatusTooManyRequests, "too_many", "POST", "/api/lobbies", map[string]any{}, from...)
	mila.openLobby(nil) // from another address
}

func TestNames_RefusesOffensiveOnes(t *testing.T) {
	t.Parallel()
	mila := start(t).player(t, "Mila")
	l := mila.openLobby(nil)
	for _, name := range []string{"n1gger", "f.u.c.k", "hijo de puta", "FАGGОT"} { // the last in part in Cyrillic letters
		p := mila.problem(http.StatusUnprocessableEntity, "unfit_name", "PUT", "/api/me", map[string]any{"name": name})
		if !strings.Contains(p.Detail, "kinder") {
			t.Errorf("%q is refused with %q", name, p.Detail)
		}
		mila.problem(http.StatusUnprocessableEntity, "unfit_name", "PATCH", "/api/lobbies/"+l.Code, map[string]any{"rules": map[string]any{"name": name, "public": true}})
		mila.problem(http.StatusUnprocessableEntity, "unfit_name", "POST", "/api/lobbies", map[string]any{"rules": map[string]any{"name": name}})
	}
	for _, name := range []string{"Dick van Assam", "Scunthorpe", "María Concepción"} {
		mila.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": name}, nil)
		if changed := mila.rule(l.Code, map[string]any{"name": name, "public": true}); changed.Rules.Name != name {
			t.Errorf("the lobby is called %q", changed.Rules.Name)
		}
	}
}
