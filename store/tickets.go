package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// SetReady gives the member a waiting ticket in the lobby and cancels one that it has
// elsewhere, or cancels the one that it has here. It returns the lobby, if any, where it
// cancelled one. A member who only watched stops watching. lobby.ErrNotFound,
// lobby.ErrClosed, lobby.ErrNotMember, lobby.ErrPlaying.
func (s *Store) SetReady(ctx context.Context, code, player string, ready bool) (cancelled string, err error) {
	cancelled, err = transact(ctx, s, func(tx pgx.Tx) (string, error) {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return "", err
		}
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return "", err
		}
		member, err := isMember(ctx, tx, code, player)
		if err != nil {
			return "", err
		}
		now := players[player]
		switch {
		case !member:
			return "", lobby.ErrNotMember
		case !ready && !now.waitsIn(code):
			return "", nil
		case !ready:
			return code, cancelTicket(ctx, tx, now)
		case !now.free():
			return "", now.playing()
		}
		if _, err := tx.Exec(ctx, `
			UPDATE members SET watching = false
			WHERE lobby = $1 AND player = $2 AND watching`, code, player); err != nil {
			return "", err
		}
		if !now.waitsIn(code) {
			cancelled = now.Place
		}
		return cancelled, giveTicket(ctx, tx, player, now, code, lobby.Wish{})
	})
	if err != nil {
		return "", fmt.Errorf("set ready in a lobby: %w", err)
	}
	return cancelled, nil
}

// GetReady gives a waiting ticket to each of these members who plays in no game, waits
// nowhere and doesn't only watch. lobby.ErrNotFound, lobby.ErrClosed.
func (s *Store) GetReady(ctx context.Context, code string, players []string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := lockLobby(ctx, tx, code); err != nil {
			return err
		}
		locked, err := lockPlayers(ctx, tx, players...)
		if err != nil {
			return err
		}
		maps.DeleteFunc(locked, func(_ string, p lockedPlayer) bool { return !p.free() || p.Ticket != 0 })
		_, err = tx.Exec(ctx, `
			INSERT INTO tickets (lobby, player)
			SELECT lobby, player
			FROM members
			WHERE lobby = $1 AND player = ANY($2) AND NOT watching
			ORDER BY joined_at, player`, code, slices.Collect(maps.Keys(locked)))
		return err
	})
	if err != nil {
		return fmt.Errorf("get members of a lobby ready: %w", err)
	}
	return nil
}

// isMember reports whether the player is a member of a locked lobby.
func isMember(ctx context.Context, tx pgx.Tx, code, player string) (member bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM members WHERE lobby = $1 AND player = $2)`, code, player).Scan(&member)
	return member, err
}

// Match pairs the lobby's waiting tickets and makes a live game with its room and seats for
// each pair. While it runs, no other Match of this lobby runs, and none of these players
// changes its ticket. lobby.ErrNotFound, lobby.ErrClosed.
func (s *Store) Match(ctx context.Context, code string, pair func([]lobby.Ticket) []lobby.Pair, newID func() string) ([]lobby.Match, error) {
	matches, err := transact(ctx, s, func(tx pgx.Tx) ([]lobby.Match, error) {
		l, err := lockLobby(ctx, tx, code)
		if err != nil {
			return nil, err
		}
		players, err := lockWaiting(ctx, tx, code)
		if err != nil {
			return nil, err
		}
		maps.DeleteFunc(players, func(_ string, p lockedPlayer) bool { return !p.free() })
		tickets, err := readTickets(ctx, tx, code, slices.Collect(maps.Keys(players)))
		if err != nil {
			return nil, err
		}
		if l.Pairing == lobby.Everyone {
			if err := addPartners(ctx, tx, code, tickets); err != nil {
				return nil, err
			}
		}
		var matches []lobby.Match
		var tables []seatingPair
		for _, p := range pair(tickets) {
			m := matchOf(newID(), [2]string{p[0].Player, p[1].Player}, players)
			matches = append(matches, m)
			tables = append(tables, seatingPair{Match: m, Place: code, Settings: l.Settings})
		}
		if tables == nil {
			return nil, nil
		}
		_, err = seat(ctx, tx, tables, players)
		return matches, err
	})
	if err != nil {
		return nil, fmt.Errorf("match in a lobby: %w", err)
	}
	return matches, nil
}

// readTickets reads the waiting tickets of a lobby's locked players, oldest first.
func readTickets(ctx context.Context, tx pgx.Tx, code string, players []string) ([]lobby.Ticket, error) {
	rows, err := tx.Query(ctx, `
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
		ORDER BY t.id`, code, players)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByNameLax[lobby.Ticket])
}

// addPartners adds the data that wave pairing needs to the tickets of a lobby that pairs in
// waves.
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
		WHERE lobby = $1 AND player = ANY($2)`, code, players)
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
		FROM games
		JOIN seats mine ON mine.game = games.id
		JOIN seats other ON other.game = games.id AND other.seat <> mine.seat
		WHERE games.lobby = $1 AND mine.player = ANY($2) AND other.player IS NOT NULL
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
