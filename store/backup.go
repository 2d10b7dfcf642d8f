package store

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/store/backup"
)

// backedUp are the tables that a backup holds: each refers only to those before it.
var backedUp = []string{
	"players", "prompt_sets", "lobbies", "games", "seats", "ghosts", "exhibits", "likes", "rooms", "journal",
	"members", "bans", "invitations", "tickets", "blocks", "reports",
	"met_sets", "prompt_shelves", "ready_sets", "prompt_ratings",
	"sightings", "obstacles", "audit", "first_sign_in", "days", "prompt_days",
}

// notBackedUp are the other tables, and why a backup has no rows of them.
var notBackedUp = map[string]string{ //nolint:gosec // the names of tables
	"nodes":            "they name living processes",
	"places":           "they belong to nodes",
	"admin_sessions":   "whoever reads a backup must not be signed in by it",
	"shared_secret":    "as above; nodes make another",
	"goose_db_version": "migrations make its rows",
}

// ownership are the columns of rooms that name nodes. A restored live game belongs to
// nobody, and the first node that is asked for it plays it on.
var ownership = []string{"owner", "wanted_by"}

// asText makes Postgres write and read rows the same way whatever its settings are, and take
// as long as it needs.
const asText = `
	SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET extra_float_digits = 3; SET bytea_output = 'hex';
	SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0`

// Backup writes a backup of the database as it is at one moment; games go on meanwhile.
// version is that of the running program. ErrNotMigrated if there is no schema yet,
// ErrNewerSchema.
func (s *Store) Backup(ctx context.Context, version string, to io.Writer) (backup.Header, error) {
	h := backup.Header{Version: version}
	err := s.alone(ctx, func(conn *pgx.Conn) error {
		tables, err := existing(ctx, conn, backedUp)
		if err != nil {
			return err
		}
		return pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			// The locks come before the snapshot, so that no table changes its form meanwhile.
			if len(tables) > 0 {
				if _, err := tx.Exec(ctx, `LOCK TABLE `+strings.Join(tables, ", ")+` IN ACCESS SHARE MODE`); err != nil {
					return err
				}
			}
			if err := s.describe(ctx, tx, tables, &h); err != nil {
				return err
			}
			return backup.Write(to, h, func(t backup.Table, to io.Writer) error { return s.copyOut(ctx, tx, t, to) })
		})
	})
	if err != nil {
		return h, fmt.Errorf("back up: %w", err)
	}
	return h, nil
}

// alone calls do with a connection that isn't the pool's, and is closed afterwards.
func (s *Store) alone(ctx context.Context, do func(*pgx.Conn) error) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ctx) // nothing depends on it
	}()
	if _, err := conn.Exec(ctx, asText); err != nil {
		return err
	}
	return do(conn)
}

// existing returns those of these tables that the database has.
func existing(ctx context.Context, conn *pgx.Conn, tables []string) ([]string, error) {
	rows, err := conn.Query(ctx, `SELECT t FROM unnest($1::text[]) WITH ORDINALITY AS all_tables (t, n) WHERE to_regclass(t) IS NOT NULL ORDER BY n`, tables)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// describe fills in the header of a backup of these tables.
func (s *Store) describe(ctx context.Context, tx pgx.Tx, tables []string, h *backup.Header) (err error) {
	if h.Schema, err = schemaVersion(ctx, tx); err != nil {
		return err
	}
	switch newest := s.newestMigration(); {
	case h.Schema == 0:
		return ErrNotMigrated
	case h.Schema > newest:
		return fmt.Errorf("%w (its schema has step %d; this tandem knows %d)", ErrNewerSchema, h.Schema, newest)
	}
	if err := tx.QueryRow(ctx, `SELECT now()`).Scan(&h.Made); err != nil {
		return err
	}
	h.Made = h.Made.UTC()
	for _, name := range tables {
		t := backup.Table{Name: name}
		if err := tx.QueryRow(ctx, `
			SELECT array_agg(attname::text ORDER BY attnum)
			FROM pg_attribute
			WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, name).Scan(&t.Columns); err != nil {
			return err
		}
		if name == "rooms" {
			t.Columns = slices.DeleteFunc(t.Columns, func(column string) bool { return slices.Contains(ownership, column) })
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM `+name).Scan(&t.Rows); err != nil {
			return err
		}
		h.Tables = append(h.Tables, t)
	}
	return nil
}

// copyOut writes the rows of a table.
func (s *Store) copyOut(ctx context.Context, tx pgx.Tx, t backup.Table, to io.Writer) error {
	if t.Rows > 0 {
		s.logger.InfoContext(ctx, "backing up", "table", t.Name, "rows", t.Rows)
	}
	tag, err := tx.Conn().PgConn().CopyTo(ctx, to, `COPY `+target(t)+` TO STDOUT`)
	if err != nil {
		return fmt.Errorf("table %s: %w", t.Name, err)
	}
	if tag.RowsAffected() != t.Rows {
		return fmt.Errorf("table %s: %d rows of %d", t.Name, tag.RowsAffected(), t.Rows)
	}
	return nil
}

// target names a table and its columns for COPY.
func target(t backup.Table) string {
	columns := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		columns[i] = pgx.Identifier{column}.Sanitize()
	}
	return pgx.Identifier{t.Name}.Sanitize() + ` (` + strings.Join(columns, ", ") + `)`
}
