package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Repeat makes another game of the two players of this one, where and how they would play
// now. lobby.ErrNoPartner.
func (s *Store) Repeat(ctx context.Context, game string, newID func() string) (m lobby.Match, changed []string, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		var code string
		var wish lobby.Wish
		var players, names [2]*string
		if err := tx.QueryRow(ctx, `
			SELECT COALESCE(l.code, ''), g.language, g.difficulty, one.player, two.player, a.name, b.name
			FROM games g
			JOIN seats one ON one.game = g.id AND one.seat = 1
			JOIN seats two ON two.game = g.id AND two.seat = 2
			LEFT JOIN players a ON a.id = one.player
			LEFT JOIN players b ON b.id = two.player
			LEFT JOIN lobbies l ON l.code = g.lobby AND l.closed_at IS NULL
			WHERE g.id = $1`, game).Scan(&code, &wish.Language, &wish.Difficulty, &players[0], &players[1], &names[0], &names[1]); err != nil {
			if errors.Is(err, pgx.ErrNoRows) {
				return ErrNoGame
			}
			return err
		}
		if names[0] == nil || names[1] == nil { // one is forgotten
			return lobby.ErrNoPartner
		}
		if code != "" {
			if _, err := lockLobby(ctx, tx, code); errors.Is(err, lobby.ErrClosed) {
				code = ""
			} else if err != nil {
				return err
			}
		}
		m = lobby.Match{Game: newID(), Players: [2]string{*players[0], *players[1]}, Names: [2]string{*names[0], *names[1]}}
		if changed, err = freeForGame(ctx, tx, code, m.Players[:]); err != nil {
			return err
		}
		if code != "" {
			changed = append(changed, code)
			return makeGames(ctx, tx, code, []lobby.Match{m})
		}
		return makeQuickGames(ctx, tx, []lobby.QuickMatch{{Match: m, Wish: wish}})
	})
	if err != nil {
		return lobby.Match{}, nil, fmt.Errorf("repeat game %s: %w", game, err)
	}
	slices.Sort(changed)
	return m, slices.Compact(changed), nil
}

// freeForGame locks two players who may be matched, and gives them tickets for it in
// the place of those they had: in a lobby, which both must be in, or in quick play.
// lobby.ErrNoPartner.
func freeForGame(ctx context.Context, tx pgx.Tx, code string, players []string) (cancelled []string, err error) {
	if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, players); err != nil {
		return nil, err
	}
	var members int
	var playing bool
	if err := tx.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM members WHERE lobby = $1 AND player = ANY($2)),
		       EXISTS (
				SELECT FROM seats
				JOIN rooms ON rooms.game = seats.game
				WHERE seats.player = ANY($2) AND seats.left_at IS NULL)`, code, players).Scan(&members, &playing); err != nil {
		return nil, err
	}
	if playing || code != "" && members < len(players) {
		return nil, lobby.ErrNoPartner
	}
	return giveTickets(ctx, tx, code, players)
}

// giveTickets gives two players tickets in a lobby, or in quick play for "", in the place
// of those they had, and tells in which lobbies these were.
func giveTickets(ctx context.Context, tx pgx.Tx, code string, players []string) (cancelled []string, err error) {
	rows, err := tx.Query(ctx, `
		UPDATE tickets
		SET state = 'cancelled'
		WHERE player = ANY($1) AND state = 'waiting'
		RETURNING lobby`, players)
	if err != nil {
		return nil, err
	}
	var had *string
	if _, err := pgx.ForEachRow(rows, []any{&had}, func() error {
		if had != nil {
			cancelled = append(cancelled, *had)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO tickets (lobby, player)
		SELECT NULLIF($1, ''), unnest($2::text[])`, code, players)
	return cancelled, err
}
