package api

import (
	"encoding/xml"
	"html"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store"
)

// robotsHeader tells search engines what not to index: everything but the home page, the
// gallery and its games. robots.txt couldn't: what it forbids to read is still indexed by its links.
const robotsHeader = "X-Robots-Tag"

// sitemapLimit is how many games the sitemap lists, the newest ones. The gallery's pages
// lead to the others.
const sitemapLimit = 1000

// serveRobots serves robots.txt.
func (a *API) serveRobots(w http.ResponseWriter, r *http.Request) {
	a.servePrivately(w)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	text := "User-agent: *\nAllow: /\n"
	if gallery, err := a.gallery(r.Context()); err == nil && gallery != store.NoGallery {
		text += "\nSitemap: " + visitOf(r.Context()).link("/sitemap.xml") + "\n"
	}
	_, _ = io.WriteString(w, text) // the client may be gone
}

// sitemap is the format of https://www.sitemaps.org/protocol.html.
type sitemap struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// serveSitemap lists the gallery and its newest games.
func (a *API) serveSitemap(w http.ResponseWriter, r *http.Request) {
	gallery, err := a.openGallery(r.Context())
	if err != nil {
		a.base.refuse(w, a.problemOf(r.Context(), err))
		return
	}
	exhibits, _, err := a.Exhibits.Gallery(r.Context(), store.GalleryPage{Gallery: gallery, Order: store.Newest, Limit: sitemapLimit})
	if err != nil {
		a.base.refuse(w, a.problemOf(r.Context(), err))
		return
	}
	link := visitOf(r.Context()).link
	site := sitemap{URLs: []siteURL{{Loc: link("/gallery")}}}
	for _, e := range exhibits {
		site.URLs = append(site.URLs, siteURL{link("/g/" + e.Game), atomTime(e.ShownAt)})
	}
	a.serveXML(w, "application/xml", site)
}

// feed is an Atom feed, RFC 4287.
type feed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	Entries []entry    `xml:"entry"`
}

type entry struct {
	Language  string     `xml:"xml:lang,attr"`
	Title     string     `xml:"title"`
	ID        string     `xml:"id"`
	Published string     `xml:"published"`
	Updated   string     `xml:"updated"`
	Authors   []atomName `xml:"author"`
	Link      atomLink   `xml:"link"`
	Content   atomText   `xml:"content"`
}

type (
	atomName struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// serveFeed serves the gallery's newest drawings as an Atom feed, filtered as its page is.
func (a *API) serveFeed(w http.ResponseWriter, r *http.Request) {
	exhibits, _, _, ok := a.readGallery(r)
	if !ok {
		a.base.refuse(w, problem.New(problem.NoSuchPage, "This Tandem has no gallery."))
		return
	}
	link := visitOf(r.Context()).link
	f := feed{
		Title: "Tandem: " + a.page.Best(r).Gallery, ID: link("/gallery"), Updated: atomTime(time.Unix(0, 0)),
		Links: []atomLink{{Href: link("/gallery")}, {Rel: "self", Type: "application/atom+xml", Href: link(r.URL.RequestURI())}},
	}
	if len(exhibits) > 0 {
		f.Updated = atomTime(exhibits[0].ShownAt)
	}
	for _, e := range exhibits {
		address, picture := link("/g/"+e.Game), link(base("").pictureOf(e.Game))+"?width=1024"
		f.Entries = append(f.Entries, entry{
			Language: e.Language, Title: e.Title, ID: address, Link: atomLink{Href: address},
			Published: atomTime(e.ShownAt), Updated: atomTime(e.ShownAt),
			Authors: []atomName{{e.Names[0]}, {e.Names[1]}},
			Content: atomText{"html", `<p><a href="` + address + `"><img src="` + picture + `" alt=""></a></p><p>` + html.EscapeString(e.Caption) + `</p>`},
		})
	}
	w.Header().Add("Vary", "Accept-Language")
	a.serveXML(w, "application/atom+xml", f)
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// serveXML answers with a document.
func (a *API) serveXML(w http.ResponseWriter, contentType string, document any) {
	body, err := xml.Marshal(document)
	if err != nil {
		panic(err) // it consists of texts
	}
	w.Header().Set("Cache-Control", cacheAskMe)
	a.servePrivately(w)
	w.Header().Set("Content-Type", contentType+"; charset=utf-8")
	_, _ = io.Copy(w, strings.NewReader(xml.Header+string(body))) // the client may be gone
}
