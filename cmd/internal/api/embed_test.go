package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/ui"
)

const embedded = "7C3IXHWN2YVQ5EKRZ4PAJUSOGD"

// openGame is a game that everybody may see.
func openGame() store.Game {
	return store.Game{
		ID: embedded, State: store.Finished, Language: "en",
		Seats:   [2]store.Seat{{Name: `"><script>alert(1)</script>`, Open: true}, {Name: "Jonas", Open: true}},
		Prompts: &prompts.Set{Title: "Tea & <cake>", Theme: "tea", Paper: "#FFF3CF"},
	}
}

// embedder is an edge with one game. It has no store of players, so it fails if it reads a
// session.
func embedder(t *testing.T, publicURL string) (*API, *oneGame) {
	t.Helper()
	page := builtPage()
	page["embed.json"] = &fstest.MapFile{Data: []byte(`{
		"script": "assets/embed-1.js", "styles": ["assets/embed-1.css"],
		"icons": {"play": {"line": "M1 1"}, "pause": {"line": "M2 2", "bold": 2.8}, "fullscreen": {"line": "M3 3"}},
		"words": {
			"en": {"title": "Drawing by {a} and {b}", "names": "{a} and {b}", "someone": "Someone", "gone": "No drawing here", "away": "Tandem does not answer"},
			"es": {"title": "Dibujo de {a} y {b}", "names": "{a} y {b}", "gone": "Aquí no hay ningún dibujo"}
		}
	}`)}
	games := &oneGame{game: openGame()}
	cfg := Config{Page: page, Words: ui.Words}
	if publicURL != "" {
		u, err := url.Parse(publicURL)
		if err != nil {
			t.Fatal(err)
		}
		cfg.PublicURL = u
	}
	a, err := New(cfg, Services{Games: games})
	if err != nil {
		t.Fatal(err)
	}
	return a, games
}

func TestEmbed_EverySiteMayFrameItAndNothingElse(t *testing.T) {
	a, _ := embedder(t, "https://draw.example")
	w := get(a, "/g/"+embedded+"/embed", "Cookie", "__Host-tandem=4F2Q6ZJ7XKD3MWPLBN5ROTYHCA")
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self' https://draw.example;", "connect-src 'self' https://draw.example;", "frame-ancestors *", "sandbox allow-scripts", "form-action 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy lacks %s: %s", want, policy)
		}
	}
	// With an origin, the document could act for the player whose cookie the browser has.
	for _, never := range []string{"allow-same-origin", "unsafe", "allow-forms", "allow-top-navigation"} {
		if strings.Contains(policy, never) {
			t.Errorf("policy has %s: %s", never, policy)
		}
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Set-Cookie": "", "X-Frame-Options": "", "Cross-Origin-Opener-Policy": "",
		"Strict-Transport-Security": "max-age=31536000", "Vary": "Accept-Language", "Content-Type": "text/html; charset=utf-8",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, other := range []string{"/", "/g/" + embedded, "/g/" + embedded + "/embed/", "/g/" + embedded + "/other", "/api/docs", "/assets/index-Ab12.js"} {
		if policy := get(a, other).Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s may be framed: %s", other, policy)
		}
	}
	if w := get(a, "/embed.json"); w.Code != http.StatusNotFound {
		t.Errorf("the build's own description: %d", w.Code)
	}
	// A document without an origin fetches its script as another site does.
	if got := get(a, "/assets/index-Ab12.js").Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("scripts are for the origin %q", got)
	}
	if got := get(a, "/").Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("the page is for the origin %q", got)
	}
}

