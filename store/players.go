package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ErrNoPlayer means that no player has this session or id.
var ErrNoPlayer = errors.New("no such player")

// Player is a guest identity.
type Player struct {
	ID     string
	Name   string
	Banned bool // by the operator
}

// UpsertPlayer sets the name of a session's player, and creates the player if the session
// is new. sessionHash is the SHA-256 of the session's token; the token itself is stored
// nowhere.
func (s *Store) UpsertPlayer(ctx context.Context, sessionHash []byte, name string) (Player, error) {
	rows, err := s.pool.Query(ctx, `
		INSERT INTO players (id, name, session_hash)
		VALUES ($1, $2, $3)
		ON CONFLICT (session_hash) DO UPDATE SET name = EXCLUDED.name, seen_at = now()
		RETURNING id, name, banned_at IS NOT NULL AS banned`, rand.Text(), name, sessionHash)
	if err != nil {
		return Player{}, fmt.Errorf("store player: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Player])
	if err != nil {
		return Player{}, fmt.Errorf("store player: %w", err)
	}
	return p, nil
}

// PlayerBySession returns the player who has the session. ErrNoPlayer.
func (s *Store) PlayerBySession(ctx context.Context, sessionHash []byte) (Player, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, name, banned_at IS NOT NULL AS banned FROM players WHERE session_hash = $1`, sessionHash)
	if err != nil {
		return Player{}, fmt.Errorf("find player: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[Player])
	if errors.Is(err, pgx.ErrNoRows) {
		return Player{}, ErrNoPlayer
	}
	if err != nil {
		return Player{}, fmt.Errorf("find player: %w", err)
	}
	return p, nil
}
