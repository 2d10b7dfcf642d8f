package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Repeat makes another game, with the id as, for the two players of this one, with the
// place and settings they would have now. If the game as already exists, Repeat returns it,
// so repeating the call after a lost answer is harmless. lobby.ErrNoPartner, ErrNoGame.
func (s *Store) Repeat(ctx context.Context, game, as string) (lobby.Repeated, error) {
	out, err := transact(ctx, s, func(tx pgx.Tx) (lobby.Repeated, error) {
		last, err := readRepeat(ctx, tx, game)
		if err != nil {
			return lobby.Repeated{}, err
		}
		if last.Place != "" {
			l, err := lockLobby(ctx, tx, last.Place)
			switch {
			case errors.Is(err, lobby.ErrClosed), errors.Is(err, lobby.ErrNotFound):
				last.Place = ""
			case err != nil:
				return lobby.Repeated{}, err
			default:
				last.Settings = l.Settings
			}
		}
		players, err := lockPlayers(ctx, tx, last.Players[:]...)
		if err != nil {
			return lobby.Repeated{}, err
		}
		var made bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM games WHERE id = $1)`, as).Scan(&made); err != nil {
			return lobby.Repeated{}, err
		}
		for _, id := range last.Players {
			p, ok := players[id]
			if !ok || !made && !p.free() {
				return lobby.Repeated{}, lobby.ErrNoPartner
			}
			if last.Place != "" && !made {
				member, err := isMember(ctx, tx, last.Place, id)
				if err != nil {
					return lobby.Repeated{}, err
				}
				if !member {
					return lobby.Repeated{}, lobby.ErrNoPartner
				}
			}
		}
		last.Match = matchOf(as, last.Players, players)
		out := lobby.Repeated{Match: last.Match}
		if !made {
			if out.Changed, err = seat(ctx, tx, []seatingPair{last}, players); err != nil {
				return lobby.Repeated{}, err
			}
		}
		if last.Place != "" {
			out.Changed = append(out.Changed, last.Place)
		}
		return out, nil
	})
	if err != nil {
		return lobby.Repeated{}, fmt.Errorf("repeat game %s: %w", game, err)
	}
	slices.Sort(out.Changed)
	out.Changed = slices.Compact(out.Changed)
	return out, nil
}

// readRepeat reads who played a game and where, and the settings for two players who are in
// no lobby. lobby.ErrNoPartner if one of them was deleted. ErrNoGame.
func readRepeat(ctx context.Context, tx pgx.Tx, game string) (seatingPair, error) {
	t := seatingPair{Settings: lobby.QuickSettings()}
	var players [2]*string
	err := tx.QueryRow(ctx, `
		SELECT COALESCE(g.lobby, ''), g.language, g.difficulty, one.player, two.player
		FROM games g
		JOIN seats one ON one.game = g.id AND one.seat = 1
		JOIN seats two ON two.game = g.id AND two.seat = 2
		WHERE g.id = $1`, game).Scan(&t.Place, &t.Settings.Language, &t.Settings.Difficulty, &players[0], &players[1])
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return seatingPair{}, ErrNoGame
	case err != nil:
		return seatingPair{}, err
	case players[0] == nil || players[1] == nil:
		return seatingPair{}, lobby.ErrNoPartner
	}
	t.Players = [2]string{*players[0], *players[1]}
	return t, nil
}
