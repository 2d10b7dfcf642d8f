package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
)

// greet prints where to go: one line with the address to open, and one with the admin token
// if this start created it.
func greet(out io.Writer, public *url.URL, listening net.Addr, interfaces []net.Addr, madeToken string) {
	open, network := whereToGo(public, listening, interfaces)
	fmt.Fprintf(out, "Tandem is at %s", open)
	if network != "" {
		fmt.Fprintf(out, " and, for others on your network, at %s", network)
	}
	fmt.Fprintln(out)
	if madeToken != "" {
		fmt.Fprintf(out, "The admin token, until the next start, is %s\n", madeToken)
	}
}

// whereToGo returns the address to open on this machine and, if it is reachable from the
// local network, the one to open there.
func whereToGo(public *url.URL, listening net.Addr, interfaces []net.Addr) (open, network string) {
	if public != nil {
		return public.String(), ""
	}
	at, ok := listening.(*net.TCPAddr)
	if !ok {
		return unixPrefix + listening.String(), ""
	}
	port := strconv.Itoa(at.Port)
	if !at.IP.IsUnspecified() {
		if at.IP.IsLoopback() && at.IP.To4() != nil {
			return "http://localhost:" + port, ""
		}
		return "http://" + net.JoinHostPort(at.IP.String(), port), ""
	}
	open = "http://localhost:" + port
	for _, a := range interfaces {
		prefix, err := netip.ParsePrefix(a.String())
		if err == nil && prefix.Addr().Is4() && prefix.Addr().IsPrivate() {
			return open, "http://" + net.JoinHostPort(prefix.Addr().String(), port)
		}
	}
	return open, ""
}

// makeToken returns a token that nobody can guess: the same on all nodes of a database if
// there can be several.
func makeToken(secret []byte, shared bool) string {
	if !shared {
		return rand.Text()
	}
	return cluster.KeyOf(secret, "admin token")[:32]
}
