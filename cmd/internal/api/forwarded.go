package api

import (
	"net/http"
	"net/netip"
	"strings"
)

// hops is what the proxies on a request's way added to its headers, the nearest proxy last.
// Anyone further away can forge the beginning, so it is read from the end.
type hops struct {
	header string // X-Forwarded-For, or Forwarded (RFC 7239)
	rest   string // the hops still to be read
}

// hop is one proxy's addition.
type hop struct {
	said   string     // as written
	client netip.Addr // who sent the request to that proxy
	ok     bool       // whether client could be parsed
	scheme string     // "https", "http", or "" if not stated
}

// hopsOf finds the proxies' headers. X-Forwarded-For goes before Forwarded, which most
// proxies neither write nor remove.
func hopsOf(h http.Header) hops {
	header := "X-Forwarded-For"
	said := strings.Join(h.Values(header), ",")
	if strings.Trim(said, ", \t") == "" {
		header = "Forwarded"
		said = strings.Join(h.Values(header), ",")
	}
	return hops{header: header, rest: said}
}

// last removes and returns the last hop; ok is false if there is none.
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

// lastComma returns the last comma outside quoted strings; -1 if there is none.
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

// isEscaped reports whether an odd number of backslashes precedes position i.
func isEscaped(s string, i int) bool {
	before := s[:i]
	return (len(before)-len(strings.TrimRight(before, `\`)))%2 == 1
}

// cutPair cuts off the first pair of a hop, at a semicolon outside quoted strings.
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

// unquote returns the contents of a quoted string, and anything else unchanged.
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

// parseNode parses an address as proxies write it: with or without a port, IPv6 with or
// without brackets. It rejects names that stand for an address ("unknown", "_hidden").
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

// isPort accepts a number, nothing, or a name that stands for one ("_hidden").
func isPort(s string) bool {
	if hidden, ok := strings.CutPrefix(s, "_"); ok {
		return hidden != ""
	}
	return len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// parseScheme parses how a client reached a proxy. Some proxies name a websocket's scheme.
func parseScheme(s string) (scheme string, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "https", "wss":
		return "https", true
	case "http", "ws":
		return "http", true
	}
	return "", false
}
