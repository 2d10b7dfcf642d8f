package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

func TestPlayers(t *testing.T) {
	t.Parallel()
	tandem := start(t)

	t.Run("a visitor without a session has no player", func(t *testing.T) {
		v := tandem.visitor(t)
		v.want(http.StatusNoContent, "GET", "/api/me", nil, nil)
		v.problem(http.StatusUnauthorized, "no_session", "GET", "/api/me/games", nil)
	})

	t.Run("a name starts a session", func(t *testing.T) {
		v := tandem.visitor(t)
		var me api.Player
		res := v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "  Mila\u200b "}, &me)
		if me.Name != "Mila" || len(me.ID) != 26 {
			t.Errorf("got %+v", me)
		}
		cookie := res.Header.Get("Set-Cookie")
		for _, want := range []string{"tandem=", "HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("cookie lacks %s: %s", want, cookie)
			}
		}
		if strings.Contains(cookie, me.ID) {
			t.Error("the session is the player's id")
		}
		var again, renamed api.Player
		v.want(http.StatusOK, "GET", "/api/me", nil, &again)
		v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Mila B."}, &renamed)
		if again != me || renamed.ID != me.ID || renamed.Name != "Mila B." {
			t.Errorf("then %+v, then %+v", again, renamed)
		}
	})

	t.Run("only the server creates sessions", func(t *testing.T) {
		v := tandem.visitor(t)
		forged := strings.Repeat("A", 43)
		at, _ := url.Parse(v.url)
		v.client.Jar.SetCookies(at, []*http.Cookie{{Name: "tandem", Value: forged}})
		v.want(http.StatusNoContent, "GET", "/api/me", nil, nil)
		v.problem(http.StatusUnauthorized, "no_session", "GET", "/api/me/games", nil)
		res := v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Mila"}, nil)
		if cookie := res.Header.Get("Set-Cookie"); cookie == "" || strings.Contains(cookie, forged) {
			t.Errorf("the forged session was accepted: %q", cookie)
		}
	})

	t.Run("names are checked", func(t *testing.T) {
		v := tandem.visitor(t)
		for _, name := range []string{"", "   ", "\u200b\u202e", strings.Repeat("x", 25), strings.Repeat("x", 3000)} {
			p := v.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/me", map[string]any{"name": name})
			if len(p.Errors) != 1 || p.Errors[0].Location != "body.name" {
				t.Errorf("%.30q: the problem names %+v", name, p.Errors)
			}
		}
	})
}

func TestPlayers_SecureBehindHTTPS(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "https://tandem.example") })
	v := tandem.visitor(t)
	res := v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Mila"}, nil, "Origin", "https://tandem.example")
	cookie := res.Header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-tandem=") || !strings.Contains(cookie, "; Secure") {
		t.Errorf("cookie is %s", cookie)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	v := tandem.player(t, "Mila")

	t.Run("bad JSON names the body", func(t *testing.T) {
		v := v.in(t)
		for _, body := range []string{`{"name": `, `[]`, `"Mila"`, `{"name": 7}`, `{}`, `{"name":"Mila","admin":true}`, `nonsense`} {
			p := v.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/me", body)
			if len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, "body") {
				t.Errorf("%s: the problem names %+v", body, p.Errors)
			}
		}
		p := v.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/me", "")
		if len(p.Errors) != 1 || p.Errors[0].Location != "body" {
			t.Errorf("no body: the problem names %+v", p.Errors)
		}
	})

	t.Run("a body over 64 KiB", func(t *testing.T) {
		v := v.in(t)
		large := `{"name":"` + strings.Repeat("x", 64<<10) + `"}`
		v.problem(http.StatusRequestEntityTooLarge, "too_large", "PUT", "/api/me", large)
		// Of unknown length: it is read up to the limit.
		v.problem(http.StatusRequestEntityTooLarge, "too_large", "PUT", "/api/me", chunked{strings.NewReader(large)})
		// Exactly as long as allowed: the body is read, and the name in it refused.
		most := `{"name":"` + strings.Repeat("x", 64<<10-11) + `"}`
		v.problem(http.StatusUnprocessableEntity, "invalid", "PUT", "/api/me", most)
		// To an operation without a body.
		v.problem(http.StatusRequestEntityTooLarge, "too_large", "POST", "/api/lobbies/plum-kite-otter/members", large)
	})

	t.Run("another media type", func(t *testing.T) {
		v := v.in(t)
		v.problem(http.StatusUnsupportedMediaType, "not_json", "PUT", "/api/me", "name=Mila",
			"Content-Type", "application/x-www-form-urlencoded")
	})

	t.Run("a foreign origin writes nothing", func(t *testing.T) {
		v := v.in(t)
		for _, headers := range [][]string{
			{"Origin", "https://elsewhere.example"},
			{"Origin", "null"},
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
		} {
			v.problem(http.StatusForbidden, "foreign_origin", "PUT", "/api/me", map[string]any{"name": "Eve"}, headers...)
			v.problem(http.StatusForbidden, "foreign_origin", "POST", "/api/lobbies", map[string]any{}, headers...)
		}
		var me api.Player
		v.want(http.StatusOK, "GET", "/api/me", nil, &me, "Origin", "https://elsewhere.example")
		if me.Name != "Mila" {
			t.Errorf("the name is %q now", me.Name)
		}
		v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Mila"}, nil, "Origin", v.url, "Sec-Fetch-Site", "same-origin")
	})

	t.Run("unknown paths", func(t *testing.T) {
		v := v.in(t)
		v.problem(http.StatusNotFound, "no_such_page", "GET", "/api/nothing", nil)
		v.problem(http.StatusMethodNotAllowed, "method_not_allowed", "PATCH", "/api/me", nil)
	})
}

func TestPlayers_LimitsRenaming(t *testing.T) {
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	name := func(v *visitor, name string) {
		v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": name}, nil)
	}
	for i := range 10 {
		name(mila, fmt.Sprint("Mila ", i))
	}
	mila.problem(http.StatusTooManyRequests, "too_many", "PUT", "/api/me", map[string]any{"name": "Mila again"})
	name(mila, "Mila 9") // her current name
	name(jonas, "Jon")
}
