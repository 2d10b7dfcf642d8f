package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// AuditNote says why and from where the operator makes a change.
type AuditNote struct {
	Note   string // the operator's own words; may be empty
	Client string // the operator's address
}

// AuditEntry is one change that the operator made.
type AuditEntry struct {
	ID      int64
	At      time.Time
	Action  string // delete_game, restore_game, close_room, close_lobby, ban_player, unban_player…
	Subject string // the id or code of what was changed
	Note    string
	Client  string
}

const insertAudit = `INSERT INTO audit (action, subject, note, client) VALUES ($1, $2, $3, $4)`

// RecordAction records an action of the operator outside the database.
func (s *Store) RecordAction(ctx context.Context, action, subject string, d AuditNote) error {
	if _, err := s.pool.Exec(ctx, insertAudit, action, subject, d.Note, d.Client); err != nil {
		return fmt.Errorf("audit %s of %s: %w", action, subject, err)
	}
	return nil
}

// audited makes a change and its audit entry, both or neither. do reports whether there was
// anything to change.
func (s *Store) audited(ctx context.Context, action, subject string, d AuditNote, do func(tx pgx.Tx) (changed bool, err error)) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		changed, err := do(tx)
		if err != nil || !changed {
			return err
		}
		return writeAudit(ctx, tx, action, subject, d)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, subject, err)
	}
	return nil
}

// writeAudit writes an audit entry.
func writeAudit(ctx context.Context, tx pgx.Tx, action, subject string, d AuditNote) error {
	_, err := tx.Exec(ctx, insertAudit, action, subject, d.Note, d.Client)
	return err
}

const selectAudit = `
	SELECT id, at, action, subject, note, client
	FROM audit
	WHERE ($1::text IS NULL OR subject = $1) AND id < $2
	ORDER BY id DESC
	LIMIT $3`

// Audit lists the operator's changes, newest first: those of one subject, or all if it is
// "", that are older than the entry with the id before.
func (s *Store) Audit(ctx context.Context, subject string, before int64, limit int) ([]AuditEntry, error) {
	rows, err := s.pool.Query(ctx, selectAudit, customPlan, nullText(subject), before, limit)
	if err != nil {
		return nil, fmt.Errorf("list the audit: %w", err)
	}
	entries, err := pgx.CollectRows(rows, pgx.RowToStructByName[AuditEntry])
	if err != nil {
		return nil, fmt.Errorf("list the audit: %w", err)
	}
	return entries, nil
}
