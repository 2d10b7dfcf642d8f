package api

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWarn_OncePerHourAndCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		a := edge(t, Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		said := func(cause string) int { return strings.Count(log.String(), cause) }
		for range 100 {
			a.warn(t.Context(), "one")
			a.warn(t.Context(), "two")
			time.Sleep(time.Minute)
		}
		if said("msg=one") != 2 || said("msg=two") != 2 {
			t.Errorf("in 100 minutes it logged\n%s", &log)
		}
	})
}

func TestMissingOfUpgrade(t *testing.T) {
	tests := []struct {
		name, upgrade, connection string
		proto                     int
		want                      string
	}{
		{"complete", "websocket", "Upgrade", 1, ""},
		{"any case, in a list", "WebSocket", "keep-alive, upgrade", 1, ""},
		{"nothing", "", "close", 0, "Upgrade: websocket, Connection: Upgrade, HTTP/1.1"},
		{"only Connection", "websocket", "close", 1, "Connection: Upgrade"},
		{"another protocol", "h2c", "Upgrade", 1, "Upgrade: websocket"},
		{"an old protocol", "websocket", "upgrade", 0, "HTTP/1.1"},
	}
	for _, test := range tests {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.ProtoMinor = test.proto
		r.Header.Set("Upgrade", test.upgrade)
		r.Header.Set("Connection", test.connection)
		if got := strings.Join(missingOfUpgrade(r), ", "); got != test.want {
			t.Errorf("%s: missing %q, want %q", test.name, got, test.want)
		}
	}
}

func TestCookieRefused(t *testing.T) {
	tests := []struct {
		name, public, origin, referer string
		want                          bool
	}{
		{"by http", "https://draw.example", "http://192.168.1.20:8080", "", true},
		{"by http, a request with only a Referer", "https://draw.example", "", "http://draw.example/quick", true},
		{"by https", "https://draw.example", "https://draw.example", "", false},
		{"on this machine", "https://draw.example", "http://127.0.0.1:8080", "", false},
		{"on this machine, by IPv6", "https://draw.example", "http://[::1]:8080", "", false},
		{"on this machine, by name", "https://draw.example", "http://tandem.localhost", "", false},
		{"a client without Origin and Referer", "https://draw.example", "", "", false},
		{"a page that hides its origin", "https://draw.example", "null", "", false},
		{"nonsense", "https://draw.example", "http://%zz", "::", false},
		{"a cookie that browsers accept", "http://draw.example", "http://draw.example", "", false},
		{"without PUBLIC_URL", "", "http://draw.example", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var cfg Config
			if test.public != "" {
				cfg.PublicURL, _ = url.Parse(test.public)
			}
			p := edge(t, cfg).cookieRefused(t.Context(), Sender{test.origin, test.referer})
			if (p != nil) != test.want || p != nil && p.Address != test.public {
				t.Errorf("the problem is %+v", p)
			}
		})
	}
}
