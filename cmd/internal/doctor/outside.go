package doctor

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

const (
	answerWithin = 10 * time.Second
	// eventWithin is how long the first event of a stream may take, which is sent at once.
	eventWithin = 5 * time.Second
	maxAnswer   = 1 << 20 // bytes
)

// Outside asks a running Tandem as a browser does that has opened it at URL.
type Outside struct {
	URL         *url.URL
	Client      *http.Client     // nil: one that trusts what the system trusts
	Now         func() time.Time // nil: time.Now
	EventWithin time.Duration    // 0: eventWithin
}

// Check returns the findings, at most until something prevents the others.
func (o Outside) Check(ctx context.Context) []Finding {
	o.Client = cmp.Or(o.Client, http.DefaultClient)
	o.EventWithin = cmp.Or(o.EventWithin, eventWithin)
	if o.Now == nil {
		o.Now = time.Now
	}
	reached, found := o.reach(ctx)
	if found.State == Wrong {
		return []Finding{found}
	}
	v := &visit{Outside: o, at: reached}
	all := []Finding{found}
	all = append(all, v.clock(), v.ready(ctx))
	all = append(all, v.connection(ctx)...)
	all = append(all, v.cookie(ctx)...)
	if v.session != nil {
		all = append(all, v.events(ctx))
		defer v.leave(context.WithoutCancel(ctx))
	}
	return append(all, v.socket(ctx))
}

// reached is where Tandem was found.
type reached struct {
	base *url.URL  // after redirects, without a trailing slash
	date time.Time // as the server says
	now  time.Time // as this machine says, at the same moment
}

func (r reached) origin() string { return r.base.Scheme + "://" + r.base.Host }

// reach looks for Tandem.
func (o Outside) reach(ctx context.Context) (reached, Finding) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.URL.JoinPath("healthz").String(), nil)
	if err != nil {
		return reached{}, wrong("%s is no address: %v.", o.URL, err)
	}
	res, err := o.Client.Do(req)
	if err != nil {
		return reached{}, unreachable(o.URL, err)
	}
	defer res.Body.Close()
	now := o.Now()
	body, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer)) // what is cut off is no JSON
	switch res.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return reached{}, wrong("A proxy answers at %s, but it does not reach Tandem (%s).", o.URL, res.Status).
			do("Start Tandem, and have the proxy lead to its ADDR.")
	}
	var health api.Health
	if json.Unmarshal(body, &health) != nil || health.Status != "ok" || health.Version == "" {
		if res.StatusCode == http.StatusOK && len(body) == 0 {
			return reached{}, wrong("Tandem at %s is still starting.", o.URL).
				do("Wait some seconds; if it stays so, read its log: it may wait for its database, or for another tandem on the same one.")
		}
		return reached{}, wrong("What answers at %s is not Tandem (%s).", o.URL, res.Status).
			do("Check the address; behind a proxy, have it pass all paths on to Tandem.")
	}
	base := *res.Request.URL
	base.Path, base.RawQuery = strings.TrimSuffix(base.Path, "/healthz"), ""
	at := reached{base: &base, now: now}
	at.date, _ = http.ParseTime(res.Header.Get("Date")) // zero if it says none
	if at.origin() != o.URL.Scheme+"://"+o.URL.Host {
		return at, ok("%s leads to %s, where Tandem %s answers.", o.URL, at.base, health.Version)
	}
	return at, ok("Tandem %s answers at %s.", health.Version, at.base)
}

// unreachable says why nothing answers.
func unreachable(at *url.URL, err error) Finding {
	var noName *net.DNSError
	var badCertificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &badCertificate):
		return wrong("Browsers do not trust the certificate of %s: %v.", at, badCertificate.Err).
			do("Give the proxy a certificate for this name, as Caddy and certbot get from Let's Encrypt.")
	case errors.As(err, &noName):
		return wrong("The name %s is not known.", at.Hostname()).do("Add it to your DNS, with the address of the machine or its proxy.")
	case errors.Is(err, syscall.ECONNREFUSED):
		return wrong("Nothing listens at %s.", at).do("Start Tandem or the proxy in front of it, or check the address and its port.")
	case errors.Is(err, context.DeadlineExceeded):
		return wrong("%s does not answer within %v.", at, answerWithin).do("Open the port in the firewall, and check that the address leads to this machine.")
	}
	return wrong("%s can't be reached: %v.", at, plain(err)).do("Check the address, and that http and https are not mixed up.")
}

