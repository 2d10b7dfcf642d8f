package api

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// makePictures makes one whose drawings have ended when the test has.
func makePictures(t *testing.T, atOnce, limit int) *pictures {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	var drawings sockets
	t.Cleanup(func() {
		end()
		drawings.close()
		drawings.wait()
	})
	return newPictures(ctx, drawings.run, atOnce, limit)
}

// as is a request of a client.
func as(t *testing.T, client string) context.Context {
	t.Helper()
	return withVisit(t.Context(), visit{client: netip.MustParsePrefix(client + "/32")})
}

func TestPictures_DrawsAFewAtOnceAndEachOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := makePictures(t, 2, 1<<20)
		var drawing, most, drawn atomic.Int32
		draw := func(ctx context.Context) ([]byte, error) {
			return []byte("picture"), p.within(ctx, func(context.Context, int) error {
				most.Store(max(most.Load(), drawing.Add(1)))
				time.Sleep(time.Second)
				drawing.Add(-1)
				drawn.Add(1)
				return nil
			})
		}
		var all sync.WaitGroup
		for game := range 10 {
			for range 5 {
				all.Go(func() {
					body, err := p.get(t.Context(), pictureKey{game: string(rune('a' + game)), kind: "png"}, draw)
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

func TestPictures_KeepsTheLatestWithinItsLimit(t *testing.T) {
	p := makePictures(t, 1, 4000)
	const quarter = 1000 - overhead
	var drawn int
	get := func(game string, size int) {
		t.Helper()
		body, err := p.get(t.Context(), pictureKey{game: game}, func(context.Context) ([]byte, error) {
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
	if drawn != 5 || p.bytes != 4000 {
		t.Fatalf("drew %d and keeps %d bytes", drawn, p.bytes)
	}
	get("a", quarter)
	get("b", quarter)
	if drawn != 6 {
		t.Errorf("drew %d, want 6: a is kept, b was let go", drawn)
	}
	get("large", quarter+1)
	if p.bytes != 4000 {
		t.Errorf("a file of more than a quarter of the limit was kept: %d bytes", p.bytes)
	}
}

func TestPictures_FailureIsToldAndNotKept(t *testing.T) {
	p := makePictures(t, 1, 1<<20)
	key := pictureKey{game: "a"}
	broken := errors.New("broken")
	for _, draw := range []func(context.Context) ([]byte, error){
		func(context.Context) ([]byte, error) { return nil, broken },
		func(context.Context) ([]byte, error) { panic(broken) },
	} {
		if body, err := p.get(t.Context(), key, draw); err == nil {
			t.Errorf("got %q", body)
		}
	}
	body, err := p.get(t.Context(), key, func(context.Context) ([]byte, error) { return []byte("picture"), nil })
	if err != nil || string(body) != "picture" {
		t.Errorf("the next one got %q, %v", body, err)
	}
}

// Whoever asked first has given up; the drawing goes on, is made once, and is there for
// who asks again.
func TestPictures_ADrawingOutlivesTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := makePictures(t, 1, 1<<20)
		key, drawn := pictureKey{game: "a"}, 0
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
			var said *Problem
			if _, err := p.get(ctx, key, draw); !errors.As(err, &said) || said.Code != codeUnavailable {
				t.Errorf("who left after %v got %v", patience, err)
			}
			leave()
		}
		body, err := p.get(t.Context(), key, draw)
		if err != nil || string(body) != "picture" || drawn != 1 {
			t.Errorf("got %q, %v, and it was begun %d times", body, err, drawn)
		}
	})
}

// While a game takes all its time, others' pictures are made.
func TestPictures_ALongDrawingHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := makePictures(t, 1, 1<<20)
		finish := make(chan struct{})
		monster := func(ctx context.Context) ([]byte, error) {
			return []byte("monster"), p.within(ctx, func(_ context.Context, most int) error {
				if most < anyWork {
					return errLong
				}
				<-finish
				return nil
			})
		}
		for game := range 5 {
			p.want(as(t, "192.0.2.1"), pictureKey{game: fmt.Sprint("monster ", game)}, monster)
		}
		synctest.Wait()
		quick := func(ctx context.Context) ([]byte, error) {
			return []byte("picture"), p.within(ctx, func(context.Context, int) error { return nil })
		}
		began := time.Now()
		body, err := p.get(as(t, "192.0.2.2"), pictureKey{game: "a"}, quick)
		if err != nil || string(body) != "picture" || time.Since(began) > 0 {
			t.Errorf("got %q, %v after %v", body, err, time.Since(began))
		}
		close(finish)
		if body, err := p.get(t.Context(), pictureKey{game: "monster 4"}, monster); err != nil || string(body) != "monster" {
			t.Errorf("the last monster: %q, %v", body, err)
		}
	})
}

// One who wants a hundred drawings holds up one who wants one by one drawing.
func TestPictures_ClientsComeInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := makePictures(t, 1, 1<<20)
		draw := func(ctx context.Context) ([]byte, error) {
			return nil, p.within(ctx, func(context.Context, int) error { time.Sleep(time.Second); return nil })
		}
		for n := range 100 {
			p.want(as(t, "192.0.2.1"), pictureKey{game: fmt.Sprint(n)}, draw)
		}
		synctest.Wait()
		for _, client := range []string{"192.0.2.2", "192.0.2.3"} {
			began := time.Now()
			if _, err := p.get(as(t, client), pictureKey{game: client}, draw); err != nil || time.Since(began) > 3*time.Second {
				t.Errorf("%s waited %v: %v", client, time.Since(began), err)
			}
		}
	})
}

func TestPictures_AClientMayHaveOnlySoManyMade(t *testing.T) {
	p := makePictures(t, 1, 1<<20)
	draw := func(context.Context) ([]byte, error) { return []byte("picture"), nil }
	for n := range p.anew.burst {
		if _, err := p.get(as(t, "192.0.2.1"), pictureKey{game: fmt.Sprint(n)}, draw); err != nil {
			t.Fatal(err)
		}
	}
	var said *Problem
	if _, err := p.get(as(t, "192.0.2.1"), pictureKey{game: "another"}, draw); !errors.As(err, &said) || said.Code != codeTooMany {
		t.Errorf("one too many got %v", err)
	}
	if _, err := p.get(as(t, "192.0.2.1"), pictureKey{game: "7"}, draw); err != nil {
		t.Errorf("what is there already: %v", err)
	}
	if _, err := p.get(as(t, "192.0.2.2"), pictureKey{game: "another"}, draw); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

func TestLane_WhoGivesUpLosesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLane(1)
		a, b := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
		if err := l.enter(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var order []string
		var all sync.WaitGroup
		wait := func(ctx context.Context, client netip.Prefix, name string) {
			all.Go(func() {
				if err := l.enter(ctx, client); err != nil {
					name = "not " + name
				} else {
					defer l.leave()
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, name)
			})
			synctest.Wait()
		}
		ctx, leave := context.WithCancel(t.Context())
		wait(t.Context(), a, "a1")
		wait(ctx, a, "a2")
		wait(ctx, b, "b1")
		wait(t.Context(), a, "a3")
		leave()
		synctest.Wait()
		wait(t.Context(), b, "b2")
		l.leave()
		all.Wait()
		slices.Sort(order[:2])
		if want := []string{"not a2", "not b1", "a1", "b2", "a3"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		if l.free != 1 || len(l.clients) != 0 || len(l.waiting) != 0 {
			t.Errorf("left are %+v", l)
		}
	})
}
