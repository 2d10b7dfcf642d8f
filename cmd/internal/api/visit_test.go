package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
)

// edge is an API with nothing behind it.
func edge(t *testing.T, cfg Config) *API {
	t.Helper()
	a, err := New(cfg, Services{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestClientOf(t *testing.T) {
	a := edge(t, Config{TrustedProxies: []netip.Prefix{
		netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"),
	}})
	tests := []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"direct", "203.0.113.7:1234", nil, "203.0.113.7/32"},
		{"a direct client lies", "203.0.113.7:1234", []string{"198.51.100.1"}, "203.0.113.7/32"},
		{"behind a proxy", "127.0.0.1:1234", []string{"198.51.100.1"}, "198.51.100.1/32"},
		{"behind two proxies", "127.0.0.1:1234", []string{"198.51.100.1, 10.1.2.3"}, "198.51.100.1/32"},
		{"two headers", "127.0.0.1:1234", []string{"198.51.100.1", "10.1.2.3"}, "198.51.100.1/32"},
		{"what the client wrote before the proxy is ignored", "127.0.0.1:1234", []string{"1.2.3.4, 198.51.100.1"}, "198.51.100.1/32"},
		{"nonsense before the proxy", "127.0.0.1:1234", []string{"hello, 10.1.2.3"}, "10.1.2.3/32"},
		{"a proxy that says nothing", "127.0.0.1:1234", nil, "127.0.0.1/32"},
		{"an IPv6 client is its network", "[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		{"IPv4 in IPv6", "[::ffff:203.0.113.7]:1234", nil, "203.0.113.7/32"},
		{"a zone", "[fe80::1%eth0]:1234", nil, "fe80::/64"},
		{"no address", "@", nil, "invalid Prefix"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = test.peer
			r.Header["X-Forwarded-For"] = test.forwarded
			if got := a.clientOf(r).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestOriginOf(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	tests := []struct {
		name, public, peer, proto string
		want                      string
	}{
		{"as asked", "", "203.0.113.7:1", "", "http://tandem.test:8080"},
		{"behind a proxy that speaks TLS", "", "127.0.0.1:1", "https", "https://tandem.test:8080"},
		{"a client that pretends to", "", "203.0.113.7:1", "https", "http://tandem.test:8080"},
		{"configured", "https://draw.example", "203.0.113.7:1", "", "https://draw.example"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := Config{TrustedProxies: proxies}
			if test.public != "" {
				cfg.PublicURL, _ = url.Parse(test.public)
			}
			r := httptest.NewRequest(http.MethodGet, "http://tandem.test:8080/", nil)
			r.RemoteAddr = test.peer
			r.Header.Set("X-Forwarded-Proto", test.proto)
			if got := edge(t, cfg).originOf(r); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
