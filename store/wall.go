package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// MayWatch reports whether the player may see the wall of a lobby that is open.
func (s *Store) MayWatch(ctx context.Context, code, player string) (may bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT FROM lobbies l
			WHERE code = $1 AND closed_at IS NULL
			AND (public OR EXISTS (SELECT FROM members WHERE lobby = l.code AND player = $2)))`, code, player).Scan(&may)
	if err != nil {
		return false, fmt.Errorf("find who may see a wall: %w", err)
	}
	return may, nil
}

// Leads reports whether the player is host or co-host of a lobby that is open.
func (s *Store) Leads(ctx context.Context, code, player string) (leads bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT FROM lobbies l
			WHERE code = $1 AND closed_at IS NULL
			AND (host = $2 OR EXISTS (SELECT FROM members WHERE lobby = l.code AND player = $2 AND cohost)))`, code, player).Scan(&leads)
	if err != nil {
		return false, fmt.Errorf("find who leads a lobby: %w", err)
	}
	return leads, nil
}

// SetOnWall puts a game on its lobby's wall, or takes it off.
func (s *Store) SetOnWall(ctx context.Context, game string, on bool) error {
	if _, err := s.pool.Exec(ctx, `UPDATE games SET on_wall = $2 WHERE id = $1`, game, on); err != nil {
		return fmt.Errorf("put a game on a wall, or take it off: %w", err)
	}
	return nil
}

// WallDrawings returns the ids of the kept games that a lobby's wall may show and that have
// ink, the oldest first.
func (s *Store) WallDrawings(ctx context.Context, code string) ([]string, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT g.id
		FROM games g
		WHERE g.lobby = $1 AND g.state <> 'live' AND g.strokes > 0 AND g.deleted_at IS NULL AND g.on_wall
		AND NOT EXISTS (SELECT FROM seats WHERE game = g.id AND NOT open)
		ORDER BY g.created_at, g.id`, code)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list a wall's drawings: %w", err)
	}
	return ids, nil
}
