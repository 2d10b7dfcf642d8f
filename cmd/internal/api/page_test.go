package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/ui"
)

func builtPage() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><base href=\"/\" /><title>Tandem</title>" + strings.Repeat("<p>", 400))},
		"assets/index-Ab12.js": {Data: []byte(strings.Repeat("draw();", 200))},
		"icon.svg":             {Data: []byte("<svg/>")},
		"icons/192.png":        {Data: []byte("\x89PNG")},

		"manifest.es.webmanifest": {Data: []byte(`{"name": "Tandem"}`)},
		"offline.html":            {Data: []byte("<!doctype html><html data-offline><base href=\"/\" />")},
		"sw.js":                   {Data: []byte(`const CACHE = "tandem-1";`)},
	}
}

func get(a *API, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

func TestPage_Serves(t *testing.T) {
	a, err := New(Config{Page: builtPage()}, Services{Rooms: roomOf{}})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path        string
		status      int
		contentType string
		cache       string
	}{
		{"/", 200, "text/html; charset=utf-8", "no-cache"},
		{"/l/plum-kite-otter", 200, "text/html; charset=utf-8", "no-cache"},
		{"/r/7C3IXHWN2YVQ5EKRZ4PAJUSOGD", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin", 200, "text/html; charset=utf-8", "no-cache"},
		{"/assets/index-Ab12.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/icon.svg", 200, "image/svg+xml", "no-cache"},
		{"/icons/192.png", 200, "image/png", "no-cache"},
		{"/manifest.es.webmanifest", 200, "application/manifest+json", "no-cache"},
		{"/offline.html", 200, "text/html; charset=utf-8", "no-cache"},
		{"/sw.js", 200, "text/javascript; charset=utf-8", "no-cache"},
		{"/manifest.xx.webmanifest", 404, "text/plain; charset=utf-8", ""},
		{"/assets/index-Old1.js", 404, "text/plain; charset=utf-8", ""},
		{"/favicon.ico", 404, "text/plain; charset=utf-8", ""},
		{"/../etc/passwd.txt", 404, "text/plain; charset=utf-8", ""},
		{"/api/nothing", 404, "application/problem+json", "no-store"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			w := get(a, test.path)
			if w.Code != test.status {
				t.Errorf("status %d, want %d", w.Code, test.status)
			}
			if got := w.Header().Get("Content-Type"); got != test.contentType {
				t.Errorf("content type %s, want %s", got, test.contentType)
			}
			if got := w.Header().Get("Cache-Control"); got != test.cache {
				t.Errorf("cache %q, want %q", got, test.cache)
			}
		})
	}
}

// The policy of the worker's own answer bounds what the worker may fetch.
func TestPage_ServiceWorkerMayFetchFromThisHostOnly(t *testing.T) {
	w := get(edge(t, Config{Page: builtPage()}), "/sw.js")
	if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'self'") {
		t.Errorf("policy is %q", got)
	}
}

func TestPage_WithoutOfflinePageBrowsersRemoveTheirs(t *testing.T) {
	w := get(edge(t, Config{Page: builtPage(), NoOfflinePage: true}), "/sw.js")
	if got := w.Header().Get("Cache-Control"); w.Code != http.StatusOK || got != "no-cache" {
		t.Errorf("%d, cache %q", w.Code, got)
	}
	if body := w.Body.String(); !strings.Contains(body, "unregister()") || strings.Contains(body, "fetch") {
		t.Errorf("the last service worker is\n%s", body)
	}
}

func TestPage_PolicyForbidsExternalResourcesAndFrames(t *testing.T) {
	w := get(edge(t, Config{Page: builtPage()}), "/")
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy lacks %s: %s", want, policy)
		}
	}
	for _, never := range []string{"unsafe", "http:", "https:", "*"} {
		if strings.Contains(policy, never) {
			t.Errorf("policy has %s: %s", never, policy)
		}
	}
	if got := w.Header().Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("X-Content-Type-Options is %q", got)
	}
	if got := w.Header().Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("Referrer-Policy is %q", got)
	}
}

