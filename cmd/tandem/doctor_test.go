package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/doctor"
	"github.com/tandem-game/tandem/store/storetest"
)

// examined has the doctor ask a Tandem that is opened at an address. Every name leads to it.
func (r *running) examined(t *testing.T, address string) []doctor.Finding {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.DialContext = r.named(t, address).dial
	if r.trusted != nil {
		transport.TLSClientConfig = r.trusted.Clone()
	}
	t.Cleanup(transport.CloseIdleConnections)
	return doctor.Outside{
		URL: mustParse(t, address), Client: &http.Client{Transport: transport}, EventWithin: r.eventWithin,
	}.Check(t.Context())
}

// wantFindings fails unless the findings that aren't OK have these words, one each.
func wantFindings(t *testing.T, found []doctor.Finding, want ...string) {
	t.Helper()
	var bad []string
	for _, f := range found {
		if f.State != doctor.OK {
			bad = append(bad, string(f.State)+": "+f.Is+" "+f.Do)
		}
	}
	for _, words := range want {
		if !slices.ContainsFunc(bad, func(f string) bool { return strings.Contains(f, words) }) {
			t.Errorf("no finding says %q", words)
		}
	}
	if len(bad) != len(want) {
		t.Errorf("%d findings, want %d:\n%s", len(bad), len(want), strings.Join(bad, "\n"))
	}
}

func TestDoctor_AHealthyTandem(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	players := func() int { return storetest.Value[int](t, database, `SELECT count(*)::int FROM players`) }
	before := players()
	found := tandem.examined(t, tandem.url)
	wantFindings(t, found)
	for _, words := range []string{"answers at", "is ready", "sees this machine as 127.0.0.1", "take Tandem's cookie", "Event streams get through", "Websockets get through", "agrees"} {
		if !slices.ContainsFunc(found, func(f doctor.Finding) bool { return strings.Contains(f.Is, words) }) {
			t.Errorf("no finding says %q", words)
		}
	}
	if n := players(); n != before {
		t.Errorf("there are %d players after the doctor, and %d before", n, before)
	}
}

func TestDoctor_WhatAProxyDoes(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	for _, test := range []struct {
		name    string
		request func(*httputil.ProxyRequest)
		answer  func(*http.Response)
		want    []string
	}{
		{"nothing", nil, nil, nil},
		{"it strips Upgrade", dropUpgrade, nil, []string{"wrong: Websockets do not get through, so nobody can play: a proxy in front of Tandem takes part of the request away. Have it pass websockets on. In nginx: proxy_http_version 1.1;"}},
		{"it holds event streams back", nil, holdBack, []string{"wrong: A proxy holds event streams back, so pages hear of matches late: they ask every few seconds instead. Switch its buffering off. In nginx: proxy_buffering off;"}},
		{
			"its clock is ahead", nil,
			func(res *http.Response) {
				res.Header.Set("Date", time.Now().Add(2*time.Minute).UTC().Format(http.TimeFormat))
			},
			[]string{"ahead of this machine's. Have both machines set their clocks from the network (NTP)"},
		},
		{
			"its clock is behind", nil,
			func(res *http.Response) {
				res.Header.Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
			},
			[]string{"behind this machine's."},
		},
		{
			"it changes the host", func(p *httputil.ProxyRequest) { p.Out.Host = "backend:8080" }, nil,
			[]string{
				"wrong: A proxy changes the Host header from tandem.example to backend:8080",
				"wrong: Tandem refuses its own page at http://tandem.example as another site's, so nobody can play there. Set PUBLIC_URL=http://tandem.example",
				"wrong: Tandem refuses websockets of its own page",
			},
		},
		{
			"it takes cookies away", nil, func(res *http.Response) { res.Header.Del("Set-Cookie") },
			[]string{"wrong: Tandem's cookie does not arrive, so nobody can play. Have the proxy pass Set-Cookie on."},
		},
		{
			"it reaches nothing", nil, func(res *http.Response) { res.StatusCode, res.Status = 502, "502 Bad Gateway" },
			[]string{"wrong: A proxy answers at http://tandem.example, but it does not reach Tandem (502 Bad Gateway)."},
		},
		{
			"it leads elsewhere", func(p *httputil.ProxyRequest) { p.Out.URL.Path = "/api/elsewhere" }, nil,
			[]string{"wrong: What answers at http://tandem.example is not Tandem"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			proxy := tandem.behind(t, func(p *httputil.ProxyRequest) {
				p.Out.Header.Set("X-Forwarded-For", "203.0.113.7")
				if test.request != nil {
					test.request(p)
				}
			}, test.answer)
			proxy.eventWithin = 3 * time.Second
			wantFindings(t, proxy.examined(t, "http://tandem.example"), test.want...)
		})
	}
	if !strings.Contains(tandem.log.String(), "websockets do not get through") {
		t.Error("the log has no word of the doctor's websocket")
	}
}

