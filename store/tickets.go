package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/lobby"
)

// SetReady gives the member a waiting ticket in the lobby and cancels one it has
// elsewhere, or cancels the one it has here, and tells in which lobbies it cancelled
// one. lobby.ErrNotFound, lobby.ErrClosed, lobby.ErrNotMember,
// lobby.ErrPlaying.
func (s *Store) SetReady(ctx context.Context, code, player string, ready bool) (cancelled []string, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, player); err != nil {
			return err
		}
		var there, open, member, playing bool
		if err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM lobbies WHERE code = $1),
			       EXISTS (SELECT FROM lobbies WHERE code = $1 AND closed_at IS NULL),
			       EXISTS (SELECT FROM members WHERE lobby = $1 AND player = $2),
			       EXISTS (SELECT FROM seats JOIN rooms ON rooms.game = seats.game WHERE seats.player = $2 AND seats.left_at IS NULL)`,
			code, player).Scan(&there, &open, &member, &playing); err != nil {
			return err
		}
		switch {
		case !there:
			return lobby.ErrNotFound
		case !open:
			return lobby.ErrClosed
		case !member:
			return lobby.ErrNotMember
		case ready && playing:
			return lobby.ErrPlaying
		}
		rows, err := tx.Query(ctx, `
			UPDATE tickets
			SET state = 'cancelled'
			WHERE player = $2 AND state = 'waiting' AND (lobby IS NOT DISTINCT FROM $1) <> $3
			RETURNING COALESCE(lobby, '')`, code, player, ready)
		if err != nil {
			return err
		}
		if cancelled, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		if !ready {
			return nil
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO tickets (lobby, player)
			VALUES ($1, $2)
			ON CONFLICT (player) WHERE state = 'waiting' DO NOTHING`, code, player)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set ready in lobby %s: %w", code, err)
	}
	return cancelled, nil
}

// Match pairs the lobby's waiting tickets and makes a live game of each pair, with
// its room and seats. While it runs, no other Match of this lobby does, and none
// of these players changes its ticket. lobby.ErrNotFound, lobby.ErrClosed.
func (s *Store) Match(ctx context.Context, code string, pair func([]lobby.Ticket) []lobby.Pair, newID func() string) ([]lobby.Match, error) {
	var matches []lobby.Match
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		tickets, names, err := lockTickets(ctx, tx, code)
		if err != nil {
			return err
		}
		if err := addPartners(ctx, tx, code, tickets); err != nil {
			return err
		}
		for _, p := range pair(tickets) {
			matches = append(matches, lobby.Match{
				Game:    newID(),
				Players: [2]string{p[0].Player, p[1].Player},
				Names:   [2]string{names[p[0].Player], names[p[1].Player]},
			})
		}
		if matches == nil {
			return nil
		}
		return makeGames(ctx, tx, code, matches)
	})
	if err != nil {
		return nil, fmt.Errorf("match in lobby %s: %w", code, err)
	}
	return matches, nil
}

// lockTickets reads the lobby's waiting tickets, oldest first, and the names of
// who holds them. The players are locked first and the tickets read then, as they
// are behind the lock.
func lockTickets(ctx context.Context, tx pgx.Tx, code string) (tickets []lobby.Ticket, names map[string]string, err error) {
	rows, err := tx.Query(ctx, `
		SELECT id, name
		FROM players
		WHERE id IN (SELECT player FROM tickets WHERE lobby = $1 AND state = 'waiting')
		ORDER BY id
		FOR NO KEY UPDATE`, code)
	if err != nil {
		return nil, nil, err
	}
	names = map[string]string{}
	var id, name string
	if _, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		names[id] = name
		return nil
	}); err != nil {
		return nil, nil, err
	}
	rows, err = tx.Query(ctx, `
		SELECT t.id, t.player, t.created_at AS since, COALESCE(last.partner, '') AS last_partner
		FROM tickets t
		LEFT JOIN LATERAL (
			SELECT other.player AS partner
			FROM seats mine
			JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
			JOIN games g ON g.id = mine.game
			WHERE mine.player = t.player AND g.lobby = t.lobby
			ORDER BY g.created_at DESC
			LIMIT 1
		) last ON true
		WHERE t.lobby = $1 AND t.state = 'waiting' AND t.player = ANY($2)
		ORDER BY t.id`, code, slices.Collect(maps.Keys(names)))
	if err != nil {
		return nil, nil, err
	}
	tickets, err = pgx.CollectRows(rows, pgx.RowToStructByNameLax[lobby.Ticket])
	return tickets, names, err
}

