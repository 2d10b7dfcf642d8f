package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// CreateLobby makes a lobby whose only member is its host. lobby.ErrTaken.
func (s *Store) CreateLobby(ctx context.Context, code, host string, settings lobby.Settings) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		args := settingsArgs(code, settings)
		args["host"] = host
		tag, err := tx.Exec(ctx, `
			INSERT INTO lobbies (code, host, `+settingsColumns+`)
			VALUES (@code, @host, `+settingsValues+`)
			ON CONFLICT (code) DO NOTHING`, args)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return lobby.ErrTaken
		}
		_, err = tx.Exec(ctx, `INSERT INTO members (lobby, player) VALUES ($1, $2)`, code, host)
		return err
	})
	if err != nil {
		return fmt.Errorf("create a lobby: %w", err)
	}
	return nil
}

// Lobby reads a complete lobby from one snapshot. lobby.ErrNotFound.
func (s *Store) Lobby(ctx context.Context, code string) (lobby.Lobby, error) {
	var (
		b      pgx.Batch
		l      lobby.Lobby
		closed bool
	)
	b.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	b.Queue(`SELECT `+lobbyColumns+` FROM lobbies WHERE code = $1`, code).Query(func(rows pgx.Rows) error {
		row, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[lobbyRow])
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // l.Code stays empty
		}
		l.Code, l.Host, l.Settings, l.Rules, closed = row.Code, row.Host, row.Settings, row.Rules, row.Closed
		return err
	})
	b.Queue(`
		SELECT COALESCE(max(title), '')
		FROM prompt_sets
		WHERE id = (SELECT own_set FROM lobbies WHERE code = $1)`, code,
	).QueryRow(func(row pgx.Row) error {
		return row.Scan(&l.OwnSetTitle)
	})
	b.Queue(`
		SELECT m.player, p.name, m.cohost, COALESCE(live.game, '') AS room,
		       CASE WHEN live.game IS NOT NULL THEN 'playing'
		            WHEN t.lobby = m.lobby THEN 'ready'
		            WHEN m.watching THEN 'watching'
		            ELSE 'here' END AS state,
		       CASE WHEN t.id IS NULL OR t.lobby = m.lobby THEN '' ELSE COALESCE(t.lobby, $2) END AS waits
		FROM members m
		JOIN players p ON p.id = m.player
		LEFT JOIN tickets t ON t.player = m.player AND t.state = 'waiting'
		LEFT JOIN LATERAL (
			SELECT s.game
			FROM seats s
			JOIN rooms r ON r.game = s.game
			JOIN games g ON g.id = s.game
			WHERE s.player = m.player AND s.left_at IS NULL
			ORDER BY g.created_at DESC
			LIMIT 1
		) live ON true
		WHERE m.lobby = $1
		ORDER BY m.joined_at, m.player`, code, lobby.QuickPlayCode,
	).Query(func(rows pgx.Rows) (err error) {
		if l.Members, err = pgx.CollectRows(rows, pgx.RowToStructByName[lobby.Member]); err != nil {
			return err
		}
		names := make([]string, len(l.Members))
		for i, m := range l.Members {
			names[i] = m.Name
		}
		for i, name := range lobby.TellApart(names) {
			l.Members[i].Name = name
		}
		return nil
	})
	b.Queue(`
		SELECT g.id, g.state, COALESCE(g.started_at, g.created_at) AS started_at,
		       ARRAY[one.name, two.name] AS names, COALESCE(p.paper, '') AS paper,
		       g.rounds * g.round_seconds AS play_seconds
		FROM games g
		JOIN seats one ON one.game = g.id AND one.seat = 1
		JOIN seats two ON two.game = g.id AND two.seat = 2
		LEFT JOIN prompt_sets p ON p.id = g.prompt_set
		WHERE g.lobby = $1 AND g.deleted_at IS NULL AND g.on_wall AND COALESCE(one.open, true) AND COALESCE(two.open, true)
		ORDER BY g.created_at DESC, g.id DESC
		LIMIT $2`, code, lobby.WallGames,
	).Query(func(rows pgx.Rows) (err error) {
		l.Games, err = pgx.CollectRows(rows, pgx.RowToStructByName[lobby.GameCard])
		return err
	})
	b.Queue(`
		SELECT inviter, invitee
		FROM invitations
		WHERE lobby = $1 AND created_at > now() - $2::interval
		ORDER BY created_at, inviter`, code, lobby.InvitationLasts,
	).Query(func(rows pgx.Rows) (err error) {
		l.Invited, err = pgx.CollectRows(rows, pgx.RowToStructByName[lobby.Invitation])
		return err
	})
	b.Queue(`COMMIT`)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return lobby.Lobby{}, fmt.Errorf("read a lobby: %w", err)
	}
	if closed {
		return lobby.Lobby{}, lobby.ErrClosed
	}
	if l.Code == "" {
		return lobby.Lobby{}, lobby.ErrNotFound
	}
	return l, nil
}

// IsCode reports whether there is a lobby with the code, open or closed.
func (s *Store) IsCode(ctx context.Context, code string) (known bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM lobbies WHERE code = $1)`, code).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("find lobby: %w", err)
	}
	return known, nil
}

// IsMember reports whether the player is a member of a lobby that is open.
func (s *Store) IsMember(ctx context.Context, code, player string) (member bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT FROM members
			JOIN lobbies ON lobbies.code = members.lobby
			WHERE lobby = $1 AND player = $2 AND closed_at IS NULL)`, code, player).Scan(&member)
	if err != nil {
		return false, fmt.Errorf("find a member of a lobby: %w", err)
	}
	return member, nil
}

// UpdateSettings sets the settings. lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotHost.
func (s *Store) UpdateSettings(ctx context.Context, code, player string, settings lobby.Settings) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockAsLeader(ctx, tx, code, player); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE lobbies SET (`+settingsColumns+`) = ROW (`+settingsValues+`)
			WHERE code = @code`, settingsArgs(code, settings))
		return err
	})
	if err != nil {
		return fmt.Errorf("set up a lobby: %w", err)
	}
	return nil
}

// UpdateRules sets the rules to what change returns for the present ones.
// lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotHost.
func (s *Store) UpdateRules(ctx context.Context, code, player string, change func(lobby.Rules) (lobby.Rules, error)) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		l, err := lockAsLeader(ctx, tx, code, player)
		if err != nil {
			return err
		}
		r, err := change(l.Rules)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE lobbies SET (`+rulesColumns+`) = ROW (`+rulesValues+`)
			WHERE code = @code`, rulesArgs(code, r))
		return err
	})
	if err != nil {
		return fmt.Errorf("set rules of a lobby: %w", err)
	}
	return nil
}
