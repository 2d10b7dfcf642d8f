package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthCommand(t *testing.T) {
	t.Parallel()
	t.Run("healthy", func(t *testing.T) {
		_, port, err := net.SplitHostPort(strings.TrimPrefix(start(t).url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		if code, out, errOut := tandemCommand("health", "--addr=:"+port); code != exitOK || out+errOut != "" {
			t.Errorf("%d: %s%s", code, out, errOut)
		}
	})
	t.Run("unreachable", func(t *testing.T) {
		code, _, errOut := tandemCommand("health", "--addr=127.0.0.1:1")
		if code != exitFailed || !strings.HasPrefix(errOut, "tandem: not healthy: ") {
			t.Errorf("%d: %s", code, errOut)
		}
	})
	t.Run("another program", func(t *testing.T) {
		other := httptest.NewServer(http.NotFoundHandler())
		defer other.Close()
		code, _, errOut := tandemCommand("health", "--addr", strings.TrimPrefix(other.URL, "http://"))
		if code != exitFailed || errOut != "tandem: not healthy: 404 Not Found\n" {
			t.Errorf("%d: %s", code, errOut)
		}
	})
}

func TestReachable(t *testing.T) {
	for addr, want := range map[string]string{
		":8080":            "127.0.0.1:8080",
		"0.0.0.0:8080":     "127.0.0.1:8080",
		"[::]:8080":        "[::1]:8080",
		"192.168.1.7:8080": "192.168.1.7:8080",
		"tandem:8080":      "tandem:8080",
	} {
		if got := reachable(addr); got != want {
			t.Errorf("%s is reached at %s, want %s", addr, got, want)
		}
	}
}
