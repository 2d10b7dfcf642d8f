package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestMain(m *testing.M) {
	if signals := os.Getenv(asProgram); signals != "" {
		program(signals)
		return
	}
	goleak.VerifyTestMain(contract{m}, storetest.IgnoreServer()...)
}

const adminToken = "a-token-for-tests-only"

// running is a complete Tandem on its own database, as `tandem serve` starts it.
type running struct {
	app  *App
	url  string
	at   string       // the address to which the name in url leads; "": what it says
	log  *logged      // its log
	wait func() error // waits until it has ended, and returns its error
	stop func() error // ends it and returns its error; the cleanup then doesn't check it

	// For what asks it as the doctor does.
	trusted     *tls.Config   // the certificates that are trusted; nil: the system's
	eventWithin time.Duration // how long an event may take; 0: as usual
}

// start starts a Tandem and stops it when the test ends. change may alter its configuration.
func start(t testing.TB, change ...func(*Config)) *running {
	t.Helper()
	return startOn(t, storetest.URL(t), change...)
}

func startOn(t testing.TB, database string, change ...func(*Config)) *running {
	t.Helper()
	config, err := parseConfig("serve", serveOptions, nil, func(name string) string {
		return map[string]string{
			"ADDR":         "127.0.0.1:0",
			"DATABASE_URL": database,
			"ADMIN_TOKEN":  adminToken,
			"LOG_LEVEL":    "debug",
		}[name]
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	config.Page = testPage()
	for _, c := range change {
		c(&config)
	}
	log := new(logged)
	app, err := Open(t.Context(), config, slog.New(slog.NewTextHandler(io.MultiWriter(t.Output(), log), &slog.HandlerOptions{Level: config.LogLevel})))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		err := app.Run(ctx)
		within, cancel := context.WithTimeout(context.Background(), closeWithin)
		defer cancel()
		ended <- errors.Join(err, app.Close(within))
	}()
	r := &running{app: app, url: "http://" + app.Addr().String(), log: log}
	minded := true
	end := sync.OnceValue(func() error { return <-ended })
	r.wait = func() error {
		minded = false
		return end()
	}
	r.stop = func() error {
		stop()
		return r.wait()
	}
	t.Cleanup(func() {
		stop()
		if err := end(); err != nil && minded {
			t.Errorf("it ended with %v", err)
		}
	})
	return r
}

// testPage stands for the built page: these tests must give the same answers with and without
// a build of it.
func testPage() fs.FS {
	return fstest.MapFS{
		"index.html": {Data: []byte(`<!doctype html><html lang="en"><head><base href="/" /><title>Tandem</title>` +
			`<link rel="icon" href="./favicon.svg" /><link rel="manifest" href="manifest.en.webmanifest">` +
			`<script type="module" src="./assets/index-Ab12.js"></script></head><body><div id="app"></div></body></html>`)},
		"offline.html":            {Data: []byte(`<!doctype html><html data-offline><head><base href="/" /><title>Tandem</title></head></html>`)},
		"favicon.svg":             {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
		"manifest.en.webmanifest": {Data: []byte(`{"name": "Tandem"}`)},
		"assets/index-Ab12.js":    {Data: []byte(`draw();`)},
	}
}

// logged keeps the lines of a log.
type logged struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// visitor is a browser: it has cookies, and every answer is validated against the API's document.
type visitor struct {
	t      *testing.T
	client *http.Client
	url    string
	ID     string
	Name   string
}

// visitor returns a visitor without a session. Its failures are reported to t.
func (r *running) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: r.trusted, DialContext: r.dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{
		t:   t,
		url: r.url,
		client: &http.Client{
			Jar:       jar,
			Transport: &witness{t: t, below: mustParse(t, r.url).Path, next: transport},
		},
	}
}

// unwitnessed returns the visitor's client without the validation of its answers, which is slow,
// for a flood of requests.
func (v *visitor) unwitnessed() *http.Client {
	client := *v.client
	client.Transport = client.Transport.(*witness).next
	return &client
}

// origin returns the origin of the visitor's pages, as a browser says it.
func (v *visitor) origin() string {
	u := mustParse(v.t, v.url)
	return u.Scheme + "://" + u.Host
}

// in returns the same visitor, with failures reported to a subtest.
func (v *visitor) in(t *testing.T) *visitor {
	c := *v
	c.t = t
	return &c
}

// moveTo lets the visitor use another Tandem with the same cookies.
func (v *visitor) moveTo(r *running) {
	v.url = r.url // cookies don't depend on the port
}

// player returns a visitor with a name, and so a session.
func (r *running) player(t *testing.T, name string) *visitor {
	t.Helper()
	v := r.visitor(t)
	var me api.Player
	v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": name}, &me)
	v.ID, v.Name = me.ID, me.Name
	return v
}

// want sends a request and fails unless the answer has this status. It decodes the JSON of the
// answer into into. A string body is sent as it is.
func (v *visitor) want(status int, method, path string, body, into any, headers ...string) *http.Response {
	v.t.Helper()
	var send io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		send = strings.NewReader(b)
	case chunked:
		send = b
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			v.t.Fatal(err)
		}
		send = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, send)
	if err != nil {
		v.t.Fatal(err)
	}
	if send != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if res.StatusCode == http.StatusServiceUnavailable && status == http.StatusOK && bytes.Contains(raw, []byte("being made")) {
		return v.want(status, method, path, body, into, headers...) // a picture on a busy machine
	}
	if res.StatusCode != status {
		v.t.Fatalf("%s %s: %s, want %d\n%.500s", method, path, res.Status, status, raw)
	}
	if bytes, ok := into.(*[]byte); ok {
		*bytes = raw
	} else if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			v.t.Fatalf("%s %s: %v\n%.500s", method, path, err, raw)
		}
	}
	return res
}

// chunked is a body of unknown length.
type chunked struct{ io.Reader }

// problem sends a request that must be refused with this status and code.
func (v *visitor) problem(status int, code problem.Code, method, path string, body any, headers ...string) problem.Problem {
	v.t.Helper()
	var p problem.Problem
	res := v.want(status, method, path, body, &p, headers...)
	if got := res.Header.Get("Content-Type"); got != "application/problem+json" {
		v.t.Errorf("%s %s: the problem is sent as %s", method, path, got)
	}
	if p.Code != code || p.Status != status || p.Title == "" || p.Detail == "" {
		v.t.Errorf("%s %s: got %+v, want %s", method, path, p, code)
	}
	return p
}

// eventually waits up to a minute until a condition holds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("timed out: %s", what)
		}
	}
}

func mustParse(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
