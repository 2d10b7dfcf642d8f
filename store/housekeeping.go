package store

import (
	"context"
	"fmt"
	"time"
)

// purgeAtOnce is how many games go in one transaction.
const purgeAtOnce = 500

// Housekeep does what is due once a day: it counts the days that are over, removes
// games that were deleted DeletedFor ago and, unless keep is 0, games that ended longer
// ago than that. Many processes may do so at once. It tells how many games it removed.
func (s *Store) Housekeep(ctx context.Context, keep time.Duration) (removed int, err error) {
	if err := s.CountDays(ctx); err != nil {
		return 0, err
	}
	removed, err = s.purge(ctx, purgeDeleted, time.Now().Add(-DeletedFor))
	if err != nil || keep == 0 {
		return removed, err
	}
	old, err := s.purge(ctx, purgeOld, time.Now().Add(-keep))
	return removed + old, err
}

// Both remove games from before $1, at most $2. Games whose end is old were made earlier.
const (
	purgeDeleted = `
	DELETE FROM games
	WHERE id IN (SELECT id FROM games WHERE deleted_at < $1 ORDER BY deleted_at LIMIT $2)`
	purgeOld = `
	DELETE FROM games
	WHERE id IN (SELECT id FROM games WHERE created_at < $1 AND ended_at < $1 ORDER BY created_at, id LIMIT $2)`
)

func (s *Store) purge(ctx context.Context, sql string, before time.Time) (removed int, err error) {
	for {
		tag, err := s.pool.Exec(ctx, sql, seenPlan, before, purgeAtOnce)
		if err != nil {
			return removed, fmt.Errorf("remove old games: %w", err)
		}
		removed += int(tag.RowsAffected())
		if tag.RowsAffected() < purgeAtOnce {
			return removed, nil
		}
	}
}
