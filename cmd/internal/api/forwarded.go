package api

import (
	"net/http"
	"net/netip"
	"strings"
)

// hops is what the proxies on a request's way say of it: each has added one, the nearest
// one last. Whoever is further away can write anything before, so it is read from its end.
type hops struct {
	header string // X-Forwarded-For, or Forwarded (RFC 7239)
	rest   string // those that are still to be read
}

// hop is one of them.
type hop struct {
	said   string     // as it was written
	client netip.Addr // whose request it was
	ok     bool       // whether client could be read
	scheme string     // "https", "http", or "" if it isn't told
}

// hopsOf finds what proxies say. X-Forwarded-For goes before Forwarded, which most proxies
// neither write nor take away.
func hopsOf(h http.Header) hops {
	header := "X-Forwarded-For"
	said := strings.Join(h.Values(header), ",")
	if strings.Trim(said, ", \t") == "" {
		header = "Forwarded"
		said = strings.Join(h.Values(header), ",")
	}
	return hops{header: header, rest: said}
}

// last takes the last hop off; ok is false when there is none.
func (l *hops) last() (h hop, ok bool) {
	for h.said == "" {
		if l.rest == "" {
			return hop{}, false
		}
		comma := lastComma(l.rest)
		h.said = strings.TrimSpace(l.rest[comma+1:])
		l.rest = l.rest[:max(comma, 0)]
	}
	if l.header != "Forwarded" {
		h.client, h.ok = parseNode(unquote(h.said))
		return h, true
	}
	for pairs := h.said; pairs != ""; {
		var pair string
		pair, pairs = cutPair(pairs)
		name, value, _ := strings.Cut(pair, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "for":
			h.client, h.ok = parseNode(unquote(strings.TrimSpace(value)))
		case "proto":
			h.scheme, _ = parseScheme(unquote(strings.TrimSpace(value)))
		}
	}
	return h, true
}

// lastComma finds the last comma that stands in no quoted string; -1: there is none.
func lastComma(list string) int {
	quoted := false
	for i := len(list) - 1; i >= 0; i-- {
		switch {
		case list[i] == '"' && !isEscaped(list, i):
			quoted = !quoted
		case list[i] == ',' && !quoted:
			return i
		}
	}
	return -1
}

// isEscaped tells whether an odd number of backslashes stands before a place.
func isEscaped(s string, i int) bool {
	before := s[:i]
	return (len(before)-len(strings.TrimRight(before, `\`)))%2 == 1
}

// cutPair cuts the first of the pairs of a hop off, at a semicolon in no quoted string.
func cutPair(pairs string) (pair, rest string) {
	quoted := false
	for i := range len(pairs) {
		switch {
		case pairs[i] == '"' && !isEscaped(pairs, i):
			quoted = !quoted
		case pairs[i] == ';' && !quoted:
			return pairs[:i], pairs[i+1:]
		}
	}
	return pairs, ""
}

// unquote is what a quoted string says; anything else is left as it is.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for s = s[1 : len(s)-1]; s != ""; s = s[1:] {
		if s[0] == '\\' && len(s) > 1 {
			s = s[1:]
		}
		b.WriteByte(s[0])
	}
	return b.String()
}

// parseNode reads an address as proxies write it: with a port or without, one of IPv6 in
// brackets or without. Names that stand for an address ("unknown", "_hidden") are none.
func parseNode(s string) (netip.Addr, bool) {
	host, port := s, ""
	if inside, ok := strings.CutPrefix(s, "["); ok {
		if host, port, ok = strings.Cut(inside, "]"); !ok || (port != "" && port[0] != ':') {
			return netip.Addr{}, false
		}
		port = strings.TrimPrefix(port, ":")
	} else if strings.Count(s, ":") == 1 {
		host, port, _ = strings.Cut(s, ":")
	}
	addr, err := netip.ParseAddr(host)
	if err != nil || !isPort(port) {
		return netip.Addr{}, false
	}
	return addr.Unmap().WithZone(""), true
}

// isPort takes a number, nothing, or a name that stands for one ("_hidden").
func isPort(s string) bool {
	if hidden, ok := strings.CutPrefix(s, "_"); ok {
		return hidden != ""
	}
	return len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// parseScheme reads how a client reached a proxy. Some proxies name a websocket's.
func parseScheme(s string) (scheme string, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "https", "wss":
		return "https", true
	case "http", "ws":
		return "http", true
	}
	return "", false
}
