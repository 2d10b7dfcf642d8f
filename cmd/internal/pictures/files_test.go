package pictures

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// testFiles are files and slots whose goroutines end with the test.
type testFiles struct {
	*files
	*drawingSlots
}

func newTestFiles(t *testing.T, quickSlots, limit int) testFiles {
	t.Helper()
	ctx, run := background(t)
	m := new(Metrics)
	return testFiles{newFiles(ctx, run, func(netip.Prefix) bool { return true }, limit, m), newDrawingSlots(quickSlots, m)}
}

// background runs goroutines with a context that ends with the test, which waits for them.
func background(t *testing.T) (context.Context, func(func()) bool) {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	t.Cleanup(func() {
		end()
		running.Wait()
	})
	return ctx, func(do func()) bool { running.Go(do); return true }
}

// by is a client that asks.
func by(client string) Requester {
	return Requester{Client: netip.MustParsePrefix(client + "/32")}
}

func TestFiles_DrawsAFewAtOnceAndEachOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestFiles(t, 2, 1<<20)
		var drawing, most, drawn atomic.Int32
		draw := func(game string) makeFile {
			return func(ctx context.Context) ([]byte, error) {
				return []byte("picture"), p.draw(ctx, netip.Prefix{}, game, func(context.Context, int) error {
					most.Store(max(most.Load(), drawing.Add(1)))
					time.Sleep(time.Second)
					drawing.Add(-1)
					drawn.Add(1)
					return nil
				})
			}
		}
		var all sync.WaitGroup
		for game := range 10 {
			for range 5 {
				all.Go(func() {
					id := string(rune('a' + game))
					body, err := p.get(t.Context(), Requester{}, fileKey{game: id, kind: "png"}, draw(id))
					if err != nil || string(body) != "picture" {
						t.Errorf("got %q, %v", body, err)
					}
				})
			}
		}
		all.Wait()
		if most.Load() != 2 {
			t.Errorf("%d were drawn at once, want 2", most.Load())
		}
		if n := drawn.Load(); n != 10 {
			t.Errorf("%d were drawn for 10 games", n)
		}
	})
}

func TestFiles_KeepsTheLatestWithinItsLimit(t *testing.T) {
	p := newTestFiles(t, 1, 4000)
	const quarter = 1000 - entryOverhead
	var drawn int
	get := func(game string, size int) {
		t.Helper()
		body, err := p.get(t.Context(), Requester{}, fileKey{game: game}, func(context.Context) ([]byte, error) {
			drawn++
			return make([]byte, size), nil
		})
		if err != nil || len(body) != size {
			t.Fatalf("got %d bytes, %v", len(body), err)
		}
	}
	for _, game := range []string{"a", "b", "c", "d"} {
		get(game, quarter)
	}
	get("a", quarter) // used again: b is now the oldest
	get("e", quarter)
	if drawn != 5 || p.cache.bytes != 4000 {
		t.Fatalf("drew %d and keeps %d bytes", drawn, p.cache.bytes)
	}
	get("a", quarter)
	get("b", quarter)
	if drawn != 6 {
		t.Errorf("drew %d, want 6: a is kept, b was let go", drawn)
	}
	get("large", quarter+1)
	if p.cache.bytes != 4000 {
		t.Errorf("a file of more than a quarter of the limit was cached: %d bytes", p.cache.bytes)
	}
}

func TestFiles_FailureIsReturnedAndNotCached(t *testing.T) {
	p := newTestFiles(t, 1, 1<<20)
	key := fileKey{game: "a"}
	broken := errors.New("broken")
	for _, draw := range []func(context.Context) ([]byte, error){
		func(context.Context) ([]byte, error) { return nil, broken },
		func(context.Context) ([]byte, error) { panic(broken) },
	} {
		if body, err := p.get(t.Context(), Requester{}, key, draw); err == nil {
			t.Errorf("got %q", body)
		}
	}
	body, err := p.get(t.Context(), Requester{}, key, func(context.Context) ([]byte, error) { return []byte("picture"), nil })
	if err != nil || string(body) != "picture" {
		t.Errorf("the next one got %q, %v", body, err)
	}
}

