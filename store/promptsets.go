package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tandem-game/tandem/prompts"
)

// SavePromptSet keeps the set. One that is kept already is left as it is.
func (s *Store) SavePromptSet(ctx context.Context, set prompts.Set) error {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO prompt_sets (id, source, title, theme, language, paper, series, caption,
		                         model, input_tokens, output_tokens, took_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO NOTHING`,
		set.ID, set.Source, set.Title, set.Theme, set.Language, set.Paper, set.Series, set.Caption,
		set.Model, set.InputTokens, set.OutputTokens, set.Took.Milliseconds())
	if err != nil {
		return fmt.Errorf("keep prompt set %s: %w", set.ID, err)
	}
	return nil
}

// setRow is a game's prompt set as selectGame reads it, with no id when none was
// dealt.
type setRow struct {
	SetID        string      `db:"set_id"`
	Source       string      `db:"source"`
	Title        string      `db:"title"`
	SetTheme     string      `db:"set_theme"`
	SetLanguage  string      `db:"set_language"`
	Paper        string      `db:"paper"`
	Series       [2][]string `db:"series"`
	Caption      string      `db:"caption"`
	Model        string      `db:"model"`
	InputTokens  int64       `db:"input_tokens"`
	OutputTokens int64       `db:"output_tokens"`
	TookMS       int64       `db:"took_ms"`
}

// set gives the set, or nil when none was dealt.
func (r setRow) set() *prompts.Set {
	if r.SetID == "" {
		return nil
	}
	return &prompts.Set{
		ID:           r.SetID,
		Source:       r.Source,
		Title:        r.Title,
		Theme:        r.SetTheme,
		Language:     r.SetLanguage,
		Paper:        r.Paper,
		Caption:      r.Caption,
		Series:       r.Series,
		Model:        r.Model,
		InputTokens:  r.InputTokens,
		OutputTokens: r.OutputTokens,
		Took:         time.Duration(r.TookMS) * time.Millisecond,
	}
}
