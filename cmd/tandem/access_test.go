package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

// persons are the relations that a visitor can have to a game.
var persons = []string{"nobody", "stranger", "seat 1", "seat 2", "forgotten", "member", "banned", "operator"}

// reach holds the status of the answer to each of the persons, in their order, by the state of
// the game: live, kept and open to others, kept and private, kept and deleted by the operator.
// The forgotten and the banned player had seat 2 of their games.
type reach struct{ live, kept, private, deleted string }

const (
	noGame    = "404 404 404 404 404 404 404 404"
	noSession = "401 404 404 404 404 404 403 401" // no player may know that the game exists
	players   = "401 403 200 200 403 403 403 401"
	anybody   = "401 204 204 204 204 204 403 401"
	hosts     = "401 403 204 403 403 403 403 401"
	privately = "401 404 200 200 404 404 403 401"
)

var (
	views = reach{
		live:    noGame,
		kept:    "200 200 200 200 200 200 200 200",
		private: "404 404 200 200 404 404 404 200",
		deleted: "404 404 404 404 404 404 404 200",
	}
	// A sign of life is accepted for any game id.
	tellsNothing = reach{live: anybody, kept: anybody, private: anybody, deleted: anybody}

	plays = reach{live: players, kept: players, private: privately, deleted: noSession}
)

// playersAnswer is like plays, with another status for the game's players.
func playersAnswer(live, kept string) reach {
	r := reach{live: strings.ReplaceAll(players, "200", live), kept: strings.ReplaceAll(players, "200", kept), deleted: noSession}
	r.private = strings.ReplaceAll(privately, "200", kept)
	if live == "404" {
		r.live = noSession
	}
	return r
}

// quietly is like r, but hides that the game exists from visitors who were not in it.
func quietly(r reach) reach {
	for _, s := range []*string{&r.live, &r.kept, &r.private} {
		f := strings.Fields(*s)
		f[1], f[4], f[5] = "404", "404", "404"
		*s = strings.Join(f, " ")
	}
	return r
}

// operatorGets is the reach of an operation for the operator only, with this status.
func operatorGets(live, kept, deleted string) reach {
	of := func(status string) string { return strings.Repeat("401 ", len(persons)-1) + status }
	return reach{of(live), of(kept), of(kept), of(deleted)}
}

// reaches has the reach of each operation that names a game or a room.
var reaches = map[string]reach{
	"getGame":       views,
	"getDrawingPNG": views,
	"getDrawingSVG": views,
	"getCard":       views,
	"getRecording":  views,

	"getRoom":        plays,
	"getRoomPicture": plays,
	"roomSocket":     playersAnswer("426", "426"), // the request isn't a websocket upgrade

	"directRoom": {live: hosts, kept: noSession, private: noSession, deleted: noSession},
	"setOnWall":  {live: hosts, kept: hosts, private: noSession, deleted: noSession},
	"watchRoom": {
		live: "403 403 426 426 403 426 403 426", // by who may see the lobby's wall; the request isn't an upgrade
		kept: noGame, private: noGame, deleted: noGame,
	},

	"getBetween": plays,
	"setSharing": plays,
	"setLending": plays,
	"setShowing": plays,

	// None of these games is in the gallery.
	"likeGame":      {live: noSession, kept: noSession, private: noSession, deleted: noSession},
	"reportExhibit": {live: noSession, kept: noSession, private: noSession, deleted: noSession},
	"decideExhibit": operatorGets("404", "404", "404"),

	"block":   plays,
	"unblock": plays,

	"sayAgain":     playersAnswer("404", "409"), // because neither has a stream open
	"againEvents":  playersAnswer("404", "200"),
	"beatAgain":    tellsNothing,
	"ratePrompts":  quietly(playersAnswer("404", "204")),
	"deleteMyPart": quietly(playersAnswer("409", "204")),

	// Its players may report a game even after it was deleted.
	"report": {
		live:    strings.ReplaceAll(players, "200", "204"),
		kept:    strings.ReplaceAll(players, "200", "204"),
		private: strings.ReplaceAll(privately, "200", "204"),
		deleted: strings.ReplaceAll(privately, "200", "204"),
	},

	"getAdminGame":     operatorGets("200", "200", "200"),
	"deleteAdminGame":  operatorGets("409", "204", "204"),
	"restoreAdminGame": operatorGets("204", "204", "204"),
	"closeAdminRoom":   operatorGets("204", "404", "404"),
}

