package main

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// operation is an operation of the API, with a concrete path.
type operation struct{ id, method, path string }

// adminOperations returns all operations that need the operator.
func (r *running) adminOperations() (all []operation) {
	for path, item := range r.app.api.OpenAPI().Paths {
		if !strings.HasPrefix(path, "/api/admin/") {
			continue
		}
		path = strings.NewReplacer("{id}", "7C3IXHWN2YVQ5EKRZ4PAJUSOGD", "{code}", "plum-kite-otter").Replace(path)
		for method, op := range operationsOf(item) {
			all = append(all, operation{op.OperationID, method, path})
		}
	}
	return all
}

// operationsOf returns the operations of a path, by method.
func operationsOf(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
	}
	maps.DeleteFunc(all, func(_ string, op *huma.Operation) bool { return op == nil })
	return all
}

func TestAdmin_NeedsTheToken(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	eve := tandem.player(t, "Eve")
	operations := tandem.adminOperations()
	if len(operations) < 16 {
		t.Errorf("only %d operations", len(operations))
	}
	for i, op := range operations {
		address := fmt.Sprintf("203.0.113.%d", i+1) // wrong tokens are counted by address
		for _, header := range []string{"", "Bearer ", "Bearer wrong", "Basic " + adminToken, adminToken} {
			eve.problem(http.StatusUnauthorized, "no_admin", op.method, op.path, nil, "Authorization", header, "X-Forwarded-For", address)
		}
		for _, cookie := range []string{"x", "99999999999.x", "1.", strings.Repeat("9", 40) + ".x"} {
			eve.problem(http.StatusUnauthorized, "no_admin", op.method, op.path, nil, "Cookie", "tandem-admin="+cookie)
		}
	}
	eve.want(http.StatusOK, "GET", "/api/admin/games", nil, nil, "Authorization", "Bearer "+adminToken)

	t.Run("guesses are limited", func(t *testing.T) {
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
			t.Errorf("%d wrong tokens were checked", tries)
		}
		right := append(from, "Authorization", "Bearer "+adminToken)
		eve.want(http.StatusOK, "GET", "/api/admin/games", nil, nil, right...) // the operator isn't locked out
	})
}

// operator is a visitor who has signed in to /admin.
func (r *running) operator(t *testing.T) *visitor {
	t.Helper()
	v := r.visitor(t)
	res := v.want(http.StatusNoContent, "POST", "/api/admin/session", nil, nil, "Authorization", "Bearer "+adminToken)
	if c := res.Header.Get("Set-Cookie"); !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") || strings.Contains(c, adminToken) {
		t.Errorf("the session's cookie is %s", c)
	}
	return v
}

func TestAdmin_SessionReplacesTheToken(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	tandem := startOn(t, url)
	operator := tandem.operator(t)
	operator.want(http.StatusOK, "GET", "/api/admin/games", nil, nil)
	operator.problem(http.StatusForbidden, "foreign_origin", "DELETE", "/api/admin/session", nil, "Origin", "https://elsewhere.example")
	thief, elsewhere := tandem.visitor(t), tandem.operator(t)
	thief.client.Jar.SetCookies(mustParse(t, tandem.url), operator.client.Jar.Cookies(mustParse(t, tandem.url)))
	thief.want(http.StatusOK, "GET", "/api/admin/games", nil, nil)
	thief.problem(http.StatusUnauthorized, "no_admin", "POST", "/api/admin/session", nil) // a new session would outlive the stolen one
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/session", nil, nil)
	operator.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil)
	thief.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil)
	if err := tandem.stop(); err != nil {
		t.Fatal(err)
	}

	again := startOn(t, url)
	elsewhere.moveTo(again)
	elsewhere.want(http.StatusOK, "GET", "/api/admin/games", nil, nil) // another page stays signed in
	thief.moveTo(again)
	thief.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil)
	storetest.Exec(t, url, `UPDATE admin_sessions SET ends_at = now()`)
	elsewhere.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil)
	signIn := func(v *visitor) {
		v.want(http.StatusNoContent, "POST", "/api/admin/session", nil, nil, "Authorization", "Bearer "+adminToken)
	}
	signIn(elsewhere)
	thief.client.Jar.SetCookies(mustParse(t, again.url), elsewhere.client.Jar.Cookies(mustParse(t, again.url)))
	signIn(elsewhere)
	thief.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil) // that session was closed
	if n := storetest.Value[int](t, url, `SELECT count(*)::int FROM admin_sessions`); n != 1 {
		t.Errorf("%d sessions are stored", n)
	}
	if err := again.stop(); err != nil {
		t.Fatal(err)
	}

	another := startOn(t, url, func(c *Config) { c.AdminToken = "another-token-than-before" })
	elsewhere.moveTo(another)
	elsewhere.problem(http.StatusUnauthorized, "no_admin", "GET", "/api/admin/games", nil)
}

