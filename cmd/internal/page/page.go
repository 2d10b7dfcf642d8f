package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// Page serves the built page. A view's address (/l/plum-kite-otter) is not a file: it gets
// index.html, which tells the browser the files of the view, and the page's own routing
// does the rest. What is read before its script runs is in the visitor's language.
type Page struct {
	files  map[string]file // by path below the root, "assets/index-Dq3x.js"
	views  map[view]file   // index.html
	spoken spoken

	// Elsewhere answers with a file that only another version of the page has; false if
	// there is none. It may be nil.
	Elsewhere func(w http.ResponseWriter, r *http.Request) bool
}

// view is a form of index.html.
type view struct{ begins, language string } // the prefix of its addresses, "" for all others

// viewSources are the sources of the views that people reach by a link, by the prefix of
// their addresses; the wall's is that of a lobby with wallView behind it.
var viewSources = map[string]string{
	"l":      "src/lobby/lobbyPage.tsx",
	wallView: "src/wall/wallPage.tsx",
	"quick":  "src/quick/quickPage.tsx",
	"r":      "src/room/roomPage.tsx",
	"g":      "src/reveal/revealPage.tsx",

	"gallery": "src/gallery/galleryPage.tsx",
}

// wallView is the last part of the address of a lobby's wall, /l/plum-kite-otter/wall.
const wallView = "wall"

// viewsFile is where the build lists the files made of each source. It is internal and not
// served.
const viewsFile = "views.json"

// file is one file of the build, held in memory.
type file struct {
	name    string
	body    []byte // nil if the gzip form is enough
	gzipped []byte // nil if it saves nothing
	etag    string
	cache   string
}

// Caching: a file in assets/ has a hash of its content in its name and never changes;
// everything else is revalidated each time.
const (
	cacheForGood = "public, max-age=31536000, immutable"
	cacheAskMe   = "no-cache"
)

// New reads the whole build into memory: it is some hundred kilobytes. The root is the path of
// Tandem on its host, "/" or "/tandem/"; languages has what is said before the script runs
// (ui.Words). Without a build every address answers with how to make one.
func New(root string, built, languages fs.FS) (*Page, error) {
	p := &Page{files: map[string]file{}, views: map[view]file{}}
	var err error
	if p.spoken, err = readWords(languages); err != nil {
		return nil, err
	}
	if built == nil {
		return p, nil
	}
	err = fs.WalkDir(built, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		p.files[name] = newFile(name, withBase(body, root))
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the built page: %w", err)
	}
	var chunks map[string]chunk
	if views, ok := p.Take(viewsFile); ok {
		if err := json.Unmarshal(views, &chunks); err != nil {
			return nil, fmt.Errorf("read the built page's %s: %w", viewsFile, err)
		}
	}
	for _, w := range p.spoken.words {
		index := p.spoken.translate(p.files["index.html"].body, w)
		own := "src/i18n/" + w.Language + "/index.ts"
		p.views[view{"", w.Language}] = newFile("index.html", withHead(index, filesOf(chunks, own)))
		for begins, source := range viewSources {
			p.views[view{begins, w.Language}] = newFile("index.html", withHead(index, filesOf(chunks, own, source)))
		}
	}
	return p, nil
}

// withBase returns a file of the build, whose HTML says where the page's own addresses begin.
func withBase(file []byte, root string) []byte {
	return bytes.Replace(file, []byte(`<base href="/" />`), []byte(`<base href="`+html.EscapeString(root)+`" />`), 1)
}

// Take removes a file of the build that is not for browsers, and returns it; false if there is
// none.
func (p *Page) Take(name string) ([]byte, bool) {
	file, ok := p.files[name]
	delete(p.files, name)
	return file.content(), ok
}

func newFile(name string, body []byte) file {
	f := file{name: name, body: body, cache: cacheAskMe}
	if strings.HasPrefix(name, "assets/") {
		f.cache = cacheForGood
	}
	sum := sha256.Sum256(body)
	f.etag = hex.EncodeToString(sum[:8])
	if zipped := compress(body); len(zipped) < len(body)*9/10 {
		f.gzipped = zipped
		if name != "index.html" { // from which other pages are made, some with each request
			f.body = nil
		}
	}
	return f
}

// content returns the file's bytes. Browsers take the gzip form, so this one is rarely asked
// for.
func (f file) content() []byte {
	if f.body != nil || f.gzipped == nil {
		return f.body
	}
	r, _ := gzip.NewReader(bytes.NewReader(f.gzipped)) // compress made it
	body, _ := io.ReadAll(r)
	return body
}

// chunk is Vite's description of a source, or of code that several share: see
// https://vite.dev/guide/backend-integration.
type chunk struct {
	File    string   `json:"file"`
	Imports []string `json:"imports"`
	CSS     []string `json:"css"`
	IsEntry bool     `json:"isEntry"`
}

