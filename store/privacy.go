package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ForgetSeat removes a player's name from a finished game. When both players have asked for
// that, the game and its drawing are deleted. ErrNoGame, ErrLive.
func (s *Store) ForgetSeat(ctx context.Context, game, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		var state string
		err := tx.QueryRow(ctx, `
			SELECT state
			FROM games
			WHERE id = $1 AND EXISTS (SELECT FROM seats WHERE game = $1 AND player = $2)
			FOR NO KEY UPDATE`, game, player).Scan(&state)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNoGame
		case err != nil:
			return err
		case state == Live:
			return ErrLive
		}
		return forgetSeats(ctx, tx, player, []string{game})
	})
	if err != nil {
		return fmt.Errorf("forget a player's part in game %s: %w", game, err)
	}
	return nil
}

// forgetSeats removes a player's name from games, and deletes those in which both players
// have asked for it, or the only one has. The caller has locked the games' rows.
func forgetSeats(ctx context.Context, tx pgx.Tx, player string, games []string) error {
	var b pgx.Batch
	b.Queue(`
		DELETE FROM ghosts
		USING seats
		WHERE seats.game = ghosts.game AND seats.seat = ghosts.seat AND seats.player = $1 AND seats.game = ANY($2)`, player, games)
	// The name also goes from the games that the player's ink played in as a ghost.
	b.Queue(`
		UPDATE seats
		SET name = ''
		FROM seats drawn
		JOIN games played ON played.ghost_source = drawn.game AND played.ghost_seat = drawn.seat
		WHERE drawn.player = $1 AND drawn.game = ANY($2) AND seats.game = played.id AND seats.seat = played.ghost_seat`, player, games)
	b.Queue(`
		UPDATE seats
		SET player = NULL, name = '', forgotten_at = now(), shown = false
		WHERE player = $1 AND game = ANY($2)`, player, games)
	b.Queue(`
		DELETE FROM games
		WHERE id = ANY($1) AND state <> 'live'
		  AND NOT EXISTS (SELECT FROM seats WHERE game = games.id AND forgotten_at IS NULL AND seat IS DISTINCT FROM games.ghost_seat)`, games)
	return tx.SendBatch(ctx, &b).Close()
}

// ForgetPlayer deletes a player, and returns the lobbies that this changed. The player's
// drawings stay, without the name, unless the partner has asked to be forgotten, too.
// ErrNoPlayer, lobby.ErrPlaying.
func (s *Store) ForgetPlayer(ctx context.Context, id string) (lobbies []string, err error) {
	lobbies, err = transact(ctx, s, func(tx pgx.Tx) ([]string, error) {
		p, codes, err := lockMember(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if p.Room != "" {
			return nil, p.playing()
		}
		if err := endMemberships(ctx, tx, codes, id, p); err != nil {
			return nil, err
		}
		return codes, forget(ctx, tx, id)
	})
	if err != nil {
		return nil, fmt.Errorf("forget player %s: %w", id, err)
	}
	return lobbies, nil
}

// forget deletes a player who is locked and in no lobby.
func forget(ctx context.Context, tx pgx.Tx, id string) error {
	rows, err := tx.Query(ctx, `
		SELECT id FROM games
		WHERE id IN (SELECT game FROM seats WHERE player = $1)
		ORDER BY id
		FOR NO KEY UPDATE`, id)
	if err != nil {
		return err
	}
	games, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	if err := forgetSeats(ctx, tx, id, games); err != nil {
		return err
	}
	for _, sql := range []string{
		`UPDATE lobbies SET host = 'nobody' WHERE host = $1`,
		`UPDATE reports SET words = '', note = '' WHERE reporter = $1 OR reported = $1`,
		`DELETE FROM prompt_sets WHERE owner = $1 AND NOT EXISTS (SELECT FROM games WHERE prompt_set = prompt_sets.id OR own_set = prompt_sets.id)`,
		`UPDATE audit SET subject = 'a forgotten player', note = '' WHERE subject = $1`,
	} {
		if _, err := tx.Exec(ctx, sql, id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `DELETE FROM players WHERE id = $1`, id) // cascades to members and tickets
	return err
}