func TestPage_IsCompressedAndCached(t *testing.T) {
	a := edge(t, Config{Page: builtPage()})
	plain := get(a, "/assets/index-Ab12.js")
	zipped := get(a, "/assets/index-Ab12.js", "Accept-Encoding", "br, gzip;q=0.8")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() >= plain.Body.Len() {
		t.Errorf("gzip sends %d bytes as %q, plain %d", zipped.Body.Len(), zipped.Header().Get("Content-Encoding"), plain.Body.Len())
	}
	if refused := get(a, "/assets/index-Ab12.js", "Accept-Encoding", "gzip; q=0"); refused.Header().Get("Content-Encoding") != "" {
		t.Error("gzip was sent to a client that refuses it")
	}
	for _, first := range []*httptest.ResponseRecorder{plain, zipped} {
		encoding := first.Header().Get("Content-Encoding")
		again := get(a, "/assets/index-Ab12.js", "If-None-Match", first.Header().Get("ETag"), "Accept-Encoding", encoding)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("requested again: %d with %d bytes", again.Code, again.Body.Len())
		}
	}
	r := httptest.NewRequest(http.MethodHead, "/", nil)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestPage_SaysThatItIsNotBuilt(t *testing.T) {
	for _, cfg := range []Config{{}, {Page: fstest.MapFS{".gitkeep": {}}}} {
		w := get(edge(t, cfg), "/")
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
	}
}

func TestPage_RefusesWrites(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/l/plum-kite-otter", nil)
	w := httptest.NewRecorder()
	edge(t, Config{Page: builtPage()}).ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("status %d", w.Code)
	}
}

// roomOf returns a registry with one live room whose stream has so many bytes.
type roomOf struct {
	Rooms
	id    string
	bytes int
}

func (o roomOf) Length(id string) int {
	if id == o.id {
		return o.bytes
	}
	return 0
}

func TestPage_PreloadsThePictureOfALongGame(t *testing.T) {
	const id = "7C3IXHWN2YVQ5EKRZ4PAJUSOGD"
	dist := builtPage()
	dist["index.html"].Data = []byte("<!doctype html><html><head><title>Tandem</title>\n</head><body></body></html>")
	for _, test := range []struct {
		path  string
		bytes int
		want  bool
	}{
		{"/r/" + id, pictures.LongStream, true},
		{"/r/" + id, pictures.LongStream - 1, false},
		{"/r/another", pictures.LongStream, false},
	} {
		a, err := New(Config{Page: dist}, Services{Rooms: roomOf{id: id, bytes: test.bytes}})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, test.path, nil))
		const link = `<link rel="preload" as="fetch" crossorigin href="api/rooms/` + id + `/picture.qoi" />`
		if got := strings.Contains(w.Body.String(), link); got != test.want || w.Code != http.StatusOK {
			t.Errorf("%s, %d bytes: %d, preload %v, want %v:\n%s", test.path, test.bytes, w.Code, got, test.want, w.Body)
		}
	}
}

func TestPage_PreloadsTheFilesOfAView(t *testing.T) {
	dist := builtPage()
	dist["index.html"].Data = []byte("<!doctype html><html><head><title>Tandem</title>\n</head><body></body></html>")
	dist["views.json"] = &fstest.MapFile{Data: []byte(`{
		"index.html": {"file": "assets/index-1.js", "isEntry": true, "imports": ["_i18n"]},
		"_i18n": {"file": "assets/i18n-1.js"},
		"_dialog": {"file": "assets/dialog-1.js", "css": ["assets/dialog-1.css"], "imports": ["_i18n"]},
		"src/lobby/lobbyPage.tsx": {"file": "assets/lobby-1.js", "css": ["assets/lobby-1.css"], "imports": ["index.html", "_i18n", "_dialog"]}
	}`)}
	a := edge(t, Config{Page: dist})
	want := `<title>Tandem</title>
    <link rel="modulepreload" crossorigin href="assets/lobby-1.js" />
    <link rel="modulepreload" crossorigin href="assets/dialog-1.js" />
    <link rel="stylesheet" crossorigin href="assets/dialog-1.css" />
    <link rel="stylesheet" crossorigin href="assets/lobby-1.css" />
</head>`
	if got := get(a, "/l/plum-kite-otter").Body.String(); !strings.Contains(got, want) {
		t.Errorf("a lobby's page is\n%s", got)
	}
	if got := get(a, "/").Body.String(); strings.Contains(got, "<link") {
		t.Errorf("home is\n%s", got)
	}
	if got := get(a, "/views.json"); got.Code != http.StatusNotFound {
		t.Errorf("the build's manifest: %d", got.Code)
	}
}

