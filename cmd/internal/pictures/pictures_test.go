package pictures

import (
	"bytes"
	"context"
	"log/slog"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// keptGames is a store of kept games.
type keptGames struct {
	Games

	mu      sync.Mutex
	games   map[string]store.Game
	files   map[string][]byte
	read    map[string]int           // by game: how often its recording was read
	reading map[string]chan struct{} // by game: closed when its recording may be read
}

func (k *keptGames) Recording(ctx context.Context, id string) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.read[id]++
	if wait := k.reading[id]; wait != nil {
		k.mu.Unlock()
		defer k.mu.Lock()
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return k.files[id], nil
}

func (k *keptGames) SetPictureHash(context.Context, string, string) error { return nil }

// keep stores a game in which the same op was drawn the given number of times.
func (k *keptGames) keep(id string, times int, op []byte) {
	stream := []byte{1 | 2<<2, 0, 1, 1} // the first of pen 1
	for n := range times {
		if n > 0 {
			stream = append(stream, 1|1<<2, 0)
		}
		stream = append(stream, op...)
	}
	k.games[id] = store.Game{ID: id, State: store.Finished}
	k.files[id] = room.SealRecording(stream)
}

const (
	monster = "MONSTER" // more work than a quick slot does
	usual   = "USUAL"
)

// newTestService returns a service with one quick slot, a game whose picture takes long and
// one whose doesn't.
func newTestService(t *testing.T) (*Service, *keptGames) {
	t.Helper()
	sheet := ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 0, 0, ink.RasterWidth, bytes.Repeat([]byte{255}, ink.RasterWidth*ink.RasterHeight))
	k := &keptGames{games: map[string]store.Game{}, files: map[string][]byte{}, read: map[string]int{}, reading: map[string]chan struct{}{}}
	k.keep(monster, 250, sheet)
	k.keep(usual, 1, ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 4, 4, 4, bytes.Repeat([]byte{255}, 16)))
	ctx, run := background(t)
	return New(ctx, Config{
		Games: k, Go: run, QuickSlots: 1, Logger: slog.New(slog.DiscardHandler),
		AllowNew: func(netip.Prefix) bool { return true },
	}), k
}

// Client 7 has a hundred drawings in the queue, one of them of somebody else's game, and
// delays no picture of that game for others.
func TestPictures_AQueueHoldsNoOtherGame(t *testing.T) {
	s, k := newTestService(t)
	seven, eight := by("192.0.2.7"), by("192.0.2.8")
	// It waits behind the client's own drawing, which never ends.
	stuck := make(chan struct{})
	s.files.start(seven, fileKey{game: "its own"}, func(ctx context.Context) ([]byte, error) {
		return nil, s.slots.draw(ctx, seven.Client, "its own", func(context.Context, int) error { <-stuck; return nil })
	})
	for s.slots.quick.freeSlots() != 0 {
		runtime.Gosched()
	}
	s.files.start(seven, fileKey{game: "its other"}, func(ctx context.Context) ([]byte, error) {
		return nil, s.slots.draw(ctx, seven.Client, "its other", func(context.Context, int) error { <-stuck; return nil })
	})
	for s.slots.quick.length() == 0 {
		runtime.Gosched()
	}
	s.EnsureHash(seven, k.games[usual])
	for s.slots.quick.length() < 2 {
		runtime.Gosched()
	}
	got := make(chan error)
	go func() {
		_, err := s.PNG(t.Context(), eight, k.games[usual], 132)
		got <- err
	}()
	for s.slots.quick.length() < 3 {
		runtime.Gosched()
	}
	s.slots.quick.mu.Lock()
	s.slots.quick.free += 2 // two more slots: one for each client
	s.slots.quick.grantAll()
	s.slots.quick.mu.Unlock()
	if err := <-got; err != nil {
		t.Error(err)
	}
	close(stuck)
}

// length returns how many requests wait.
func (q *slotQueue) length() (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, requests := range q.waiting {
		n += len(requests)
	}
	return n
}

func (q *slotQueue) freeSlots() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.free
}

// A slow database blocks no slot for a game whose stream has been read.
func TestPictures_ASlotIsTakenOnlyOnceTheStreamIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, k := newTestService(t)
		k.keep("slow", 1, nil)
		k.reading["slow"] = make(chan struct{})
		defer close(k.reading["slow"])
		s.EnsureHash(by("192.0.2.7"), k.games["slow"])
		synctest.Wait()
		began := time.Now()
		if _, err := s.PNG(t.Context(), by("192.0.2.8"), k.games[usual], 132); err != nil || time.Since(began) > 0 {
			t.Errorf("another game waited %v: %v", time.Since(began), err)
		}
	})
}

// A drawing that is too much work for a quick slot moves to the long slot with the stream
// that it has read.
func TestPictures_ALongDrawingReadsItsStreamOnce(t *testing.T) {
	s, k := newTestService(t)
	if _, err := s.PNG(t.Context(), by("192.0.2.7"), k.games[monster], 132); err != nil {
		t.Fatal(err)
	}
	if n := k.read[monster]; n != 1 {
		t.Errorf("its stream was read %d times", n)
	}
}

// Beyond the limit of waiting bytes, a stream is dropped and read again.
func TestPictures_StreamsThatWaitAreBounded(t *testing.T) {
	s, k := newTestService(t)
	s.waiting.Store(waitingBytes)
	if _, err := s.PNG(t.Context(), by("192.0.2.7"), k.games[usual], 132); err != nil {
		t.Fatal(err)
	}
	if n := k.read[usual]; n != 2 || s.waiting.Load() != waitingBytes {
		t.Errorf("its stream was read %d times, %d bytes wait", n, s.waiting.Load()-waitingBytes)
	}
}