func TestEmbed_ShowsTheDrawing(t *testing.T) {
	a, games := embedder(t, "https://draw.example")
	html := get(a, "/g/"+embedded+"/embed").Body.String()
	for _, want := range []string{
		`<html lang="en">`, `src="../../assets/embed-1.js"`, `href="../../assets/embed-1.css"`,
		`src="../../api/games/` + embedded + `/drawing.png?width=1024"`, `data-recording="../../api/games/` + embedded + `/recording"`,
		`data-paper="#FFF3CF"`, `href="https://draw.example/g/` + embedded + `" target="_blank"`,
		"<strong>Tea &amp; &lt;cake&gt;</strong>", "and Jonas</title>", `stroke-width="2.8"`, `stroke-width="2.1"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("there is no %s in\n%s", want, html)
		}
	}
	if strings.Contains(html, "<script>") || strings.Contains(html, "ZgotmplZ") {
		t.Errorf("a text is not escaped, or an address is refused:\n%s", html)
	}
	if html := get(a, "/g/"+embedded+"/embed", "Accept-Language", "es").Body.String(); !strings.Contains(html, "y Jonas</title>") || !strings.Contains(html, `lang="es"`) {
		t.Errorf("in Spanish:\n%s", html)
	}
	games.game.Seats[1].Name = ""
	games.game.Prompts = nil
	html = get(a, "/g/"+embedded+"/embed").Body.String()
	if !strings.Contains(html, "and Someone</title>") || strings.Contains(html, "<script") {
		t.Errorf("without a name and without a round:\n%s", html)
	}
}

func TestEmbed_SaysThatAGameIsGone(t *testing.T) {
	a, games := embedder(t, "")
	closed, deleted, live := openGame(), openGame(), openGame()
	closed.Seats[1].Open = false
	deleted.DeletedAt = time.Now()
	live.State = store.Live
	for what, g := range map[string]store.Game{"a closed game": closed, "a deleted game": deleted, "a live game": live} {
		games.game = g
		w := get(a, "/g/"+embedded+"/embed", "Cookie", "tandem=4F2Q6ZJ7XKD3MWPLBN5ROTYHCA")
		if html := w.Body.String(); w.Code != http.StatusNotFound || !strings.Contains(html, "No drawing here") || strings.Contains(html, "Jonas") ||
			strings.Contains(html, "drawing.png") {
			t.Errorf("%s: %d\n%s", what, w.Code, html)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "frame-ancestors *") {
			t.Errorf("%s: Cache-Control is %q, the policy %s", what, got, w.Header().Get("Content-Security-Policy"))
		}
	}
	// The script of a frame that is open already can tell why the recording is refused.
	if w := get(a, "/api/games/"+embedded+"/recording"); w.Code != http.StatusNotFound || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("the recording: %d for the origin %q", w.Code, w.Header().Get("Access-Control-Allow-Origin"))
	}
	if w := get(a, "/g/not-an-id/embed"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "No drawing here") {
		t.Errorf("a malformed id: %d\n%s", w.Code, w.Body)
	}
}

func askOEmbed(a *API, query url.Values) *httptest.ResponseRecorder {
	return get(a, "/api/oembed?"+query.Encode())
}

func TestOEmbed_DescribesAGame(t *testing.T) {
	a, games := embedder(t, "https://draw.example")
	games.game.Seats[0].Name = "Mila"
	page := "https://draw.example/g/" + embedded
	for _, test := range []struct {
		query                    string
		width, height, thumbnail int
	}{
		{"", 640, 480, 480},
		{"maxwidth=2000&maxheight=2000", 640, 480, 480},
		{"maxwidth=400", 400, 300, 132},
		{"maxheight=300", 400, 300, 132},
		{"maxwidth=100", 100, 75, 0},
		{"maxwidth=1&format=json", 1, 1, 0},
	} {
		query, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		query.Set("url", page)
		w := askOEmbed(a, query)
		var got OEmbed
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d, %s", test.query, w.Code, w.Body)
		}
		if got.Width != test.width || got.Height != test.height || got.ThumbnailWidth != test.thumbnail {
			t.Errorf("%s: %d x %d, the thumbnail %d wide", test.query, got.Width, got.Height, got.ThumbnailWidth)
		}
		if (got.ThumbnailURL == "") != (test.thumbnail == 0) {
			t.Errorf("%s: the thumbnail is %q", test.query, got.ThumbnailURL)
		}
	}
	w := askOEmbed(a, url.Values{"url": {page}})
	if got := w.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %s", got)
	}
	var got OEmbed
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := `<iframe src="` + page + `/embed" title="Tea &amp; &lt;cake&gt;, Mila &amp; Jonas" width="640" height="480" loading="lazy" allowfullscreen ` +
		`style="width: 100%; max-width: 640px; height: auto; aspect-ratio: 4 / 3; border: 0"></iframe>`
	if got.HTML != want {
		t.Errorf("html is\n%s, want\n%s", got.HTML, want)
	}
	if got.Type != "rich" || got.Version != "1.0" || got.Title != "Tea & <cake>" || got.AuthorName != "Mila & Jonas" ||
		got.ThumbnailURL != "https://draw.example/api/games/"+embedded+"/drawing.png?width=480" || got.ProviderURL != "https://draw.example/" {
		t.Errorf("described as %+v", got)
	}

	xml := askOEmbed(a, url.Values{"url": {page}, "format": {"xml"}})
	if got := xml.Header().Get("Content-Type"); got != "text/xml" || !strings.HasPrefix(xml.Body.String(), "<?xml") {
		t.Errorf("as XML: %s\n%s", got, xml.Body)
	}
	for _, want := range []string{"<oembed><type>rich</type><version>1.0</version><title>Tea &amp; &lt;cake&gt;</title>", "<html>&lt;iframe src=", "</oembed>"} {
		if !strings.Contains(xml.Body.String(), want) {
			t.Errorf("XML lacks %s:\n%s", want, xml.Body)
		}
	}
}

func TestOEmbed_FailsAsItsSpecificationSays(t *testing.T) {
	a, games := embedder(t, "https://draw.example")
	page := "https://draw.example/g/" + embedded
	for what, test := range map[string]struct {
		query url.Values
		want  int
	}{
		"another site":      {url.Values{"url": {"https://other.example/g/" + embedded}}, http.StatusNotFound},
		"another page":      {url.Values{"url": {"https://draw.example/l/plum-kite-otter"}}, http.StatusNotFound},
		"an unknown format": {url.Values{"url": {page}, "format": {"yaml"}}, http.StatusNotImplemented},
		"no address":        {url.Values{}, http.StatusUnprocessableEntity},
		"no width":          {url.Values{"url": {page}, "maxwidth": {"0"}}, http.StatusUnprocessableEntity},
	} {
		if w := askOEmbed(a, test.query); w.Code != test.want || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d, want %d: %s", what, w.Code, test.want, w.Body)
		}
	}
	games.game.Seats[0].Open = false
	w := askOEmbed(a, url.Values{"url": {page}})
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), `"status":401`) || strings.Contains(w.Body.String(), "Jonas") {
		t.Errorf("a closed game: %d: %s", w.Code, w.Body)
	}
}

func TestOEmbed_FindsTheGameOfAnAddress(t *testing.T) {
	const root, below = "https://draw.example", "https://draw.example/art"
	for _, test := range []struct {
		origin, address string
		found           bool
	}{
		{root, root + "/g/" + embedded, true},
		{root, root + "/g/" + embedded + "/", true},
		{root, root + "/g/" + embedded + "/embed", true},
		{root, root + "/g/" + embedded + "?utm_source=blog#replay", true},
		{root, "http://DRAW.example/g/" + embedded, true},
		{below, below + "/g/" + embedded, true},
		{below, root + "/g/" + embedded, false},
		{root, below + "/g/" + embedded, false},
		{root, root + "/g/" + embedded + "/other", false},
		{root, root + "/g/x", false},
		{root, "javascript://draw.example/g/" + embedded, false},
		{root, "/g/" + embedded, false},
		{root, "://%zz", false},
	} {
		if id := gameAt(test.origin, test.address); (id == embedded) != test.found || !test.found && id != "" {
			t.Errorf("%s at %s: found %q", test.address, test.origin, id)
		}
	}
}

func TestOEmbed_IsFoundOnTheGamesPage(t *testing.T) {
	page := builtPage()
	page["index.html"].Data = []byte("<!doctype html><html><head><title>Tandem</title>\n</head><body></body></html>")
	games := &oneGame{game: openGame()}
	a, err := New(Config{Page: page, Words: ui.Words}, Services{Games: games})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() string {
		r := httptest.NewRequest(http.MethodGet, "/g/"+embedded, nil)
		r.Host = "tandem.example"
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		return w.Body.String()
	}
	html := ask()
	for format, kind := range map[string]string{"json": "application/json+oembed", "xml": "text/xml+oembed"} {
		want := `<link rel="alternate" type="` + kind + `" href="http://tandem.example/api/oembed?format=` + format +
			`&amp;url=http%3A%2F%2Ftandem.example%2Fg%2F` + embedded + `" title="Tea &amp; &lt;cake&gt;" />`
		if !strings.Contains(html, want) {
			t.Errorf("there is no %s in\n%s", want, html)
		}
	}
	games.game.Seats[0].Open = false
	if html := ask(); strings.Contains(html, "oembed") {
		t.Errorf("a closed game leads to oEmbed:\n%s", html)
	}
}