func TestDoctor_WhichClientTandemSees(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	t.Run("the proxy does not say", func(t *testing.T) {
		proxy := tandem.behind(t, func(p *httputil.ProxyRequest) { p.Out.Header.Del("X-Forwarded-For") }, nil)
		wantFindings(t, proxy.examined(t, "http://tandem.example"),
			"wrong: Tandem takes everybody for 127.0.0.1: the proxy does not say who asks, so all players share one client's limits. Have the proxy add the client to X-Forwarded-For.")
	})
	t.Run("nobody believes the proxy", func(t *testing.T) {
		suspicious := start(t, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
		wantFindings(t, suspicious.behind(t, nil, nil).examined(t, "http://tandem.example"),
			"wrong: Tandem takes the proxy at 127.0.0.1 for the client of all its requests, so all players share one client's limits. Add the proxy to TRUSTED_PROXIES: TRUSTED_PROXIES=127.0.0.0/8,::1/128,127.0.0.1.")
	})
}

func TestDoctor_PublicURL(t *testing.T) {
	t.Parallel()
	t.Run("another host", func(t *testing.T) {
		tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "http://wrong.example") })
		wantFindings(t, tandem.examined(t, tandem.url),
			"warning: PUBLIC_URL is http://wrong.example, but Tandem was opened at "+tandem.url+": links that players send lead to the former. If players open the latter, set PUBLIC_URL="+tandem.url)
	})
	t.Run("https, opened by http", func(t *testing.T) {
		tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "https://tandem.example") })
		proxy := tandem.behind(t, func(p *httputil.ProxyRequest) { p.Out.Header.Set("X-Forwarded-For", "203.0.113.7") }, nil)
		wantFindings(t, proxy.examined(t, "http://tandem.example"),
			"warning: PUBLIC_URL is https://tandem.example, but Tandem was opened at http://tandem.example",
			"wrong: Browsers refuse Tandem's cookie at http://tandem.example, because PUBLIC_URL is https://tandem.example and the cookie is for https only. Open https://tandem.example; to play by http, as on a local network, unset PUBLIC_URL.")
	})
	for name, test := range map[string]struct {
		public, proto string
		want          []string
	}{
		"https, and right": {public: "https://tandem.example"},
		"https, but missing": {proto: "https", want: []string{
			"wrong: Tandem's cookie is not Secure although players come by https, so it would also be sent by http, where others can read it. Set PUBLIC_URL=https://tandem.example.",
		}},
		"https, but nothing says so": {proto: "http", want: []string{
			"wrong: Tandem was opened by https, but does not know it: links begin with http://. Set PUBLIC_URL=https://tandem.example.",
			"wrong: Tandem's cookie is not Secure",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tandem := start(t, func(c *Config) {
				if test.public != "" {
					c.PublicURL = mustParse(t, test.public)
				}
			})
			wantFindings(t, tandem.behindTLS(t, test.proto).examined(t, "https://tandem.example"), test.want...)
		})
	}
	t.Run("without the path that a proxy removes", func(t *testing.T) {
		proxy := start(t).behind(t, func(p *httputil.ProxyRequest) {
			p.Out.Header.Set("X-Forwarded-For", "203.0.113.7")
			p.Out.URL.Path = strings.TrimPrefix(p.Out.URL.Path, "/draw")
		}, nil)
		wantFindings(t, proxy.examined(t, "http://tandem.example/draw"),
			`wrong: Tandem was opened below "/draw/" of its host, but looks for its page's files below "/": players see nothing. Set PUBLIC_URL=http://tandem.example/draw.`)
	})
	t.Run("a certificate that nobody trusts", func(t *testing.T) {
		proxy := start(t).behindTLS(t, "https")
		proxy.trusted = nil
		wantFindings(t, proxy.examined(t, "https://tandem.example"), "wrong: Browsers do not trust the certificate of https://tandem.example")
	})
}

