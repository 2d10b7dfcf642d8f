package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/tandem-game/tandem/cmd/internal/session"
)

// visit is what every handler may know of the request it serves.
type visit struct {
	id     string       // of the request, in the log and in X-Request-Id
	client netip.Prefix // whom limits count: one IPv4 address or one IPv6 /64
	origin string       // this Tandem as the client sees it, "https://tandem.example"
	token  session.Token
	player *Player // set by authorize where a session is needed

	operator bool // the request is the operator's, whatever it asks for

	takesLonger func() bool // lifts the bound of answerWithin from this request
}

type visitKey struct{}

// visitOf is the visit of the request ctx belongs to.
func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

func withVisit(ctx context.Context, v visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// clientOf is whom limits count this request for. X-Forwarded-For is believed as far
// as the proxies that wrote it are trusted: from its end, trusted addresses are
// skipped, and the first other one is the client.
func (a *API) clientOf(r *http.Request) netip.Prefix {
	client := a.peerOf(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !a.trusts(client) {
			break
		}
		said, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		client = said.Unmap().WithZone("")
	}
	bits := 32
	if client.Is6() {
		bits = 64
	}
	prefix, _ := client.Prefix(bits) // the zero Prefix for an address that is none
	return prefix
}

// originOf is this Tandem's address as the client sees it: the public one that was
// configured, or else the one the request was sent to.
func (a *API) originOf(r *http.Request) string {
	if a.cfg.PublicURL != nil {
		return strings.TrimSuffix(a.cfg.PublicURL.String(), "/")
	}
	scheme := "http"
	if r.TLS != nil || (r.Header.Get("X-Forwarded-Proto") == "https" && a.trusts(a.peerOf(r))) {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// peerOf is the address at the other end of the connection; the zero Addr when it
// has none, as on a unix socket.
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

func (a *API) trusts(proxy netip.Addr) bool {
	return slices.ContainsFunc(a.cfg.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(proxy) })
}
