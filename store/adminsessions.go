package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// OpenAdminSession stores a session of the operator's for the given time. It removes those
// that have ended.
func (s *Store) OpenAdminSession(ctx context.Context, id string, lasts time.Duration) error {
	var b pgx.Batch
	b.Queue(`DELETE FROM admin_sessions WHERE ends_at <= now()`)
	b.Queue(`INSERT INTO admin_sessions (id, ends_at) VALUES ($1, now() + $2::interval)`, id, lasts)
	b.Queue(`INSERT INTO first_sign_in DEFAULT VALUES ON CONFLICT DO NOTHING`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("open admin session: %w", err)
	}
	return nil
}

// HasAdminSession reports whether a session of the operator's is open.
func (s *Store) HasAdminSession(ctx context.Context, id string) (open bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM admin_sessions WHERE id = $1 AND ends_at > now())`, id).Scan(&open)
	if err != nil {
		return false, fmt.Errorf("find the admin session: %w", err)
	}
	return open, nil
}

// CloseAdminSession ends a session of the operator's at once.
func (s *Store) CloseAdminSession(ctx context.Context, id string) error {
	if _, err := s.pool.Exec(ctx, `DELETE FROM admin_sessions WHERE id = $1`, id); err != nil {
		return fmt.Errorf("close admin session: %w", err)
	}
	return nil
}

// OperatorSignedIn reports whether the operator has ever signed in.
func (s *Store) OperatorSignedIn(ctx context.Context) (did bool, err error) {
	if err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM first_sign_in)`).Scan(&did); err != nil {
		return false, fmt.Errorf("find whether the operator has signed in: %w", err)
	}
	return did, nil
}
