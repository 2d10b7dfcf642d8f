package main

import (
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// drawn makes kept games that both players drew.
func (c *company) drawn(t *testing.T, second string) (game string) {
	t.Helper()
	game = c.games(t, wanted{"kept", second})[0]
	storetest.Exec(t, c.database, `UPDATE seats SET drew = true WHERE game = $1`, game)
	storetest.Exec(t, c.database, `UPDATE games SET ended_at = now(), strokes = 7 WHERE id = $1`, game)
	return game
}

// gallery returns what the gallery shows a person, by their query.
func (c *company) gallery(t *testing.T, person, query string) []api.Exhibit {
	t.Helper()
	var page api.ExhibitPage
	c.persons[person].in(t).want(http.StatusOK, "GET", "/api/gallery?"+query, nil, &page)
	return page.Games
}

// reads returns what is read at an address without a script.
func (c *company) reads(t *testing.T, path string) (text string, indexed bool) {
	t.Helper()
	res, err := c.persons["nobody"].client.Get(c.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(path, res.Status, err)
	}
	return string(b), res.Header.Get("X-Robots-Tag") == ""
}

func TestGallery_FromBothPlayersYesToOnesNo(t *testing.T) {
	t.Parallel()
	c := newCompany(t) // the operator has signed in, so the gallery is moderated
	mila, jonas, eve, operator := c.persons["seat 1"], c.persons["seat 2"], c.persons["stranger"], c.persons["operator"]
	game := c.drawn(t, "seat 2")
	storetest.Exec(t, c.database, `UPDATE seats SET name = '<b>Mila</b>' WHERE game = $1 AND seat = 1`, game)
	path := "/api/games/" + game
	show := func(v *visitor, shown bool, want string) {
		t.Helper()
		var b api.Between
		v.want(http.StatusOK, "PUT", path+"/showing", map[string]any{"shown": shown}, &b)
		if b.Gallery != want || b.YouShow != shown || !b.YouOpen && shown {
			t.Errorf("%s says %v: %+v, want %s", v.Name, shown, b, want)
		}
	}
	show(mila, true, "out")
	show(jonas, true, "waiting")
	if got := c.gallery(t, "nobody", ""); len(got) != 0 {
		t.Errorf("before the operator's yes it shows %+v", got)
	}
	eve.problem(http.StatusNotFound, "no_such_game", "PUT", path+"/like", map[string]any{"liked": true})
	if text, indexed := c.reads(t, "/g/"+game); indexed || strings.Contains(text, "<ol>") {
		t.Errorf("the page of a game that isn't shown is indexed: %v\n%s", indexed, text)
	}
	var list api.ExhibitPage
	operator.want(http.StatusOK, "GET", "/api/admin/gallery", nil, &list)
	if len(list.Games) != 1 || list.Games[0].ID != game {
		t.Errorf("the operator is asked about %+v", list)
	}
	operator.want(http.StatusNoContent, "PUT", "/api/admin/gallery/"+game, map[string]any{"show": true, "note": "lovely"}, nil)
	if action, note, n := operator.audit(game); action != "show_exhibit" || note != "lovely" || n != 1 {
		t.Errorf("the audit says %s (%s), %d entries", action, note, n)
	}

	// Eve has played nothing, so her like waits.
	var liking api.Liking
	for range 2 {
		eve.want(http.StatusOK, "PUT", path+"/like", map[string]any{"liked": true}, &liking)
	}
	if liking != (api.Liking{Liked: true}) {
		t.Errorf("a fresh guest's like: %+v", liking)
	}
	storetest.Exec(t, c.database, `UPDATE seats SET player = $1 WHERE game = $2 AND seat = 2`, eve.ID, c.drawn(t, "seat 2"))
	eve.want(http.StatusOK, "PUT", path+"/like", map[string]any{"liked": true}, &liking)
	if got := c.gallery(t, "stranger", "sort=most_liked&theme=the+sea&language=en"); len(got) != 1 || got[0].Liking != (api.Liking{Likes: 1, Liked: true}) || got[0].Title != "The lighthouse picnic" {
		t.Errorf("she sees %+v", got)
	}
	var g api.Game
	c.persons["nobody"].want(http.StatusOK, "GET", path, nil, &g)
	if g.Gallery == nil || *g.Gallery != (api.Liking{Likes: 1}) {
		t.Errorf("the game says %+v", g.Gallery)
	}
	eve.want(http.StatusNoContent, "PUT", path+"/showing/report", nil, nil)

	// What search engines and feed readers get.
	for path, wants := range map[string][]string{
		"/g/" + game:    {"<h1>The lighthouse picnic</h1>", "&lt;b&gt;Mila&lt;/b&gt;", "<li>a</li>", "<li>d</li>", "og:image", "The lighthouse picnic · Tandem</title>"},
		"/gallery":      {"/g/" + game, "The lighthouse picnic", "application/atom+xml", `rel="canonical"`, "Gallery · Tandem</title>", "og:image"},
		"/gallery.atom": {"<title>The lighthouse picnic</title>", "<id>" + c.url + "/g/" + game, "&lt;b&gt;Mila"},
		"/sitemap.xml":  {"<loc>" + c.url + "/gallery</loc>", "<loc>" + c.url + "/g/" + game},
		"/":             {"<title>Tandem</title>"},
		"/robots.txt":   {"Sitemap: " + c.url + "/sitemap.xml"},
	} {
		text, indexed := c.reads(t, path)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s:\n%s", path, want, text)
			}
		}
		if page := !strings.Contains(path, "."); indexed != page || strings.Contains(text, "<b>") {
			t.Errorf("%s is indexed: %v\n%s", path, indexed, text)
		}
		if strings.HasPrefix(text, "<?xml") {
			if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	for _, path := range []string{"/games", "/gallery?sort=week", "/l/" + c.lobby, "/api/gallery"} {
		if _, indexed := c.reads(t, path); indexed {
			t.Errorf("%s is indexed", path)
		}
	}

	show(jonas, false, "out")
	if got := c.gallery(t, "stranger", ""); len(got) != 0 {
		t.Errorf("it still shows %+v", got)
	}
	eve.problem(http.StatusNotFound, "no_such_game", "PUT", path+"/like", map[string]any{"liked": false})
	for _, path := range []string{"/g/" + game, "/gallery", "/gallery.atom", "/sitemap.xml"} {
		if text, _ := c.reads(t, path); strings.Contains(text, "<li>") || strings.Contains(text, "/g/"+game+"<") {
			t.Errorf("%s still has it:\n%s", path, text)
		}
	}
}

func TestGallery_RefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.drawn(t, "seat 2")
	nobody := c.persons["nobody"]
	for _, query := range []string{"sort=loudest", "cursor=!", "cursor=bmV3ZXN0IDEgRw%3D%3D", "sort=week&cursor=bmV3ZXN0IDEgRw", "limit=101", "theme=%00", "language=%ff"} {
		nobody.problem(http.StatusUnprocessableEntity, "invalid", "GET", "/api/gallery?"+query, nil)
		c.reads(t, "/gallery?"+query) // its script says so
	}
	c.persons["operator"].problem(http.StatusNotFound, "no_such_game", "PUT", "/api/admin/gallery/none", map[string]any{"show": true})
}

func TestGallery_ByDefaultWaitsForAnOperator(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila := tandem.player(t, "Mila")
	has := func() bool {
		t.Helper()
		var now api.Quick
		mila.want(http.StatusOK, "GET", "/api/quick", nil, &now)
		return now.Gallery
	}
	if has() {
		t.Error("there is a gallery without an operator")
	}
	mila.problem(http.StatusNotFound, "no_such_page", "GET", "/api/gallery", nil)
	tandem.operator(t)
	if !has() {
		t.Error("there is no gallery with an operator")
	}
	mila.want(http.StatusOK, "GET", "/api/gallery", nil, nil)
}

func TestGallery_IsOpenOrOff(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		gallery store.Gallery
		want    int
	}{{store.OpenGallery, http.StatusOK}, {store.NoGallery, http.StatusNotFound}} {
		tandem, want := start(t, func(c *Config) { c.Gallery = test.gallery }), test.want
		tandem.operator(t)
		tandem.visitor(t).want(want, "GET", "/api/gallery", nil, nil)
		for _, path := range []string{"/gallery.atom", "/sitemap.xml"} {
			tandem.visitor(t).want(want, "GET", path, nil, nil)
		}
	}
}
