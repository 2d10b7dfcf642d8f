package main

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

func TestAdmin_NeedsTheToken(t *testing.T) {
	tandem := start(t)
	eve := tandem.player(t, "Eve")
	paths := []string{"/api/admin/games", "/api/admin/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD"}
	for _, path := range paths {
		for _, header := range []string{"", "Bearer ", "Bearer wrong", "Basic " + adminToken, adminToken} {
			eve.problem(http.StatusUnauthorized, "no_admin", "GET", path, nil, "Authorization", header)
		}
	}
	eve.want(http.StatusOK, "GET", "/api/admin/games", nil, nil, "Authorization", "Bearer "+adminToken)

	t.Run("which can't be guessed", func(t *testing.T) {
		eve := eve.in(t)
		from := []string{"X-Forwarded-For", "203.0.113.66"}
		tries := 0
		for ; tries < 50; tries++ {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, tandem.url+"/api/admin/games", nil)
			req.Header.Set("Authorization", "Bearer guess")
			req.Header.Set(from[0], from[1])
			res, err := eve.client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode == http.StatusTooManyRequests {
				break
			}
		}
		if tries < 5 || tries > 20 {
			t.Errorf("%d wrong tokens were let through", tries)
		}
		right := append(from, "Authorization", "Bearer "+adminToken)
		eve.want(http.StatusOK, "GET", "/api/admin/games", nil, nil, right...) // the operator isn't locked out
	})
}

// asAdmin lists games as the operator.
func (v *visitor) asAdmin(query string) (list api.AdminGames) {
	v.t.Helper()
	v.want(http.StatusOK, "GET", "/api/admin/games?"+query, nil, &list, "Authorization", "Bearer "+adminToken)
	return list
}

func TestAdmin_ListsGames(t *testing.T) {
	tandem := start(t)
	operator := tandem.visitor(t)
	if list := operator.asAdmin(""); len(list.Games) != 0 || list.NextCursor != "" {
		t.Errorf("before any game: %+v", list)
	}
	var ids []string
	for _, names := range [][2]string{{"Anna", "Ben"}, {"Cleo", "Dan"}, {"Emil", "Fay"}} {
		id := tandem.match(t, nil, tandem.player(t, names[0]), tandem.player(t, names[1]))
		ids = append([]string{id}, ids...) // the newest first
	}

	t.Run("the newest first, by pages", func(t *testing.T) {
		operator := operator.in(t)
		var got []string
		cursor := ""
		for {
			list := operator.asAdmin("limit=2&cursor=" + url.QueryEscape(cursor))
			for _, g := range list.Games {
				got = append(got, g.ID)
			}
			if cursor = list.NextCursor; cursor == "" {
				break
			}
		}
		if strings.Join(got, " ") != strings.Join(ids, " ") {
			t.Errorf("got %q, want %q", got, ids)
		}
	})

	t.Run("by state and time", func(t *testing.T) {
		operator := operator.in(t)
		now := time.Now().UTC().Add(time.Minute).Format(time.RFC3339)
		for query, want := range map[string]int{
			"state=live":     3,
			"state=finished": 0,
			"to=" + now:      3,
			"from=" + now:    0,
		} {
			if got := len(operator.asAdmin(query).Games); got != want {
				t.Errorf("%s: %d games, want %d", query, got, want)
			}
		}
	})

	t.Run("a live one", func(t *testing.T) {
		operator := operator.in(t)
		var detail api.AdminGameDetail
		operator.want(http.StatusOK, "GET", "/api/admin/games/"+ids[2], nil, &detail, "Authorization", "Bearer "+adminToken)
		if detail.State != "live" || detail.Seats[0].Name != "Anna" || detail.Seats[1].Name != "Ben" || detail.Picture != "" || len(detail.Events) != 0 {
			t.Errorf("got %+v", detail)
		}
	})

	t.Run("bad input", func(t *testing.T) {
		operator := operator.in(t)
		admin := []string{"Authorization", "Bearer " + adminToken}
		for query, field := range map[string]string{
			"state=lost":      "query.state",
			"limit=0":         "query.limit",
			"limit=101":       "query.limit",
			"limit=many":      "query.limit",
			"from=yesterday":  "query.from",
			"cursor=nonsense": "query.cursor",
			"cursor=MSAA":     "query.cursor", // "1 " and a zero byte
			"cursor=MSD_":     "query.cursor", // no UTF-8
			"cursor=" + base64.RawURLEncoding.EncodeToString([]byte("-9223372036854775808 A")): "query.cursor", // before all time
		} {
			p := operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/admin/games?"+query, nil, admin...)
			if len(p.Errors) != 1 || p.Errors[0].Location != field {
				t.Errorf("%s: the problem names %+v", query, p.Errors)
			}
		}
		operator.problem(http.StatusNotFound, "no_such_game", "GET", "/api/admin/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD", nil, admin...)
	})
}
