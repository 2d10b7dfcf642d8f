package store_test

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store/storetest"
)

// BenchmarkSeatStrangers matches 10,000 waiting players: reads their tickets and makes their games.
func BenchmarkSeatStrangers(b *testing.B) {
	const waiting = 10_000
	url := storetest.URL(b)
	s := storetest.Open(b, url)
	storetest.Exec(b, url, `
		INSERT INTO players (id, name, session_hash)
		SELECT 'P' || n, 'Player ' || n, decode(lpad(to_hex(n), 64, '0'), 'hex') FROM generate_series(1, $1::int) n`, waiting)
	var took time.Duration
	matches := 0
	for b.Loop() {
		b.StopTimer()
		storetest.Exec(b, url, `DELETE FROM tickets`)
		storetest.Exec(b, url, `DELETE FROM games`) // cascades to seats and rooms
		storetest.Exec(b, url, `
			INSERT INTO tickets (player, language, difficulty)
			SELECT 'P' || n, 'en', 'normal' FROM generate_series(1, $1::int) n`, waiting)
		storetest.Exec(b, url, `ANALYZE`)
		b.StartTimer()
		began := time.Now()
		tickets, err := s.Strangers(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		for pairs := range slices.Chunk(lobby.Strangers(tickets), 500) {
			made, err := s.SeatStrangers(context.Background(), pairs, rand.Text)
			if err != nil {
				b.Fatal(err)
			}
			matches += len(made)
		}
		took += time.Since(began)
	}
	b.ReportMetric(took.Seconds()*1000/float64(matches), "ms/match")
}
