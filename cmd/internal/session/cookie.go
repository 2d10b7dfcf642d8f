package session

import (
	"cmp"
	"net/http"
	"time"
)

// lifetime is how long a browser keeps the cookie: the longest that browsers allow.
const lifetime = 400 * 24 * time.Hour

// Cookie carries a token. Below is the path of Tandem on its host, "" or "/tandem":
// browsers send the cookie nowhere else. Secure is set when Tandem's public address is
// https: then the cookie is sent over TLS only. The prefix __Host- also binds it to this
// very host, which browsers allow for the path / only. On plain http they refuse both.
type Cookie struct {
	Below  string
	Secure bool
}

// Name is the cookie's name.
func (c Cookie) Name() string {
	switch {
	case c.Secure && c.Below == "":
		return "__Host-tandem"
	case c.Secure:
		return "__Secure-tandem"
	}
	return "tandem"
}

// Path is the cookie's path.
func (c Cookie) Path() string { return cmp.Or(c.Below, "/") }

// Token finds the request's token; ok is false when there is none or it can't be one
// of ours.
func (c Cookie) Token(r *http.Request) (t Token, ok bool) {
	cookie, err := r.Cookie(c.Name())
	if err != nil {
		return "", false
	}
	t = Token(cookie.Value)
	return t, t.wellFormed()
}

// Set is the cookie that gives a browser the token.
func (c Cookie) Set(t Token) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure on plain http would leave players on a local network without a session
		Name:     c.Name(),
		Value:    string(t),
		Path:     c.Path(),
		MaxAge:   int(lifetime / time.Second),
		Secure:   c.Secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}

// Clear is the cookie that takes the token from a browser.
func (c Cookie) Clear() *http.Cookie {
	return &http.Cookie{ //nolint:gosec // as Set
		Name:     c.Name(),
		Path:     c.Path(),
		MaxAge:   -1,
		Secure:   c.Secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}
