package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// behind puts a reverse proxy in front of a running Tandem. request alters the requests, answer the
// answers.
func (r *running) behind(t *testing.T, request func(*httputil.ProxyRequest), answer func(*http.Response)) *running {
	t.Helper()
	target := mustParse(t, r.url)
	transport := &http.Transport{}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.Host = p.In.Host
			p.SetXForwarded()
			if request != nil {
				request(p)
			}
		},
		ModifyResponse: func(res *http.Response) error {
			if answer != nil {
				answer(res)
			}
			return nil
		},
	})
	t.Cleanup(func() {
		proxy.Close()
		transport.CloseIdleConnections()
	})
	return &running{app: r.app, url: proxy.URL, log: r.log}
}

// dropUpgrade is a proxy that doesn't forward websocket upgrades.
func dropUpgrade(p *httputil.ProxyRequest) {
	p.Out.Header.Del("Upgrade")
	p.Out.Header.Del("Connection")
}

// holdBack is a proxy that buffers answers: an event stream arrives only when it has ended.
func holdBack(res *http.Response) {
	if res.Header.Get("Content-Type") == "text/event-stream" {
		res.Body = &held{ReadCloser: res.Body}
	}
}

// held is a body that is read completely before any of it is passed on.
type held struct {
	io.ReadCloser
	all *strings.Reader
}

func (h *held) Read(b []byte) (int, error) {
	if h.all == nil {
		whole, _ := io.ReadAll(h.ReadCloser) // ends when the client closes the request
		h.all = strings.NewReader(string(whole))
	}
	return h.all.Read(b)
}

// poller is a page that polls for its events.
type poller struct {
	*visitor

	path  string // of the events
	page  string
	heard uint64

	atOnce bool // polls don't wait for an event
}

func (v *visitor) asks(path string) *poller {
	return &poller{visitor: v, path: path, page: "page-of-" + v.Name + "-0123456789"}
}

// ask polls once, and returns the data of the named event if it is in the answer.
func (a *poller) ask(name string) (found json.RawMessage) {
	a.t.Helper()
	var got struct {
		Heard  uint64
		Events []struct {
			Event string
			Data  json.RawMessage
		}
	}
	query := url.Values{"ask": {a.page}, "heard": {strconv.FormatUint(a.heard, 10)}, "at_once": {strconv.FormatBool(a.atOnce)}}
	a.want(http.StatusOK, "GET", a.path+"?"+query.Encode(), nil, &got)
	a.heard = got.Heard
	for _, e := range got.Events {
		if e.Event == name {
			found = e.Data
		}
	}
	return found
}

// until polls until an event has come, and returns its data.
func (a *poller) until(name string) (found json.RawMessage) {
	a.t.Helper()
	eventually(a.t, name, func() bool {
		found = a.ask(name)
		return found != nil
	})
	return found
}

func (a *poller) matched() (m api.Matched) {
	a.t.Helper()
	if err := json.Unmarshal(a.until("matched"), &m); err != nil {
		a.t.Fatal(err)
	}
	return m
}

func TestProxy_BuffersStreams(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	proxy := tandem.behind(t, nil, holdBack)
	mila, jonas := proxy.player(t, "Mila"), proxy.player(t, "Jonas")

	t.Run("a lobby", func(t *testing.T) {
		mila, jonas := mila.in(t), jonas.in(t)
		l := mila.openLobby(nil)
		jonas.join(l.Code)
		a, b := mila.asks("/api/lobbies/"+l.Code+"/events"), jonas.asks("/api/lobbies/"+l.Code+"/events")
		a.until("lobby")
		b.until("lobby")
		mila.ready(l.Code, true)
		jonas.ready(l.Code, true)
		if one, two := a.matched(), b.matched(); one.Room != two.Room {
			t.Errorf("matched as %+v and %+v", one, two)
		}
	})
	t.Run("quick play", func(t *testing.T) {
		ada, ben := proxy.player(t, "Ada"), proxy.player(t, "Ben")
		a, b := ada.asks("/api/quick/events"), ben.asks("/api/quick/events")
		ada.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en"}, nil)
		ben.want(http.StatusOK, "PUT", "/api/quick/ticket", map[string]any{"language": "en"}, nil)
		b.ask("quick")
		if one, two := a.matched(), b.matched(); one.Room != two.Room || one.Partner != "Ben" {
			t.Errorf("matched as %+v and %+v", one, two)
		}
	})
	if n := strings.Count(tandem.log.String(), "hold event streams back"); n != 1 {
		t.Errorf("the log warns %d times, want once", n)
	}
}

