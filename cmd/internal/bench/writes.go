//go:build linux

package main

import (
	"context"
	"fmt"
)

// writes is what a Postgres has written since it was made.
type writes struct{ commits, wal int64 }

// writes asks the database: nothing if it is one that a server started itself.
func (r running) writes(ctx context.Context) (w writes, err error) {
	if r.database == nil {
		return w, nil
	}
	if err := r.database.QueryRow(ctx, `
		SELECT xact_commit, (pg_current_wal_insert_lsn() - '0/0')::BIGINT
		FROM pg_stat_database
		WHERE datname = current_database()`).Scan(&w.commits, &w.wal); err != nil {
		return w, fmt.Errorf("ask Postgres what it has written: %w", err)
	}
	return w, nil
}
