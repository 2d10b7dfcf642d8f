package store_test

import (
	"testing"
	"time"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestHousekeep_RemovesWhatIsDue(t *testing.T) {
	b := setup(t)
	b.history(t, 9)
	storetest.Exec(t, b.url, `
		UPDATE games SET ended_at = now() - INTERVAL '101 days' WHERE id = '01';
		UPDATE games SET ended_at = now() - INTERVAL '99 days' WHERE id = '02';
		UPDATE games SET ended_at = NULL, state = 'live' WHERE id = '03';
		UPDATE games SET deleted_at = now() - INTERVAL '31 days' WHERE id = '04';
		UPDATE games SET deleted_at = now() - INTERVAL '29 days' WHERE id = '05'`)
	if n, err := b.Housekeep(t.Context(), 0); err != nil || n["games"] != 1 {
		t.Errorf("kept for ever: %v removed, %v; want the deleted game", n, err)
	}
	if n, err := b.Housekeep(t.Context(), 100*24*time.Hour); err != nil || n["games"] != 1 {
		t.Errorf("kept for 100 days: %v removed, %v; want 1 game", n, err)
	}
	left := b.every(t, store.GameFilter{}, store.Oldest)
	left = append(left, b.every(t, store.GameFilter{Deleted: true}, store.Oldest)...)
	if len(left) != 7 || left[0] != "02" {
		t.Errorf("left are %v", left)
	}
}

func TestDays_StayCounted(t *testing.T) {
	b := setup(t)
	b.history(t, 10) // all on the first of January
	storetest.Exec(t, b.url, `UPDATE games SET play_ms = 60000, strokes = 7`)
	storetest.Exec(t, b.url, `INSERT INTO players (id, name, session_hash) VALUES ('MILA', 'Mila', 'hash'); UPDATE seats SET player = 'MILA' WHERE seat = 1`)
	storetest.Exec(t, b.url, `INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language) VALUES ('l', 'MILA', 30, 6, '', 'en');
		INSERT INTO tickets (lobby, player, state, created_at, game) SELECT 'l', 'MILA', 'matched', created_at - INTERVAL '2 seconds', id FROM games`)
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	want := store.Day{Day: day, Games: 10, Players: 1, PlayMS: 600_000, Strokes: 70, Waits: 10, WaitMS: 20_000}
	for range 2 { // the second time all games are gone
		if _, err := b.Housekeep(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		days, err := b.Days(t.Context(), day, day)
		if err != nil || len(days) != 1 || !days[0].Day.Equal(day) {
			t.Fatalf("%+v, %v", days, err)
		}
		days[0].Day = day
		if days[0] != want {
			t.Errorf("got %+v, want %+v", days[0], want)
		}
		storetest.Exec(t, b.url, `DELETE FROM games`)
	}
}

func TestDays_CountsTodayAsItIs(t *testing.T) {
	b := setup(t)
	if err := b.CountDays(t.Context()); err != nil {
		t.Fatal("before any game:", err)
	}
	b.game(t)
	now := time.Now().UTC().Truncate(24 * time.Hour)
	days, err := b.Days(t.Context(), now.AddDate(0, 0, -400), now)
	if err != nil || len(days) != 2 || days[0].Games+days[1].Games != 1 || days[0].Players+days[1].Players != 2 {
		t.Errorf("%+v, %v", days, err)
	}
}
