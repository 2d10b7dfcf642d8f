package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/tandem-game/tandem/migrations"
)

// ErrNotMigrated means that the schema is older than this program needs.
var ErrNotMigrated = errors.New("the database is not migrated")

// newMigrations binds the embedded migrations to the database. Their lock waits up to a
// minute for another process that is migrating.
func newMigrations(pool *pgxpool.Pool) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, fmt.Errorf("make the migration lock: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), migrations.FS, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

// Migrate brings the schema up to date. Many processes may call it at once; one does the
// work and the others wait for it.
func (s *Store) Migrate(ctx context.Context) error {
	done, err := s.migrations.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, step := range done {
		s.logger.InfoContext(ctx, "migrated", "step", step.Source.Path, "took", step.Duration)
	}
	return nil
}

// Ready reports whether the database answers and has the schema that this program needs:
// nil, ErrNotMigrated, or why it could not be asked.
func (s *Store) Ready(ctx context.Context) error {
	pending, err := s.migrations.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	if pending {
		return ErrNotMigrated
	}
	return nil
}
