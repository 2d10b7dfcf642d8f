package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestMain(m *testing.M) {
	if signals := os.Getenv(asProgram); signals != "" {
		program(signals)
		return
	}
	goleak.VerifyTestMain(contract{m}, storetest.IgnoreServer())
}

const adminToken = "a-token-for-tests-only"

// running is a whole Tandem on a database of its own, as `tandem serve` starts it.
type running struct {
	app  *App
	url  string
	log  *logged      // what it has said
	wait func() error // until it has ended, and how
	stop func() error // ends it; the test then doesn't mind how that went
}

// start starts one and stops it when the test ends. change may alter its configuration.
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
	for _, c := range change {
		c(&config)
	}
	log := new(logged)
	app, err := Open(t.Context(), config, slog.New(slog.NewTextHandler(io.MultiWriter(t.Output(), log), nil)))
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

// visitor is one browser: it keeps its cookies, and every answer it gets is held
// against the API's document.
type visitor struct {
	t      *testing.T
	client *http.Client
	url    string
	ID     string
	Name   string
}

// visitor comes without a session. A failure of its is one of t.
func (r *running) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{
		t:   t,
		url: r.url,
		client: &http.Client{
			Jar:       jar,
			Transport: &witness{t: t, next: transport},
		},
	}
}

// in is the same visitor, whose failures are those of a subtest.
func (v *visitor) in(t *testing.T) *visitor {
	c := *v
	c.t = t
	return &c
}

// moveTo takes the visitor, with its cookies, to another Tandem.
func (v *visitor) moveTo(r *running) {
	v.url = r.url // a cookie is of a host, not of a port
}

// player is a visitor with a name.
func (r *running) player(t *testing.T, name string) *visitor {
	t.Helper()
	v := r.visitor(t)
	var me api.Player
	v.want(http.StatusOK, "PUT", "/api/me", map[string]any{"name": name}, &me)
	v.ID, v.Name = me.ID, me.Name
	return v
}

// want asks, and fails unless the answer has the status; into takes its JSON. A body
// that is a string is sent as it is.
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

// chunked is a body whose length isn't told.
type chunked struct{ io.Reader }

// problem asks for what is refused, with the code.
func (v *visitor) problem(status int, code api.Code, method, path string, body any, headers ...string) api.Problem {
	v.t.Helper()
	var p api.Problem
	res := v.want(status, method, path, body, &p, headers...)
	if got := res.Header.Get("Content-Type"); got != "application/problem+json" {
		v.t.Errorf("%s %s: the problem is sent as %s", method, path, got)
	}
	if p.Code != code || p.Status != status || p.Title == "" || p.Detail == "" {
		v.t.Errorf("%s %s: got %+v, want %s", method, path, p, code)
	}
	return p
}

// eventually waits for what comes by itself, for 10 seconds.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("in vain: %s", what)
		}
	}
}

func mustParse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