// plain is an error without the request that net/http puts before it.
func plain(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

// visit is one visit to Tandem.
type visit struct {
	Outside
	at      reached
	session *http.Cookie // nil: none was begun
}

// ask sends a request from Tandem's own page, and decodes the answer's JSON into into.
func (v *visit) ask(ctx context.Context, method, path string, body string, into any) (*http.Response, api.Problem, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := v.request(ctx, method, path, body)
	if err != nil {
		return nil, api.Problem{}, err
	}
	res, err := v.Client.Do(req)
	if err != nil {
		return nil, api.Problem{}, plain(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, api.Problem{}, fmt.Errorf("read the answer: %w", err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		var p api.Problem
		if json.Unmarshal(raw, &p) != nil {
			p.Detail = res.Status // not Tandem's own words
		}
		return res, p, nil
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			return res, api.Problem{}, fmt.Errorf("read the answer: %w", err)
		}
	}
	return res, api.Problem{}, nil
}

// request makes a request as Tandem's own page sends it.
func (v *visit) request(ctx context.Context, method, path, body string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.at.base.JoinPath(path).String(), bytes.NewBufferString(body))
	if err != nil {
		return nil, err
	}
	req.Header = v.header()
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// header is what a browser says with a request of Tandem's own page.
func (v *visit) header() http.Header {
	h := http.Header{"Origin": {v.at.origin()}}
	if v.session != nil {
		h.Set("Cookie", v.session.Name+"="+v.session.Value)
	}
	return h
}

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

// address compares where Tandem was opened with what it believes.
func (v *visit) address(c api.Connection) Finding {
	public := c.PublicURL
	switch {
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

// cookie begins a session, as a browser would.
func (v *visit) cookie(ctx context.Context) []Finding {
	res, p, err := v.ask(ctx, http.MethodPut, "api/me", `{"name":"Doctor"}`, nil)
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
	for _, c := range res.Cookies() {
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

// events opens an event stream and waits for its first event.
func (v *visit) events(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, v.EventWithin)
	defer cancel()
	req, err := v.request(ctx, http.MethodGet, "api/quick/events", "")
	if err != nil {
		return wrong("Event streams can't be opened: %v.", err)
	}
	req.Header.Set("Accept", "text/event-stream")
	res, err := v.Client.Do(req)
	if err == nil {
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return wrong("Event streams are refused (%s).", res.Status).do("Have the proxy pass /api/quick/events on.")
		}
		_, err = res.Body.Read(make([]byte, 1))
	}
	if err != nil {
		return wrong("A proxy holds event streams back, so pages hear of matches late: they ask every few seconds instead.").
			do("Switch its buffering off. In nginx: proxy_buffering off; and no proxy_ignore_headers X-Accel-Buffering.")
	}
	return ok("Event streams get through.")
}

// socket opens a websocket and waits for its message.
func (v *visit) socket(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	ws, res, err := websocket.Dial(ctx, v.at.base.JoinPath("api/connection").String(), &websocket.DialOptions{HTTPClient: v.Client, HTTPHeader: v.header()})
	if err == nil {
		defer ws.CloseNow() //nolint:errcheck // it may be closed already
		_, _, err = ws.Read(ctx)
	}
	switch {
	case err == nil:
		_ = ws.Close(websocket.StatusNormalClosure, "") // the server closes it, too
		return ok("Websockets get through.")
	case res != nil && res.StatusCode == http.StatusForbidden:
		return wrong("Tandem refuses websockets of its own page at %s as another site's.", v.at.origin()).
			do("Set PUBLIC_URL=%s, or have the proxy keep the Host header (in nginx: proxy_set_header Host $http_host;).", v.at.base)
	case res != nil && res.StatusCode == http.StatusNotFound:
		return warning("Websockets were not tried, as this Tandem is of another version.").do("Update it to the version of this doctor.")
	}
	return wrong("Websockets do not get through, so nobody can play: a proxy in front of Tandem takes part of the request away.").
		do("Have it pass websockets on. In nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";")
}

// leave has Tandem forget the player that cookie made.
func (v *visit) leave(ctx context.Context) {
	_, _, _ = v.ask(ctx, http.MethodDelete, "api/me", "", nil) // players who don't come back go in their time
}
