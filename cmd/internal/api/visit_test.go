package api

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// edge returns an API without services.
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
		{"a port", "127.0.0.1:1234", []string{"198.51.100.1:4711"}, "198.51.100.1/32"},
		{"ports on the way", "127.0.0.1:1234", []string{"1.2.3.4:5, 198.51.100.1:4711,10.1.2.3:80"}, "198.51.100.1/32"},
		{"IPv6", "127.0.0.1:1234", []string{"2001:db8:1:2:3::7"}, "2001:db8:1:2::/64"},
		{"IPv6 in brackets", "127.0.0.1:1234", []string{"[2001:db8:1:2:3::7]"}, "2001:db8:1:2::/64"},
		{"IPv6 in brackets with a port", "127.0.0.1:1234", []string{"[2001:db8:1:2:3::7]:4711"}, "2001:db8:1:2::/64"},
		{"IPv6 with a zone and a port", "127.0.0.1:1234", []string{"[fe80::1%eth0]:4711"}, "fe80::/64"},
		{"IPv4 in IPv6 with a port", "127.0.0.1:1234", []string{"[::ffff:198.51.100.1]:4711"}, "198.51.100.1/32"},
		{"a proxy known by IPv4 in IPv6", "[::ffff:127.0.0.1]:1234", []string{"198.51.100.1"}, "198.51.100.1/32"},
		{"quoted", "127.0.0.1:1234", []string{`"198.51.100.1:4711"`}, "198.51.100.1/32"},
		{"nothing between commas", "127.0.0.1:1234", []string{"198.51.100.1, ,", "", " , "}, "198.51.100.1/32"},
		{"a name", "127.0.0.1:1234", []string{"198.51.100.1, unknown"}, "127.0.0.1/32"},
		{"no port", "127.0.0.1:1234", []string{"198.51.100.1:http"}, "127.0.0.1/32"},
		{"an open bracket", "127.0.0.1:1234", []string{"[2001:db8::1"}, "127.0.0.1/32"},
		{"more after a bracket", "127.0.0.1:1234", []string{"[2001:db8::1]x"}, "127.0.0.1/32"},
		{"a proxy that sends no header", "127.0.0.1:1234", nil, "127.0.0.1/32"},
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
		{"behind two proxies", "", "127.0.0.1:1", "https, http", "https://tandem.test:8080"},
		{"the second speaks TLS", "", "127.0.0.1:1", "http,https", "http://tandem.test:8080"},
		{"in upper case", "", "127.0.0.1:1", " HTTPS ", "https://tandem.test:8080"},
		{"a websocket's", "", "127.0.0.1:1", "wss", "https://tandem.test:8080"},
		{"nonsense", "", "127.0.0.1:1", "gopher", "http://tandem.test:8080"},
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
			if got := edge(t, cfg).addressOf(r); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestClientOf_ByForwarded(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:ffff::/48")}
	for _, test := range []struct {
		name           string
		forwarded      []string
		client, origin string
	}{
		{"an address", []string{"for=198.51.100.1"}, "198.51.100.1/32", "http"},
		{"with a port", []string{`for="198.51.100.1:4711"`}, "198.51.100.1/32", "http"},
		{"IPv6", []string{`for="[2001:db8:1:2::1]:4711";proto=https`}, "2001:db8:1:2::/64", "https"},
		{"IPv6 without a port", []string{`FOR="[2001:db8:1:2::1]"; Proto=HTTPS`}, "2001:db8:1:2::/64", "https"},
		{"in another order", []string{`by=203.0.113.43;proto=https ; host="a;b, c" ; for=198.51.100.1`}, "198.51.100.1/32", "https"},
		{"two proxies", []string{`for=198.51.100.1;proto=https, for="10.1.2.3:80";proto=http`}, "198.51.100.1/32", "https"},
		{"two lines", []string{"for=198.51.100.1;proto=https", `for="[2001:db8:ffff::1]"`}, "198.51.100.1/32", "https"},
		{"the second one names a scheme", []string{"for=198.51.100.1, for=10.1.2.3;proto=https"}, "198.51.100.1/32", "https"},
		{"a line that the client wrote", []string{"for=1.2.3.4;proto=https, for=198.51.100.1;proto=http"}, "198.51.100.1/32", "http"},
		{"a quote that the client opened", []string{`for="1.2.3.4, for=198.51.100.1;proto=https`}, "198.51.100.1/32", "https"},
		{"a quote that it escaped", []string{`for="1.2.3.4\", for=198.51.100.1`}, "198.51.100.1/32", "http"},
		{"an escaped letter", []string{`for="\198.51.100.1:\4711"`}, "198.51.100.1/32", "http"},
		{"a hidden client", []string{"for=_hidden;proto=https"}, "127.0.0.1/32", "https"},
		{"a hidden port", []string{`for="198.51.100.1:_http"`}, "198.51.100.1/32", "http"},
		{"unknown", []string{"for=198.51.100.1, for=unknown"}, "127.0.0.1/32", "http"},
		{"nobody", []string{"proto=https"}, "127.0.0.1/32", "https"},
		{"nonsense", []string{`;;=;for;"`}, "127.0.0.1/32", "http"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := edge(t, Config{TrustedProxies: proxies})
			r := httptest.NewRequest(http.MethodGet, "http://tandem.test/", nil)
			r.RemoteAddr = "127.0.0.1:1234"
			r.Header["Forwarded"] = test.forwarded
			if got := a.clientOf(r).String(); got != test.client {
				t.Errorf("the client is %s, want %s", got, test.client)
			}
			if got, want := a.addressOf(r), test.origin+"://tandem.test"; got != want {
				t.Errorf("the origin is %s, want %s", got, want)
			}
			r.RemoteAddr = "203.0.113.7:1234"
			if got := a.clientOf(r).String() + a.addressOf(r); got != "203.0.113.7/32http://tandem.test" {
				t.Errorf("the header of an unknown proxy is used: %s", got)
			}
			r.RemoteAddr = "127.0.0.1:1234"
			r.Header.Set("X-Forwarded-For", "192.0.2.1")
			if got := a.clientOf(r).String(); got != "192.0.2.1/32" {
				t.Errorf("X-Forwarded-For is ignored: %s", got)
			}
		})
	}
}

