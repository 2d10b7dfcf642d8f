package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Block keeps two players from meeting in quick play, in both directions. Repeating it is
// no error. ErrNoPlayer if one of them was deleted meanwhile.
func (s *Store) Block(ctx context.Context, player, other string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		players, err := lockPlayers(ctx, tx, player, other)
		if err != nil {
			return err
		}
		if len(players) < 2 {
			return ErrNoPlayer
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO blocks (blocker, blocked)
			VALUES ($1, $2)
			ON CONFLICT DO NOTHING`, player, other)
		return err
	})
	if err != nil {
		return fmt.Errorf("block a player: %w", err)
	}
	return nil
}

// Unblock removes a player's block. Repeating it is no error; the other player's own block
// stays.
func (s *Store) Unblock(ctx context.Context, player, other string) error {
	if _, err := s.pool.Exec(ctx, `DELETE FROM blocks WHERE blocker = $1 AND blocked = $2`, player, other); err != nil {
		return fmt.Errorf("unblock a player: %w", err)
	}
	return nil
}

// Blocks reports whether the player has blocked the other.
func (s *Store) Blocks(ctx context.Context, player, other string) (blocks bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM blocks WHERE blocker = $1 AND blocked = $2)`, player, other).Scan(&blocks)
	if err != nil {
		return false, fmt.Errorf("find a block: %w", err)
	}
	return blocks, nil
}
