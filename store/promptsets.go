package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// SavePromptSets stores sets. It leaves existing ones unchanged.
func (s *Store) SavePromptSets(ctx context.Context, sets []prompts.Set) error {
	var b pgx.Batch
	for _, set := range sets {
		queueSave(&b, set)
	}
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("store %d prompt sets: %w", len(sets), classify(err))
	}
	return nil
}

// SaveOwnSet stores a set that its owner wrote, unless the owner already has the maximum
// number. Concurrent calls for one owner wait for each other at the owner's row.
// prompts.ErrTooManySets.
func (s *Store) SaveOwnSet(ctx context.Context, set prompts.Set) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockPlayers(ctx, tx, set.Owner); err != nil {
			return err
		}
		var used int
		err := tx.QueryRow(ctx, `
			SELECT count(*)
			FROM prompt_sets
			WHERE owner = $1 AND source = $2 AND disabled_at IS NULL`, set.Owner, prompts.FromHost).Scan(&used)
		if err != nil {
			return err
		}
		if used >= prompts.MaxOwnSets {
			return prompts.ErrTooManySets
		}
		var b pgx.Batch
		queueSave(&b, set)
		return tx.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return fmt.Errorf("store a prompt set of %s: %w", set.Owner, err)
	}
	return nil
}

func queueSave(b *pgx.Batch, set prompts.Set) {
	b.Queue(`
		INSERT INTO prompt_sets (id, key, source, owner, title, theme, language, difficulty, paper, series, caption,
		                         model, input_tokens, output_tokens, cost_micros, took_ms)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (id) DO NOTHING`,
		set.ID, set.Key, set.Source, set.Owner, set.Title, set.Theme, set.Language, set.Difficulty, set.Paper, set.Series, set.Caption,
		set.Model, set.Usage.InputTokens, set.Usage.OutputTokens, set.Usage.CostMicros, set.Took.Milliseconds())
}

// selectSet reads sets as setRows from p.
const selectSet = `
	SELECT p.id AS set_id, p.key AS set_key, p.source, COALESCE(p.owner, '') AS owner, p.title, p.theme AS set_theme,
	       p.language AS set_language, p.difficulty AS set_difficulty, p.paper, p.series, p.caption, p.model,
	       p.input_tokens, p.output_tokens, p.cost_micros, p.took_ms
	`

// setRow is a prompt set; its id is null if the game was dealt none.
type setRow struct {
	SetID         string      `db:"set_id"`
	SetKey        string      `db:"set_key"`
	Source        string      `db:"source"`
	Owner         string      `db:"owner"`
	Title         string      `db:"title"`
	SetTheme      string      `db:"set_theme"`
	SetLanguage   string      `db:"set_language"`
	SetDifficulty string      `db:"set_difficulty"`
	Paper         string      `db:"paper"`
	Series        [2][]string `db:"series"`
	Caption       string      `db:"caption"`
	Model         string      `db:"model"`
	InputTokens   int64       `db:"input_tokens"`
	OutputTokens  int64       `db:"output_tokens"`
	CostMicros    int64       `db:"cost_micros"`
	TookMS        int64       `db:"took_ms"`
}

// set returns the set, or nil if none was dealt.
func (r setRow) set() *prompts.Set {
	if r.SetID == "" {
		return nil
	}
	return &prompts.Set{
		ID:         r.SetID,
		Key:        r.SetKey,
		Source:     r.Source,
		Owner:      r.Owner,
		Title:      r.Title,
		Theme:      r.SetTheme,
		Language:   r.SetLanguage,
		Difficulty: prompts.Difficulty(r.SetDifficulty),
		Paper:      r.Paper,
		Caption:    r.Caption,
		Series:     r.Series,
		Model:      r.Model,
		Usage:      prompts.Usage{InputTokens: r.InputTokens, OutputTokens: r.OutputTokens, CostMicros: r.CostMicros},
		Took:       time.Duration(r.TookMS) * time.Millisecond,
	}
}

// oneSet reads the only set of an answer; ok is false if there is none.
func oneSet(rows pgx.Rows, err error) (set prompts.Set, ok bool, _ error) {
	if err != nil {
		return set, false, err
	}
	row, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[setRow])
	if errors.Is(err, pgx.ErrNoRows) {
		return set, false, nil
	}
	if err != nil {
		return set, false, err
	}
	return *row.set(), true, nil
}

// OwnSet reads a set that a host wrote and has not put away. prompts.ErrNoSet.
func (s *Store) OwnSet(ctx context.Context, id string) (prompts.Set, error) {
	set, ok, err := oneSet(s.pool.Query(ctx, selectSet+`
		FROM prompt_sets p
		WHERE p.id = $1 AND p.source = $2 AND p.disabled_at IS NULL`, id, prompts.FromHost))
	if err != nil {
		return set, fmt.Errorf("read prompt set %s: %w", id, classify(err))
	}
	if !ok {
		return set, prompts.ErrNoSet
	}
	return set, nil
}

// OwnSets lists the sets that a player wrote and has not put away, newest first.
func (s *Store) OwnSets(ctx context.Context, owner string) ([]prompts.Set, error) {
	rows, err := s.pool.Query(ctx, selectSet+`
		FROM prompt_sets p
		WHERE p.owner = $1 AND p.source = $2 AND p.disabled_at IS NULL
		ORDER BY p.created_at DESC, p.id DESC
		LIMIT $3`, owner, prompts.FromHost, prompts.MaxOwnSets)
	if err != nil {
		return nil, fmt.Errorf("list prompt sets of %s: %w", owner, err)
	}
	sets, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (prompts.Set, error) {
		r, err := pgx.RowToStructByName[setRow](row)
		if err != nil {
			return prompts.Set{}, err
		}
		return *r.set(), nil
	})
	if err != nil {
		return nil, fmt.Errorf("list prompt sets of %s: %w", owner, err)
	}
	return sets, nil
}

// PutAway makes sure that a player's own set is dealt no more. prompts.ErrNoSet.
func (s *Store) PutAway(ctx context.Context, owner, id string) error {
	tag, err := s.pool.Exec(ctx, `
		UPDATE prompt_sets
		SET disabled_at = now()
		WHERE id = $1 AND owner = $2 AND source = $3 AND disabled_at IS NULL`, id, owner, prompts.FromHost)
	if err != nil {
		return fmt.Errorf("put prompt set %s away: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return prompts.ErrNoSet
	}
	return nil
}
