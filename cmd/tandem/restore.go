package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/backup"
	"github.com/tandem-game/tandem/store/localpg"
)

// restore is `tandem restore`. It opens no database before it has checked the whole file.
func restore(ctx context.Context, c Config, log *slog.Logger, out io.Writer) (err error) {
	began := time.Now()
	file, err := os.Open(c.File) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer file.Close()
	f, err := backup.Open(file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	defer f.Close()
	db, err := connectDatabase(ctx, c, log)
	if errors.Is(err, localpg.ErrInUse) {
		return fmt.Errorf("%w: %w", store.ErrServed, err)
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close(context.WithoutCancel(ctx))) }()
	err = db.Restore(ctx, f, c.ReplaceGames)
	switch {
	case errors.Is(err, store.ErrHasPlayers):
		return fmt.Errorf("%w: restore into an empty database, or lose them with --%s", err, replaceOption.flagName())
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(out, "Restored %s, as they were on %s UTC, in %.1f s.\n",
		contents(f.Header), f.Header.Made.Format(time.DateTime), time.Since(began).Seconds())
	return err
}
