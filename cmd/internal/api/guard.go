package api

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// What caches may do with an answer: ask each time whether it is still the same; store
// nothing; or store it in the browser only, and ask each time. Answers of the API are private
// to the requester.
const (
	cacheAskMe     = "no-cache"
	cacheNothing   = "no-store"
	cachePrivately = "private, no-cache"
)

// guardPage sets the headers that forbid browsers what Tandem never does: nothing is loaded
// from other hosts, no inline script or style runs, nobody frames the page. With an https
// PUBLIC_URL they also pin the host to https.
func (a *API) guardPage(next http.Handler) http.Handler {
	policy := strings.Join([]string{
		"default-src 'self'",
		"img-src 'self' data: blob:", // blob: the drawing during its download; data: icons
		"object-src 'none'",
		"base-uri 'self'", // the page's own
		"form-action 'self'",
		"frame-ancestors 'none'",
	}, "; ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // anyone with a lobby's link can join
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.URL.Path != "/" {
			h.Set(robotsHeader, "noindex") // unless the handler says otherwise
		}
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if a.cookie.Secure && a.base == "" { // else the host is not Tandem's alone
			h.Set("Strict-Transport-Security", "max-age=31536000") // a year; for this host only
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Cache-Control", cacheNothing) // unless the operation says otherwise
		}
		next.ServeHTTP(w, r)
	})
}

// guardOrigin refuses writes and sockets from other sites' pages. Browsers open sockets
// across origins without asking.
func (a *API) guardOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		checked := r
		if r.Header.Get("Upgrade") != "" {
			checked = r.Clone(r.Context())
			checked.Method = http.MethodPost // the check lets any GET pass; treat a socket as a write
		}
		if err := a.origins.Check(checked); err != nil {
			a.warnOfOrigin(r)
			a.base.refuse(w, problem.New(problem.ForeignOrigin, ""))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// serveRest answers what has no route: an address of the page, unless only the API could have
// it.
func (a *API) serveRest(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		a.base.refuse(w, problem.New(problem.NoSuchPage, ""))
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		a.base.refuse(w, problem.New(problem.MethodNotAllowed, ""))
	default:
		a.page.ServeHTTP(w, r)
	}
}

// refuseMethod answers a method that an address doesn't accept, and lists those that it
// does.
func (a *API) refuseMethod(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if a.router.Match(chi.NewRouteContext(), method, cmp.Or(r.URL.RawPath, r.URL.Path)) {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil { // an unknown method, and no such address
		a.serveRest(w, r)
		return
	}
	if allowed[0] == http.MethodGet {
		allowed = append(allowed, http.MethodHead)
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.base.refuse(w, problem.New(problem.MethodNotAllowed, ""))
}
