package api

import (
	"errors"
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

func TestCheckToken_BoundsGuessesAndLocksNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const token = "a-token-for-tests-only"
		a := edge(t, Config{AdminToken: token})
		school, home := netip.MustParsePrefix("203.0.113.7/32"), netip.MustParsePrefix("203.0.113.8/32")
		status := func(said string, client netip.Prefix) int {
			var p *problem.Problem
			if errors.As(a.checkToken(t.Context(), said, client), &p) {
				return p.Status
			}
			return http.StatusOK
		}
		for range 1000 { // right tokens aren't counted
			if got := status(token, school); got != http.StatusOK {
				t.Fatalf("the right token: %d", got)
			}
		}
		unread := 0
		for range 1500 {
			if status("guess", school) == http.StatusTooManyRequests {
				unread++
			}
		}
		if unread < 1490 {
			t.Errorf("%d of 1,500 guesses were refused unread", unread)
		}
		if got := status(token, school); got != http.StatusTooManyRequests {
			t.Errorf("just after the guesses the right token is %d", got)
		}
		if got := status(token, home); got != http.StatusOK {
			t.Errorf("from another address the right token is %d", got)
		}
		time.Sleep(time.Second)
		if got := status(token, school); got != http.StatusOK {
			t.Errorf("a second later the right token is %d", got)
		}
		if got := status(token, school); got != http.StatusTooManyRequests {
			t.Errorf("a second right token in the same second is %d", got)
		}

		// During constant guesses, about one token a second is read.
		read := 0
		for range 6000 {
			time.Sleep(10 * time.Millisecond)
			status("guess", school)
			if status(token, school) == http.StatusOK {
				read++
			}
		}
		if read > 70 {
			t.Errorf("%d tokens were read in a minute", read)
		}
	})
}
