package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/tandem-game/tandem/store/backup"
	"github.com/tandem-game/tandem/store/localpg"
)

// backUp is `tandem backup`.
func backUp(ctx context.Context, c Config, log *slog.Logger, out io.Writer) (err error) {
	began := time.Now()
	db, err := findDatabase(ctx, c, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close(context.WithoutCancel(ctx))) }()
	var made backup.Header
	size, err := writeWhole(c.File, func(w io.Writer) (err error) {
		made, err = db.Backup(ctx, c.Version, w)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("stopped: there is no backup at %s of this run", c.File)
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(out, "Backed up %s to %s: %.1f MB in %.1f s.\n", contents(made), c.File, float64(size)/1e6, time.Since(began).Seconds())
	return err
}

// findDatabase connects to the database of a Tandem that runs, or doesn't. It makes none.
func findDatabase(ctx context.Context, c Config, log *slog.Logger) (*database, error) {
	if c.DatabaseURL == "" {
		if err := localpg.HasData(c.DataDir); err != nil {
			return nil, err
		}
	}
	db, err := connectDatabase(ctx, c, log)
	if !errors.Is(err, localpg.ErrInUse) {
		return db, err
	}
	if c.DatabaseURL, err = localpg.Running(ctx, c.DataDir); err != nil {
		return nil, err
	}
	return connectDatabase(ctx, c, log)
}

// contents says in words how much a backup holds.
func contents(h backup.Header) string {
	return fmt.Sprintf("%d games (%d of them live)", h.Rows("games"), h.Rows("rooms"))
}

// writeWhole writes a file that only this user can read, beside its place, and moves it there
// when it is whole and on the disk. It returns its size in bytes.
func writeWhole(name string, write func(io.Writer) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.part")
	if err != nil {
		return 0, err
	}
	defer func() {
		f.Close()
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return 0, err
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), os.Rename(f.Name(), name)
}