// The client that asked first gives up; the drawing continues, is made once, and is there
// for the next request.
func TestFiles_ADrawingOutlivesTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestFiles(t, 1, 1<<20)
		key, drawn := fileKey{game: "a"}, 0
		draw := func(ctx context.Context) ([]byte, error) {
			drawn++
			select {
			case <-time.After(25 * time.Second):
				return []byte("picture"), nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		for _, patience := range []time.Duration{time.Second, 10 * time.Second, 10 * time.Second} {
			ctx, leave := context.WithTimeout(t.Context(), patience)
			if _, err := p.get(ctx, Requester{}, key, draw); !errors.Is(err, ErrBeingMade) {
				t.Errorf("who left after %v got %v", patience, err)
			}
			leave()
		}
		body, err := p.get(t.Context(), Requester{}, key, draw)
		if err != nil || string(body) != "picture" || drawn != 1 {
			t.Errorf("got %q, %v, and it was begun %d times", body, err, drawn)
		}
	})
}

// One game takes the maximum time while other games' pictures are made.
func TestFiles_ALongDrawingHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestFiles(t, 1, 1<<20)
		finish := make(chan struct{})
		monster := func(game string) makeFile {
			return func(ctx context.Context) ([]byte, error) {
				return []byte("monster"), p.draw(ctx, by("192.0.2.1").Client, game, func(_ context.Context, most int) error {
					if most < anyWork {
						return errTooLong
					}
					<-finish
					return nil
				})
			}
		}
		for n := range 5 {
			game := fmt.Sprint("monster ", n)
			p.start(by("192.0.2.1"), fileKey{game: game}, monster(game))
		}
		synctest.Wait()
		quick := func(ctx context.Context) ([]byte, error) {
			return []byte("picture"), p.draw(ctx, by("192.0.2.2").Client, "a", func(context.Context, int) error { return nil })
		}
		began := time.Now()
		body, err := p.get(t.Context(), by("192.0.2.2"), fileKey{game: "a"}, quick)
		if err != nil || string(body) != "picture" || time.Since(began) > 0 {
			t.Errorf("got %q, %v after %v", body, err, time.Since(began))
		}
		close(finish)
		if body, err := p.get(t.Context(), Requester{}, fileKey{game: "monster 4"}, monster("monster 4")); err != nil || string(body) != "monster" {
			t.Errorf("the last monster: %q, %v", body, err)
		}
	})
}

// A client that wants a hundred drawings delays one that wants a single drawing by only one
// drawing.
func TestFiles_ClientsComeInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestFiles(t, 1, 1<<20)
		draw := func(client, game string) makeFile {
			return func(ctx context.Context) ([]byte, error) {
				return nil, p.draw(ctx, by(client).Client, game, func(context.Context, int) error { time.Sleep(time.Second); return nil })
			}
		}
		for n := range 100 {
			game := fmt.Sprint(n)
			p.start(by("192.0.2.1"), fileKey{game: game}, draw("192.0.2.1", game))
		}
		synctest.Wait()
		for _, client := range []string{"192.0.2.2", "192.0.2.3"} {
			began := time.Now()
			if _, err := p.get(t.Context(), by(client), fileKey{game: client}, draw(client, client)); err != nil || time.Since(began) > 3*time.Second {
				t.Errorf("%s waited %v: %v", client, time.Since(began), err)
			}
		}
	})
}

func TestFiles_AClientMayHaveOnlySoManyMade(t *testing.T) {
	p := newTestFiles(t, 1, 1<<20)
	const allowed = 300
	made := map[netip.Prefix]int{}
	p.allowNew = func(client netip.Prefix) bool { made[client]++; return made[client] <= allowed }
	draw := func(context.Context) ([]byte, error) { return []byte("picture"), nil }
	for n := range allowed {
		if _, err := p.get(t.Context(), by("192.0.2.1"), fileKey{game: fmt.Sprint(n)}, draw); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.get(t.Context(), by("192.0.2.1"), fileKey{game: "another"}, draw); !errors.Is(err, ErrTooManyNew) {
		t.Errorf("one too many got %v", err)
	}
	if _, err := p.get(t.Context(), by("192.0.2.1"), fileKey{game: "7"}, draw); err != nil {
		t.Errorf("what is there already: %v", err)
	}
	if _, err := p.get(t.Context(), by("192.0.2.2"), fileKey{game: "another"}, draw); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}
