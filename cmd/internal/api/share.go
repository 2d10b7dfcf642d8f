package api

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/card"
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
	if a.cfg.PublicURL == nil {
		w.Header().Set("Cache-Control", cachePrivately) // it contains the requested host
	}
	head := a.shareTags(r, g.Game)
	head = append(head, oEmbedLinks(g.Game, visitOf(r.Context()).origin)...)
	a.page.serveWith(w, r, head)
}

// gamePage returns the address of a game's page.
func gamePage(origin, id string) string { return origin + "/g/" + id }

// shareTags returns the tags by which messengers and social networks show a link to a game.
func (a *API) shareTags(r *http.Request, g store.Game) []byte {
	origin := visitOf(r.Context()).origin
	title := g.Title()
	if title == "" {
		title = "Tandem"
	}
	var b bytes.Buffer
	tag := func(attribute, name, content string) {
		if content != "" {
			fmt.Fprintf(&b, "    <meta %s=\"%s\" content=\"%s\" />\n", attribute, name, html.EscapeString(content))
		}
	}
	tag("property", "og:site_name", "Tandem")
	tag("property", "og:type", "website")
	tag("property", "og:title", title)
	tag("property", "og:description", a.page.spoken.of(g.Language).authors(g.Seats[0].Name, g.Seats[1].Name)) // in the language of its prompts
	tag("property", "og:url", gamePage(origin, g.ID))
	tag("property", "og:image", origin+"/api/games/"+g.ID+"/card.png")
	tag("property", "og:image:type", "image/png")
	tag("property", "og:image:width", strconv.Itoa(card.Width))
	tag("property", "og:image:height", strconv.Itoa(card.Height))
	tag("property", "og:image:alt", title)
	tag("name", "twitter:card", "summary_large_image")
	return b.Bytes()
}
