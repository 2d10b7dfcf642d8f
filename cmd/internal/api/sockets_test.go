package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/tandem-game/tandem/room"
)

func TestSockets_NoneIsInsideOnceTheWaitIsOver(t *testing.T) {
	for range 200 {
		var s sockets
		var seen [4]int // the race detector finds who is still inside
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
			t.Fatal("nobody comes in less than never")
		}
		visitors.Wait()
	}
}

// keptRooms are those of games that are kept: a socket is opened to say so.
type keptRooms struct{ Rooms }

func (keptRooms) Open(context.Context, string) (*room.Room, error) { return nil, room.ErrNoRoom }

func TestAPI_OpensNoSocketOnceItEnds(t *testing.T) {
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
		t.Errorf("answered %d: it would be opened while the end waits", w.Code)
	}
}
