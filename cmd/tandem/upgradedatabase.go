package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/tandem-game/tandem/store/localpg"
)

// upgradeDatabase is `tandem upgrade-database`: a backup of the private Postgres, restored by
// a newer one.
func upgradeDatabase(ctx context.Context, c Config, log *slog.Logger, out io.Writer) error {
	if c.DatabaseURL != "" {
		return usageError{errors.New("DATABASE_URL leads to a server of your own, which pg_upgrade or tandem backup and restore take to a newer PostgreSQL; upgrade-database is for the private one of DATA_DIR")}
	}
	up, err := localpg.Upgrade(ctx, localpg.Config{DataDir: c.DataDir, Logger: log}, func(ctx context.Context, from, to *localpg.Server) (err error) {
		c.File = filepath.Join(from.DataDir(), "upgrade.backup")
		defer func() {
			if gone := os.Remove(c.File); !errors.Is(gone, os.ErrNotExist) { //nolint:gosec // it lies in DATA_DIR
				err = errors.Join(err, gone)
			}
		}()
		c.DatabaseURL, c.DirectURL = from.URL(), ""
		if err := backUp(ctx, c, log, out); err != nil {
			return err
		}
		c.DatabaseURL = to.URL()
		return restore(ctx, c, log, out)
	})
	switch {
	case errors.Is(err, localpg.ErrInUse):
		return fmt.Errorf("stop the tandem that runs on it first: %w", err)
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(out, "The database is one of PostgreSQL %s now. As it was, of %s, it is kept in %s: remove that when all is well.\n", up.To, up.From, up.Old)
	return err
}