// behindTLS puts a proxy in front that speaks https as tandem.example.
func (r *running) behindTLS(t *testing.T, proto string) *running {
	t.Helper()
	target := mustParse(t, r.url)
	transport := &http.Transport{}
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Transport: transport, Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(target)
		p.Out.Host = p.In.Host
		p.Out.Header.Set("X-Forwarded-For", "203.0.113.7")
		if proto != "" {
			p.Out.Header.Set("X-Forwarded-Proto", proto)
		}
	}})
	t.Cleanup(func() {
		proxy.Close()
		transport.CloseIdleConnections()
	})
	trusted := proxy.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	trusted.ServerName = "example.com" // what the test's certificate is for
	return &running{app: r.app, url: proxy.URL, log: r.log, trusted: trusted}
}

func TestDoctor_NotReady(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	storetest.Exec(t, database, `DELETE FROM goose_db_version WHERE version_id > 1`)
	wantFindings(t, tandem.examined(t, tandem.url),
		"wrong: Tandem is not ready for players: Tandem does not reach its database, or its schema is not current.")
}

func TestDoctor_TheCommand(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database)
	command := func(env map[string]string, args ...string) (code int, out string) {
		var o, e strings.Builder
		code = run(append([]string{"doctor"}, args...), func(name string) string { return env[name] }, &o, &e)
		return code, o.String() + e.String()
	}
	t.Run("only from outside", func(t *testing.T) {
		code, out := command(nil, "--url", tandem.url)
		if code != exitOK || strings.Contains(out, "ADDR") || strings.Count(out, "\n") != strings.Count(out, "ok  ") {
			t.Errorf("%d:\n%s", code, out)
		}
	})
	t.Run("a configuration, while it runs", func(t *testing.T) {
		code, out := command(map[string]string{"ADDR": mustParse(t, tandem.url).Host, "DATABASE_URL": database})
		for _, words := range []string{"is in use, as Tandem runs", "The database answers", "schema is current", "Websockets get through"} {
			if !strings.Contains(out, words) {
				t.Errorf("%d: it does not say %q:\n%s", code, words, out)
			}
		}
	})
	t.Run("a configuration, before it runs", func(t *testing.T) {
		code, out := command(map[string]string{"ADDR": "127.0.0.1:0", "DATA_DIR": t.TempDir()})
		if code != exitOK || !strings.Contains(out, "warning  No Tandem runs at 127.0.0.1:0") {
			t.Errorf("%d:\n%s", code, out)
		}
	})
	t.Run("nothing there", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		code, out := command(nil, "--url", "http://"+l.Addr().String())
		if code != exitFailed || !strings.Contains(out, "wrong    Nothing listens at http://"+l.Addr().String()+".") || !strings.Contains(out, "tandem: 1 of 1 checks found something wrong") {
			t.Errorf("%d:\n%s", code, out)
		}
	})
	if code, out := command(nil, "--url", "tandem.example"); code != exitUsage || !strings.Contains(out, "--url must look like") {
		t.Errorf("%d: %s", code, out)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestConnection_SaysHowARequestArrives(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	var c api.Connection
	tandem.visitor(t).from("203.0.113.7").want(http.StatusOK, "GET", "/api/connection", nil, &c)
	host := mustParse(t, tandem.url).Host
	if want := (api.Connection{Client: "203.0.113.7", Forwarded: "believed", Scheme: "http", Host: host}); c != want {
		t.Errorf("it says %+v, want %+v", c, want)
	}
}
