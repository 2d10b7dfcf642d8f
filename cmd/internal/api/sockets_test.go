package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/tandem-game/tandem/room"
)

func TestSockets_WaitReturnsAfterTheLastOneHasLeft(t *testing.T) {
	for range 200 {
		var s sockets
		var seen [4]int // the race detector reports any that is still inside
		var visitors sync.WaitGroup
		for i := range seen {
			visitors.Go(func() {
				for s.enter() {
					seen[i]++
					s.leave()
				}
			})
		}
		s.close()
		s.wait()
		if seen[0]+seen[1]+seen[2]+seen[3] < 0 {
			t.Fatal("the counts are negative")
		}
		visitors.Wait()
	}
}

// keptRooms is a registry of kept games: a socket is opened only to send the close code.
type keptRooms struct{ Rooms }

func (keptRooms) Open(context.Context, string) (*room.Room, error) { return nil, room.ErrNoRoom }

func TestAPI_OpensNoSocketWhileItEnds(t *testing.T) {
	a, err := New(Config{}, Services{Rooms: keptRooms{}})
	if err != nil {
		t.Fatal(err)
	}
	a.End()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/api/rooms/any/socket", http.NoBody)
	r.Header.Set("Connection", "Upgrade")
	r.Header.Set("Upgrade", "websocket")
	a.serveSocket(w, r, "any", room.Attach{})
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("answered %d: the socket would be opened during the shutdown", w.Code)
	}
}
