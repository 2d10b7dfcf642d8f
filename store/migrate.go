package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/tandem-game/tandem/migrations"
)

// What can be wrong with the schema.
var (
	// ErrNotMigrated means that the schema is older than this program needs.
	ErrNotMigrated = errors.New("the database is not migrated")
	// ErrNewerSchema means that a program which is newer by two releases or more has migrated
	// the database. One that runs meanwhile goes on; see Ready.
	ErrNewerSchema = errors.New("the database belongs to a newer tandem: start that version, or restore a backup from before it")
)

// newMigrations binds the embedded migrations to the database. Their lock is a session's, and
// waits up to a minute for another process that is migrating.
func newMigrations(to *pgx.ConnConfig) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, fmt.Errorf("make the migration lock: %w", err)
	}
	db := stdlib.OpenDB(*to, stdlib.OptionBeforeConnect(func(ctx context.Context, c *pgx.ConnConfig) error {
		return serversOf(c).choose(ctx, c)
	}))
	db.SetMaxIdleConns(0)
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

// Migrate brings the schema up to date. Many processes may call it at once; one does the
// work and the others wait for it. ErrNewerSchema.
func (s *Store) Migrate(ctx context.Context) error {
	has, err := schemaVersion(ctx, s.pool)
	if err != nil {
		return err
	}
	if has > s.newestMigration() {
		return s.joinNewer(ctx, has)
	}
	done, err := s.migrations.Up(ctx)
	var answer *pgconn.PgError
	switch {
	case errors.As(err, &answer) && answer.Code == "42501": // insufficient_privilege
		return fmt.Errorf("migrate: the database's role may not change the schema: make it the database's owner (%w)", answer)
	case err != nil:
		return fmt.Errorf("migrate: %w", err)
	}
	for _, step := range done {
		s.logger.DebugContext(ctx, "migrated", "step", step.Source.Path, "took", step.Duration)
	}
	if len(done) > 0 {
		s.logger.InfoContext(ctx, "the database's schema is brought up to date", "from step", has, "to step", s.newestMigration())
	}
	if err := s.raiseFloor(ctx); err != nil {
		return err
	}
	return s.checkPrivileges(ctx)
}

// joinNewer returns nil if this program may serve a database that a newer one has migrated:
// it is of the release before. ErrNewerSchema.
func (s *Store) joinNewer(ctx context.Context, has int64) error {
	newest := s.newestMigration()
	floor, err := schemaFloor(ctx, s.pool)
	if err != nil {
		return err
	}
	if floor == 0 || floor > newest {
		return fmt.Errorf("%w (its schema has step %d and asks for a tandem that knows step %d; this one knows %d)", ErrNewerSchema, has, floor, newest)
	}
	s.logger.InfoContext(ctx, "a newer tandem has migrated the database; this one may serve it, too", "step", has, "known", newest)
	return s.checkPrivileges(ctx)
}

// schemaFloor returns the step that a program must know to serve the database: see
// migrations.Floor. It is the comment of a table, which every program can read; 0 if there
// is none yet.
func schemaFloor(ctx context.Context, q querier) (step int64, err error) {
	if err := q.QueryRow(ctx, `
		SELECT COALESCE(substring(obj_description(to_regclass('goose_db_version'), 'pg_class') FROM 'step ([0-9]+)')::BIGINT, 0)`).Scan(&step); err != nil {
		return 0, fmt.Errorf("read which programs may serve the database: %w", err)
	}
	return step, nil
}

// raiseFloor lets no program serve the database any more that is older than the release
// before this one.
func (s *Store) raiseFloor(ctx context.Context) error {
	if floor, err := schemaFloor(ctx, s.pool); err != nil || floor >= migrations.Floor {
		return err
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// Of two that do this at once the second would fail.
		if _, err := tx.Exec(ctx, `LOCK TABLE goose_db_version IN SHARE UPDATE EXCLUSIVE MODE`); err != nil {
			return err
		}
		if floor, err := schemaFloor(ctx, tx); err != nil || floor >= migrations.Floor {
			return err
		}
		_, err := tx.Exec(ctx, fmt.Sprintf(`COMMENT ON TABLE goose_db_version IS 'A tandem must know step %d to serve this database.'`, migrations.Floor))
		return err
	})
	if err != nil {
		return fmt.Errorf("say which programs may serve the database: %w", err)
	}
	return nil
}

// checkPrivileges returns an error if the database's role may only read.
func (s *Store) checkPrivileges(ctx context.Context) error {
	role, writes, err := s.privileges(ctx)
	if err != nil {
		return err
	}
	if !writes {
		return fmt.Errorf("the database's role %q may only read: make it the owner of the tables", role)
	}
	return nil
}

// privileges returns the connection's role, and whether it may write to a migrated database.
func (s *Store) privileges(ctx context.Context) (role string, writes bool, err error) {
	if err := s.pool.QueryRow(ctx, `
		SELECT current_user, has_table_privilege('games', 'INSERT') AND has_table_privilege('journal', 'DELETE')`).Scan(&role, &writes); err != nil {
		return "", false, fmt.Errorf("read the role's privileges: %w", err)
	}
	return role, writes, nil
}

// Ready reports whether the database answers and has the schema that this program needs:
// nil, ErrNotMigrated, or why it could not be asked. A newer schema is fine: while a new
// version is rolled out, processes of both run.
func (s *Store) Ready(ctx context.Context) error {
	has, err := schemaVersion(ctx, s.pool)
	if err != nil {
		return err
	}
	if has < s.newestMigration() {
		return ErrNotMigrated
	}
	return nil
}

// querier is a connection, a transaction or the pool.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// schemaVersion returns the number of the last migration that the database has; 0 if none.
func schemaVersion(ctx context.Context, q querier) (version int64, err error) {
	err = q.QueryRow(ctx, `SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	var answer *pgconn.PgError
	if errors.As(err, &answer) && answer.Code == "42P01" { // undefined_table
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the database's version: %w", err)
	}
	return version, nil
}

// newestMigration returns the number of the last migration that this program has.
func (s *Store) newestMigration() int64 {
	all := s.migrations.ListSources() // in order
	return all[len(all)-1].Version
}