// namesNoGame are the operations that name no game. TestAccess_ListsShowOnlyVisibleGames tests
// what they reveal of games.
var namesNoGame = strings.Fields(`
	getMe putMe deleteMe listMyGames listGallery listAdminGallery
	listLobbies createLobby getLobby changeLobby joinLobby leaveLobby removeMember setRole setReady setWatching lobbyEvents wallEvents chatEvents say clearChat getDrawingsZIP getDrawingsPDF beat
	startWave invite uninvite waitQuick cancelQuick getQuick beatQuick quickEvents playWithGhost playWithGhostMeanwhile
	createPromptSet listPromptSets deletePromptSet
	createAdminSession deleteAdminSession listAdminGames exportAdminGamesCSV exportAdminGamesNDJSON listAdminLobbies closeAdminLobby
	listAdminPlayers banAdminPlayer unbanAdminPlayer listAudit getAdminStats listAdminNodes
	getPromptPool listAdminPromptSets changePromptSet forgetRatings listReports decideReport
	healthz readyz getConnection getOEmbed`)

// company is a running Tandem with all persons, and a lobby where they played.
type company struct {
	*running
	database string
	persons  map[string]*visitor
	lobby    string

	transport *http.Transport // doesn't check answers against the document
}

func newCompany(t *testing.T) *company {
	t.Helper()
	database := storetest.URL(t)
	c := &company{
		database: database,
		running:  startOn(t, database, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }),
	}
	c.persons = map[string]*visitor{
		"nobody": c.visitor(t), "stranger": c.player(t, "Eve"), "seat 1": c.player(t, "Mila"), "seat 2": c.player(t, "Jonas"),
		"forgotten": c.player(t, "Kim"), "member": c.player(t, "Ida"), "banned": c.player(t, "Bo"), "operator": c.operator(t),
	}
	c.transport = &http.Transport{}
	t.Cleanup(c.transport.CloseIdleConnections)
	c.lobby = c.persons["seat 1"].openLobby(nil).Code
	c.persons["member"].join(c.lobby)
	storetest.Exec(t, database, `
		INSERT INTO prompt_sets (id, key, source, title, theme, language, paper, series)
		VALUES ('SET', 'KEY', 'library', 'The lighthouse picnic', 'the sea', 'en', '#FFF3CF', '[["a","b","c"],["d","e","f"]]')`)
	storetest.Exec(t, database, `UPDATE players SET banned_at = now() WHERE id = $1`, c.persons["banned"].ID)
	return c
}

// wanted describes a game to be made: its state, and the person in seat 2.
type wanted struct{ state, second string }

// games makes games of seat 1 with other persons, in one statement, and returns their ids.
func (c *company) games(t *testing.T, all ...wanted) []string {
	t.Helper()
	recording, err := os.ReadFile("../../room/testdata/recording.v1")
	if err != nil {
		t.Fatal(err)
	}
	var ids, states, players, names []string
	for _, g := range all {
		ids, states = append(ids, rand.Text()), append(states, g.state)
		players, names = append(players, c.playerOf(g.second)), append(names, g.second+" in "+g.state)
	}
	storetest.Exec(t, c.database, `
		WITH made AS (
			SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) made (id, state, player, name)
		), games AS (
			INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, prompt_set, state, recording, deleted_at)
			SELECT id, $5, 120, 3, '', 'en', 'SET', CASE state WHEN 'live' THEN 'live' ELSE 'finished' END,
			       CASE state WHEN 'live' THEN NULL ELSE $6::bytea END, CASE state WHEN 'deleted' THEN now() END
			FROM made
		), rooms AS (
			INSERT INTO rooms (game) SELECT id FROM made WHERE state = 'live'
		)
		INSERT INTO seats (game, seat, player, name, open, forgotten_at)
		SELECT id, 1, $7, 'seat 1 in ' || state, CASE state WHEN 'private' THEN false END, NULL FROM made
		UNION ALL
		SELECT id, 2, NULLIF(player, ''), name, NULL, CASE player WHEN '' THEN now() END FROM made`,
		ids, states, players, names, c.lobby, recording, c.persons["seat 1"].ID)
	return ids
}

