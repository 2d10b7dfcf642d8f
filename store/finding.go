package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// mostSimilar is the maximum number of codes that SimilarCodes returns. The caller gives up
// if more than one is within a typo.
const mostSimilar = 50

// SimilarCodes returns the codes of open lobbies whose letters begin or end like those of
// code. A typo changes one place, or swaps two neighbours, so one of the halves is correct
// when the two letters between them are left out.
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
		return nil, fmt.Errorf("find similar codes: %w", err)
	}
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("find similar codes: %w", err)
	}
	return codes, nil
}

// PublicLobbies returns those of these lobbies, and of those that a node serves as a place,
// that are open and public and that anybody may join, fullest first.
func (s *Store) PublicLobbies(ctx context.Context, codes []string) ([]lobby.Listing, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT `+lobbyColumns+`,
		       (SELECT count(*) FROM members WHERE lobby = code) AS members,
		       (SELECT 2 * count(*) FROM games JOIN rooms ON game = id WHERE lobby = code) AS playing
		FROM lobbies
		WHERE code = ANY($1 || ARRAY(SELECT substr(id, length('lobby/') + 1) FROM places WHERE id LIKE 'lobby/%'))
		  AND public AND NOT locked AND NOT names_only AND closed_at IS NULL
		ORDER BY members DESC, code
		LIMIT $2`, codes, lobby.MostListed)
	if err != nil {
		return nil, fmt.Errorf("list lobbies: %w", err)
	}
	listed, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (lobby.Listing, error) {
		l, err := pgx.RowToStructByName[struct {
			lobbyRow
			Members, Playing int
		}](row)
		l.OwnSet, l.Names = "", nil // only the lobby's own members may see them
		return lobby.Listing{Code: l.Code, Rules: l.Rules, Settings: l.Settings, Members: l.Members, Playing: l.Playing}, err
	})
	if err != nil {
		return nil, fmt.Errorf("list lobbies: %w", err)
	}
	return listed, nil
}

// CloseEmpty records that somebody is in the occupied lobbies, and closes those that have
// been empty for the given time and have no live game. It also cancels their waiting
// tickets.
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
