package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Invite records that a member asks another member; it replaces the inviter's earlier
// invitation. Two members who ask each other are matched. lobby.ErrNotFound,
// lobby.ErrClosed, lobby.ErrNotPick, lobby.ErrNotMember, lobby.ErrPlaying,
// lobby.ErrNoPartner.
func (s *Store) Invite(ctx context.Context, code, inviter, invitee string, newID func() string) (lobby.Invited, error) {
	out, err := transact(ctx, s, func(tx pgx.Tx) (lobby.Invited, error) {
		l, err := lockLobby(ctx, tx, code)
		if err != nil {
			return lobby.Invited{}, err
		}
		if l.Pairing != lobby.Pick {
			return lobby.Invited{}, lobby.ErrNotPick
		}
		players, err := lockPair(ctx, tx, code, inviter, invitee)
		if err != nil {
			return lobby.Invited{}, err
		}
		var asked bool
		if err := tx.QueryRow(ctx, `
			SELECT EXISTS (
				SELECT FROM invitations
				WHERE lobby = $1 AND inviter = $3 AND invitee = $2 AND created_at > now() - $4::interval)`,
			code, inviter, invitee, lobby.InvitationLasts).Scan(&asked); err != nil {
			return lobby.Invited{}, err
		}
		if !asked {
			_, err := tx.Exec(ctx, `
				INSERT INTO invitations (lobby, inviter, invitee)
				VALUES ($1, $2, $3)
				ON CONFLICT (lobby, inviter) DO UPDATE SET invitee = EXCLUDED.invitee, created_at = now()`,
				code, inviter, invitee)
			return lobby.Invited{}, err
		}
		m := matchOf(newID(), [2]string{invitee, inviter}, players)
		cancelled, err := seat(ctx, tx, []seatingPair{{Match: m, Place: code, Settings: l.Settings}}, players)
		if err != nil {
			return lobby.Invited{}, err
		}
		_, err = tx.Exec(ctx, `
			DELETE FROM invitations
			WHERE lobby = $1 AND (inviter = ANY($2) OR invitee = ANY($2))`, code, m.Players[:])
		return lobby.Invited{Made: &m, Cancelled: cancelled}, err
	})
	if err != nil {
		return lobby.Invited{}, fmt.Errorf("invite in a lobby: %w", err)
	}
	return out, nil
}

// lockPair locks two members of a locked lobby who may be matched. lobby.ErrNotMember,
// lobby.ErrPlaying, lobby.ErrNoPartner.
func lockPair(ctx context.Context, tx pgx.Tx, code, inviter, invitee string) (map[string]lockedPlayer, error) {
	players, err := lockPlayers(ctx, tx, inviter, invitee)
	if err != nil {
		return nil, err
	}
	member, err := isMember(ctx, tx, code, inviter)
	if err != nil {
		return nil, err
	}
	there, err := isMember(ctx, tx, code, invitee)
	if err != nil {
		return nil, err
	}
	switch {
	case !member:
		return nil, lobby.ErrNotMember
	case !players[inviter].free():
		return nil, players[inviter].playing()
	case inviter == invitee, !there, !players[invitee].free():
		return nil, lobby.ErrNoPartner
	}
	return players, nil
}

// Uninvite withdraws or declines an invitation. lobby.ErrNotFound, lobby.ErrClosed.
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
		return fmt.Errorf("uninvite in a lobby: %w", err)
	}
	return nil
}
