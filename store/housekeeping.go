package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// purgeAtOnce is how many rows one transaction handles.
const purgeAtOnce = 100

// Housekeep does what is due once a day: it counts past days, and then removes the rows
// that retention says are too old. Many processes may run it at once. It returns how many
// rows it removed from which tables, without those removed by cascade. A failure in one
// table doesn't stop the others.
func (s *Store) Housekeep(ctx context.Context, keep time.Duration) (removed map[string]int, err error) {
	if err := s.CountDays(ctx); err != nil {
		return nil, err // what isn't counted yet must stay
	}
	removed = map[string]int{}
	for _, r := range retention(keep) {
		for _, p := range r.purges {
			n, failed := s.purge(ctx, p)
			if n > 0 {
				removed[r.table] += n
			}
			if failed != nil {
				err = errors.Join(err, fmt.Errorf("remove old %s: %w", r.table, failed))
			}
		}
	}
	return removed, err
}

// purge removes rows, a batch at a time, until none is too old.
func (s *Store) purge(ctx context.Context, p purge) (removed int, err error) {
	before := time.Now().Add(-p.after)
	var at time.Time // the last row of the previous batch
	var id string
	for {
		var gone, looked int
		err := s.inTx(ctx, func(tx pgx.Tx) error {
			if !p.walks {
				tag, err := tx.Exec(ctx, p.sql, customPlan, before, purgeAtOnce)
				gone = int(tag.RowsAffected())
				looked = gone
				return err
			}
			err := tx.QueryRow(ctx, p.sql, customPlan, before, purgeAtOnce, at, id).Scan(&gone, &looked, &at, &id)
			if errors.Is(err, pgx.ErrNoRows) { // the end of the table
				gone, looked = 0, 0
				return nil
			}
			return err
		})
		if err != nil {
			return removed, err
		}
		removed += gone
		if looked < purgeAtOnce {
			return removed, nil
		}
	}
}
