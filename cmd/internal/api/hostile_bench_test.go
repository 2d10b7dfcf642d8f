package api

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
)

// BenchmarkHostile draws the most expensive games that could ever be made, of as many fills as
// two players were once allowed, while another game is requested again and again. Run it once:
// go test ./cmd/internal/api -run XXX -bench Hostile -benchtime 1x
func BenchmarkHostile(b *testing.B) {
	whole := func(covers func(x, y int) bool) []byte {
		weights := make([]byte, ink.RasterWidth*ink.RasterHeight)
		for i := range weights {
			if covers(i%ink.RasterWidth, i/ink.RasterWidth) {
				weights[i] = 255
			}
		}
		return ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 0, 0, ink.RasterWidth, weights)
	}
	for _, game := range []struct {
		name  string
		fills int
		fill  []byte
	}{
		{"combs", 2 * 389, whole(func(x, y int) bool { return y >= 39 || x%4 < 2 })},
		{"sheets", 2 * 2034, whole(func(int, int) bool { return true })},
	} {
		for _, file := range []string{"drawing.png", "drawing.svg"} {
			b.Run(game.name+"/"+file, func(b *testing.B) {
				for b.Loop() {
					k := &keptGames{games: map[string]store.Game{}, read: map[string]int{}, files: map[string][]byte{}}
					k.keep(monster, game.fills, game.fill)
					k.keep(usual, 1, ink.AppendFill(nil, ink.RGB{R: 9}, ink.RGB{}, 4, 4, 4, bytes.Repeat([]byte{255}, 16)))
					a, err := New(Config{Gallery: store.NoGallery}, Services{Games: k})
					if err != nil {
						b.Fatal(err)
					}
					began := time.Now()
					done := make(chan struct{})
					var asking sync.WaitGroup
					var once sync.Once
					for range 2 { // clients that retry until they get the file
						asking.Go(func() {
							refused := 0
							for {
								w := a.ask(b.Context(), "/api/games/"+monster+"/"+file)
								if w.Code == http.StatusOK || refused > 12 {
									once.Do(func() {
										b.Logf("%s of %s: %d after %v, %d bytes, refused %d times", file, game.name, w.Code, time.Since(began), w.Body.Len(), refused)
										close(done)
									})
									return
								}
								refused++
							}
						})
					}
					worst, others, failed := time.Duration(0), 0, 0
					for n := 0; ; n++ {
						from := time.Now()
						for _, other := range []string{"", "/drawing.png?width=132", "/drawing.svg"} {
							if n > 0 && other != "" { // its files are cached by now
								continue
							}
							if w := a.ask(b.Context(), "/api/games/"+usual+other); w.Code != http.StatusOK {
								failed++
							}
							others++
							worst = max(worst, time.Since(from))
						}
						select {
						case <-done:
						case <-time.After(100 * time.Millisecond):
							continue
						}
						break
					}
					asking.Wait()
					b.Logf("another game meanwhile: %d answers, %d failed, the slowest after %v", others, failed, worst)
					a.End()
					_ = a.Wait(context.Background())
				}
			})
		}
	}
}
