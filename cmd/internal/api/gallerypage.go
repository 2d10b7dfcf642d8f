package api

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/tandem-game/tandem/cmd/internal/page"
	"github.com/tandem-game/tandem/store"
)

// What search engines, and those who run no script, read of the gallery and its games.
//
//go:embed gallery.html
var galleryHTML string

var galleryTemplates = template.Must(template.New("").Parse(galleryHTML))

// galleryLimit is how many drawings the gallery's page shows at once, and its feed.
const galleryLimit = 24

// serveGallery serves the gallery's page. What its script will show is in it already.
func (a *API) serveGallery(w http.ResponseWriter, r *http.Request) {
	exhibits, next, query, ok := a.readGallery(r)
	if !ok {
		a.page.ServeHTTP(w, r) // its script says why there is nothing
		return
	}
	spoken, link := a.page.Best(r), visitOf(r.Context()).link
	type listed struct {
		store.Exhibit
		Address, Picture string
	}
	view := struct {
		Title, About, More, Next string
		Games                    []listed
	}{Title: spoken.Gallery, About: spoken.GalleryAbout, More: spoken.GalleryMore}
	for _, e := range exhibits {
		view.Games = append(view.Games, listed{e, link("/g/" + e.Game), link(base("").pictureOf(e.Game)) + "?width=480"})
	}
	canonical := link("/gallery")
	query.Del("cursor")
	if len(query) > 0 {
		canonical += "?" + query.Encode()
	}
	if next != "" {
		query.Set("cursor", next)
		view.Next = link("/gallery?" + query.Encode())
	}

	var head bytes.Buffer
	fmt.Fprintf(&head, "    <link rel=\"canonical\" href=\"%s\" />\n", html.EscapeString(canonical))
	fmt.Fprintf(&head, "    <link rel=\"alternate\" type=\"application/atom+xml\" title=\"%s\" href=\"%s\" />\n",
		html.EscapeString(spoken.Gallery), html.EscapeString(link("/gallery.atom")))
	metaTag(&head, "property", "og:site_name", "Tandem")
	metaTag(&head, "property", "og:type", "website")
	metaTag(&head, "property", "og:title", spoken.Gallery)
	metaTag(&head, "property", "og:description", spoken.GalleryAbout)
	metaTag(&head, "property", "og:url", canonical)
	if len(exhibits) > 0 {
		metaTag(&head, "property", "og:image", link("/api/games/"+exhibits[0].Game+"/card.png"))
		metaTag(&head, "name", "twitter:card", "summary_large_image")
	}
	if r.URL.RawQuery == "" {
		w.Header().Del(robotsHeader)
	}
	a.servePrivately(w)
	a.page.ServeWith(w, r, page.Addition{
		Title: spoken.Gallery, Description: spoken.GalleryAbout, Head: head.Bytes(), Text: told("gallery", view),
	})
}

// readGallery reads the page of the gallery that a request's address names, and returns the
// part of its query that says so; false if there is none.
func (a *API) readGallery(r *http.Request) (exhibits []store.Exhibit, next string, query url.Values, ok bool) {
	gallery, err := a.gallery(r.Context())
	if err != nil || gallery == store.NoGallery {
		return nil, "", nil, false
	}
	p := store.GalleryPage{Gallery: gallery, Order: store.Newest, Limit: galleryLimit}
	query = url.Values{}
	for name, field := range map[string]*string{"sort": (*string)(&p.Order), "theme": &p.Theme, "language": &p.Language, "cursor": &p.After} {
		if value := r.URL.Query().Get(name); value != "" && isText(value) {
			*field = value
			query.Set(name, value)
		}
	}
	if !slices.Contains([]store.Order{store.Newest, store.MostLiked, store.ThisWeek}, p.Order) {
		return nil, "", nil, false
	}
	exhibits, next, err = a.Exhibits.Gallery(r.Context(), p)
	return exhibits, next, query, err == nil
}

// tellGame returns what is read of a game in the gallery besides its picture: the series of
// both players as text. nil if the game isn't there.
func (a *API) tellGame(ctx context.Context, g admission) []byte {
	e, _, err := a.exhibit(ctx, g.ID)
	if err != nil {
		return nil
	}
	game, err := a.gameFor(ctx, g)
	if err != nil {
		return nil // its script tries again
	}
	spoken := a.page.Of(e.Language)
	return told("game", struct {
		Game
		Authors, Gallery, More string
	}{game, spoken.Authors(e.Names[0], e.Names[1]), visitOf(ctx).link("/gallery"), spoken.Gallery})
}

// told returns a template's text.
func told(name string, view any) []byte {
	var b bytes.Buffer
	if err := galleryTemplates.ExecuteTemplate(&b, name, view); err != nil {
		panic(err) // a test renders each of them
	}
	return b.Bytes()
}

// metaTag writes a tag of a page's head, unless it is empty.
func metaTag(to *bytes.Buffer, attribute, name, content string) {
	if content != "" {
		fmt.Fprintf(to, "    <meta %s=\"%s\" content=\"%s\" />\n", attribute, name, html.EscapeString(content))
	}
}

// servePrivately keeps shared caches from storing an answer that has the requested host in
// it.
func (a *API) servePrivately(w http.ResponseWriter) {
	if a.cfg.PublicURL == nil {
		w.Header().Set("Cache-Control", cachePrivately)
	}
}
