package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// playedMS is the minimum length of a game that was really played: the count-in and the
// shortest round.
const playedMS = 13_000

// countRatings updates the sums of set $1. It counts only ratings of games that both
// players really played for long enough. It counts a player's latest rating, and one rating
// a pair: the pair liked the prompts if either player did.
const countRatings = `
	UPDATE prompt_sets
	SET (good, bad) = (
		SELECT count(*) FILTER (WHERE liked), count(*) FILTER (WHERE NOT liked)
		FROM (
			SELECT bool_or(good) AS liked
			FROM (
				SELECT DISTINCT ON (COALESCE(s.player, r.game || r.seat)) r.good,
				       COALESCE(LEAST(s.player, o.player) || GREATEST(s.player, o.player), r.game) AS pair
				FROM prompt_ratings r
				JOIN games g ON g.id = r.game
				JOIN seats s ON s.game = r.game AND s.seat = r.seat
				JOIN seats o ON o.game = r.game AND o.seat <> r.seat
				WHERE r.prompt_set = $1 AND g.state IN ('finished', 'ended_early') AND g.play_ms >= $2
				  AND COALESCE(s.drew AND o.drew, g.strokes > 0)
				ORDER BY COALESCE(s.player, r.game || r.seat), r.rated_at DESC
			) players
			GROUP BY pair
		) pairs
	)
	WHERE id = $1`

// RatePrompts stores what the player of a finished game thought of its prompts; nil removes
// the rating. Whether it counts depends on the game: see countRatings. ErrNoGame if the
// player has no such game, or it was dealt no prompts.
func (s *Store) RatePrompts(ctx context.Context, game, player string, good *bool) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		// Lock the set's row first, so that its sums include all ratings.
		var set string
		var seat int16
		err := tx.QueryRow(ctx, `
			SELECT p.id, s.seat
			FROM games g
			JOIN seats s ON s.game = g.id
			JOIN prompt_sets p ON p.id = g.prompt_set
			WHERE g.id = $1 AND s.player = $2 AND g.state <> 'live'
			FOR NO KEY UPDATE OF p`, game, player).Scan(&set, &seat)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoGame
		}
		if err != nil {
			return err
		}
		var b pgx.Batch
		if good == nil {
			b.Queue(`DELETE FROM prompt_ratings WHERE game = $1 AND seat = $2`, game, seat)
		} else {
			b.Queue(`
				INSERT INTO prompt_ratings (game, seat, prompt_set, good)
				VALUES ($1, $2, $3, $4)
				ON CONFLICT (game, seat) DO UPDATE SET good = $4, rated_at = now()`, game, seat, set, *good)
		}
		b.Queue(countRatings, set, playedMS)
		return tx.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return fmt.Errorf("rate the prompts of %s: %w", game, err)
	}
	return nil
}

// PromptRating returns what a seat of a game thought of its prompts, nil if it didn't say.
func (s *Store) PromptRating(ctx context.Context, game string, seat int) (*bool, error) {
	var good *bool
	err := s.pool.QueryRow(ctx, `SELECT good FROM prompt_ratings WHERE game = $1 AND seat = $2`, game, seat).Scan(&good)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, fmt.Errorf("read a rating of %s: %w", game, err)
	}
	return good, nil
}

// PromptSet is a set as the operator sees it.
type PromptSet struct {
	prompts.Set
	CreatedAt time.Time
	Games     int // games that were dealt it
	Good, Bad int // pairs that rated it so
	Ready     bool
	Disabled  bool // by the operator, or put away by its author
	Retired   bool // because of bad ratings; dealt only if too few others are left
}

// PromptSetFilter says which sets AdminPromptSets lists.
type PromptSetFilter struct {
	Source   string // "" for all
	Language string // "" for all
	State    string // "" for all, "dealt", "ready", "disabled", "retired"
	After    string // the cursor from the page before; "" for the first page
	Limit    int    // at least 1
}

