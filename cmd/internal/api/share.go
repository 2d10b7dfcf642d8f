package api

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/card"
	"github.com/tandem-game/tandem/cmd/internal/page"
	"github.com/tandem-game/tandem/store"
)

// serveGame serves the page of a kept game. If there is no such game, or it isn't open to
// everybody, it serves the page without any details.
func (a *API) serveGame(w http.ResponseWriter, r *http.Request) {
	g, err := a.admit(r.Context(), chi.URLParam(r, "id"), showIt)
	if err != nil {
		a.page.ServeHTTP(w, r)
		return
	}
	a.servePrivately(w)
	head := append(a.shareTags(r, g.Game), oEmbedLinks(g.Game, visitOf(r.Context()).address)...)
	more := page.Addition{Head: head, Text: a.tellGame(r.Context(), g)}
	if more.Text != nil {
		w.Header().Del(robotsHeader)
		more.Title = g.Title()
		more.Description = a.page.Of(g.Language).Authors(g.Seats[0].Name, g.Seats[1].Name)
	}
	a.page.ServeWith(w, r, more)
}

// gamePage returns the address of a game's page.
func gamePage(origin, id string) string { return origin + "/g/" + id }

// shareTags returns the tags by which messengers and social networks show a link to a game.
func (a *API) shareTags(r *http.Request, g store.Game) []byte {
	link := visitOf(r.Context()).link
	title := g.Title()
	if title == "" {
		title = "Tandem"
	}
	var b bytes.Buffer
	tag := func(attribute, name, content string) { metaTag(&b, attribute, name, content) }
	tag("property", "og:site_name", "Tandem")
	tag("property", "og:type", "website")
	tag("property", "og:title", title)
	tag("property", "og:description", a.page.Of(g.Language).Authors(g.Seats[0].Name, g.Seats[1].Name)) // in the language of its prompts
	tag("property", "og:url", gamePage(visitOf(r.Context()).address, g.ID))
	tag("property", "og:image", link("/api/games/"+g.ID+"/card.png"))
	tag("property", "og:image:type", "image/png")
	tag("property", "og:image:width", strconv.Itoa(card.Width))
	tag("property", "og:image:height", strconv.Itoa(card.Height))
	tag("property", "og:image:alt", title)
	tag("name", "twitter:card", "summary_large_image")
	return b.Bytes()
}
