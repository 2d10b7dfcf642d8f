package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// PlayerGame is a game in a player's own list.
type PlayerGame struct {
	ID        string     `db:"id"`
	State     string     `db:"state"`
	Theme     string     `db:"theme"` // of its prompts, or the theme that was asked for until they are dealt
	Title     string     `db:"title"`
	Paper     string     `db:"paper"`
	CreatedAt time.Time  `db:"created_at"`
	EndedAt   *time.Time `db:"ended_at"`
	Seat      int        `db:"seat"`    // the player's
	Partner   string     `db:"partner"` // the other player's name
	Open      bool       `db:"open"`    // whether both players let others see it
}

// selectPlayerGames reads PlayerGames. No player has so many that sorting them takes long.
const selectPlayerGames = `
	SELECT g.id, g.state, COALESCE(p.theme, g.theme) AS theme, COALESCE(p.title, '') AS title, COALESCE(p.paper, '') AS paper,
	       g.created_at, g.ended_at, mine.seat, other.name AS partner,
	       COALESCE(mine.open, g.lobby IS NOT NULL) AND COALESCE(other.open, g.lobby IS NOT NULL) AS open
	FROM seats mine
	JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
	JOIN games g ON g.id = mine.game
	LEFT JOIN prompt_sets p ON p.id = g.prompt_set
	WHERE mine.player = $1 AND g.deleted_at IS NULL
	  AND ($2::timestamptz IS NULL OR (g.created_at, g.id) < ($2, $3))
	ORDER BY g.created_at DESC, g.id DESC
	LIMIT $4`

// PlayerGames lists the games of a player, newest first, and returns the cursor of the next
// page, "" on the last. ErrCursor.
func (s *Store) PlayerGames(ctx context.Context, player, after string, limit int) (games []PlayerGame, next string, err error) {
	from, err := parseCursor(Newest, after)
	if err != nil {
		return nil, "", err
	}
	// One game more than asked for shows whether there is a next page.
	rows, _ := s.pool.Query(ctx, selectPlayerGames, player, from.value(), from.id, limit+1)
	if games, err = pgx.CollectRows(rows, pgx.RowToStructByName[PlayerGame]); err != nil {
		return nil, "", fmt.Errorf("list a player's games: %w", err)
	}
	if len(games) > limit {
		games = games[:limit]
		last := games[limit-1]
		next = cursor{order: Newest, at: last.CreatedAt.UnixMicro(), id: last.ID}.String()
	}
	return games, next, nil
}
