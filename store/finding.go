package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// mostSimilar is how many codes SimilarCodes gives: of more than one within a typo none
// is meant.
const mostSimilar = 50

// SimilarCodes gives the codes of open lobbies whose letters begin or end like those of
// code. A typo changes one place, or swaps two that are neighbours, so one of the halves
// without the two letters between them is as it should be.
func (s *Store) SimilarCodes(ctx context.Context, code string) ([]string, error) {
	letters := strings.ReplaceAll(code, "-", "")
	middle := len(letters) / 2
	rows, err := s.pool.Query(ctx, `
		SELECT code
		FROM lobbies
		WHERE closed_at IS NULL
		  AND (starts_with(replace(code, '-', ''), $1) OR right(replace(code, '-', ''), length($2)) = $2)
		LIMIT $3`, letters[:max(0, middle-1)], letters[min(middle+1, len(letters)):], mostSimilar)
	if err != nil {
		return nil, fmt.Errorf("look for similar codes: %w", err)
	}
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("look for similar codes: %w", err)
	}
	return codes, nil
}

// PublicLobbies gives the open, public lobbies among these that anybody may come into, the
// fullest first.
func (s *Store) PublicLobbies(ctx context.Context, codes []string) ([]lobby.Listing, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT code, name, pairing, capacity, round_seconds, rounds, theme, language, difficulty,
		       (SELECT count(*) FROM members WHERE lobby = code),
		       (SELECT 2 * count(*) FROM games JOIN rooms ON game = id WHERE lobby = code)
		FROM lobbies
		WHERE code = ANY($1) AND public AND NOT locked AND NOT names_only AND closed_at IS NULL
		ORDER BY 10 DESC, code
		LIMIT $2`, codes, lobby.MostListed)
	if err != nil {
		return nil, fmt.Errorf("list lobbies: %w", err)
	}
	listed, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l lobby.Listing, err error) {
		l.Rules.Public = true
		err = row.Scan(&l.Code, &l.Rules.Name, &l.Rules.Pairing, &l.Rules.Capacity, &l.Settings.RoundSeconds,
			&l.Settings.Rounds, &l.Settings.Theme, &l.Settings.Language,
			&l.Settings.Difficulty, &l.Members, &l.Playing)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("list lobbies: %w", err)
	}
	return listed, nil
}

// CloseEmpty notes that somebody is in these lobbies, and closes those that nobody has
// been in for so long and that have no live game. Nobody waits in them any more.
func (s *Store) CloseEmpty(ctx context.Context, occupied []string, after time.Duration) (closed []string, err error) {
	closed, err = transact(ctx, s, func(tx pgx.Tx) ([]string, error) {
		if _, err := tx.Exec(ctx, `
			UPDATE lobbies SET seen_at = now()
			WHERE code IN (
				SELECT code FROM lobbies
				WHERE code = ANY($1) AND closed_at IS NULL
				ORDER BY code
				FOR NO KEY UPDATE)`, occupied); err != nil {
			return nil, err
		}
		rows, err := tx.Query(ctx, `
			UPDATE lobbies SET closed_at = now()
			WHERE code IN (
				SELECT code FROM lobbies
				WHERE closed_at IS NULL AND seen_at < now() - $1::interval
				  AND NOT EXISTS (SELECT FROM games JOIN rooms ON game = id WHERE games.lobby = code)
				FOR NO KEY UPDATE SKIP LOCKED
			)
			RETURNING code`, after)
		if err != nil {
			return nil, err
		}
		closed, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, err
		}
		_, err = tx.Exec(ctx, `
			DELETE FROM tickets
			WHERE id IN (
				SELECT id FROM tickets
				WHERE lobby = ANY($1) AND state = 'waiting'
				ORDER BY id
				FOR UPDATE)`, closed)
		return closed, err
	})
	if err != nil {
		return nil, fmt.Errorf("close empty lobbies: %w", err)
	}
	return closed, nil
}
