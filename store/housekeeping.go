package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// purgeAtOnce is how many rows one transaction looks at.
const purgeAtOnce = 100

// Housekeep does what is due once a day: it counts the days that are over, and then
// removes what retention says. Many processes may do so at once. It tells how many rows of
// which tables it removed, without those that went with them; what fails keeps it from
// nothing else.
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

// purge removes, a batch at a time, until nothing of that age is left.
func (s *Store) purge(ctx context.Context, p purge) (removed int, err error) {
	before := time.Now().Add(-p.after)
	var at time.Time // the last row of a walk
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
			if errors.Is(err, pgx.ErrNoRows) { // it has come to the end
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
