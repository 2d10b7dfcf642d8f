package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Join makes the player a member, and the host if there is no member. lobby.ErrNotFound,
// lobby.ErrClosed, lobby.ErrFull, lobby.ErrLocked, lobby.ErrRemoved, lobby.ErrNamesOnly,
// lobby.ErrRemovedNearby.
func (s *Store) Join(ctx context.Context, code, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		l, err := lockLobby(ctx, tx, code)
		if err != nil {
			return err
		}
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return err
		}
		var members int
		var already, removed bool
		if err := tx.QueryRow(ctx, `
			SELECT (SELECT count(*) FROM members WHERE lobby = $1),
			       EXISTS (SELECT FROM members WHERE lobby = $1 AND player = $2),
			       EXISTS (SELECT FROM bans WHERE lobby = $1 AND player = $2)`, code, player).Scan(&members, &already, &removed); err != nil {
			return err
		}
		now, known := players[player]
		switch {
		case already:
			return nil
		case removed, !known, now.Banned:
			return lobby.ErrRemoved
		case l.Locked && members > 0:
			return lobby.ErrLocked
		case members > 0 && !l.LetsIn(now.Name):
			return lobby.ErrNamesOnly
		case members >= l.Capacity:
			return lobby.ErrFull
		}
		if members == 0 {
			_, err = tx.Exec(ctx, `UPDATE lobbies SET host = $2 WHERE code = $1`, code, player)
		} else {
			err = checkRemovedNearby(ctx, tx, code, player)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO members (lobby, player)
			VALUES ($1, $2)`, code, player)
		return err
	})
	if err != nil {
		return fmt.Errorf("join a lobby: %w", err)
	}
	return nil
}

// Leave removes the player and cancels its ticket. If it was the host, the co-host who has
// been there longest becomes host, or else the member who has. lobby.ErrNotFound,
// lobby.ErrClosed.
func (s *Store) Leave(ctx context.Context, code, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return err
		}
		return endMembership(ctx, tx, code, player, players[player])
	})
	if err != nil {
		return fmt.Errorf("leave a lobby: %w", err)
	}
	return nil
}

// Remove removes a member, who then can't come back. lobby.ErrNotFound, lobby.ErrClosed,
// lobby.ErrNotHost.
func (s *Store) Remove(ctx context.Context, code, by, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		l, err := lockLobby(ctx, tx, code)
		if err != nil {
			return err
		}
		if by != l.Host {
			leads, err := isCohost(ctx, tx, code, by)
			if err != nil {
				return err
			}
			equal, err := isCohost(ctx, tx, code, player)
			if err != nil {
				return err
			}
			if !leads || equal {
				return lobby.ErrNotHost
			}
		}
		if player == l.Host {
			return lobby.ErrNotHost
		}
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO bans (lobby, player)
			SELECT lobby, player FROM members WHERE lobby = $1 AND player = $2
			ON CONFLICT DO NOTHING`, code, player)
		if err != nil || tag.RowsAffected() == 0 { // the member has already left
			return err
		}
		if left := lobby.WithoutName(l.Names, players[player].Name); len(left) < len(l.Names) { // the known name must not let the player back in
			if _, err := tx.Exec(ctx, `UPDATE lobbies SET names = $2 WHERE code = $1`, code, left); err != nil {
				return err
			}
		}
		return endMembership(ctx, tx, code, player, players[player])
	})
	if err != nil {
		return fmt.Errorf("remove a member of a lobby: %w", err)
	}
	return nil
}

// endMembership ends a membership. The caller has locked lobby and player.
func endMembership(ctx context.Context, tx pgx.Tx, code, player string, now lockedPlayer) error {
	if now.waitsIn(code) {
		if err := cancelTicket(ctx, tx, now); err != nil {
			return err
		}
	}
	for _, sql := range []string{
		`DELETE FROM members WHERE lobby = $1 AND player = $2`,
		`DELETE FROM invitations WHERE lobby = $1 AND $2 IN (inviter, invitee)`,
		`UPDATE lobbies
		SET host = heir.player
		FROM (
			SELECT player FROM members
			WHERE lobby = $1
			ORDER BY cohost DESC, joined_at, player
			LIMIT 1
		) heir
		WHERE code = $1 AND host = $2`,
		`UPDATE members
		SET cohost = false
		FROM lobbies
		WHERE lobby = $1 AND code = $1 AND player = host AND cohost AND host <> $2`,
	} {
		if _, err := tx.Exec(ctx, sql, code, player); err != nil {
			return err
		}
	}
	return nil
}

// SetWatching says whether a member only watches; a member who does has no ticket here.
// lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotMember.
func (s *Store) SetWatching(ctx context.Context, code, player string, watching bool) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			UPDATE members
			SET watching = $3
			WHERE lobby = $1 AND player = $2`, code, player, watching)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return lobby.ErrNotMember
		}
		if now := players[player]; watching && now.waitsIn(code) {
			return cancelTicket(ctx, tx, now)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("set watching in a lobby: %w", err)
	}
	return nil
}

// SetRole makes a member host, co-host or guest. lobby.ErrNotFound, lobby.ErrClosed,
// lobby.ErrNotHost, lobby.ErrNotMember.
func (s *Store) SetRole(ctx context.Context, code, by, player string, role lobby.Role) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		l, err := lockLobby(ctx, tx, code)
		if err != nil {
			return err
		}
		if by != l.Host || player == l.Host {
			return lobby.ErrNotHost
		}
		tag, err := tx.Exec(ctx, `
			UPDATE members
			SET cohost = $3
			WHERE lobby = $1 AND player = $2`, code, player, role == lobby.Cohost)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return lobby.ErrNotMember
		}
		if role != lobby.Host {
			return nil
		}
		if _, err := tx.Exec(ctx, `UPDATE lobbies SET host = $2 WHERE code = $1`, code, player); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE members SET cohost = true WHERE lobby = $1 AND player = $2`, code, l.Host)
		return err
	})
	if err != nil {
		return fmt.Errorf("set a role in a lobby: %w", err)
	}
	return nil
}
