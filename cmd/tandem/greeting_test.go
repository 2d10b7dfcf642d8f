package main

import (
	"bytes"
	"net"
	"net/url"
	"testing"
)

func TestGreet(t *testing.T) {
	home := []net.Addr{
		&net.IPNet{IP: net.IPv4(127, 0, 0, 1), Mask: net.CIDRMask(8, 32)},
		&net.IPNet{IP: net.ParseIP("fe80::1"), Mask: net.CIDRMask(64, 128)},
		&net.IPNet{IP: net.IPv4(192, 168, 1, 20), Mask: net.CIDRMask(24, 32)},
	}
	tests := []struct {
		name   string
		public string
		ip     string
		token  string
		want   string
	}{
		{"all interfaces", "", "::", "", "Tandem is at http://localhost:8080 and, for others on your network, at http://192.168.1.20:8080\n"},
		{"all of IPv4", "", "0.0.0.0", "", "Tandem is at http://localhost:8080 and, for others on your network, at http://192.168.1.20:8080\n"},
		{"this machine only", "", "127.0.0.1", "", "Tandem is at http://localhost:8080\n"},
		{"this machine only, IPv6", "", "::1", "", "Tandem is at http://[::1]:8080\n"},
		{"one interface", "", "192.168.1.20", "", "Tandem is at http://192.168.1.20:8080\n"},
		{"public", "https://tandem.example", "::", "", "Tandem is at https://tandem.example\n"},
		{"with a token", "", "127.0.0.1", "SECRET", "Tandem is at http://localhost:8080\nThe admin token, until the next start, is SECRET\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var public *url.URL
			if test.public != "" {
				public, _ = url.Parse(test.public)
			}
			var out bytes.Buffer
			greet(&out, public, &net.TCPAddr{IP: net.ParseIP(test.ip), Port: 8080}, home, test.token)
			if out.String() != test.want {
				t.Errorf("got  %swant %s", out.String(), test.want)
			}
		})
	}
	var out bytes.Buffer
	greet(&out, nil, &net.TCPAddr{IP: net.IPv6zero, Port: 8080}, home[:2], "")
	if want := "Tandem is at http://localhost:8080\n"; out.String() != want {
		t.Errorf("without a network: %s", out.String())
	}
	out.Reset()
	greet(&out, nil, &net.UnixAddr{Name: "/run/tandem/tandem.sock", Net: "unix"}, home, "")
	if want := "Tandem is at unix:/run/tandem/tandem.sock\n"; out.String() != want {
		t.Errorf("at a socket: %s", out.String())
	}
}
