package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/localpg"
)

// database is the store, and its private Postgres if no other was configured.
type database struct {
	*store.Store
	private *localpg.Server // nil: the operator's own
}

// openDatabase connects to the database and brings its schema up to date.
func openDatabase(ctx context.Context, c Config, log *slog.Logger) (*database, error) {
	d, err := connectDatabase(ctx, c, log)
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(err, d.close(context.WithoutCancel(ctx)))
	}
	return d, nil
}

// connectDatabase connects to the database as it is. It starts a private one first. It
// retries for 30 s if the database doesn't answer.
func connectDatabase(ctx context.Context, c Config, log *slog.Logger) (_ *database, err error) {
	d := &database{}
	url := c.DatabaseURL
	if url == "" {
		if d.private, err = localpg.Start(ctx, localpg.Config{DataDir: c.DataDir, Logger: log}); err != nil {
			return nil, err
		}
		url = d.private.URL()
		defer func() {
			if err != nil {
				err = errors.Join(err, d.private.Stop(context.WithoutCancel(ctx)))
			}
		}()
	}
	if d.Store, err = store.Open(ctx, url, store.Options{Logger: log, DirectURL: c.DirectURL}); err != nil {
		return nil, err
	}
	return d, nil
}

// trouble returns store.DiskFull if nothing can be stored, or why a private Postgres doesn't
// run; nil if neither is known.
func (d *database) trouble() error {
	if d.private != nil {
		if err := d.private.Err(); errors.Is(err, localpg.ErrDiskFull) {
			return fmt.Errorf("%w (%w)", store.DiskFull, err)
		} else if err != nil {
			return err
		}
	}
	if d.Shortage() == store.DiskFull {
		return store.DiskFull
	}
	return nil
}

// close closes the database and stops a private one. If the database doesn't answer, close
// gives up when ctx ends.
func (d *database) close(ctx context.Context) error {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		d.Close()
	}()
	select {
	case <-closed:
	case <-ctx.Done():
	}
	if d.private == nil {
		return nil
	}
	return d.private.Stop(ctx)
}