// filesOf returns links to the files of some sources, which the browser then fetches while
// the page starts. index.html links to the page's own files.
func filesOf(chunks map[string]chunk, sources ...string) []byte {
	var links bytes.Buffer
	seen := map[string]bool{}
	for _, c := range chunks {
		if c.IsEntry {
			for _, name := range c.Imports {
				seen[name] = true
			}
		}
	}
	var add func(name string)
	add = func(name string) {
		c, ok := chunks[name]
		if !ok || c.IsEntry || seen[name] {
			return
		}
		seen[name] = true
		fmt.Fprintf(&links, "    <link rel=\"modulepreload\" crossorigin href=\"%s\" />\n", html.EscapeString(c.File))
		for _, name := range c.Imports {
			add(name)
		}
		// After those of what it imports, as its script loads them: later styles override.
		for _, css := range c.CSS {
			fmt.Fprintf(&links, "    <link rel=\"stylesheet\" crossorigin href=\"%s\" />\n", html.EscapeString(css))
		}
	}
	for _, source := range sources {
		add(source)
	}
	return links.Bytes()
}

// withHead returns a page with more at the end of its head.
func withHead(body, more []byte) []byte {
	before, after, ok := bytes.Cut(body, []byte("</head>"))
	if !ok {
		return body
	}
	return slices.Concat(before, more, []byte("</head>"), after)
}

// ServeHTTP answers a GET or a HEAD with a file of the build, or with the page.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	index, built := p.files["index.html"]
	if !built {
		http.Error(w, "This tandem was built without its page.\n\n"+
			"Build both with `make build`, or run `make run`. The API is there: see /api/docs.", http.StatusServiceUnavailable)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	file, ok := p.files[name]
	switch {
	case ok:
	case path.Ext(name) != "":
		if p.Elsewhere != nil && strings.HasPrefix(name, "assets/") && p.Elsewhere(w, r) {
			return
		}
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	default:
		file = p.view(r, index)
	}
	file.serve(w, r)
}

// view returns the page for an address, in the visitor's language.
func (p *Page) view(r *http.Request, index file) file {
	begins, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if _, of, _ := strings.Cut(rest, "/"); begins == "l" && of == wallView {
		begins = wallView
	}
	spoken := p.Best(r).Language
	for _, v := range []view{{begins, spoken}, {"", spoken}} {
		if file, ok := p.views[v]; ok {
			return file
		}
	}
	return index
}

// Addition is what the page of one address has besides that of its view.
type Addition struct {
	Title, Description string // "" for Tandem's own
	Head               []byte
	Text               []byte // what is read until the script runs
}

// ServeWith serves the page with an addition, for one address.
func (p *Page) ServeWith(w http.ResponseWriter, r *http.Request, more Addition) {
	index, built := p.files["index.html"]
	if !built {
		p.ServeHTTP(w, r)
		return
	}
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", cacheAskMe)
	}
	w.Header().Set("Vary", "Accept-Language")
	w.Header().Set("Content-Type", contentType("index.html"))
	body := withHead(p.view(r, index).body, more.Head)
	replace := func(old, by string) {
		body = bytes.Replace(body, []byte(old), []byte(by), 1)
	}
	if more.Title != "" {
		replace("<title>Tandem</title>", "<title>"+html.EscapeString(more.Title)+" · Tandem</title>")
	}
	if own := p.Best(r).Description; more.Description != "" && own != "" {
		replace(own, html.EscapeString(more.Description))
	}
	replace(`<div id="app">`, `<div id="app">`+string(more.Text))
	http.ServeContent(w, r, "index.html", time.Time{}, bytes.NewReader(body))
}

// serve writes the file, gzipped if the browser accepts that.
func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", f.cache)
	h.Set("Content-Type", contentType(f.name))
	if strings.HasPrefix(f.name, "assets/") {
		h.Set("Access-Control-Allow-Origin", "*") // embedded replays have another origin
	}
	if f.name == "index.html" {
		h.Add("Vary", "Accept-Language")
	}
	var body []byte
	etag := f.etag
	if f.gzipped != nil {
		h.Add("Vary", "Accept-Encoding")
	}
	if f.gzipped != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body, etag = f.gzipped, etag+"-gz"
	} else {
		body = f.content()
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(body))
}

// contentType has its own table of the page's types, because the system's tables differ
// from machine to machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// acceptsGzip parses an Accept-Encoding header, as far as gzip is concerned.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.ReplaceAll(params, " ", "") != "q=0"
		}
	}
	return false
}

// compress returns body, gzipped.
func compress(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                  // a bytes.Buffer never fails
	_ = w.Close()
	return bytes.Clone(b.Bytes()) // it is kept, without what the buffer has left
}
