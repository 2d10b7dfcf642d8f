package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/page"
	"github.com/tandem-game/tandem/store"
)

// embedFile is where the build describes the frame with a replay that other sites embed. It
// is internal and not served.
const embedFile = "embed.json"

// embedPolicy lets every site frame the document, and nothing else: it loads only what it
// needs, and is sandboxed, so that it has no origin. Its script has neither cookies nor
// storage, wherever it is framed, and can do nothing in the name of a player. WebKit takes
// 'self' for the origin that the document doesn't have, so Tandem's is named, too.
func embedPolicy(origin string) string {
	here := "'self'"
	if u, err := url.Parse(origin); err == nil {
		here += " " + u.Scheme + "://" + u.Host
	}
	return strings.ReplaceAll("default-src 'none'; script-src HERE; style-src HERE; img-src HERE; connect-src HERE; "+
		"base-uri 'none'; form-action 'none'; frame-ancestors *; "+
		"sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox", "HERE", here)
}

//go:embed embed.html
var embedHTML string

// embed is what the documents of all embedded replays have in common.
type embed struct {
	Script string                `json:"script"`
	Styles []string              `json:"styles"`
	Icons  embedIcons            `json:"icons"`
	Words  map[string]embedWords `json:"words"` // by language

	template *template.Template
}

type (
	embedIcons struct {
		Play       embedIcon `json:"play"`
		Pause      embedIcon `json:"pause"`
		FullScreen embedIcon `json:"fullscreen"`
	}
	embedIcon struct {
		Line string  `json:"line"`
		Bold float64 `json:"bold"`
	}

	// embedWords are the words of the document in a language. {a} and {b} are the names of
	// the players.
	embedWords struct {
		Title      string `json:"title"`
		Names      string `json:"names"`
		Someone    string `json:"someone"`
		Play       string `json:"play"`
		Pause      string `json:"pause"`
		Replay     string `json:"replay"`
		At         string `json:"at"`
		FullScreen string `json:"fullScreen"`
		Open       string `json:"open"`
		NoReplay   string `json:"noReplay"`
		Gone       string `json:"gone"`
		GoneText   string `json:"goneText"`
		Away       string `json:"away"`
		TryAgain   string `json:"tryAgain"`
	}

	// embedDocument is the data of the template.
	embedDocument struct {
		*embed
		Language string
		Words    embedWords
		Home     string // where Tandem is
		Gone     bool   // no such game may be shown; without it and an ID, Tandem can't say

		ID             string
		Link           string // to the game's page
		Title          string
		Subject, Names string
		Paper          string
		Replays        bool // there is something to replay
	}
)

// newEmbed reads what the build says of the frame; nil if the page wasn't built.
func newEmbed(p *page.Page) (*embed, error) {
	built, ok := p.Take(embedFile)
	if !ok {
		return nil, nil
	}
	e := &embed{}
	if err := json.Unmarshal(built, e); err != nil {
		return nil, fmt.Errorf("read the built page's %s: %w", embedFile, err)
	}
	var err error
	if e.template, err = template.New("embed").Parse(embedHTML); err != nil {
		return nil, fmt.Errorf("parse the template of embedded replays: %w", err)
	}
	return e, nil
}

// serveEmbed serves the replay of a game for a frame of another site. It shows what
// everybody may see, whoever asks: it reads no cookie. Nobody may store it, as the game's
// players may take it back.
func (a *API) serveEmbed(w http.ResponseWriter, r *http.Request) {
	if a.embed == nil {
		a.page.ServeHTTP(w, r)
		return
	}
	v := visitOf(r.Context())
	language := a.page.Best(r).Language
	d := embedDocument{embed: a.embed, Language: language, Words: a.embed.Words[language], Home: v.address + "/"}
	status := http.StatusOK
	switch g, err := a.admit(r.Context(), chi.URLParam(r, "id"), showIt); {
	case err == nil:
		d.show(g, gamePage(v.address, g.ID))
	case errors.Is(err, store.ErrNoGame):
		d.Gone, d.Title, status = true, d.Words.Gone, http.StatusNotFound
	default:
		d.Title, status = d.Words.Away, a.problemOf(r.Context(), err).Status
	}
	var body bytes.Buffer
	if err := a.embed.template.Execute(&body, d); err != nil {
		a.base.refuse(w, a.problemOf(r.Context(), fmt.Errorf("write the document of an embedded replay: %w", err)))
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", embedPolicy(v.address))
	h.Del("Cross-Origin-Opener-Policy") // browsers open no sandboxed document with it
	h.Set("Cache-Control", cacheNothing)
	h.Set("Vary", "Accept-Language")
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the client may be gone
}

// show fills in a game.
func (d *embedDocument) show(g admission, link string) {
	name := func(seat int) string {
		if g.Seats[seat].Name == "" {
			return d.Words.Someone
		}
		return g.Seats[seat].Name
	}
	named := strings.NewReplacer("{a}", name(0), "{b}", name(1))
	d.ID, d.Link, d.Paper, d.Subject = g.ID, link, g.Paper(), g.Title()
	d.Title, d.Names = named.Replace(d.Words.Title), named.Replace(d.Words.Names)
	d.Replays = g.Prompts != nil
}
