package main

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/tandem-game/tandem/store"
)

// housekeep runs the daily housekeeping, soon and every day until ctx ends. If it fails, it
// retries an hour later. Players who come back after a start have the database first.
func housekeep(ctx context.Context, db *store.Store, keep time.Duration, log *slog.Logger) {
	const first, day, soon = 2 * time.Second, 24 * time.Hour, time.Hour
	for next := first; ; {
		select {
		case <-time.After(next):
		case <-ctx.Done():
			return
		}
		next = day
		removed, err := db.Housekeep(ctx, keep)
		if ctx.Err() != nil {
			return
		}
		if len(removed) > 0 {
			var rows []slog.Attr
			for _, table := range slices.Sorted(maps.Keys(removed)) {
				rows = append(rows, slog.Int(table, removed[table]))
			}
			log.LogAttrs(ctx, slog.LevelInfo, "removed expired rows", rows...)
		}
		if err != nil {
			next = soon
			log.WarnContext(ctx, "housekeeping ended early; it will be tried again", "error", err)
		}
	}
}
