package api

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/lobby"
)

// reader is a client of an event stream.
type reader struct {
	header http.Header
	mu     sync.Mutex
	buffer bytes.Buffer // written, not flushed
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

// taken returns what was flushed since the last call.
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
		go func() { ended <- a.follow(ctx, newStream(client), visit{}, events, false) }()

		events <- lobby.Matched{Room: "R", Seat: 1, Partner: "Jonas"}
		if got, want := client.taken(), "event: matched\ndata: {\"room\":\"R\",\"seat\":1,\"partner\":\"Jonas\"}\n\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		time.Sleep(heartbeat)
		if got := client.taken(); got != ":\n\n" {
			t.Errorf("after a pause: %q", got)
		}
		time.Sleep(heartbeat - time.Second)
		events <- lobby.Matched{Room: "R"}
		client.taken()
		time.Sleep(heartbeat - time.Second)
		if got := client.taken(); got != "" {
			t.Errorf("a heartbeat although an event was sent lately: %q", got)
		}
		leave()
		if err := <-ended; err != nil {
			t.Error(err)
		}

		go func() { ended <- a.follow(t.Context(), newStream(client), visit{}, events, false) }()
		close(events)
		if err := <-ended; err != nil {
			t.Error("when the lobby ends:", err)
		}
		go func() { ended <- a.follow(t.Context(), newStream(client), visit{}, nil, false) }()
		a.End()
		if err := <-ended; err != nil {
			t.Error("when the server ends:", err)
		}
	})
}

func TestFollow_SendsChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := edge(t, Config{})
		client := &reader{header: http.Header{}}
		events := make(chan lobby.Event)
		ended := make(chan error, 1)
		go func() {
			ended <- a.follow(t.Context(), newStream(client), visit{player: &Player{ID: "M"}}, events, false)
		}()
		mila := lobby.Member{Player: "M", Name: "Mila", State: lobby.Here}
		one := lobby.Lobby{Code: "c", Host: "M", Members: []lobby.Member{mila}}
		two := one
		two.Members = append([]lobby.Member{mila}, lobby.Member{Player: "4F2Q6ZJ7XKD3MWPLBN5ROTYHCA", Name: "Maximilian-Alexander 24!", State: lobby.Here})
		three := two
		three.Invited = []lobby.Invitation{{Inviter: "4F2Q6ZJ7XKD3MWPLBN5ROTYHCA", Invitee: "another"}}

		events <- lobby.Update{Lobby: &one, ID: "ABCDEF-1"}
		if got := client.taken(); !strings.HasPrefix(got, "id: ABCDEF-1\nevent: lobby\n") {
			t.Errorf("at first %q", got)
		}
		events <- lobby.Update{Lobby: &two, Before: &one, ID: "ABCDEF-999"}
		got := client.taken()
		if want := "id: ABCDEF-999\nevent: change\ndata: {\"members\":[{\"id\":\"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA\",\"name\":\"Maximilian-Alexander 24!\",\"host\":false,\"state\":\"here\"}]}\n\n"; got != want {
			t.Errorf("a member joins: %q", got)
		}
		if len(got) > 200 {
			t.Errorf("%d bytes for one new member", len(got))
		}
		events <- lobby.Update{Lobby: &three, Before: &two, ID: "ABCDEF-1000"}
		if got := client.taken(); got != "" {
			t.Errorf("an invitation between two others: %q", got)
		}
		close(events)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestFollow_RequestsASignOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := edge(t, Config{})
		client := &reader{header: http.Header{}}
		events := make(chan lobby.Event)
		ended := make(chan error, 1)
		go func() { ended <- a.follow(t.Context(), newStream(client), visit{}, events, true) }()
		for range 3 {
			time.Sleep(beatEvery)
			if got := client.taken(); !strings.Contains(got, "event: beat\ndata: {}\n\n") {
				t.Errorf("got %q", got)
			}
		}
		close(events)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
