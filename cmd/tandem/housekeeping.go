package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/tandem-game/tandem/store"
)

// housekeep does what is due once a day, now and from then on, until ctx ends. What
// fails is tried again an hour later.
func housekeep(ctx context.Context, db *store.Store, keep time.Duration, log *slog.Logger) {
	const day, soon = 24 * time.Hour, time.Hour
	for {
		next := day
		removed, err := db.Housekeep(ctx, keep)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			next = soon
			log.WarnContext(ctx, "housekeeping ended early; it will be tried again", "error", err)
		case removed > 0:
			log.InfoContext(ctx, "games removed whose time was over", "games", removed)
		}
		select {
		case <-time.After(next):
		case <-ctx.Done():
			return
		}
	}
}
