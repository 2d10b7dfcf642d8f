package api

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/tandem-game/tandem/cmd/internal/session"
)

// visit is what every handler may know of its request.
type visit struct {
	id      string       // of the request, in the log and in X-Request-Id
	client  netip.Prefix // what limits count: one IPv4 address or one IPv6 /64
	address string       // of this Tandem as the client sees it: "https://draw.example/tandem"
	token   session.Token
	player  *Player // set by authorize where a session is needed

	operator proof // proof that the request is the operator's, for every operation

	afterwards  func(func()) // runs a function once the request is answered
	takesLonger func() bool  // removes the limit answerWithin from this request
}

type visitKey struct{}

// visitOf returns the visit of the request that ctx belongs to.
func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// link returns the whole URL of a path of Tandem, for other people.
func (v visit) link(path string) string { return v.address + path }

func withVisit(ctx context.Context, v visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// clientOf returns the client that limits count for this request. It reads the proxies'
// headers from the end and skips trusted addresses; the first other address is the client.
func (a *API) clientOf(r *http.Request) netip.Prefix {
	client, _ := a.followHops(r)
	bits := 32
	if client.Is6() {
		bits = 64
	}
	prefix, _ := client.Prefix(bits) // the zero Prefix for an invalid address
	return prefix
}

// followHops goes from the connection back through the trusted proxies to the client. It
// also returns by what scheme the client reached the first of them, if Forwarded says so.
func (a *API) followHops(r *http.Request) (client netip.Addr, scheme string) {
	client = a.peerOf(r)
	said := hopsOf(r.Header)
	for a.trusts(client) {
		h, ok := said.last()
		if !ok {
			break
		}
		scheme = cmp.Or(h.scheme, scheme)
		if !h.ok {
			a.warn(r.Context(), "a trusted proxy names its clients in a way that can't be read, so they share the limits of one client; "+
				"have it write their addresses into X-Forwarded-For",
				slog.String("header", said.header), slog.String("value", clip(h.said)), slog.Any("proxy", client))
			break
		}
		client = h.client
	}
	return client, scheme
}

// addressOf returns this Tandem's address as the client sees it: the configured public one,
// or else the one that the request was sent to. An invalid host is replaced by the
// listening address, because links and pages with this address are sent to other people.
func (a *API) addressOf(r *http.Request) string {
	if a.cfg.PublicURL != nil {
		return a.publicURL()
	}
	host := r.Host
	if !hostForm.MatchString(host) {
		host = "localhost"
		if listened, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			host = listened.String()
		}
	}
	return a.schemeOf(r) + "://" + host
}

// hostForm is a name or an address, with or without a port.
var hostForm = regexp.MustCompile(`^([A-Za-z0-9_]([A-Za-z0-9._-]{0,253})|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?$`)

// schemeOf returns how the client reached this Tandem, or the first trusted proxy. Of
// several schemes in X-Forwarded-Proto the first is the client's; a client that lies harms
// only itself.
func (a *API) schemeOf(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	if !a.trusts(a.peerOf(r)) {
		return "http"
	}
	said := strings.Join(r.Header.Values("X-Forwarded-Proto"), ",")
	if said == "" {
		_, scheme := a.followHops(r)
		return cmp.Or(scheme, "http")
	}
	first, _, _ := strings.Cut(strings.TrimLeft(said, ", \t"), ",")
	scheme, ok := parseScheme(unquote(strings.TrimSpace(first)))
	if !ok {
		a.warn(r.Context(), "a trusted proxy names no scheme that can be read, so links begin with http://; "+
			"have it write http or https into X-Forwarded-Proto, or set PUBLIC_URL",
			slog.String("header", "X-Forwarded-Proto"), slog.String("value", clip(said)), slog.Any("proxy", a.peerOf(r)))
	}
	return cmp.Or(scheme, "http")
}

// clip shortens untrusted text for the log.
func clip(s string) string {
	const most = 80
	return asText(s[:min(len(s), most)])
}

// peerOf returns the address at the other end of the connection; the zero Addr if it has
// none, as on a unix socket.
func (a *API) peerOf(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

// trusts reports whether a proxy is believed. One without an address comes by a unix
// socket, which the operator has opened to it.
func (a *API) trusts(proxy netip.Addr) bool {
	if !proxy.IsValid() {
		return len(a.cfg.TrustedProxies) > 0
	}
	return slices.ContainsFunc(a.cfg.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(proxy) })
}
