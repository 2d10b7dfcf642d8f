package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Invite has a member ask another one, in the place of whom it asked before. Two who ask
// each other are matched. lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotPick,
// lobby.ErrNotMember, lobby.ErrPlaying, lobby.ErrNoPartner.
func (s *Store) Invite(ctx context.Context, code, inviter, invitee string, newID func() string) (made *lobby.Match, cancelled []string, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		names, err := lockPair(ctx, tx, code, inviter, invitee)
		if err != nil {
			return err
		}
		var asked bool
		if err := tx.QueryRow(ctx, `
			SELECT EXISTS (
				SELECT FROM invitations
				WHERE lobby = $1 AND inviter = $3 AND invitee = $2 AND created_at > now() - $4::interval)`,
			code, inviter, invitee, lobby.InvitationLasts).Scan(&asked); err != nil {
			return err
		}
		if !asked {
			_, err := tx.Exec(ctx, `
				INSERT INTO invitations (lobby, inviter, invitee)
				VALUES ($1, $2, $3)
				ON CONFLICT (lobby, inviter) DO UPDATE SET invitee = EXCLUDED.invitee, created_at = now()`,
				code, inviter, invitee)
			return err
		}
		made = &lobby.Match{Game: newID(), Players: [2]string{invitee, inviter}, Names: [2]string{names[invitee], names[inviter]}}
		cancelled, err = matchPair(ctx, tx, code, *made)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("invite in lobby %s: %w", code, err)
	}
	return made, cancelled, nil
}

// lockPair locks two members who may be matched, and gives their names.
func lockPair(ctx context.Context, tx pgx.Tx, code, inviter, invitee string) (names map[string]string, err error) {
	var pairing lobby.Pairing
	if err := tx.QueryRow(ctx, `SELECT pairing FROM lobbies WHERE code = $1`, code).Scan(&pairing); err != nil {
		return nil, err
	}
	if pairing != lobby.Pick {
		return nil, lobby.ErrNotPick
	}
	if inviter == invitee {
		return nil, lobby.ErrNoPartner
	}
	rows, err := tx.Query(ctx, `
		SELECT id, name
		FROM players
		WHERE id IN ($2, $3) AND id IN (SELECT player FROM members WHERE lobby = $1)
		ORDER BY id
		FOR NO KEY UPDATE`, code, inviter, invitee)
	if err != nil {
		return nil, err
	}
	names = map[string]string{}
	var id, name string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		names[id] = name
		return nil
	}); err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, `
		SELECT seats.player
		FROM seats
		JOIN rooms ON rooms.game = seats.game
		WHERE seats.player IN ($1, $2) AND seats.left_at IS NULL`, inviter, invitee)
	if err != nil {
		return nil, err
	}
	playing := map[string]bool{}
	if _, err := pgx.ForEachRow(rows, []any{&id}, func() error {
		playing[id] = true
		return nil
	}); err != nil {
		return nil, err
	}
	_, member := names[inviter]
	_, there := names[invitee]
	switch {
	case !member:
		return nil, lobby.ErrNotMember
	case playing[inviter]:
		return nil, lobby.ErrPlaying
	case !there || playing[invitee]:
		return nil, lobby.ErrNoPartner
	}
	return names, nil
}

// matchPair makes the game of two who asked each other, and tells in which other lobbies
// they waited.
func matchPair(ctx context.Context, tx pgx.Tx, code string, m lobby.Match) (cancelled []string, err error) {
	if cancelled, err = giveTickets(ctx, tx, code, m.Players[:]); err != nil {
		return nil, err
	}
	if err := makeGames(ctx, tx, code, []lobby.Match{m}); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM invitations
		WHERE lobby = $1 AND (inviter = ANY($2) OR invitee = ANY($2))`, code, m.Players[:])
	return cancelled, err
}

// Uninvite takes an invitation back, or declines it. lobby.ErrNotFound, lobby.ErrClosed.
func (s *Store) Uninvite(ctx context.Context, code, inviter, invitee string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			DELETE FROM invitations
			WHERE lobby = $1 AND inviter = $2 AND invitee = $3`, code, inviter, invitee)
		return err
	})
	if err != nil {
		return fmt.Errorf("uninvite in lobby %s: %w", code, err)
	}
	return nil
}