func TestPage_TellsBrowsersToStayWithHTTPS(t *testing.T) {
	for public, want := range map[string]string{"https://draw.example": "max-age=31536000", "http://draw.example": ""} {
		address, err := url.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/api/nothing", "/api/quick"} {
			w := get(edge(t, Config{Page: builtPage(), PublicURL: address}), path)
			if got := w.Header().Get("Strict-Transport-Security"); got != want {
				t.Errorf("%s%s: %q, want %q", public, path, got, want)
			}
		}
	}
}

func TestRefuseMethod_ListsTheAllowedOnes(t *testing.T) {
	a := edge(t, Config{Page: builtPage()})
	ask := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		a.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
	for path, item := range a.OpenAPI().Paths {
		var want []string
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				want = append(want, op.Method)
			}
		}
		if item.Get != nil {
			want = append(want, http.MethodHead)
		}
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, "BREW"} {
			if slices.Contains(want, method) {
				continue
			}
			w := ask(method, path)
			if got := w.Header().Get("Allow"); w.Code != http.StatusMethodNotAllowed || got != strings.Join(want, ", ") {
				t.Errorf("%s %s: %d, Allow: %s, want %s", method, path, w.Code, got, want)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("%s %s: %s", method, path, got)
			}
		}
	}
	for path, want := range map[string]string{"/": "GET, HEAD", "/l/plum-kite-otter": "GET, HEAD", "/api/docs": "GET, HEAD", "/healthz": "GET, HEAD"} {
		for _, method := range []string{http.MethodPost, http.MethodOptions, "BREW"} {
			if w := ask(method, path); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != want {
				t.Errorf("%s %s: %d, Allow: %s", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
	if w := ask("BREW", "/api/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown path: %d", w.Code)
	}
}

func TestPage_SpeaksTheBrowsersLanguageBeforeItsScriptRuns(t *testing.T) {
	index, err := os.ReadFile("../../../ui/index.html")
	if err != nil {
		t.Fatal(err)
	}
	dist := builtPage()
	dist["index.html"].Data = index
	dist["views.json"] = &fstest.MapFile{Data: []byte(`{"src/i18n/es/index.ts": {"file": "assets/es-Cd34.js"}}`)}
	a, err := New(Config{Page: dist, Words: ui.Words}, Services{})
	if err != nil {
		t.Fatal(err)
	}
	for wished, want := range map[string][]string{
		"":                               {`<html lang="en">`, "Switch it on", "Draw one picture"},
		"tlh, *;q=0.1":                   {`<html lang="en">`},
		"es-MX,es;q=0.9,en;q=0.8":        {`<html lang="es">`, "Actívalo", "Haz un dibujo", `<button type="submit" form="again">Cárgalo`, "\"assets/es-Cd34.js"},
		strings.Repeat("x", 5000) + ";q": {`<html lang="en">`},
	} {
		for _, path := range []string{"/", "/l/plum-kite-otter"} {
			w := get(a, path, "Accept-Language", wished)
			for _, text := range want {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%s for %.40q has no %q", path, wished, text)
				}
			}
			if vary := w.Header().Values("Vary"); !slices.Contains(vary, "Accept-Language") {
				t.Errorf("%s varies by %q", path, vary)
			}
		}
	}
}
