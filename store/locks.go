package store

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// Every transaction takes its locks in this order, which prevents deadlocks: lobbies by
// code, players by id, tickets by id. A player's lock guards everything that decides
// whether the player may get a seat: seats, tickets, memberships, the ban. Lock these rows
// only through the functions of this file.

// lockedLobby is a lobby that no other transaction can change until this one ends.
type lockedLobby lobbyRow

// lockLobbies locks those of these lobbies that exist.
func lockLobbies(ctx context.Context, tx pgx.Tx, codes ...string) (map[string]lockedLobby, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+lobbyColumns+`
		FROM lobbies
		WHERE code = ANY($1)
		ORDER BY code
		FOR NO KEY UPDATE`, codes)
	if err != nil {
		return nil, err
	}
	lobbies, err := pgx.CollectRows(rows, pgx.RowToStructByName[lobbyRow])
	if err != nil {
		return nil, err
	}
	locked := make(map[string]lockedLobby, len(lobbies))
	for _, l := range lobbies {
		locked[l.Code] = lockedLobby(l)
	}
	return locked, nil
}

// lockLobby locks an open lobby. lobby.ErrNotFound, lobby.ErrClosed.
func lockLobby(ctx context.Context, tx pgx.Tx, code string) (lockedLobby, error) {
	locked, err := lockLobbies(ctx, tx, code)
	if err != nil {
		return lockedLobby{}, err
	}
	l, ok := locked[code]
	switch {
	case !ok:
		return lockedLobby{}, lobby.ErrNotFound
	case l.Closed:
		return lockedLobby{}, lobby.ErrClosed
	}
	return l, nil
}

// lockedPlayer is a player who is locked until the transaction ends: no other transaction
// seats it, bans it, or gives it a ticket or cancels one.
type lockedPlayer struct {
	Name   string
	Banned bool
	Room   string // of the live game that it is in and hasn't left; "" if none
	Ticket int64
	Place  string // where Ticket waits: a lobby's code, or "" for quick play
}

// free reports whether the player may get a seat.
func (p lockedPlayer) free() bool { return !p.Banned && p.Room == "" }

// playing returns the lobby.PlayingError of a player who is in a live game.
func (p lockedPlayer) playing() error { return lobby.PlayingError{Room: p.Room} }

// waitsIn reports whether the player has a waiting ticket in a lobby, or in quick play for
// "".
func (p lockedPlayer) waitsIn(place string) bool { return p.Ticket != 0 && p.Place == place }

// lockPlayers locks those of these players that exist, with their waiting tickets. It reads
// the result once it holds all locks: a statement that waits for a lock sees other tables
// as they were before the wait.
func lockPlayers(ctx context.Context, tx pgx.Tx, ids ...string) (map[string]lockedPlayer, error) {
	players := make(map[string]lockedPlayer, len(ids))
	var b pgx.Batch
	b.Queue(`SELECT FROM players WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, ids)
	b.Queue(`SELECT FROM tickets WHERE player = ANY($1) AND state = 'waiting' ORDER BY id FOR NO KEY UPDATE`, ids)
	b.Queue(`
		SELECT p.id, p.name, p.banned_at IS NOT NULL, COALESCE(t.id, 0), COALESCE(t.lobby, ''), COALESCE(playing.room, '')
		FROM players p
		LEFT JOIN tickets t ON t.player = p.id AND t.state = 'waiting'
		LEFT JOIN (
			SELECT s.player, max(s.game) AS room
			FROM seats s
			JOIN rooms r ON r.game = s.game
			WHERE s.player = ANY($1) AND s.left_at IS NULL
			GROUP BY s.player
		) playing ON playing.player = p.id
		WHERE p.id = ANY($1)`, ids,
	).Query(func(rows pgx.Rows) error {
		var id string
		var p lockedPlayer
		_, err := pgx.ForEachRow(rows, []any{&id, &p.Name, &p.Banned, &p.Ticket, &p.Place, &p.Room}, func() error {
			players[id] = p
			return nil
		})
		return err
	})
	return players, tx.SendBatch(ctx, &b).Close()
}

// lockWaiting locks the players who wait in a locked lobby.
func lockWaiting(ctx context.Context, tx pgx.Tx, code string) (map[string]lockedPlayer, error) {
	rows, err := tx.Query(ctx, `SELECT player FROM tickets WHERE lobby = $1 AND state = 'waiting'`, code)
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	players, err := lockPlayers(ctx, tx, ids...)
	maps.DeleteFunc(players, func(_ string, p lockedPlayer) bool { return !p.waitsIn(code) })
	return players, err
}

// lockMember locks a player and all lobbies that its leaving would change. It returns the
// codes of those that are open and have it as a member. ErrNoPlayer.
func lockMember(ctx context.Context, tx pgx.Tx, player string) (p lockedPlayer, member []string, err error) {
	codes, _, err := lobbiesOf(ctx, tx, player)
	if err != nil {
		return p, nil, err
	}
	if _, err := lockLobbies(ctx, tx, codes...); err != nil {
		return p, nil, err
	}
	players, err := lockPlayers(ctx, tx, player)
	if err != nil {
		return p, nil, err
	}
	p, ok := players[player]
	if !ok {
		return p, nil, ErrNoPlayer
	}
	now, member, err := lobbiesOf(ctx, tx, player)
	if err == nil && !slices.Equal(now, codes) {
		err = errChanged // the player joined or left a lobby before the lock
	}
	return p, member, err
}

// lobbiesOf lists the codes of the lobbies that refer to a player: as a member, as the
// host, or by a prompt set. It lists those that are open and have it as a member once more.
func lobbiesOf(ctx context.Context, tx pgx.Tx, player string) (codes, member []string, err error) {
	rows, err := tx.Query(ctx, `
		SELECT code, closed_at IS NULL AND EXISTS (SELECT FROM members WHERE lobby = code AND player = $1)
		FROM lobbies
		WHERE code IN (SELECT lobby FROM members WHERE player = $1
		               UNION SELECT code FROM lobbies WHERE host = $1
		               UNION SELECT code FROM lobbies WHERE own_set IN (SELECT id FROM prompt_sets WHERE owner = $1))
		ORDER BY code`, player)
	if err != nil {
		return nil, nil, err
	}
	var code string
	var isMember bool
	_, err = pgx.ForEachRow(rows, []any{&code, &isMember}, func() error {
		codes = append(codes, code)
		if isMember {
			member = append(member, code)
		}
		return nil
	})
	return codes, member, err
}

// lockAsLeader locks the lobby for a change that only its host and co-hosts may make.
// lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotHost.
func lockAsLeader(ctx context.Context, tx pgx.Tx, code, player string) (lockedLobby, error) {
	l, err := lockLobby(ctx, tx, code)
	if err != nil || l.Host == player {
		return l, err
	}
	cohost, err := isCohost(ctx, tx, code, player)
	if err == nil && !cohost {
		err = lobby.ErrNotHost
	}
	return l, err
}

// isCohost reports whether a player is a co-host of a locked lobby.
func isCohost(ctx context.Context, tx pgx.Tx, code, player string) (cohost bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM members WHERE lobby = $1 AND player = $2 AND cohost)`, code, player).Scan(&cohost)
	return cohost, err
}