// A page polls without waiting while another page of the same browser has the stream and wakes it.
func TestEvents_APageWithoutAStreamPollsAtOnce(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	l := mila.openLobby(nil)
	jonas.join(l.Code)
	jonas.events(l.Code)
	path := "/api/lobbies/" + l.Code + "/events"
	woken := mila.asks(path)
	woken.atOnce = true
	woken.until("lobby")
	mila.ready(l.Code, true)
	woken.until("change")

	// A stream that replaces the polling page also drops its unheard events.
	stream := mila.follow(path+"?instead="+woken.page, "")
	stream.until("the lobby", func(got event) bool { return got.name == "lobby" })
	jonas.ready(l.Code, true)
	stream.matched()
	woken.heard = 0
	if woken.ask("matched") != nil {
		t.Error("the polling page was still open beside the stream")
	}
	if strings.Contains(tandem.log.String(), "hold event streams back") {
		t.Error("the log warns of a proxy though there is none")
	}
}

func TestProxy_DropsUpgrades(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	proxy := tandem.behind(t, dropUpgrade, nil)
	mila, jonas := proxy.player(t, "Mila"), proxy.player(t, "Jonas")
	room := matchIn(t, mila, jonas)
	for range 3 {
		mila.problem(http.StatusUpgradeRequired, "not_a_socket", "GET", "/api/rooms/"+room+"/socket?pen=7", nil,
			"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	}
	if n := strings.Count(tandem.log.String(), "websockets do not get through"); n != 1 {
		t.Errorf("the log warns %d times, want once", n)
	}
}

func TestProxy_IsNotAssumedForAPlainRequestToASocket(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	room := matchIn(t, mila, jonas)
	mila.problem(http.StatusUpgradeRequired, "not_a_socket", "GET", "/api/rooms/"+room+"/socket?pen=7", nil)
	if strings.Contains(tandem.log.String(), "websockets do not get through") {
		t.Error("the log warns of a proxy")
	}
}

// matchIn matches two players in a lobby.
func matchIn(t *testing.T, host, guest *visitor) (room string) {
	t.Helper()
	l := host.openLobby(nil)
	guest.join(l.Code)
	host, guest = host.in(t), guest.in(t)
	a, b := host.asks("/api/lobbies/"+l.Code+"/events"), guest.asks("/api/lobbies/"+l.Code+"/events")
	a.until("lobby")
	b.until("lobby")
	host.ready(l.Code, true)
	guest.ready(l.Code, true)
	return a.matched().Room
}

func TestPublicURL_OpenedByHTTP(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "https://draw.example") })
	v := tandem.visitor(t)
	name := map[string]any{"name": "Mila"}
	for _, headers := range [][]string{
		{"Origin", "http://192.168.1.20:8080"},
		{"Referer", "http://192.168.1.20:8080/l/plum-kite-otter"},
	} {
		v := v.at("192.168.1.20:8080")
		for range 2 {
			var p struct{ Code, Address string }
			v.want(http.StatusForbidden, "PUT", "/api/me", name, &p, headers...)
			if p.Code != "wrong_address" || p.Address != "https://draw.example" {
				t.Errorf("the answer is %+v", p)
			}
		}
		v.problem(http.StatusForbidden, "wrong_address", "GET", "/api/me", nil, headers...)
		v.problem(http.StatusForbidden, "wrong_address", "POST", "/api/lobbies", map[string]any{}, headers...)
	}
	if n := strings.Count(tandem.log.String(), "PUBLIC_URL is https"); n != 1 {
		t.Errorf("the log warns %d times, want once", n)
	}

	v.want(http.StatusOK, "PUT", "/api/me", name, nil, "Origin", "https://draw.example")
	tandem.visitor(t).want(http.StatusOK, "PUT", "/api/me", name, nil) // a client that isn't a browser
	// Browsers accept a Secure cookie from localhost.
	tandem.visitor(t).at("localhost:8080").want(http.StatusOK, "PUT", "/api/me", name, nil, "Origin", "http://localhost:8080")
}

// at returns the same visitor with another host in the address bar.
func (v *visitor) at(host string) *visitor {
	c := *v
	c.client = &http.Client{Jar: v.client.Jar, Transport: hostHeader{host, v.client.Transport}}
	return &c
}

type hostHeader struct {
	host string
	next http.RoundTripper
}

func (h hostHeader) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = h.host
	return h.next.RoundTrip(r)
}

func TestPublicURL_MissingBehindHTTPS(t *testing.T) {
	t.Parallel()
	tandem := start(t)
	for range 2 {
		tandem.visitor(t).at("draw.example").want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": "Mila"}, nil, "Origin", "https://draw.example")
	}
	if n := strings.Count(tandem.log.String(), "page=https://draw.example"); n != 1 {
		t.Errorf("the log warns %d times, want once", n)
	}
}

func TestForeignOrigin_IsNamedInTheLog(t *testing.T) {
	t.Parallel()
	tandem := start(t, func(c *Config) { c.PublicURL = mustParse(t, "https://wrong.example") })
	for range 2 {
		tandem.visitor(t).problem(http.StatusForbidden, "foreign_origin", "PUT", "/api/me", map[string]any{"name": "Mila"}, "Origin", "https://draw.example")
	}
	if n := strings.Count(tandem.log.String(), "page=https://draw.example"); n != 1 {
		t.Errorf("the log warns %d times, want once", n)
	}
}
