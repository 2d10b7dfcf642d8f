package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrLive means that the game isn't over yet.
var ErrLive = errors.New("the game is live")

// DeletedFor is how long a deleted game can be restored.
const DeletedFor = 30 * 24 * time.Hour

// DeleteGame hides a finished game from everyone except the operator, who can restore it
// for DeletedFor; then it is removed for good. ErrNoGame, ErrLive.
func (s *Store) DeleteGame(ctx context.Context, id string, d AuditNote) error {
	return s.audited(ctx, "delete_game", id, d, func(tx pgx.Tx) (bool, error) {
		var state string
		var deleted bool
		err := tx.QueryRow(ctx, `SELECT state, deleted_at IS NOT NULL FROM games WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&state, &deleted)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return false, ErrNoGame
		case err != nil || deleted:
			return false, err
		case state == Live:
			return false, ErrLive
		}
		_, err = tx.Exec(ctx, `UPDATE games SET deleted_at = now() WHERE id = $1`, id)
		return true, err
	})
}

// RestoreGame makes a deleted game visible again. ErrNoGame.
func (s *Store) RestoreGame(ctx context.Context, id string, d AuditNote) error {
	return s.audited(ctx, "restore_game", id, d, func(tx pgx.Tx) (bool, error) {
		var deleted bool
		err := tx.QueryRow(ctx, `SELECT deleted_at IS NOT NULL FROM games WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&deleted)
		if errors.Is(err, pgx.ErrNoRows) {
			return false, ErrNoGame
		}
		if err != nil || !deleted {
			return false, err
		}
		_, err = tx.Exec(ctx, `UPDATE games SET deleted_at = NULL WHERE id = $1`, id)
		return true, err
	})
}

// LobbySummary is an open lobby in the operator's list.
type LobbySummary struct {
	Code      string
	Host      string // its name
	CreatedAt time.Time
	Members   int
	Live      int // live games
	Games     int // all games of the lobby that still exist
}

const selectLobbies = `
	SELECT l.code, p.name AS host, l.created_at,
	       (SELECT count(*) FROM members m WHERE m.lobby = l.code) AS members,
	       (SELECT count(*) FROM games g WHERE g.lobby = l.code AND g.state = 'live') AS live,
	       (SELECT count(*) FROM games g WHERE g.lobby = l.code) AS games
	FROM (
		SELECT code, host, created_at
		FROM lobbies
		WHERE closed_at IS NULL AND ($1::timestamptz IS NULL OR (created_at, code) < ($1, $2))
		ORDER BY created_at DESC, code DESC
		LIMIT $3) l
	JOIN players p ON p.id = l.host
	ORDER BY l.created_at DESC, l.code DESC`

// OpenLobbies lists open lobbies, newest first, and returns the cursor of the next page, ""
// on the last. ErrCursor.
func (s *Store) OpenLobbies(ctx context.Context, after string, limit int) ([]LobbySummary, string, error) {
	c, err := parseCursor(Newest, after)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.pool.Query(ctx, selectLobbies, customPlan, c.value(), c.id, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list lobbies: %w", err)
	}
	lobbies, err := pgx.CollectRows(rows, pgx.RowToStructByName[LobbySummary])
	if err != nil {
		return nil, "", fmt.Errorf("list lobbies: %w", err)
	}
	if len(lobbies) <= limit {
		return lobbies, "", nil
	}
	last := lobbies[limit-1]
	return lobbies[:limit], cursor{Newest, last.CreatedAt.UnixMicro(), last.Code}.String(), nil
}

// CloseLobby closes a lobby: nobody can join or be matched there any more. Live games go
// on. lobby.ErrNotFound.
func (s *Store) CloseLobby(ctx context.Context, code string, d AuditNote) error {
	return s.audited(ctx, "close_lobby", code, d, func(tx pgx.Tx) (bool, error) {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return false, err
		}
		if _, err := lockWaiting(ctx, tx, code); err != nil {
			return false, err
		}
		var b pgx.Batch
		b.Queue(`UPDATE lobbies SET closed_at = now() WHERE code = $1`, code)
		b.Queue(`DELETE FROM tickets WHERE lobby = $1 AND state = 'waiting'`, code)
		return true, tx.SendBatch(ctx, &b).Close()
	})
}