// playerOf returns the player id in the person's seat: none for a forgotten player.
func (c *company) playerOf(person string) string {
	if person == "forgotten" {
		return ""
	}
	return c.persons[person].ID
}

// status sends a request as a person, from a new address, and returns the status of the answer.
// It doesn't wait for the end of a stream.
func (c *company) status(t *testing.T, person, method, path, body string) int {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	n := rand.Text() // for an unused address
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("2001:db8:%x:%x::1", n[:2], n[2:4]))
	res, err := (&http.Client{Jar: c.persons[person].client.Jar, Transport: c.transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// question is a request about a game, whose id replaces {id} in the path.
type question struct{ operation, method, path, body string }

// ask sends a request as each person about games in each state. It is a new game for each
// answer: a request may change it, and a live one ends by itself when nobody comes. Only
// read-only requests share those that have ended, which viewed holds.
func (c *company) ask(t *testing.T, q question, r reach, viewed map[wanted]string) {
	t.Helper()
	type answer struct {
		person, status, game string
		of                   wanted
	}
	var answers []*answer
	var games []wanted  // to be made
	var waits []*answer // for one of these
	for state, want := range map[string]string{"live": r.live, "kept": r.kept, "private": r.private, "deleted": r.deleted} {
		for i, status := range strings.Fields(want) {
			of := wanted{state, "seat 2"}
			if persons[i] == "forgotten" || persons[i] == "banned" {
				of.second = persons[i]
			}
			a := &answer{person: persons[i], status: status, of: of}
			if q.method == http.MethodGet {
				a.game = viewed[of]
			}
			if a.game == "" {
				games, waits = append(games, of), append(waits, a)
			}
			answers = append(answers, a)
		}
	}
	for i, game := range c.games(t, games...) {
		waits[i].game = game
		if q.method == http.MethodGet && games[i].state != "live" {
			viewed[games[i]] = game
		}
	}
	for _, a := range answers {
		got := c.status(t, a.person, q.method, strings.ReplaceAll(q.path, "{id}", a.game), q.body)
		if strconv.Itoa(got) != a.status {
			t.Errorf("%s of a game that is %s, as %s: %d, want %s", q.operation, a.of.state, a.person, got, a.status)
		}
	}
}

// TestAccess calls all operations as each person, for a game in each state. It fails for an
// operation that is neither in reaches nor in namesNoGame, so that none is forgotten.
func TestAccess(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	bodies := map[string]string{
		"setSharing": `{"open":false}`, "setLending": `{"lent":false}`, "setShowing": `{"shown":false}`, "likeGame": `{"liked":true}`, "decideExhibit": `{"show":true}`, "sayAgain": `{"again":true}`, "ratePrompts": `{"prompts":"good"}`,
		"directRoom": `{"do":"end"}`, "setOnWall": `{"shown":true}`, "report": `{"reason":"drawing"}`,
	}
	viewed := map[wanted]string{} // games that have ended, for read-only requests
	known := map[string]bool{}
	for path, item := range c.app.api.OpenAPI().Paths {
		for method, op := range operationsOf(item) {
			id := op.OperationID
			known[id] = true
			r, leads := reaches[id]
			if leads == slices.Contains(namesNoGame, id) {
				t.Errorf("%s (%s %s): add it to reaches, or to namesNoGame if it names no game", id, method, path)
			}
			if !leads {
				continue
			}
			if id == "roomSocket" {
				path += "?pen=1"
			}
			c.ask(t, question{id, method, path, bodies[id]}, r, viewed)
		}
	}
	for _, id := range slices.Concat(slices.Collect(maps.Keys(reaches)), namesNoGame) {
		if !known[id] {
			t.Errorf("there is no operation %s", id)
		}
	}
}

// The preview of a link to a game is the same for everybody.
func TestAccess_PreviewsNameOnlyPlayersOfOpenGames(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for _, state := range []string{"live", "kept", "private", "deleted"} {
		path := "/g/" + c.games(t, wanted{state, "seat 2"})[0]
		for person, v := range c.persons {
			res, err := v.client.Get(c.url + path)
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(page), "in "+state); got && state != "kept" {
				t.Errorf("as %s, the page of a %s game names its players", person, state)
			}
		}
	}
}

// What other sites are told of a game is the same for everybody.
func TestAccess_OtherSitesAreToldOfOpenGamesOnly(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for _, state := range []string{"live", "kept", "private", "deleted"} {
		path := "/api/oembed?url=" + url.QueryEscape(c.url+"/g/"+c.games(t, wanted{state, "seat 2"})[0])
		for _, person := range persons {
			if state != "kept" {
				c.persons[person].problem(http.StatusUnauthorized, "no_such_game", "GET", path, nil)
				continue
			}
			var told api.OEmbed
			c.persons[person].want(http.StatusOK, "GET", path, nil, &told)
			if told.AuthorName != "seat 1 in kept & seat 2 in kept" {
				t.Errorf("as %s, the authors are %q", person, told.AuthorName)
			}
		}
	}
}

// A list contains only games that the visitor may see.
func TestAccess_ListsShowOnlyVisibleGames(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	states := map[string]string{} // by game
	for _, state := range []string{"live", "kept", "private", "deleted"} {
		states[c.games(t, wanted{state, "seat 2"})[0]] = state
	}
	listed := func(person, path string) (found []string) {
		t.Helper()
		var list struct{ Games []struct{ ID string } }
		c.persons[person].want(http.StatusOK, "GET", path, nil, &list)
		for _, g := range list.Games {
			found = append(found, states[g.ID])
		}
		slices.Sort(found)
		return found
	}
	for _, person := range persons {
		if got := strings.Join(listed(person, "/api/lobbies/"+c.lobby), " "); got != "kept live" {
			t.Errorf("as %s, the lobby's wall shows %s", person, got)
		}
	}
	for _, person := range []string{"seat 1", "seat 2"} {
		if got := strings.Join(listed(person, "/api/me/games"), " "); got != "kept live private" {
			t.Errorf("%s has %s", person, got)
		}
	}
	if got := listed("stranger", "/api/me/games"); got != nil {
		t.Errorf("a stranger has %s", got)
	}
	if got := strings.Join(listed("operator", "/api/admin/games"), " "); got != "kept live private" {
		t.Errorf("the operator lists %s", got)
	}
}

// Open pages of the lobby see at once that a game has left the wall.
func TestAccess_HiddenGamesLeaveTheWallAtOnce(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	mila, operator := c.persons["seat 1"], c.persons["operator"]
	kept := wanted{"kept", "seat 2"}
	three := c.games(t, kept, kept, kept)
	first, second, third := three[0], three[1], three[2]
	page := c.persons["member"].events(c.lobby)
	hangs := func(what string, want ...string) {
		t.Helper()
		page.lobby(what, func(l api.Lobby) bool {
			var got []string
			for _, g := range l.Games {
				got = append(got, g.ID)
			}
			slices.Sort(got)
			slices.Sort(want)
			return slices.Equal(got, want)
		})
	}
	hangs("three games", first, second, third)
	mila.want(http.StatusOK, "PUT", "/api/games/"+first+"/sharing", map[string]any{"open": false}, nil)
	hangs("one is private", second, third)
	operator.want(http.StatusNoContent, "DELETE", "/api/admin/games/"+second, nil, nil)
	hangs("one is deleted", third)
	operator.want(http.StatusNoContent, "POST", "/api/admin/games/"+second+"/restore", nil, nil)
	hangs("it is restored", second, third)
}
