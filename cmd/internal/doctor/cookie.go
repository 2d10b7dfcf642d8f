package doctor

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

// cookie begins a session, as a browser would.
func (v *visit) cookie(ctx context.Context) []Finding {
	cookies, p, err := v.ask(ctx, http.MethodPut, "api/me", `{"name":"Doctor"}`, nil)
	switch {
	case err != nil:
		return []Finding{wrong("Nobody can name themselves: %v.", err).do("Read Tandem's log.")}
	case p.Code == "foreign_origin":
		return []Finding{wrong("Tandem refuses its own page at %s as another site's, so nobody can play there.", v.at.origin()).
			do("Set PUBLIC_URL=%s, or have the proxy keep the Host header (in nginx: proxy_set_header Host $http_host;).", v.at.base)}
	case p.Code == "wrong_address":
		return []Finding{wrong("Browsers refuse Tandem's cookie at %s, because PUBLIC_URL is %s and the cookie is for https only.", v.at.base, p.Address).
			do("Open %s; to play by http, as on a local network, unset PUBLIC_URL.", p.Address)}
	case p.Detail != "":
		return []Finding{wrong("Nobody can name themselves: %s", p.Detail).do("Read Tandem's log.")}
	}
	for _, c := range cookies {
		if strings.HasSuffix(c.Name, "tandem") {
			v.session = c
		}
	}
	switch {
	case v.session == nil:
		return []Finding{wrong("Tandem's cookie does not arrive, so nobody can play.").do("Have the proxy pass Set-Cookie on.")}
	case v.session.Secure && v.at.base.Scheme == "http" && !isThisMachine(v.at.base.Hostname()):
		return []Finding{wrong("Browsers refuse Tandem's cookie at %s, because it is for https only.", v.at.base).
			do("Open Tandem by https; to play by http, as on a local network, unset PUBLIC_URL.")}
	case !v.session.Secure && v.at.base.Scheme == "https":
		return []Finding{wrong("Tandem's cookie is not Secure although players come by https, so it would also be sent by http, where others can read it.").
			do("Set PUBLIC_URL=%s.", v.at.base)}
	}
	return []Finding{ok("Browsers take Tandem's cookie.")}
}

// isThisMachine reports whether a host is the browser's own machine, from which browsers
// take a Secure cookie by http, too.
func isThisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}