// KnownPlayer is a player in the operator's list.
type KnownPlayer struct {
	ID        string
	Name      string
	CreatedAt time.Time
	SeenAt    time.Time
	BannedAt  *time.Time
	Games     int // that the player took part in
	Returns   int // how often a new player came from the player's address within a day of a ban
}

const selectPlayers = `
	SELECT p.id, p.name, p.created_at, p.seen_at, p.banned_at, p.returns,
	       (SELECT count(*) FROM seats s WHERE s.player = p.id) AS games
	FROM (
		SELECT id, name, created_at, seen_at, banned_at, returns
		FROM players
		WHERE id <> 'nobody'
		  AND ($1::text IS NULL OR id = $1)
		  AND ($2::text IS NULL OR search_form(name) LIKE replace(search_form($2), '_', '\_') || '%')
		  AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
		ORDER BY created_at DESC, id DESC
		LIMIT $5) p
	ORDER BY p.created_at DESC, p.id DESC`

// KnownPlayers lists players, newest first: all of them, the one with this id, or those
// whose names begin with who. It returns the cursor of the next page, "" on the last.
// ErrCursor.
func (s *Store) KnownPlayers(ctx context.Context, who, after string, limit int) ([]KnownPlayer, string, error) {
	c, err := parseCursor(Newest, after)
	if err != nil {
		return nil, "", err
	}
	id, name := "", who
	if isID(who) {
		id, name = who, ""
	}
	rows, err := s.pool.Query(ctx, selectPlayers, customPlan, nullText(id), nullText(name), c.value(), c.id, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list players: %w", err)
	}
	players, err := pgx.CollectRows(rows, pgx.RowToStructByName[KnownPlayer])
	if err != nil {
		return nil, "", fmt.Errorf("list players: %w", err)
	}
	if len(players) <= limit {
		return players, "", nil
	}
	last := players[limit-1]
	return players[:limit], cursor{Newest, last.CreatedAt.UnixMicro(), last.ID}.String(), nil
}

// BanPlayer bans a player, cancels its ticket, ends its memberships and removes its likes. It
// returns the lobbies that this changed. A live game goes on. ErrNoPlayer.
func (s *Store) BanPlayer(ctx context.Context, id string, d AuditNote) (lobbies []string, err error) {
	lobbies, err = transact(ctx, s, func(tx pgx.Tx) ([]string, error) {
		p, codes, err := lockMember(ctx, tx, id)
		if err != nil || p.Banned {
			return nil, err
		}
		if err := endMemberships(ctx, tx, codes, id, p); err != nil {
			return nil, err
		}
		if _, err := tx.Exec(ctx, `UPDATE players SET banned_at = now() WHERE id = $1`, id); err != nil {
			return nil, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM likes WHERE player = $1`, id); err != nil {
			return nil, err
		}
		return codes, writeAudit(ctx, tx, "ban_player", id, d)
	})
	if err != nil {
		return nil, fmt.Errorf("ban player %s: %w", id, err)
	}
	return lobbies, nil
}

// UnbanPlayer lifts a ban. ErrNoPlayer.
func (s *Store) UnbanPlayer(ctx context.Context, id string, d AuditNote) error {
	return s.audited(ctx, "unban_player", id, d, func(tx pgx.Tx) (bool, error) {
		var banned bool
		err := tx.QueryRow(ctx, `SELECT banned_at IS NOT NULL FROM players WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&banned)
		if errors.Is(err, pgx.ErrNoRows) {
			return false, ErrNoPlayer
		}
		if err != nil || !banned {
			return false, err
		}
		_, err = tx.Exec(ctx, `UPDATE players SET banned_at = NULL WHERE id = $1`, id)
		return true, err
	})
}

// endMemberships removes a player from these lobbies and cancels its ticket wherever it
// waits. The caller has locked them with lockMember.
func endMemberships(ctx context.Context, tx pgx.Tx, codes []string, player string, now lockedPlayer) error {
	for _, code := range codes {
		if err := endMembership(ctx, tx, code, player, now); err != nil {
			return err
		}
	}
	return cancelTicket(ctx, tx, now)
}
