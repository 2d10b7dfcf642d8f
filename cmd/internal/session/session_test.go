package session

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMint_IsUnique(t *testing.T) {
	seen := map[Token]bool{}
	for range 1000 {
		token := Mint()
		if seen[token] || len(token) != 43 || !token.wellFormed() {
			t.Fatalf("minted %q", string(token))
		}
		seen[token] = true
	}
}

func TestToken_StaysOutOfLogs(t *testing.T) {
	token := Mint()
	for _, format := range []string{"%v", "%s", "%+v", "%#v", "%q"} {
		if said := fmt.Sprintf(format, token); strings.Contains(said, string(token)) {
			t.Errorf("%s prints the secret", format)
		}
	}
}

func TestCookie_RoundTrip(t *testing.T) {
	for _, secure := range []bool{false, true} {
		cookie := Cookie{Secure: secure}
		token := Mint()
		header := cookie.Set(token).String()
		for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"} {
			if !strings.Contains(header, want) {
				t.Errorf("secure %v: %s lacks %s", secure, header, want)
			}
		}
		if strings.Contains(header, "Domain") {
			t.Errorf("%s has a domain, which __Host- forbids", header)
		}
		if got := strings.Contains(header, "; Secure"); got != secure {
			t.Errorf("Secure is %v in %s", got, header)
		}
		if got := strings.HasPrefix(header, "__Host-"); got != secure {
			t.Errorf("__Host- is %v in %s", got, header)
		}

		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(cookie.Set(token))
		got, ok := cookie.Token(r)
		if !ok || got != token {
			t.Errorf("secure %v: the token comes back as %q, %v", secure, string(got), ok)
		}
	}
}

func TestCookie_BelowAPathIsSentThereOnly(t *testing.T) {
	for secure, name := range map[bool]string{false: "tandem", true: "__Secure-tandem"} {
		c := Cookie{Below: "/games", Secure: secure}.Set(Mint())
		if c.Path != "/games" || c.Name != name {
			t.Errorf("secure %v: the cookie %s has the path %s", secure, c.Name, c.Path)
		}
	}
}

func TestCookie_RefusesMalformedTokens(t *testing.T) {
	good := string(Mint())
	for _, value := range []string{"", "hello", good[:42], good + "A", strings.Repeat("!", 43), good[:42] + "~"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: "tandem", Value: value})
		if token, ok := (Cookie{}).Token(r); ok {
			t.Errorf("accepted %q", string(token))
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if _, ok := (Cookie{}).Token(r); ok {
		t.Error("found a token in a request that has no cookie")
	}
}
