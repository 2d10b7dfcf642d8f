package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
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
func TestGuard_ServiceWorkerMayFetchFromThisHostOnly(t *testing.T) {
	w := get(edge(t, Config{Page: builtPage()}), "/sw.js")
	if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'self'") {
		t.Errorf("policy is %q", got)
	}
}

func TestGuard_PolicyForbidsExternalResourcesAndFrames(t *testing.T) {
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

func TestPage_SaysThatItIsNotBuilt(t *testing.T) {
	for _, cfg := range []Config{{}, {Page: fstest.MapFS{".gitkeep": {}}}} {
		w := get(edge(t, cfg), "/")
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
			t.Errorf("%d: %s", w.Code, w.Body)
		}
	}
}

func TestGuard_RefusesWrites(t *testing.T) {
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

func TestGuard_TellsBrowsersToStayWithHTTPS(t *testing.T) {
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
