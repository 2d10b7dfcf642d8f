package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// countsFor is the condition for a player's like of a game to count: they finished a game with
// another player, and drew in it, and it isn't their own that they like. A fresh guest's like
// waits for that, so that guests whom somebody makes lift no drawing.
func countsFor(player, game string) string {
	return strings.NewReplacer("{player}", player, "{game}", game).Replace(`(
		EXISTS (
		    SELECT FROM seats s
		    JOIN games g ON g.id = s.game
		    WHERE s.player = {player} AND s.drew AND g.state = 'finished' AND g.ghost_seat IS NULL)
		AND NOT EXISTS (SELECT FROM seats own WHERE own.game = {game} AND own.player = {player}))`)
}

// Like says whether a player likes a game of a gallery. ErrNoGame if it isn't there; taking a
// like back is never an error.
func (s *Store) Like(ctx context.Context, game, player string, liked bool, gallery Gallery) error {
	args := pgx.NamedArgs{"game": game, "player": player, "open": gallery == OpenGallery}
	if !liked {
		if _, err := s.pool.Exec(ctx, `DELETE FROM likes WHERE game = @game AND player = @player`, args); err != nil {
			return fmt.Errorf("take a like of game %s back: %w", game, err)
		}
		return nil
	}
	// The update changes nothing, and counts the row: it is no error to like twice.
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO likes (game, player, counts)
		SELECT e.game, @player, `+countsFor("@player", "e.game")+`
		FROM exhibits e
		WHERE e.game = @game AND `+inView+`
		ON CONFLICT (game, player) DO UPDATE SET counts = EXCLUDED.counts`, args)
	if err != nil {
		return fmt.Errorf("like game %s: %w", game, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNoGame
	}
	return nil
}

// CountLikes makes earlier likes of the players of a finished game count, now that they have
// finished one.
func (s *Store) CountLikes(ctx context.Context, game string) error {
	_, err := s.pool.Exec(ctx, `
		UPDATE likes
		SET counts = true
		FROM seats seated
		WHERE seated.game = $1 AND likes.player = seated.player AND NOT likes.counts AND `+countsFor("likes.player", "likes.game"), game)
	if err != nil {
		return fmt.Errorf("count likes of the players of game %s: %w", game, err)
	}
	return nil
}
