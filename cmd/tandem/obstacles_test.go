package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// from returns the visitor at another address, as a trusted proxy would report it.
func (v *visitor) from(client string) *visitor {
	c := *v
	copied := *v.client
	copied.Transport = &forwarded{client: client, next: v.client.Transport}
	c.client = &copied
	return &c
}

// forwarded is a transport that adds a proxy's header.
type forwarded struct {
	client string
	next   http.RoundTripper
}

func (f *forwarded) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Forwarded-For", f.client)
	return f.next.RoundTrip(r)
}

// guest returns a new player at an address.
func (r *running) guest(t *testing.T, name, client string) *visitor {
	t.Helper()
	v := r.visitor(t).from(client)
	var me api.Player
	v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": name}, &me)
	v.ID, v.Name = me.ID, me.Name
	return v
}

func TestObstacles_ANewCookieDoesNotHelp(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database, withMetrics)
	const home, elsewhere = "192.0.2.7", "198.51.100.7"
	mila := tandem.guest(t, "Mila", elsewhere)

	t.Run("after a removal", func(t *testing.T) {
		mila, eve := mila.in(t), tandem.guest(t, "Eve", home)
		code := mila.openLobby(nil).Code
		eve.join(code)
		mila.want(http.StatusNoContent, "DELETE", "/api/lobbies/"+code+"/members/"+eve.ID, nil, nil)
		again := tandem.guest(t, "Eve 2", home)
		again.problem(http.StatusForbidden, "removed_nearby", "POST", "/api/lobbies/"+code+"/members", nil)
		tandem.guest(t, "Ada", "203.0.113.5").join(code)
		if n := tandem.metric(t, `tandem_newcomers_total{turn="kept_out",why="removed"}`); n != 1 {
			t.Errorf("%v are counted", n)
		}
	})

	t.Run("after a ban", func(t *testing.T) {
		eve, known := tandem.guest(t, "Eve", home), tandem.guest(t, "Known", home)
		operator := tandem.operator(t)
		operator.want(http.StatusNoContent, "PUT", "/api/admin/players/"+eve.ID+"/ban", map[string]any{}, nil)
		eve.problem(http.StatusForbidden, "banned", "PUT", "/api/me", map[string]any{"name": "Eve"})
		for range 2 {
			tandem.visitor(t).from(home).problem(http.StatusForbidden, "banned_nearby", "PUT", "/api/me", map[string]any{"name": "Eve"})
		}
		var found api.AdminPlayers
		operator.want(http.StatusOK, "GET", "/api/admin/players?player="+eve.ID, nil, &found)
		if len(found.Players) != 1 || found.Players[0].Returns != 2 {
			t.Errorf("the operator sees %+v", found.Players)
		}
		known.in(t).want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Well known"}, nil)
		tandem.guest(t, "Bob", elsewhere)
		if n := tandem.metric(t, `tandem_newcomers_total{turn="kept_out",why="banned"}`); n != 2 {
			t.Errorf("%v are counted", n)
		}
		for range 5 {
			tandem.guest(t, "Pupil", "203.0.113.9")
		}
		pupil := tandem.guest(t, "Pupil", "203.0.113.9")
		operator.want(http.StatusNoContent, "PUT", "/api/admin/players/"+pupil.ID+"/ban", map[string]any{}, nil)
		tandem.guest(t, "One more pupil", "203.0.113.9")
		if n := tandem.metric(t, `tandem_newcomers_total{turn="let_in",why="banned"}`); n != 1 {
			t.Errorf("%v are counted as let in", n)
		}
	})
}