// addPartners adds to the tickets of a lobby that pairs in waves what the pairing of a
// wave asks for. Of other lobbies it reads nothing.
func addPartners(ctx context.Context, tx pgx.Tx, code string, tickets []lobby.Ticket) error {
	of := map[string]*lobby.Ticket{}
	for i, t := range tickets {
		tickets[i].Partners = map[string]int{}
		of[t.Player] = &tickets[i]
	}
	players := slices.Collect(maps.Keys(of))
	rows, err := tx.Query(ctx, `
		SELECT player, row_number() OVER (ORDER BY joined_at, player)
		FROM members
		JOIN lobbies ON code = lobby
		WHERE lobby = $1 AND pairing = 'everyone' AND player = ANY($2)`, code, players)
	if err != nil {
		return err
	}
	var player, partner string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&player, &n}, func() error {
		of[player].Joined = n
		return nil
	}); err != nil {
		return err
	}
	rows, err = tx.Query(ctx, `
		SELECT mine.player, other.player, count(*)
		FROM lobbies
		JOIN games ON games.lobby = lobbies.code
		JOIN seats mine ON mine.game = games.id
		JOIN seats other ON other.game = games.id AND other.seat <> mine.seat
		WHERE lobbies.code = $1 AND pairing = 'everyone' AND mine.player = ANY($2) AND other.player IS NOT NULL
		GROUP BY 1, 2`, code, players)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&player, &partner, &n}, func() error {
		of[player].Partners[partner] = n
		return nil
	})
	return err
}

// makeGames writes the games of a wave, and that their tickets are matched.
func makeGames(ctx context.Context, tx pgx.Tx, code string, matches []lobby.Match) error {
	var (
		games   []string // one a match
		inGame  []string // one a seat, as are those below
		seats   []int16
		players []string
		names   []string
		b       pgx.Batch
	)
	for _, m := range matches {
		games = append(games, m.Game)
		for i := range m.Players {
			inGame = append(inGame, m.Game)
			seats = append(seats, int16(i+1))
			players = append(players, m.Players[i])
			names = append(names, m.Names[i])
		}
	}
	b.Queue(`
		INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, difficulty, own_set)
		SELECT made.id, l.code, l.round_seconds, l.rounds, l.theme, l.language, l.difficulty, l.own_set
		FROM unnest($2::text[]) AS made (id)
		JOIN lobbies l ON l.code = $1`, code, games)
	b.Queue(`INSERT INTO rooms (game) SELECT unnest($1::text[])`, games)
	b.Queue(`
		INSERT INTO seats (game, seat, player, name)
		SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[])`, inGame, seats, players, names)
	b.Queue(`
		UPDATE tickets
		SET state = 'matched', game = made.game
		FROM unnest($2::text[], $3::text[]) AS made (game, player)
		WHERE tickets.lobby = $1 AND tickets.player = made.player AND tickets.state = 'waiting'`,
		code, inGame, players,
	).Exec(func(tag pgconn.CommandTag) error {
		if tag.RowsAffected() != int64(len(players)) {
			return errors.New("a player was paired who does not wait, or twice")
		}
		return nil
	})
	return tx.SendBatch(ctx, &b).Close()
}
