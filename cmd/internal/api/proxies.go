package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// warnEvery is the minimum time between two warnings of the same cause.
const warnEvery = time.Hour

// warnings logs faults between the pages and Tandem for the operator: once per cause, not
// once per request. Safe for concurrent use.
type warnings struct {
	mu   sync.Mutex
	last map[string]time.Time // by message
}

// warn logs a fault and its remedy, unless it did so within warnEvery.
func (a *API) warn(ctx context.Context, message string, attrs ...slog.Attr) {
	w := &a.warnings
	w.mu.Lock()
	last, known := w.last[message]
	lately := known && time.Since(last) < warnEvery
	if !lately {
		if w.last == nil {
			w.last = map[string]time.Time{}
		}
		w.last[message] = time.Now()
	}
	w.mu.Unlock()
	if !lately {
		a.log.LogAttrs(ctx, slog.LevelWarn, message, attrs...)
	}
}

// isUpgrade reports whether the request is a complete websocket handshake.
func isUpgrade(r *http.Request) bool { return len(missingOfUpgrade(r)) == 0 }

// missingOfUpgrade returns what the request lacks of a websocket handshake.
func missingOfUpgrade(r *http.Request) (missing []string) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		missing = append(missing, "Upgrade: websocket")
	}
	if !strings.Contains(strings.ToLower(strings.Join(r.Header.Values("Connection"), ",")), "upgrade") {
		missing = append(missing, "Connection: Upgrade")
	}
	if !r.ProtoAtLeast(1, 1) {
		missing = append(missing, "HTTP/1.1")
	}
	return missing
}

// warnOfUpgrade warns of a proxy that has turned a websocket handshake into a plain
// request: some of its headers are still there.
func (a *API) warnOfUpgrade(r *http.Request) {
	if r.Header.Get("Sec-WebSocket-Key") == "" && r.Header.Get("Sec-WebSocket-Version") == "" &&
		r.Header.Get("Sec-Fetch-Mode") != "websocket" && r.Header.Get("Upgrade") == "" {
		return
	}
	a.warn(r.Context(), "websockets do not get through, so nobody can play: a proxy in front of Tandem takes part of the "+
		"request away. Have it pass websockets on. In nginx: proxy_http_version 1.1; "+
		"proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";",
		slog.String("missing", strings.Join(missingOfUpgrade(r), ", ")), slog.Any("proxy", a.peerOf(r)))
}

// warnOfHeldStream warns that something buffers a page's event stream, so that the page
// polls.
func (a *API) warnOfHeldStream(r *http.Request) {
	a.warn(r.Context(), "a page heard nothing on its event stream and asks every few seconds instead. If this goes for "+
		"all players, a proxy in front of Tandem seems to hold event streams back: switch its buffering off. In nginx: "+
		"proxy_buffering off; and no proxy_ignore_headers X-Accel-Buffering",
		slog.Any("proxy", a.peerOf(r)))
}

// warnOfOrigin warns of a request that was refused as another site's. Tandem's own page
// looks like that if the server doesn't know its address.
func (a *API) warnOfOrigin(r *http.Request) {
	a.warn(r.Context(), "a request was refused as another site's. If players open Tandem at the address in page, either a "+
		"proxy changes the Host header (in nginx: proxy_set_header Host $http_host;) or PUBLIC_URL has to be that address",
		slog.String("page", r.Header.Get("Origin")), slog.String("host", r.Host), slog.String("public_url", a.publicURL()))
}

// warnOfScheme warns of a page opened by https while PUBLIC_URL says otherwise.
func (a *API) warnOfScheme(ctx context.Context, from Sender) {
	page, ok := from.page()
	if !ok || page.Scheme != "https" || a.cookie.Secure {
		return
	}
	a.warn(ctx, "players come by https, but PUBLIC_URL does not say so: their cookies are not Secure and links may "+
		"begin with http. Set PUBLIC_URL to the address in page",
		slog.String("page", page.Scheme+"://"+page.Host), slog.String("public_url", a.publicURL()))
}

// cookieRefused returns the problem of a request from a page whose browser refuses Tandem's
// cookie: the cookie is Secure, and the page was opened by plain http. It returns nil if
// all is well or the page isn't known. The browser itself says how the page was opened,
// because behind a proxy the connection doesn't show it.
func (a *API) cookieRefused(ctx context.Context, from Sender) *problem.Problem {
	if !a.cookie.Secure || visitOf(ctx).token != "" {
		return nil
	}
	page, ok := from.page()
	if !ok || page.Scheme != "http" || isThisMachine(page.Hostname()) {
		return nil
	}
	p := problem.New(problem.WrongAddress, "Browsers take this Tandem's cookie only at "+a.publicURL()+". Open it there.")
	p.Address = a.publicURL()
	a.warn(ctx, "a page was opened by http, but PUBLIC_URL is https: browsers refuse the cookie, so nobody can play "+
		"there. Have players open PUBLIC_URL; to play by http, as on a local network, unset PUBLIC_URL",
		slog.String("page", page.Scheme+"://"+page.Host), slog.String("public_url", a.publicURL()))
	return p
}

// noSession returns the problem of a request that needs a session and has none.
func (a *API) noSession(r *http.Request) *problem.Problem {
	if p := a.cookieRefused(r.Context(), Sender{r.Header.Get("Origin"), r.Referer()}); p != nil {
		return p
	}
	return problem.New(problem.NoSession, "")
}

// isThisMachine reports whether a host is the browser's own machine, from which browsers
// accept Secure cookies by http, too.
func isThisMachine(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// Sender is what a browser says of the page that sends a request.
type Sender struct {
	Origin  string `header:"Origin" hidden:"true"`
	Referer string `header:"Referer" hidden:"true"`
}

// page returns where the page was opened; ok is false if the browser doesn't say.
func (s Sender) page() (page *url.URL, ok bool) {
	for _, said := range []string{s.Origin, s.Referer} {
		if u, err := url.Parse(said); err == nil && u.Host != "" {
			return u, true
		}
	}
	return nil, false
}

// publicURL returns PUBLIC_URL without a trailing slash; "" if it isn't set.
func (a *API) publicURL() string {
	if a.cfg.PublicURL == nil {
		return ""
	}
	return strings.TrimSuffix(a.cfg.PublicURL.String(), "/")
}
