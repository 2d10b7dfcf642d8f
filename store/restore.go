package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/store/backup"
)

// Why a backup is not restored. The database is then as it was.
var (
	// ErrNewerBackup means that a newer program has made the backup.
	ErrNewerBackup = errors.New("the backup was made by a newer tandem: restore it with that version")
	// ErrOlderBackup means that the database has steps of the schema that the backup lacks.
	ErrOlderBackup = errors.New("the backup is older than the database's schema: restore it into a new, empty database")
	// ErrHasPlayers means that the restored rows would replace others.
	ErrHasPlayers = errors.New("the database has games or players already")
	// ErrServed means that a node lives on the database.
	ErrServed = errors.New("a tandem is running on the database: stop it first")
)

// Restore fills a database from a backup, and brings its schema up to date. It changes no
// row unless it can restore all. A database that has players or games is refused unless
// replace, which loses all that it has. ErrNewerBackup, ErrOlderBackup, ErrHasPlayers,
// ErrServed.
func (s *Store) Restore(ctx context.Context, f *backup.File, replace bool) error {
	if err := s.restore(ctx, f, replace); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	if _, err := s.pool.Exec(ctx, `ANALYZE `+strings.Join(backedUp, ", ")); err != nil {
		return fmt.Errorf("count what was restored: %w", err)
	}
	return nil
}

func (s *Store) restore(ctx context.Context, f *backup.File, replace bool) error {
	if newest := s.newestMigration(); f.Header.Schema > newest {
		return fmt.Errorf("%w (its schema has step %d; this tandem knows %d)", ErrNewerBackup, f.Header.Schema, newest)
	}
	for _, t := range f.Header.Tables {
		if !slices.Contains(backedUp, t.Name) {
			return fmt.Errorf("%w: it has a table %q", backup.ErrNotBackup, t.Name)
		}
	}
	return s.alone(ctx, func(conn *pgx.Conn) error {
		// Before the schema is touched, too.
		if err := mayFill(ctx, conn, f.Header, replace); err != nil {
			return err
		}
		if _, err := s.migrations.UpTo(ctx, f.Header.Schema); err != nil {
			return fmt.Errorf("make the backup's schema: %w", err)
		}
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if err := lockJoins(ctx, tx); err != nil {
				return err
			}
			if err := mayFill(ctx, tx, f.Header, replace); err != nil {
				return err
			}
			return s.fill(ctx, tx, f)
		})
	})
}

// mayFill returns why a database can't be filled from a backup; nil if it can.
func mayFill(ctx context.Context, q querier, h backup.Header, replace bool) error {
	has, err := schemaVersion(ctx, q)
	switch {
	case err != nil:
		return err
	case has == 0:
		return nil
	case has > h.Schema:
		return fmt.Errorf("%w (step %d; the backup has %d)", ErrOlderBackup, has, h.Schema)
	}
	var served, players bool
	if err := q.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM nodes WHERE lease_until > clock_timestamp()),
		       EXISTS (SELECT FROM games) OR EXISTS (SELECT FROM players WHERE name <> '')`).Scan(&served, &players); err != nil {
		return err
	}
	switch {
	case served:
		return ErrServed
	case players && !replace:
		return ErrHasPlayers
	}
	return nil
}

// fill replaces all rows by those of a backup. Triggers rest meanwhile: what they would
// write is in the backup.
func (s *Store) fill(ctx context.Context, tx pgx.Tx, f *backup.File) error {
	tables, err := existing(ctx, tx.Conn(), append(slices.Clone(backedUp), "nodes", "places"))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `TRUNCATE `+strings.Join(tables, ", ")); err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := tx.Exec(ctx, `ALTER TABLE `+table+` DISABLE TRIGGER USER`); err != nil {
			return err
		}
	}
	if err := f.Read(func(t backup.Table, from io.Reader) error { return s.copyIn(ctx, tx, t, from) }); err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := tx.Exec(ctx, `ALTER TABLE `+table+` ENABLE TRIGGER USER`); err != nil {
			return err
		}
	}
	return nil
}

// copyIn reads the rows of a table, after which new rows get numbers of their own.
func (s *Store) copyIn(ctx context.Context, tx pgx.Tx, t backup.Table, from io.Reader) error {
	if t.Rows > 0 {
		s.logger.InfoContext(ctx, "restoring", "table", t.Name, "rows", t.Rows)
	}
	tag, err := tx.Conn().PgConn().CopyFrom(ctx, from, `COPY `+target(t)+` FROM STDIN`)
	if err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	if tag.RowsAffected() != t.Rows {
		return fmt.Errorf("table %s: %d rows of %d", t.Name, tag.RowsAffected(), t.Rows)
	}
	numbered, err := tx.Query(ctx, `SELECT attname::text FROM pg_attribute WHERE attrelid = $1::text::regclass AND attidentity <> '' AND NOT attisdropped`, t.Name)
	if err != nil {
		return err
	}
	columns, err := pgx.CollectRows(numbered, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, column := range columns {
		name := pgx.Identifier{column}.Sanitize()
		if _, err := tx.Exec(ctx, `
			SELECT setval(pg_get_serial_sequence($1, $2), COALESCE(max(`+name+`), 1), max(`+name+`) IS NOT NULL)
			FROM `+pgx.Identifier{t.Name}.Sanitize(), t.Name, column); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}