func TestClientOf_WarnsOnceOfAnUnreadableHeader(t *testing.T) {
	var said bytes.Buffer
	a := edge(t, Config{
		Logger:         slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelWarn})),
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	})
	for range 3 {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("X-Forwarded-For", "somebody\xff")
		r.Header.Set("X-Forwarded-Proto", "gopher")
		a.ServeHTTP(httptest.NewRecorder(), r)
	}
	for _, once := range []string{"header=X-Forwarded-For", "somebody", "header=X-Forwarded-Proto", "gopher"} {
		if n := strings.Count(said.String(), once); n != 1 {
			t.Errorf("%s is logged %d times:\n%s", once, n, &said)
		}
	}
}

func TestOriginOf_ReplacesAnInvalidHost(t *testing.T) {
	a := edge(t, Config{})
	for host, want := range map[string]string{
		"tandem.example":       "http://tandem.example",
		"my_upstream:80":       "http://my_upstream:80",
		"[2001:db8::1]:8080":   "http://[2001:db8::1]:8080",
		"":                     "http://127.0.0.1:8080",
		"evil\"><script>":      "http://127.0.0.1:8080",
		"tandem.example/x?y=#": "http://127.0.0.1:8080",
		"user@tandem.example":  "http://127.0.0.1:8080",
		"täglich.example":      "http://127.0.0.1:8080",
		"tandem.example:port":  "http://127.0.0.1:8080",
		"tandem.example:80:80": "http://127.0.0.1:8080",
		"-x":                   "http://127.0.0.1:8080",
	} {
		ctx := context.WithValue(t.Context(), http.LocalAddrContextKey, net.TCPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:8080")))
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
		r.Host = host
		if got := a.addressOf(r); got != want {
			t.Errorf("%q is %s, want %s", host, got, want)
		}
	}
}

// FuzzClientOf lets a client write anything in front of a well-behaved proxy's entry.
func FuzzClientOf(f *testing.F) {
	for _, seed := range []string{
		"", "1.2.3.4:5", "[2001:db8::1]:80", "unknown, _x", `for="1.2.3.4`, `for="a\", for="[::1]:_p";proto=https`, `"`, `\`, ",,;=", "[", "fe80::1%",
		"127.0.0.1, for=127.0.0.1",
	} {
		f.Add(seed, []byte{203, 0, 113, 7}, uint16(4711))
		f.Add(seed, netip.MustParseAddr("2001:db8:1:2::7").AsSlice(), uint16(0))
	}
	a, err := New(Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, Services{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, written string, address []byte, port uint16) {
		addr, ok := netip.AddrFromSlice(address)
		if !ok {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		ask := func(header string, lines ...string) netip.Prefix {
			r.Header = http.Header{header: lines}
			r.RemoteAddr = "127.0.0.1:1"
			a.addressOf(r)
			return a.clientOf(r)
		}
		// Every request has a client.
		for _, header := range []string{"X-Forwarded-For", "Forwarded"} {
			if got := ask(header, written); !got.IsValid() {
				t.Fatalf("%s: %q has no client", header, written)
			}
		}
		r.RemoteAddr = netip.AddrPortFrom(addr, port).String()
		r.Header = http.Header{}
		want := a.clientOf(r)
		if a.trusts(want.Addr()) {
			return
		}
		withPort := netip.AddrPortFrom(addr, port).String()
		for _, forms := range [][]string{
			{"X-Forwarded-For", addr.String()},
			{"X-Forwarded-For", withPort},
			{"Forwarded", `for="` + withPort + `"`},
			{"Forwarded", `proto=https;by=_us;For="` + withPort + `"`},
		} {
			for _, lines := range [][]string{{written, forms[1]}, {written + ", " + forms[1]}, {written, forms[1] + ", "}} {
				if got := ask(forms[0], lines...); got != want {
					t.Fatalf("%s: %q is counted for %s, want %s", forms[0], lines, got, want)
				}
			}
		}
	})
}
