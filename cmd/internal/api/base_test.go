package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// below returns an API that browsers find below a path.
func below(t *testing.T, path string) *API {
	return edge(t, Config{Page: builtPage(), PublicURL: &url.URL{Scheme: "https", Host: "draw.example", Path: path}})
}

func TestBase_IsRemovedFromARequestIfItIsThere(t *testing.T) {
	for path, want := range map[string]string{
		"/tandem":                "/",
		"/tandem/":               "/",
		"/tandem/api/me":         "/api/me",
		"/tandem/l/a%2Fb?c=%2Fd": "/l/a%2Fb?c=%2Fd",
		"/api/me":                "/api/me",
		"/tandems":               "/tandems",
		"/tandem/tandem":         "/tandem",
		"//tandem/x":             "//tandem/x",
	} {
		r := httptest.NewRequest(http.MethodGet, "http://draw.example"+path, nil)
		if got := base("/tandem").strip(r).URL.RequestURI(); got != want {
			t.Errorf("%s becomes %s, want %s", path, got, want)
		}
		if r.URL.RequestURI() != path {
			t.Errorf("%s was changed in the request of others", path)
		}
	}
}

func TestBase_PageAndProblemsLeadBelowIt(t *testing.T) {
	a := below(t, "/tandem")
	for _, path := range []string{"/tandem", "/tandem/quick", "/quick", "/tandem/offline.html"} {
		if got := get(a, path).Body.String(); !strings.Contains(got, `<base href="/tandem/" />`) {
			t.Errorf("the page at %s has no base: %.200s", path, got)
		}
	}
	for _, path := range []string{"/tandem/api/nothing", "/tandem/api/lobbies?public=perhaps", "/tandem/api/me/games"} {
		if got := get(a, path).Body.String(); !strings.Contains(got, `"type":"/tandem/api/docs#`) {
			t.Errorf("%s answers %s", path, got)
		}
	}
}

// The host has other sites, which needn't have https.
func TestBase_DoesNotPinTheWholeHostToHTTPS(t *testing.T) {
	for path, want := range map[string]bool{"": true, "/tandem": false} {
		if got := get(below(t, path), "/healthz").Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("below %q the host is pinned: %v", path, got)
		}
	}
}

// An address is made by path or by link; these lines have one for another purpose.
var noAddress = regexp.MustCompile(`^\s*//|\bPath: |(Has|Cut)Prefix\(|router\.Get\(|\b(path|link)\("|\borigin, ?"|\borigin ?\+ ?"|example:"|^\s+Description: `)

func TestBase_EveryAddressIsMadeFromIt(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`["` + "`" + `]/(api|l|r|g|quick|games|admin|assets)[/#"` + "`" + `]`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for i, line := range strings.Split(string(source), "\n") {
			if address.MatchString(line) && !noAddress.MatchString(line) {
				t.Errorf("%s:%d: use path or link (base.go): %s", file, i+1, strings.TrimSpace(line))
			}
		}
	}
}