// A picture that only the operator may see reveals whether a token is right, too.
func TestAdmin_CountsTokensInEveryOperation(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator := tandem.operator(t)
	game := tandem.match(t, nil, tandem.player(t, "Mila"), tandem.player(t, "Jonas"))
	operator.want(http.StatusNoContent, "POST", "/api/admin/rooms/"+game+"/close", nil, nil)
	eventually(t, "the game is kept", func() bool {
		return len(operator.list("state=live").Games) == 0
	})
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/games/"+game, nil, nil)
	from := []string{"X-Forwarded-For", "203.0.113.66"}
	ask := func(path, token string) int {
		t.Helper()
		return tandem.visitor(t).status("GET", path, append(from, "Authorization", "Bearer "+token)...)
	}
	picture := "/api/games/" + game + "/drawing.png"
	guesses, began := 0, time.Now()
	for ask(picture, adminToken) == http.StatusOK {
		if got := ask(picture, fmt.Sprint("guess", guesses)); got != http.StatusNotFound {
			t.Fatalf("a guess is answered with %d", got)
		}
		if guesses++; guesses > 11+int(time.Since(began)/(6*time.Second)) { // 10 at once, and one more each 6 s
			t.Fatalf("the right token is taken after %d guesses", guesses)
		}
	}
	if guesses < 5 {
		t.Errorf("the right token is refused after %d guesses", guesses)
	}
	if got := ask("/api/admin/games", "guess"); got != http.StatusTooManyRequests {
		t.Errorf("a guess at the token elsewhere is answered with %d", got)
	}
}

// list lists games as the operator.
func (v *visitor) list(query string) (list api.AdminGames) {
	v.t.Helper()
	v.want(http.StatusOK, "GET", "/api/admin/games?"+query, nil, &list)
	return list
}

