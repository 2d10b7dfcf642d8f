package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// canShow is the condition for a kept game g, dealt the prompt set p, to come into the
// gallery: two players drew it, and its prompts are no host's own words. A ghost's ink was
// lent to play, not to be shown.
const canShow = `
	g.state <> 'live' AND g.deleted_at IS NULL AND g.ghost_seat IS NULL AND p.source <> @host
	AND NOT EXISTS (SELECT FROM seats WHERE seats.game = g.id AND seats.drew IS NOT TRUE)`

// ShowGame says whether a player wants a game in the gallery, where it is while both want it.
// Who wants it there also lets others see it. ErrNoGame if it can't come into the gallery;
// taking it back is never an error.
func (s *Store) ShowGame(ctx context.Context, game, player string, shown bool) error {
	if !shown {
		if _, err := s.pool.Exec(ctx, `UPDATE seats SET shown = false WHERE game = $1 AND player = $2`, game, player); err != nil {
			return fmt.Errorf("take game %s out of the gallery: %w", game, err)
		}
		return nil
	}
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		// The lock makes the second of two players who agree at once see that the first has.
		var theme, language string
		err := tx.QueryRow(ctx, `
			SELECT p.theme, p.language
			FROM games g
			JOIN prompt_sets p ON p.id = g.prompt_set
			WHERE g.id = @game AND `+canShow+`
			FOR NO KEY UPDATE OF g`, pgx.NamedArgs{"game": game, "host": prompts.FromHost}).Scan(&theme, &language)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoGame
		}
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `UPDATE seats SET shown = true, open = true WHERE game = $1 AND player = $2`, game, player)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrNoGame
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO exhibits (game, language, theme)
			SELECT $1, $2, $3
			WHERE NOT EXISTS (SELECT FROM seats WHERE game = $1 AND NOT shown)
			ON CONFLICT DO NOTHING`, game, language, prompts.EnglishTheme(theme))
		return err
	})
	if err != nil {
		return fmt.Errorf("show game %s in the gallery: %w", game, err)
	}
	return nil
}

// Stage is how far a game is on its way into the gallery.
type Stage string

// The stages.
const (
	NotShown Stage = "out"     // not both players want it there
	Waiting  Stage = "waiting" // for the operator's yes
	InView   Stage = "in"
	Refused  Stage = "refused" // by the operator, or reported: players don't learn which
)

// Showing is how a player stands to a game's way into the gallery.
type Showing struct {
	Possible     bool // it can come into the gallery; see ShowGame
	You, Partner bool // who wants it there
	Stage        Stage
	Likes        int
}

// Showing returns how a player stands to a game's way into a gallery. ErrNoGame.
func (s *Store) Showing(ctx context.Context, game, player string, gallery Gallery) (w Showing, err error) {
	var verdict *string
	var visible bool
	err = s.pool.QueryRow(ctx, `
		SELECT COALESCE(`+canShow+`, false), mine.shown, other.shown, e.verdict, e.game IS NOT NULL AND `+inView+`, COALESCE(e.likes, 0)
		FROM games g
		JOIN seats mine ON mine.game = g.id AND mine.player = @player
		JOIN seats other ON other.game = g.id AND other.seat <> mine.seat
		LEFT JOIN prompt_sets p ON p.id = g.prompt_set
		LEFT JOIN exhibits e ON e.game = g.id
		WHERE g.id = @game`, pgx.NamedArgs{"game": game, "player": player, "host": prompts.FromHost, "open": gallery == OpenGallery}).
		Scan(&w.Possible, &w.You, &w.Partner, &verdict, &visible, &w.Likes)
	if errors.Is(err, pgx.ErrNoRows) {
		return Showing{}, ErrNoGame
	}
	if err != nil {
		return Showing{}, fmt.Errorf("read whether game %s is in the gallery: %w", game, err)
	}
	switch {
	case !w.You || !w.Partner:
		w.Stage = NotShown
	case visible:
		w.Stage = InView
	case verdict != nil && *verdict == verdictNone && gallery == ModeratedGallery:
		w.Stage = Waiting
	default:
		w.Stage = Refused
	}
	return w, nil
}