func TestLobbies_KnownNamesOnly(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas, eve := tandem.player(t, "Mila"), tandem.player(t, "jonas"), tandem.player(t, "Eve")
	code := mila.openLobby(nil).Code
	ruled := mila.rule(code, map[string]any{"names_only": true, "names": []string{" Jonas ", "", "JONAS", "Ada"}})
	if want := []string{"Jonas", "Ada"}; !ruled.Rules.NamesOnly || !slices.Equal(ruled.Rules.Names, want) {
		t.Errorf("the rules are %+v, want the names %v", ruled.Rules, want)
	}
	eve.problem(http.StatusForbidden, "lobby_names_only", "POST", "/api/lobbies/"+code+"/members", nil)
	if l := jonas.join(code); !l.Rules.NamesOnly || l.Rules.Names != nil {
		t.Errorf("a guest sees %+v; the names are for the host", l.Rules)
	}
	var seen api.Lobby
	eve.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &seen)
	if !seen.Rules.NamesOnly || seen.Rules.Names != nil {
		t.Errorf("a passer-by sees %+v", seen.Rules)
	}
	mila.want(http.StatusOK, "PUT", "/api/lobbies/"+code+"/members/"+jonas.ID+"/role", map[string]any{"role": "cohost"}, nil)
	jonas.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &seen)
	if len(seen.Rules.Names) != 2 {
		t.Errorf("a co-host sees %+v", seen.Rules)
	}
	mila.rule(code, map[string]any{"offer_names": true})
	seen = api.Lobby{}
	eve.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &seen)
	if !slices.Equal(seen.FreeNames, []string{"Ada"}) || seen.Rules.Names != nil {
		t.Errorf("a passer-by may be %q of %q", seen.FreeNames, seen.Rules.Names)
	}
	jonas.join(code)
	seen = api.Lobby{}
	jonas.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &seen)
	if seen.FreeNames != nil {
		t.Errorf("a member may be %q", seen.FreeNames)
	}
	many := make([]string, 201)
	for i := range many {
		many[i] = "x"
	}
	for _, names := range []any{many, []string{"a name that is much too long for one"}, []any{7}, "Jonas"} {
		mila.problem(http.StatusUnprocessableEntity, "invalid", "PATCH", "/api/lobbies/"+code, map[string]any{"rules": map[string]any{"names": names}})
	}
	// A refused change changes nothing.
	mila.problem(http.StatusUnprocessableEntity, "invalid", "PATCH", "/api/lobbies/"+code,
		map[string]any{"settings": map[string]any{"rounds": 3}, "rules": map[string]any{"name": "x", "names": []string{"a name that is much too long for one"}}})
	mila.want(http.StatusOK, "GET", "/api/lobbies/"+code, nil, &seen)
	if seen.Settings.Rounds != 6 || seen.Rules.Name != "" {
		t.Errorf("a refused change was partly made: %+v, %+v", seen.Settings, seen.Rules)
	}
}

func TestPlayers_CookieIsRenewed(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	if res := mila.want(http.StatusOK, "GET", "/api/me", nil, nil); len(res.Cookies()) != 1 || res.Cookies()[0].MaxAge < 34_000_000 {
		t.Errorf("a visit sets the cookies %v: a frequent visitor must not lose the session after 400 days", res.Cookies())
	}
}

func TestReady_IsLimited(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	code := mila.openLobby(nil).Code
	jonas.join(code)
	path := "/api/lobbies/" + code + "/members/me/ready"
	said := func(path, body string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, mila.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := mila.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode
	}
	untilRefused := func(path, body string) {
		for n := 0; said(path, body) != http.StatusTooManyRequests; n++ {
			if n == 1000 {
				t.Fatalf("1000 requests %s, and none was refused", body)
			}
		}
	}
	untilRefused(path, `{"ready":true}`)
	mila.want(http.StatusOK, "PUT", path, map[string]any{"ready": false}, nil) // which is never refused
	if n := storetest.Value[int](t, database, `SELECT count(*)::int FROM tickets`); n != 0 {
		t.Errorf("they leave %d tickets", n)
	}
	untilRefused("/api/quick/ticket", `{"language":"en"}`)
	jonas.want(http.StatusOK, "PUT", path, map[string]any{"ready": true}, nil) // another player of the same address
}
