package page

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tandem-game/tandem/ui"
)

func built() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><base href=\"/\" /><title>Tandem</title>" + strings.Repeat("<p>", 400))},
		"assets/index-Ab12.js": {Data: []byte(strings.Repeat("draw();", 200))},
		"sw.js":                {Data: []byte(`const CACHE = "tandem-1";`)},
	}
}

func open(t *testing.T, built, languages fs.FS) *Page {
	t.Helper()
	p, err := New("/", built, languages)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func get(p *Page, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

func TestPage_WithoutOfflinePageBrowsersRemoveTheirs(t *testing.T) {
	p := open(t, built(), nil)
	p.RemoveWorker()
	w := get(p, "/sw.js")
	if got := w.Header().Get("Cache-Control"); w.Code != http.StatusOK || got != "no-cache" {
		t.Errorf("%d, cache %q", w.Code, got)
	}
	if body := w.Body.String(); !strings.Contains(body, "unregister()") || strings.Contains(body, "fetch") {
		t.Errorf("the last service worker is\n%s", body)
	}
}

func TestPage_IsCompressedAndCached(t *testing.T) {
	p := open(t, built(), nil)
	plain := get(p, "/assets/index-Ab12.js")
	zipped := get(p, "/assets/index-Ab12.js", "Accept-Encoding", "br, gzip;q=0.8")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() >= plain.Body.Len() {
		t.Errorf("gzip sends %d bytes as %q, plain %d", zipped.Body.Len(), zipped.Header().Get("Content-Encoding"), plain.Body.Len())
	}
	if refused := get(p, "/assets/index-Ab12.js", "Accept-Encoding", "gzip; q=0"); refused.Header().Get("Content-Encoding") != "" {
		t.Error("gzip was sent to a client that refuses it")
	}
	if whole, _ := fs.ReadFile(built(), "assets/index-Ab12.js"); plain.Body.String() != string(whole) {
		t.Errorf("plain, the file is\n%s\nwant\n%s", plain.Body, whole)
	}
	for _, first := range []*httptest.ResponseRecorder{plain, zipped} {
		encoding := first.Header().Get("Content-Encoding")
		again := get(p, "/assets/index-Ab12.js", "If-None-Match", first.Header().Get("ETag"), "Accept-Encoding", encoding)
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("requested again: %d with %d bytes", again.Code, again.Body.Len())
		}
	}
	r := httptest.NewRequest(http.MethodHead, "/", nil)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestPage_PreloadsTheFilesOfAView(t *testing.T) {
	dist := built()
	dist["index.html"].Data = []byte("<!doctype html><html><head><title>Tandem</title>\n</head><body></body></html>")
	dist["views.json"] = &fstest.MapFile{Data: []byte(`{
		"index.html": {"file": "assets/index-1.js", "isEntry": true, "imports": ["_i18n"]},
		"_i18n": {"file": "assets/i18n-1.js"},
		"_dialog": {"file": "assets/dialog-1.js", "css": ["assets/dialog-1.css"], "imports": ["_i18n"]},
		"src/lobby/lobbyPage.tsx": {"file": "assets/lobby-1.js", "css": ["assets/lobby-1.css"], "imports": ["index.html", "_i18n", "_dialog"]}
	}`)}
	p := open(t, dist, nil)
	want := `<title>Tandem</title>
    <link rel="modulepreload" crossorigin href="assets/lobby-1.js" />
    <link rel="modulepreload" crossorigin href="assets/dialog-1.js" />
    <link rel="stylesheet" crossorigin href="assets/dialog-1.css" />
    <link rel="stylesheet" crossorigin href="assets/lobby-1.css" />
</head>`
	if got := get(p, "/l/plum-kite-otter").Body.String(); !strings.Contains(got, want) {
		t.Errorf("a lobby's page is\n%s", got)
	}
	if got := get(p, "/").Body.String(); strings.Contains(got, "<link") {
		t.Errorf("home is\n%s", got)
	}
	if got := get(p, "/views.json"); got.Code != http.StatusNotFound {
		t.Errorf("the build's manifest: %d", got.Code)
	}
}

func TestPage_SpeaksTheBrowsersLanguageBeforeItsScriptRuns(t *testing.T) {
	index, err := os.ReadFile("../../../ui/index.html")
	if err != nil {
		t.Fatal(err)
	}
	dist := built()
	dist["index.html"].Data = index
	dist["views.json"] = &fstest.MapFile{Data: []byte(`{"src/i18n/es/index.ts": {"file": "assets/es-Cd34.js"}}`)}
	p := open(t, dist, ui.Words)
	for wished, want := range map[string][]string{
		"":                               {`<html lang="en">`, "Switch it on", "Draw one picture"},
		"tlh, *;q=0.1":                   {`<html lang="en">`},
		"es-MX,es;q=0.9,en;q=0.8":        {`<html lang="es">`, "Actívalo", "Haz un dibujo", `<button type="submit" form="again">Cárgalo`, "\"assets/es-Cd34.js"},
		strings.Repeat("x", 5000) + ";q": {`<html lang="en">`},
	} {
		for _, path := range []string{"/", "/l/plum-kite-otter"} {
			w := get(p, path, "Accept-Language", wished)
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