func TestAdmin_ListsGames(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator := tandem.operator(t)
	if list := operator.list(""); len(list.Games) != 0 || list.NextCursor != "" || *list.About != 0 {
		t.Errorf("before any game: %+v", list)
	}
	var ids []string
	for _, names := range [][2]string{{"Anna", "Ben"}, {"Cleo", "Dan"}, {"Emil", "Fay"}} {
		id := tandem.match(t, nil, tandem.player(t, names[0]), tandem.player(t, names[1]))
		ids = append([]string{id}, ids...) // the newest first
	}

	t.Run("by pages", func(t *testing.T) {
		operator := operator.in(t)
		for order, want := range map[string][]string{"newest": ids, "oldest": {ids[2], ids[1], ids[0]}} {
			var got []string
			cursor := ""
			for {
				list := operator.list("sort=" + order + "&limit=2&cursor=" + url.QueryEscape(cursor))
				for _, g := range list.Games {
					got = append(got, g.ID)
				}
				if (list.About == nil) != (cursor != "") {
					t.Errorf("the estimate must be on the first page only: %+v", list)
				}
				if cursor = list.NextCursor; cursor == "" {
					break
				}
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: got %q, want %q", order, got, want)
			}
		}
	})

	t.Run("filtered", func(t *testing.T) {
		operator := operator.in(t)
		now := time.Now().UTC().Add(time.Minute).Format(time.RFC3339)
		first := operator.list("limit=1").Games[0]
		for query, want := range map[string]int{
			"state=live":                        3,
			"state=finished":                    0,
			"to=" + now:                         3,
			"from=" + now:                       0,
			"player=ann":                        1,
			"player=" + first.Seats[1].Player:   1,
			"lobby=" + first.Lobby:              1,
			"lobby=no-such-lobby":               0,
			"language=en":                       3,
			"language=es":                       0,
			"text=fay+emil":                     1,
			"text=fay+anna":                     0,
			"deleted=true":                      0,
			"theme=nothing+of+the+kind":         0,
			"source=openai":                     0,
			"player=ann&state=live&language=en": 1,
		} {
			if list := operator.list(query); len(list.Games) != want || *list.About != want {
				t.Errorf("%s: %d games, about %d, want %d", query, len(list.Games), *list.About, want)
			}
		}
	})

	t.Run("a live one", func(t *testing.T) {
		operator := operator.in(t)
		var detail api.AdminGameDetail
		operator.want(http.StatusOK, "GET", "/api/admin/games/"+ids[2], nil, &detail)
		if detail.State != "live" || detail.Seats[0].Name != "Anna" || detail.Seats[1].Name != "Ben" || detail.Picture != "" || len(detail.Events) != 0 {
			t.Errorf("got %+v", detail)
		}
	})

	t.Run("bad input", func(t *testing.T) {
		operator := operator.in(t)
		for query, field := range map[string]string{
			"state=lost":                     "query.state",
			"limit=0":                        "query.limit",
			"limit=101":                      "query.limit",
			"limit=many":                     "query.limit",
			"from=yesterday":                 "query.from",
			"sort=prettiest":                 "query.sort",
			"cursor=nonsense":                "query.cursor",
			"cursor=MSAA":                    "query.cursor", // "1 " and a zero byte
			"cursor=MSD_":                    "query.cursor", // no UTF-8
			"sort=longest&text=fay":          "query.sort",
			"sort=most_strokes&player=emil+": "query.sort",
			"cursor=" + base64.RawURLEncoding.EncodeToString([]byte("newest -9223372036854775808 A")): "query.cursor", // before year 1
			"sort=oldest&cursor=" + operator.list("limit=1").NextCursor:                               "query.cursor",
		} {
			p := operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/admin/games?"+query, nil)
			if len(p.Errors) != 1 || p.Errors[0].Location != field {
				t.Errorf("%s: the problem names %+v", query, p.Errors)
			}
		}
		for _, text := range []string{"%00", "%ff", "'"} {
			for _, name := range []string{"text", "player", "lobby", "theme", "language", "source"} {
				if status := operator.status("GET", "/api/admin/games?"+name+"="+text); status != http.StatusOK && status != http.StatusUnprocessableEntity {
					t.Errorf("%s=%s: %d", name, text, status)
				}
			}
			for _, path := range []string{"players?player=", "audit?subject=", "games/"} {
				if status := operator.status("GET", "/api/admin/"+path+text); status >= http.StatusInternalServerError {
					t.Errorf("%s%s: %d", path, text, status)
				}
			}
			for _, path := range []string{"games/" + text + "/restore", "rooms/" + text + "/close", "lobbies/" + text + "/close"} {
				if status := operator.status("POST", "/api/admin/"+path); status >= http.StatusInternalServerError {
					t.Errorf("%s: %d", path, status)
				}
			}
		}
		operator.problem(http.StatusNotFound, "no_such_game", "GET", "/api/admin/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD", nil)
	})
}

