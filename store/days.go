package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Day is the statistics of one day (UTC).
type Day struct {
	Day     time.Time // its midnight
	Games   int
	Players int
	PlayMS  int64
	Strokes int64
	Ghosts  int   // games with a ghost
	Waits   int   // tickets that were matched with a player
	WaitMS  int64 // how long they waited, summed
	Cost    int64 `db:"cost_micros"` // of the model, in millionths of a dollar
}

// openDays is how many days, including today, may still change: games begin before midnight
// and end after it.
const openDays = 2

// countDay counts one day. The conditions name the day explicitly, so that Postgres uses
// the indexes.
const countDay = `
	SELECT $1::timestamptz AS day, played.*, met.*, waited.*, written.*
	FROM (SELECT count(*)::int AS games, count(ghost_seat)::int AS ghosts, COALESCE(sum(play_ms), 0)::bigint AS play_ms, COALESCE(sum(strokes), 0)::bigint AS strokes
	      FROM games
	      WHERE created_at >= $1 AND created_at < $2) played,
	     (SELECT count(DISTINCT player)::int AS players
	      FROM games JOIN seats ON game = games.id
	      WHERE created_at >= $1 AND created_at < $2) met,
	     (SELECT count(*)::int AS waits,
	             COALESCE(sum(extract(epoch FROM games.created_at - tickets.created_at) * 1000), 0)::bigint AS wait_ms
	      FROM games JOIN tickets ON game = games.id
	      WHERE games.created_at >= $1 AND games.created_at < $2 AND ghost_seat IS NULL) waited,
	     (SELECT COALESCE(sum(cost_micros), 0)::bigint AS cost_micros
	      FROM prompt_days
	      WHERE day = ($1 AT TIME ZONE 'UTC')::date) written`

const selectDays = `
	SELECT day, games, players, play_ms, strokes, ghosts, waits, wait_ms, cost_micros
	FROM days
	WHERE day BETWEEN $1 AND $2
	ORDER BY day`

// Days returns the statistics of each day of a range, both ends included. It reads what
// CountDays has stored, and counts the days that may still change.
func (s *Store) Days(ctx context.Context, from, to time.Time) ([]Day, error) {
	rows, err := s.pool.Query(ctx, selectDays, from, to)
	if err != nil {
		return nil, fmt.Errorf("read days: %w", err)
	}
	days, err := pgx.CollectRows(rows, pgx.RowToStructByName[Day])
	if err != nil {
		return nil, fmt.Errorf("read days: %w", err)
	}
	open := midnight(time.Now()).AddDate(0, 0, 1-openDays)
	if from.After(open) {
		open = from
	}
	for day := open; !day.After(to); day = day.AddDate(0, 0, 1) {
		fresh, err := s.countDay(ctx, day)
		if err != nil {
			return nil, err
		}
		days = append(days, fresh)
	}
	return days, nil
}

// CountDays stores the counts of the past days that aren't counted yet.
func (s *Store) CountDays(ctx context.Context) error {
	var from *time.Time
	if err := s.pool.QueryRow(ctx, `
		SELECT COALESCE((SELECT max(day) + 1 FROM days), (SELECT min(created_at AT TIME ZONE 'UTC')::date FROM games))`).Scan(&from); err != nil {
		return fmt.Errorf("count days: %w", err)
	}
	if from == nil {
		return nil // nothing was ever played
	}
	last := midnight(time.Now()).AddDate(0, 0, -openDays)
	for day := *from; !day.After(last); day = day.AddDate(0, 0, 1) {
		d, err := s.countDay(ctx, day)
		if err != nil {
			return err
		}
		if _, err := s.pool.Exec(ctx, `
			INSERT INTO days (day, games, players, play_ms, strokes, ghosts, waits, wait_ms, cost_micros)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (day) DO NOTHING`,
			d.Day, d.Games, d.Players, d.PlayMS, d.Strokes, d.Ghosts, d.Waits, d.WaitMS, d.Cost); err != nil {
			return fmt.Errorf("store the count of %s: %w", day.Format(time.DateOnly), err)
		}
	}
	return nil
}

func (s *Store) countDay(ctx context.Context, day time.Time) (Day, error) {
	rows, err := s.pool.Query(ctx, countDay, customPlan, day, day.AddDate(0, 0, 1))
	if err != nil {
		return Day{}, fmt.Errorf("count %s: %w", day.Format(time.DateOnly), err)
	}
	d, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Day])
	if err != nil {
		return Day{}, fmt.Errorf("count %s: %w", day.Format(time.DateOnly), err)
	}
	d.Day = day
	return d, nil
}

// midnight returns the start of a time's day (UTC).
func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
