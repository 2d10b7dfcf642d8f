package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/limit"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// keptGames is a store of kept games.
type keptGames struct {
	Games

	mu    sync.Mutex
	games map[string]store.Game
	read  map[string]int // by game: how often its recording was read
	files map[string][]byte
	// By game: receives a value once its picture is being drawn. The drawing then never ends.
	drawing map[string]chan struct{}
	// Recordings can be read once it is closed; nil: at once.
	away chan struct{}
}

func (k *keptGames) Game(_ context.Context, id string) (store.Game, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	g, ok := k.games[id]
	if !ok {
		return g, store.ErrNoGame
	}
	return g, nil
}

func (k *keptGames) Recording(ctx context.Context, id string) ([]byte, error) {
	k.mu.Lock()
	away := k.away
	k.mu.Unlock()
	if away != nil {
		select {
		case <-away:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.read[id]++
	return k.files[id], nil
}

func (k *keptGames) SetPictureHash(ctx context.Context, id, hash string) error {
	k.mu.Lock()
	drawing := k.drawing[id]
	k.mu.Unlock()
	if drawing != nil {
		select {
		case drawing <- struct{}{}: // it is drawn
		case <-ctx.Done():
		}
		<-ctx.Done()
		return ctx.Err()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	g := k.games[id]
	g.PictureHash = hash
	k.games[id] = g
	return nil
}

func (k *keptGames) SetRoundStarts(_ context.Context, id string, starts []int64) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	g := k.games[id]
	g.RoundStarts = starts
	k.games[id] = g
	return nil
}

// keep stores a game with open access in which the same op was drawn so many times.
func (k *keptGames) keep(id string, times int, op []byte) {
	stream := []byte{1 | 2<<2, 0, 1, 1} // the first op of pen 1
	for n := range times {
		if n > 0 {
			stream = append(stream, 1|1<<2, 0)
		}
		stream = append(stream, op...)
	}
	k.games[id] = store.Game{
		ID: id, State: store.Finished, Language: "en", Difficulty: "normal", Rounds: 6, RoundSeconds: 30, RoundStarts: []int64{},
		Seats: [2]store.Seat{{Name: "Mila", Open: true}, {Name: "Jonas", Open: true}},
	}
	k.files[id] = room.SealRecording(stream)
}

// timesRead returns how often the recording of a game was read.
func (k *keptGames) timesRead(id string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.read[id]
}

// hold makes the drawing of a game occupy its slot, from when hold returns until the API ends.
func (k *keptGames) hold(t *testing.T, a *API, id string) {
	t.Helper()
	drawing := make(chan struct{})
	k.mu.Lock()
	k.drawing[id] = drawing
	g := k.games[id]
	k.mu.Unlock()
	a.pictures.EnsureHash(pictures.Requester{}, g)
	<-drawing
}

const (
	monster = "MONSTERMONSTERMONSTERMONST"
	usual   = "USUALUSUALUSUALUSUALUSUALU"
)

// besieged returns an API with one slot for quick drawings, and a game whose picture takes more
// work than that slot allows.
func besieged(t *testing.T) (*API, *keptGames) {
	t.Helper()
	sheet := ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 0, 0, ink.RasterWidth, bytes.Repeat([]byte{255}, ink.RasterWidth*ink.RasterHeight))
	k := &keptGames{games: map[string]store.Game{}, read: map[string]int{}, files: map[string][]byte{}, drawing: map[string]chan struct{}{}}
	k.keep(monster, 250, sheet)
	k.keep(usual, 1, ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 4, 4, 4, bytes.Repeat([]byte{255}, 16)))
	a, err := New(Config{Gallery: store.NoGallery}, Services{Games: k})
	if err != nil {
		t.Fatal(err)
	}
	a.pictures = a.makePictures(1)
	t.Cleanup(func() {
		a.End()
		if err := a.Wait(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return a, k
}

func (a *API) ask(ctx context.Context, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
	return w
}

// Two clients request all files of a game whose drawing never ends. Meanwhile another game's files
// are served.
func TestHostile_ALongDrawingDelaysNoOtherGame(t *testing.T) {
	a, k := besieged(t)
	k.hold(t, a, monster)
	ctx, release := context.WithCancel(t.Context())
	var asking sync.WaitGroup
	for _, file := range []string{"", "/drawing.png", "/drawing.png?width=480", "/drawing.svg", "/card.png"} {
		for range 4 {
			asking.Go(func() { a.ask(ctx, "/api/games/"+monster+file) })
		}
	}
	for _, file := range []string{"", "/drawing.png?width=132", "/drawing.svg", "/card.png", "/recording", ""} {
		if w := a.ask(t.Context(), "/api/games/"+usual+file); w.Code != http.StatusOK {
			t.Errorf("%s of another game: %d %s", file, w.Code, w.Body)
		}
	}
	if w := a.ask(t.Context(), "/api/games/"+monster); w.Code != http.StatusOK {
		t.Errorf("the JSON of the long game: %d", w.Code)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	w := a.ask(gone, "/api/games/"+monster+"/drawing.png")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "being made") {
		t.Errorf("a client that gave up gets %d %s", w.Code, w.Body)
	}
	release()
	asking.Wait()
}

// A game's JSON has the picture's hash if it is known, and doesn't wait for a drawing.
func TestHostile_ReadingAGameDrawsNothing(t *testing.T) {
	a, k := besieged(t)
	read := func() (g Game) {
		t.Helper()
		w := a.ask(t.Context(), "/api/games/"+usual)
		if err := json.Unmarshal(w.Body.Bytes(), &g); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return g
	}
	k.away = make(chan struct{}) // a drawing waits from now on
	if g := read(); g.PictureHash != "" || k.timesRead(usual) != 0 {
		t.Errorf("it has the hash %q, and its recording was read %d times", g.PictureHash, k.timesRead(usual))
	}
	close(k.away)
	// The first request started a drawing in the background.
	for deadline := time.Now().Add(time.Minute); read().PictureHash == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("its picture is never drawn")
		}
	}
	stream, err := room.OpenRecording(k.files[usual])
	if err != nil {
		t.Fatal(err)
	}
	paper, err := ink.ParseRGB(store.Game{}.Paper())
	if err != nil {
		t.Fatal(err)
	}
	canvas, err := room.Draw(t.Context(), stream, paper)
	if err != nil || canvas.Hash() != read().PictureHash {
		t.Errorf("its hash is %s, that of the drawing is %s (%v)", read().PictureHash, canvas.Hash(), err)
	}
	before := k.timesRead(usual)
	if read(); k.timesRead(usual) != before {
		t.Error("its recording is read again without need")
	}
}

// Concurrent readers of a file share one copy, and the bytes of large files in transit are bounded.
func TestHostile_SlowReaders(t *testing.T) {
	a, k := besieged(t)
	first := a.ask(t.Context(), "/api/games/"+usual+"/drawing.png")
	if first.Code != http.StatusOK || a.sending.Bytes() != 0 {
		t.Fatalf("%d, and %d bytes are in transit after it arrived", first.Code, a.sending.Bytes())
	}
	k.mu.Lock()
	k.files[usual] = room.SealRecording(make([]byte, limit.MaxTransitTo/4+1))
	k.mu.Unlock()
	large := "/api/games/" + usual + "/recording"
	var shared *byte
	stuck := make(chan struct{})
	var reading sync.WaitGroup
	for range 3 {
		w := &slowWriter{ResponseRecorder: httptest.NewRecorder(), stuck: stuck, began: make(chan []byte, 1)}
		reading.Go(func() {
			a.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, large, nil))
		})
		body := <-w.began
		if shared == nil {
			shared = &body[0]
		}
		if &body[0] != shared {
			t.Error("a reader has a copy of its own")
		}
	}
	if w := a.ask(t.Context(), large); w.Code != http.StatusTooManyRequests {
		t.Errorf("one reader too many gets %d", w.Code)
	}
	if w := a.ask(t.Context(), "/api/games/"+usual); w.Code != http.StatusOK {
		t.Errorf("the game's JSON: %d", w.Code)
	}
	close(stuck)
	reading.Wait()
	if a.sending.Bytes() != 0 {
		t.Errorf("%d bytes are in transit after all is read", a.sending.Bytes())
	}
}

// slowWriter blocks until it is freed.
type slowWriter struct {
	*httptest.ResponseRecorder
	stuck chan struct{}
	began chan []byte
}

func (w *slowWriter) Write(b []byte) (int, error) {
	w.began <- b
	<-w.stuck
	return len(b), nil
}
