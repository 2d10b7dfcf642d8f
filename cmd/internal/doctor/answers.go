package doctor

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

func (v *visit) clock() Finding {
	if v.at.date.IsZero() {
		return warning("%s does not say what time it is.", v.at.base).do("Have the proxy keep the Date header.")
	}
	return Clock("the server at "+v.at.base.String(), v.at.date, v.at.now)
}

func (v *visit) ready(ctx context.Context) Finding {
	var health api.Health
	_, p, err := v.ask(ctx, http.MethodGet, "readyz", "", &health)
	switch {
	case err != nil:
		return wrong("Tandem does not say whether it is ready: %v.", err).do("Read its log.")
	case p.Detail != "":
		return wrong("Tandem is not ready for players: %s", p.Detail).do("Its log says more; run tandem doctor where it runs, with the same configuration.")
	}
	return ok("Tandem is ready: it reaches its database.")
}

// connection looks at how requests arrive.
func (v *visit) connection(ctx context.Context) []Finding {
	var c api.Connection
	_, p, err := v.ask(ctx, http.MethodGet, "api/connection", "", &c)
	if err != nil || p.Detail != "" {
		return []Finding{warning("This Tandem does not say how requests arrive (%s).", cmp.Or(p.Detail, fmt.Sprint(err))).do("Update it to the version of this doctor.")}
	}
	return []Finding{clientSeen(c, isThisMachine(v.at.base.Hostname())), v.address(c)}
}

// clientSeen says whom Tandem takes a client for. local is whether Tandem was asked on this
// machine.
func clientSeen(c api.Connection, local bool) Finding {
	client, err := netip.ParseAddr(c.Client)
	switch {
	case c.Forwarded == "ignored":
		return wrong("Tandem takes the proxy at %s for the client of all its requests, so all players share one client's limits.", c.Client).
			do("Add the proxy to TRUSTED_PROXIES: TRUSTED_PROXIES=127.0.0.0/8,::1/128,%s.", c.Client)
	case err == nil && client.IsLoopback() && !local:
		return wrong("Tandem takes everybody for %s: the proxy does not say who asks, so all players share one client's limits.", c.Client).
			do("Have the proxy add the client to X-Forwarded-For. In nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
	case c.Client == "":
		return ok("Tandem sees no client address, as on a unix socket.")
	}
	return ok("Tandem sees this machine as %s.", c.Client)
}

// pathOf returns the path of a PUBLIC_URL; "" if it has none or isn't set.
func pathOf(public string) string {
	u, err := url.Parse(public)
	if err != nil {
		return ""
	}
	return u.Path
}

// address compares where Tandem was opened with what it believes.
func (v *visit) address(c api.Connection) Finding {
	public := c.PublicURL
	switch {
	case v.at.base.Path != "" && v.at.base.Path != pathOf(public):
		return wrong("Tandem was opened below %q of its host, but looks for its page's files below %q: players see nothing.", v.at.base.Path+"/", pathOf(public)+"/").
			do("Set PUBLIC_URL=%s.", v.at.base)
	case public != "" && public != strings.TrimSuffix(v.at.base.String(), "/"):
		return warning("PUBLIC_URL is %s, but Tandem was opened at %s: links that players send lead to the former.", public, v.at.base).
			do("If players open the latter, set PUBLIC_URL=%s.", v.at.base)
	case public == "" && !strings.EqualFold(c.Host, v.at.base.Host):
		return wrong("A proxy changes the Host header from %s to %s, so Tandem takes its own page for another site's and links lead there.", v.at.base.Host, c.Host).
			do("Have it keep the header (in nginx: proxy_set_header Host $http_host;), or set PUBLIC_URL=%s.", v.at.base)
	case public == "" && c.Scheme != v.at.base.Scheme:
		return wrong("Tandem was opened by %s, but does not know it: links begin with %s://.", v.at.base.Scheme, c.Scheme).
			do("Set PUBLIC_URL=%s.", v.at.base)
	}
	return ok("Links lead to %s.", cmp.Or(public, v.at.base.String()))
}
