package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/ui"
)

// oneGame is a store with one game.
type oneGame struct {
	Games
	game store.Game
}

func (o *oneGame) Game(context.Context, string) (store.Game, error) { return o.game, nil }

func TestShare_PageHasAPreviewForOtherSites(t *testing.T) {
	const id = "7C3IXHWN2YVQ5EKRZ4PAJUSOGD"
	page := builtPage()
	page["index.html"].Data = []byte("<!doctype html><html><head><title>Tandem</title>\n</head><body></body></html>")
	open := store.Game{
		ID: id, State: store.Finished, Language: "en",
		Seats:   [2]store.Seat{{Name: `"><script>alert(1)</script>`, Open: true}, {Name: "Jonas", Open: true}},
		Prompts: &prompts.Set{Title: "Tea & <cake>", Theme: "tea"},
	}
	games := &oneGame{}
	a, err := New(Config{Page: page, Words: ui.Words, Gallery: store.NoGallery}, Services{Games: games})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(g store.Game) *httptest.ResponseRecorder {
		games.game = g
		r := httptest.NewRequest(http.MethodGet, "/g/"+id, nil)
		r.Host = "tandem.example"
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%d, %s", w.Code, w.Header().Get("Content-Type"))
		}
		return w
	}

	html := ask(open).Body.String()
	for _, want := range []string{
		`<meta property="og:title" content="Tea &amp; &lt;cake&gt;" />`,
		`<meta property="og:image" content="http://tandem.example/api/games/` + id + `/card.png" />`,
		`<meta property="og:url" content="http://tandem.example/g/` + id + `" />`,
		`<meta property="og:image:width" content="1200" />`,
		`<meta property="og:image:height" content="630" />`,
		`<meta name="twitter:card" content="summary_large_image" />`,
		"and Jonas drew one picture", "<title>Tandem</title>", "<body></body>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("there is no %s in\n%s", want, html)
		}
	}
	if strings.Contains(html, "<script>") {
		t.Error("a name is not escaped")
	}

	// The page contains the request's host, so shared caches must not store it.
	if got := ask(open).Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control is %s", got)
	}
	r := httptest.NewRequest(http.MethodGet, "/g/"+id, nil)
	r.Host = `evil.example"><script>`
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "evil") || !strings.Contains(w.Body.String(), "og:title") {
		t.Errorf("with an invalid host:\n%s", w.Body)
	}

	closed, deleted, live, nameless, spanish := open, open, open, open, open
	closed.Seats[1].Open = false
	deleted.DeletedAt = time.Now()
	live.State = store.Live
	for what, g := range map[string]store.Game{"a closed game": closed, "a deleted game": deleted, "a live game": live} {
		if html := ask(g).Body.String(); strings.Contains(html, "og:") {
			t.Errorf("%s is shown to everybody:\n%s", what, html)
		}
	}
	nameless.Seats[0].Name = ""
	if html := ask(nameless).Body.String(); strings.Contains(html, "og:description") || !strings.Contains(html, "og:title") {
		t.Errorf("without a name:\n%s", html)
	}
	spanish.Language = "es"
	if html := ask(spanish).Body.String(); !strings.Contains(html, "hicieron un solo dibujo") {
		t.Errorf("in Spanish:\n%s", html)
	}
}
