package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/session"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// patient is a response writer without deadlines.
type patient struct{ *httptest.ResponseRecorder }

func (patient) SetWriteDeadline(time.Time) error { return nil }

func TestStream_SendsItsHeaderBeforeTheFirstEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := patient{httptest.NewRecorder()}
		end := make(chan struct{})
		go func() {
			if err := pass(t.Context(), end, newStream(w), make(chan struct{}), false, nil); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		if !w.Flushed || w.Body.Len() != 0 {
			t.Errorf("flushed: %v, %q", w.Flushed, w.Body)
		}
		close(end)
		synctest.Wait()
	})
}

// strangers is a quick play where nothing happens.
type strangers struct{ QuickPlay }

func (strangers) Follow(ctx context.Context, _ string) (<-chan lobby.QuickEvent, error) {
	events := make(chan lobby.QuickEvent)
	context.AfterFunc(ctx, func() { close(events) })
	return events, nil
}

// anybody finds a player for any session.
type anybody struct{ Players }

func (anybody) PlayerBySession(context.Context, []byte) (store.Player, error) {
	return store.Player{ID: "4F2Q6ZJ7XKD3MWPLBN5ROTYHCA", Name: "Mila"}, nil
}

func (anybody) Seen(context.Context, string, netip.Prefix) error { return nil }

func TestStreams_AreBoundedByClient(t *testing.T) {
	a, err := New(Config{Streams: 2, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, Services{Players: anybody{}, Quick: strangers{}})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a)
	defer s.Close()
	defer a.End()
	follow := func(from string) *http.Response {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/quick/events", nil)
		r.AddCookie(a.cookie.Set(session.Mint()))
		r.Header.Set("X-Forwarded-For", from)
		res, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	first := follow("203.0.113.7")
	for _, test := range []struct {
		from string
		want int
	}{
		{"203.0.113.7", http.StatusOK},
		{"203.0.113.7", http.StatusTooManyRequests},
		{"203.0.113.8", http.StatusOK},
		{"203.0.113.7", http.StatusTooManyRequests},
	} {
		if got := follow(test.from); got.StatusCode != test.want {
			t.Errorf("from %s: %s, want %d", test.from, got.Status, test.want)
		}
	}
	first.Body.Close()
	for deadline := time.Now().Add(time.Minute); follow("203.0.113.7").StatusCode != http.StatusOK; {
		if time.Now().After(deadline) {
			t.Fatal("a closed stream still counts")
		}
	}
}