// status sends a request and returns the status of the answer.
func (v *visitor) status(method, path string, headers ...string) int {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

func TestAdmin_Exports(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator := tandem.operator(t)
	var table []byte
	operator.want(http.StatusOK, "GET", "/api/admin/games.csv", nil, &table)
	if lines := strings.Count(string(table), "\n"); lines != 1 || !strings.HasPrefix(string(table), "\uFEFFid,") {
		t.Errorf("before any game: %q", table)
	}
	evil := `=HYPERLINK("http://x")`
	id := tandem.match(t, nil, tandem.player(t, evil), tandem.player(t, "Ben, \"the\" pen"))
	tandem.match(t, map[string]any{"language": "es"}, tandem.player(t, "+1"), tandem.player(t, "@Dan"))

	operator.want(http.StatusOK, "GET", "/api/admin/games.csv?sort=oldest", nil, &table)
	afterMark, marked := bytes.CutPrefix(table, []byte("\uFEFF"))
	if !marked {
		t.Errorf("the byte-order mark, which Excel needs, is missing: %.20q", table)
	}
	rows, err := csv.NewReader(bytes.NewReader(afterMark)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v of %q", err, table)
	}
	one, two := cellsOf(rows[0], rows[1]), cellsOf(rows[0], rows[2])
	if one["id"] != id || one["name_1"] != "'"+evil || one["name_2"] != "Ben, \"the\" pen" || one["state"] != "live" {
		t.Errorf("got %q", one)
	}
	if two["name_1"] != "'+1" || two["name_2"] != "'@Dan" {
		t.Errorf("got %q", two)
	}

	var lines []byte
	operator.want(http.StatusOK, "GET", "/api/admin/games.ndjson?language=es", nil, &lines)
	var g api.AdminGame
	if err := json.Unmarshal(lines, &g); err != nil || g.Seats[0].Name != "+1" {
		t.Errorf("%q: %v", lines, err)
	}
	operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/admin/games.csv?state=lost", nil)
	operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/admin/games.csv?sort=longest&text=ben", nil)
}

// cellsOf returns the cells of a row by column name.
func cellsOf(header, row []string) map[string]string {
	cells := map[string]string{}
	for i, name := range header {
		cells[name] = row[i]
	}
	return cells
}

// audit returns the newest audit entry of a subject.
func (v *visitor) audit(subject string) (action, note string, n int) {
	v.t.Helper()
	var audit api.Audit
	v.want(http.StatusOK, "GET", "/api/admin/audit?subject="+subject, nil, &audit)
	if len(audit.Entries) == 0 {
		return "", "", 0
	}
	return audit.Entries[0].Action, audit.Entries[0].Note, len(audit.Entries)
}

func TestAdmin_AuditsEachChange(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator := tandem.operator(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, nil, mila, jonas)
	var code api.AdminLobbies
	operator.want(http.StatusOK, "GET", "/api/admin/lobbies", nil, &code)
	if len(code.Lobbies) != 1 || code.Lobbies[0].Members != 2 || code.Lobbies[0].Live != 1 || code.Lobbies[0].Games != 1 || code.Lobbies[0].Host != "Mila" {
		t.Fatalf("lobbies %+v", code)
	}
	at := code.Lobbies[0].Code

	operator.problem(http.StatusConflict, "live", "DELETE", "/api/admin/games/"+id, nil)
	mila.want(http.StatusNoContent, "PUT", "/api/games/"+id+"/report", map[string]any{"reason": "drawing"}, nil)
	var reports struct{ Reports []api.Report }
	operator.want(http.StatusOK, "GET", "/api/admin/reports", nil, &reports)
	report := strconv.FormatInt(reports.Reports[0].ID, 10)
	var sets api.AdminPromptSets
	eventually(t, "the game's prompts", func() bool {
		operator.want(http.StatusOK, "GET", "/api/admin/prompt-sets?state=dealt", nil, &sets)
		return len(sets.PromptSets) == 1
	})
	set := sets.PromptSets[0].ID

	steps := []struct {
		operation, method, path, subject, action string
		status                                   int
		body                                     map[string]any
	}{
		{"closeAdminRoom", "POST", "/api/admin/rooms/" + id + "/close", id, "close_room", 204, nil},
		{"deleteAdminGame", "DELETE", "/api/admin/games/" + id, id, "delete_game", 204, nil},
		{"restoreAdminGame", "POST", "/api/admin/games/" + id + "/restore", id, "restore_game", 204, nil},
		{"banAdminPlayer", "PUT", "/api/admin/players/" + mila.ID + "/ban", mila.ID, "ban_player", 204, nil},
		{"unbanAdminPlayer", "DELETE", "/api/admin/players/" + mila.ID + "/ban", mila.ID, "unban_player", 204, nil},
		{"closeAdminLobby", "POST", "/api/admin/lobbies/" + at + "/close", at, "close_lobby", 204, nil},
		{"changePromptSet", "PATCH", "/api/admin/prompt-sets/" + set, set, "disable_prompt_set", 204, map[string]any{"disabled": true}},
		{"forgetRatings", "DELETE", "/api/admin/prompt-sets/" + set + "/ratings", set, "forget_ratings", 204, nil},
		{"decideReport", "PUT", "/api/admin/reports/" + report, report, "decide_report", 200, map[string]any{"state": "upheld"}},
	}
	changes := map[string]bool{
		"createAdminSession": true, "deleteAdminSession": true, // they change nothing that is stored
		"decideExhibit": true, // in TestGallery_FromBothPlayersYesToOnesNo
	}
	for _, step := range steps {
		changes[step.operation] = true
		_, _, before := operator.audit(step.subject)
		body := map[string]any{"note": "asked for"}
		maps.Copy(body, step.body)
		operator.want(step.status, step.method, step.path, body, nil)
		if action, note, n := operator.audit(step.subject); action != step.action || note != "asked for" || n != before+1 {
			t.Errorf("%s: the audit says %s (%s), %d entries", step.operation, action, note, n)
		}
		if step.operation == "closeAdminRoom" {
			eventually(t, "the game is kept", func() bool { return operator.status("GET", "/api/games/"+id) == http.StatusOK })
			mila.want(http.StatusNoContent, "PUT", "/api/games/"+id+"/rating", map[string]any{"prompts": "bad"}, nil)
		}
	}
	for _, op := range tandem.adminOperations() {
		if op.method != http.MethodGet && !changes[op.id] {
			t.Errorf("no step tests that %s is audited", op.id)
		}
	}
	if action, _, n := operator.audit(id); action != "restore_game" || n != 3 {
		t.Errorf("of the game: %d entries, the last %s", n, action)
	}

	// A request without effect isn't audited. An unknown subject is not found.
	operator.want(http.StatusNoContent, "POST", "/api/admin/games/"+id+"/restore", nil, nil)
	if _, _, n := operator.audit(id); n != 3 {
		t.Errorf("restoring a game that isn't deleted was audited")
	}
	const nobody = "7C3IXHWN2YVQ5EKRZ4PAJUSOGD"
	operator.problem(http.StatusNotFound, "no_such_game", "DELETE", "/api/admin/games/"+nobody, nil)
	operator.problem(http.StatusNotFound, "no_such_game", "POST", "/api/admin/games/"+nobody+"/restore", nil)
	operator.problem(http.StatusNotFound, "no_such_player", "PUT", "/api/admin/players/"+nobody+"/ban", nil)
	operator.problem(http.StatusNotFound, "no_such_player", "DELETE", "/api/admin/players/"+nobody+"/ban", nil)
	operator.problem(http.StatusNotFound, "no_such_room", "POST", "/api/admin/rooms/"+nobody+"/close", nil)
	operator.problem(http.StatusNotFound, "no_such_room", "POST", "/api/admin/rooms/"+id+"/close", nil)
	operator.problem(http.StatusUnprocessableEntity, "invalid", "DELETE", "/api/admin/games/"+id, map[string]any{"note": strings.Repeat("x", 501)})

	// A page at a time.
	seen, cursor := 0, ""
	for {
		var page api.Audit
		operator.want(http.StatusOK, "GET", "/api/admin/audit?limit=2&cursor="+cursor, nil, &page)
		seen += len(page.Entries)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if seen != len(steps) {
		t.Errorf("%d entries in all, want %d", seen, len(steps))
	}
}

func TestAdmin_OnlyTheOperatorSeesADeletedGame(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator, mila := tandem.operator(t), tandem.player(t, "Mila")
	id := tandem.match(t, nil, mila, tandem.player(t, "Jonas"))
	operator.want(http.StatusNoContent, "POST", "/api/admin/rooms/"+id+"/close", nil, nil)
	eventually(t, "the game is kept", func() bool { return mila.status("GET", "/api/games/"+id) == http.StatusOK })
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/games/"+id, nil, nil)
	for _, path := range []string{"", "/drawing.png?width=132", "/drawing.svg", "/recording"} {
		mila.problem(http.StatusNotFound, "no_such_game", "GET", "/api/games/"+id+path, nil)
		operator.want(http.StatusOK, "GET", "/api/games/"+id+path, nil, nil)
	}
	if n, deleted := len(operator.list("").Games), operator.list("deleted=true").Games; n != 0 || len(deleted) != 1 || deleted[0].DeletedAt == nil {
		t.Errorf("%d games, and deleted %+v", n, deleted)
	}
	operator.want(http.StatusNoContent, "POST", "/api/admin/games/"+id+"/restore", nil, nil)
	mila.want(http.StatusOK, "GET", "/api/games/"+id, nil, nil)
}

func TestAdmin_Players(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator, mila := tandem.operator(t), tandem.player(t, "Mila_")
	for _, name := range []string{"Milan", "Jonas"} {
		tandem.player(t, name)
	}
	lobby := mila.openLobby(nil)
	count := func(query string) int {
		var list api.AdminPlayers
		operator.want(http.StatusOK, "GET", "/api/admin/players?"+query, nil, &list)
		return len(list.Players)
	}
	for query, want := range map[string]int{"": 3, "player=mila": 2, "player=jonas": 1, "player=ona": 0, "player=%25": 0, "player=" + mila.ID: 1} {
		if got := count(query); got != want {
			t.Errorf("%s: %d players, want %d", query, got, want)
		}
	}
	var page api.AdminPlayers
	operator.want(http.StatusOK, "GET", "/api/admin/players?limit=2", nil, &page)
	if len(page.Players) != 2 || page.Players[0].Name != "Jonas" || count("cursor="+page.NextCursor) != 1 {
		t.Errorf("the first page: %+v", page)
	}

	operator.want(http.StatusNoContent, "PUT", "/api/admin/players/"+mila.ID+"/ban", nil, nil)
	mila.problem(http.StatusForbidden, "banned", "GET", "/api/me", nil)
	mila.problem(http.StatusForbidden, "banned", "PUT", "/api/me", map[string]any{"name": "Mila"})
	mila.problem(http.StatusForbidden, "banned", "POST", "/api/lobbies/"+lobby.Code+"/members", nil)
	var emptied api.Lobby
	operator.want(http.StatusOK, "GET", "/api/lobbies/"+lobby.Code, nil, &emptied)
	if len(emptied.Members) != 0 {
		t.Errorf("she is still in %+v", emptied)
	}
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/players/"+mila.ID+"/ban", nil, nil)
	mila.want(http.StatusOK, "GET", "/api/me", nil, nil)
}

func TestAdmin_NobodyCanJoinAClosedLobby(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator, mila, jonas := tandem.operator(t), tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	lobby := mila.openLobby(nil)
	operator.want(http.StatusNoContent, "POST", "/api/admin/lobbies/"+lobby.Code+"/close", nil, nil)
	jonas.problem(http.StatusGone, "lobby_closed", "POST", "/api/lobbies/"+lobby.Code+"/members", nil)
	operator.problem(http.StatusGone, "lobby_closed", "POST", "/api/admin/lobbies/"+lobby.Code+"/close", nil)
	operator.problem(http.StatusNotFound, "no_such_lobby", "POST", "/api/admin/lobbies/no-such-lobby/close", nil)
}

func TestAdmin_Stats(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	operator := tandem.operator(t)
	tandem.match(t, nil, tandem.player(t, "Mila"), tandem.player(t, "Jonas"))
	today := time.Now().UTC()
	var stats api.AdminStats
	ask := func(from, to time.Time) string {
		return "/api/admin/stats?from=" + from.Format(time.DateOnly) + "&to=" + to.Format(time.DateOnly)
	}
	operator.want(http.StatusOK, "GET", ask(today.AddDate(0, 0, -1), today.AddDate(0, 0, 7)), nil, &stats)
	if n := len(stats.Days); n < 2 || stats.Days[0].Games+stats.Days[1].Games != 1 || stats.Days[0].Players+stats.Days[1].Players != 2 ||
		stats.Days[0].Waits+stats.Days[1].Waits != 2 {
		t.Errorf("got %+v", stats.Days)
	}
	operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", ask(today.AddDate(-3, 0, 0), today), nil)
	operator.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/admin/stats", nil)
}
