package api

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/lobby"
)

// reader is a client of an event stream: what it was sent, flushed.
type reader struct {
	header http.Header
	mu     sync.Mutex
	buffer bytes.Buffer // written
	got    string       // flushed
}

func (r *reader) Header() http.Header { return r.header }
func (r *reader) WriteHeader(int)     {}

func (r *reader) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buffer.Write(b)
}

func (r *reader) Flush() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got += r.buffer.String()
	r.buffer.Reset()
}
func (r *reader) SetWriteDeadline(time.Time) error { return nil }

// taken is what came since it was asked last.
func (r *reader) taken() string {
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = ""
	return got
}

func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := edge(t, Config{})
		client := &reader{header: http.Header{}}
		events := make(chan lobby.Event)
		ctx, leave := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.follow(ctx, newStream(client), visit{}, events) }()

		events <- lobby.Matched{Room: "R", Seat: 1, Partner: "Jonas"}
		if got, want := client.taken(), "event: matched\ndata: {\"room\":\"R\",\"seat\":1,\"partner\":\"Jonas\"}\n\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		time.Sleep(heartbeat)
		if got := client.taken(); got != ":\n\n" {
			t.Errorf("after a quiet while: %q", got)
		}
		time.Sleep(heartbeat - time.Second)
		events <- lobby.Matched{Room: "R"}
		client.taken()
		time.Sleep(heartbeat - time.Second)
		if got := client.taken(); got != "" {
			t.Errorf("a heartbeat although something was said lately: %q", got)
		}
		leave()
		if err := <-ended; err != nil {
			t.Error(err)
		}

		go func() { ended <- a.follow(t.Context(), newStream(client), visit{}, events) }()
		close(events)
		if err := <-ended; err != nil {
			t.Error("the lobby's end:", err)
		}
		go func() { ended <- a.follow(t.Context(), newStream(client), visit{}, nil) }()
		a.End()
		if err := <-ended; err != nil {
			t.Error("the server's end:", err)
		}
	})
}