// AdminPromptSets lists sets, newest first, and returns the cursor of the next page, "" on
// the last. ErrCursor.
func (s *Store) AdminPromptSets(ctx context.Context, f PromptSetFilter) (sets []PromptSet, next string, err error) {
	after, err := parseCursor(Newest, f.After)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.pool.Query(ctx, `
		SELECT * FROM (`+selectSet+`,
			       p.created_at, p.disabled_at IS NOT NULL AS disabled, used.games, p.good, p.bad, `+badlyRated+` AS retired,
			       EXISTS (SELECT FROM ready_sets r WHERE r.prompt_set = p.id) AS ready
			FROM prompt_sets p
			CROSS JOIN LATERAL (SELECT count(*)::int AS games FROM games g WHERE g.prompt_set = p.id) used
			WHERE ($1::timestamptz IS NULL OR (p.created_at, p.id) < ($1, $2))
			  AND ($3 = '' OR p.source = $3)
			  AND ($4 = '' OR p.language = $4)
		) listed
		WHERE $5 = '' OR $5 = 'dealt' AND games > 0 OR $5 = 'ready' AND ready OR $5 = 'disabled' AND disabled OR $5 = 'retired' AND retired
		ORDER BY created_at DESC, set_id DESC
		LIMIT $6`, customPlan, after.value(), after.id, f.Source, f.Language, f.State, f.Limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list prompt sets: %w", err)
	}
	sets, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (PromptSet, error) {
		r, err := pgx.RowToStructByName[struct {
			setRow
			CreatedAt time.Time `db:"created_at"`
			Games     int       `db:"games"`
			Good      int       `db:"good"`
			Bad       int       `db:"bad"`
			Ready     bool      `db:"ready"`
			Disabled  bool      `db:"disabled"`
			Retired   bool      `db:"retired"`
		}](row)
		if err != nil {
			return PromptSet{}, err
		}
		return PromptSet{*r.set(), r.CreatedAt, r.Games, r.Good, r.Bad, r.Ready, r.Disabled, r.Retired}, nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("list prompt sets: %w", err)
	}
	if len(sets) > f.Limit {
		sets = sets[:f.Limit]
		last := sets[f.Limit-1]
		next = cursor{Newest, last.CreatedAt.UnixMicro(), last.ID}.String()
	}
	return sets, next, nil
}

// DisablePromptSet disables a set, so that it is dealt no more, or enables it again.
// prompts.ErrNoSet.
func (s *Store) DisablePromptSet(ctx context.Context, id string, disabled bool, d AuditNote) error {
	action := "enable_prompt_set"
	if disabled {
		action = "disable_prompt_set"
	}
	return s.audited(ctx, action, id, d, func(tx pgx.Tx) (bool, error) {
		var before bool
		err := tx.QueryRow(ctx, `SELECT disabled_at IS NOT NULL FROM prompt_sets WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&before)
		if errors.Is(err, pgx.ErrNoRows) {
			return false, prompts.ErrNoSet
		}
		if err != nil || before == disabled {
			return false, err
		}
		var b pgx.Batch
		b.Queue(`DELETE FROM ready_sets WHERE prompt_set = $1 AND $2`, id, disabled)
		b.Queue(`UPDATE prompt_sets SET disabled_at = CASE WHEN $2 THEN now() END WHERE id = $1`, id, disabled)
		return true, tx.SendBatch(ctx, &b).Close()
	})
}

// ForgetRatings deletes all ratings of a set. prompts.ErrNoSet.
func (s *Store) ForgetRatings(ctx context.Context, id string, d AuditNote) error {
	return s.audited(ctx, "forget_ratings", id, d, func(tx pgx.Tx) (bool, error) {
		tag, err := tx.Exec(ctx, `UPDATE prompt_sets SET good = 0, bad = 0 WHERE id = $1`, id)
		if err != nil {
			return false, err
		}
		if tag.RowsAffected() == 0 {
			return false, prompts.ErrNoSet
		}
		tag, err = tx.Exec(ctx, `DELETE FROM prompt_ratings WHERE prompt_set = $1`, id)
		return tag.RowsAffected() > 0, err
	})
}

// PromptShelf is a shelf of the pool and how full it is.
type PromptShelf struct {
	Language   string
	Difficulty string
	Rounds     int
	Theme      string
	Level      int // how many sets it should hold
	Ready      int // how many sets it holds
}

// PromptPool returns how full the recently wanted shelves are, and the model's usage today
// (UTC).
func (s *Store) PromptPool(ctx context.Context) (shelves []PromptShelf, today prompts.Usage, err error) {
	var b pgx.Batch
	b.Queue(`
		SELECT * FROM (
			SELECT s.language, s.difficulty, s.rounds, s.theme, ` + levelNow + ` AS level,
			       (SELECT count(*)::int FROM ready_sets r WHERE r.shelf = s.id) AS ready
			FROM prompt_shelves s
		) shelves
		WHERE level > 0 OR ready > 0
		ORDER BY level DESC, language, difficulty, rounds, theme
		LIMIT 200`).Query(func(rows pgx.Rows) (err error) {
		shelves, err = pgx.CollectRows(rows, pgx.RowToStructByName[PromptShelf])
		return err
	})
	b.Queue(`
		SELECT calls, input_tokens, output_tokens, cost_micros
		FROM prompt_days
		WHERE day = (now() AT TIME ZONE 'UTC')::date`).QueryRow(func(row pgx.Row) error {
		err := row.Scan(&today.Calls, &today.InputTokens, &today.OutputTokens, &today.CostMicros)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return nil, today, fmt.Errorf("read the pool of prompts: %w", err)
	}
	return shelves, today, nil
}
