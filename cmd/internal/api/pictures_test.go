package api

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestPictures_DrawsAFewAtOnceAndEachOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPictures(2, 1<<20)
		var drawing, most, drawn atomic.Int32
		draw := func(context.Context) ([]byte, error) {
			most.Store(max(most.Load(), drawing.Add(1)))
			time.Sleep(time.Second)
			drawing.Add(-1)
			drawn.Add(1)
			return []byte("picture"), nil
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
	p := newPictures(1, 4000)
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

func TestPictures_FailureIsNotKeptAndWaitingEnds(t *testing.T) {
	p := newPictures(1, 100)
	broken := errors.New("broken")
	key := pictureKey{game: "a"}
	if _, err := p.get(t.Context(), key, func(context.Context) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	p.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.get(ctx, key, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v while the only slot is taken", err)
	}
}

func TestPictures_ADrawingEndsWithWhoWaitsOrInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPictures(1, 100)
		endless := func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		began := time.Now()
		if _, err := p.get(t.Context(), pictureKey{game: "a"}, endless); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != drawTime {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		began = time.Now()
		if _, err := p.get(ctx, pictureKey{game: "a"}, endless); err == nil || time.Since(began) != time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestPictures_WhoWaitsDrawsWhenTheFirstGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPictures(2, 1<<20)
		key := pictureKey{game: "a"}
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		var all sync.WaitGroup
		all.Go(func() {
			_, err := p.get(ctx, key, func(ctx context.Context) ([]byte, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("who left got %v", err)
			}
		})
		synctest.Wait()
		for range 3 {
			all.Go(func() {
				body, err := p.get(t.Context(), key, func(context.Context) ([]byte, error) { return []byte("picture"), nil })
				if err != nil || string(body) != "picture" {
					t.Errorf("who waited got %q, %v", body, err)
				}
			})
		}
		all.Wait()
		if len(p.making) != 0 {
			t.Errorf("%d files are still being made", len(p.making))
		}
		for how, want := range map[string]uint64{"found": 2, "drawn": 1, "failed": 1} {
			for got, n := range p.metrics.Asked() {
				if got == how && n != want {
					t.Errorf("%d %s, want %d", n, how, want)
				}
			}
		}
	})
}
