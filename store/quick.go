package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// How strangers are matched.
const (
	// mostWaiting is the maximum number of tickets in one matching run; the oldest come
	// first.
	mostWaiting = 20_000
	// metLately is how long strangers are not matched again with each other.
	metLately = 24 * time.Hour
)

// Enqueue gives the player a waiting ticket in quick play, or changes the wish of its
// ticket. It cancels a ticket that the player has in a lobby and returns that lobby's code.
// lobby.ErrPlaying.
func (s *Store) Enqueue(ctx context.Context, player string, w lobby.Wish) (cancelled string, err error) {
	cancelled, err = transact(ctx, s, func(tx pgx.Tx) (string, error) {
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return "", err
		}
		now, ok := players[player]
		switch {
		case !ok:
			return "", ErrNoPlayer
		case !now.free():
			return "", now.playing()
		}
		return now.Place, giveTicket(ctx, tx, player, now, "", w)
	})
	if err != nil {
		return "", fmt.Errorf("wait in quick play: %w", err)
	}
	return cancelled, nil
}

// Dequeue cancels the player's ticket in quick play.
func (s *Store) Dequeue(ctx context.Context, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		players, err := lockPlayers(ctx, tx, player)
		if err != nil || !players[player].waitsIn("") {
			return err
		}
		return cancelTicket(ctx, tx, players[player])
	})
	if err != nil {
		return fmt.Errorf("leave quick play: %w", err)
	}
	return nil
}

// RefreshWaiting records that these players are there, and expires the tickets of players for
// whom that was not recorded for the given time.
func (s *Store) RefreshWaiting(ctx context.Context, there []string, after time.Duration) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		var b pgx.Batch
		b.Queue(`
			UPDATE tickets SET beat_at = now()
			WHERE id IN (
				SELECT id FROM tickets
				WHERE lobby IS NULL AND state = 'waiting' AND player = ANY($1)
				ORDER BY id
				FOR NO KEY UPDATE SKIP LOCKED)`, there)
		b.Queue(`
			DELETE FROM tickets
			WHERE id IN (
				SELECT id FROM tickets
				WHERE lobby IS NULL AND state = 'waiting' AND beat_at < now() - $1::interval
				ORDER BY id
				FOR UPDATE SKIP LOCKED)`, after)
		return tx.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return fmt.Errorf("renew tickets: %w", err)
	}
	return nil
}

// WithGhosts returns the players of quick play who draw with a ghost now.
func (s *Store) WithGhosts(ctx context.Context) (players []string, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT array_agg(seats.player)
		FROM rooms
		JOIN games ON games.id = rooms.game
		JOIN seats ON seats.game = games.id AND seats.seat <> games.ghost_seat
		WHERE games.lobby IS NULL AND games.ghost_source IS NOT NULL AND seats.left_at IS NULL`).Scan(&players)
	if err != nil {
		return nil, fmt.Errorf("list who draws with a ghost: %w", err)
	}
	return players, nil
}

// PlayingNow returns the live quick-play games of these players, by player.
func (s *Store) PlayingNow(ctx context.Context, players []string) (map[string]lobby.Matched, error) {
	playing := map[string]lobby.Matched{}
	rows, err := s.pool.Query(ctx, `
		SELECT DISTINCT ON (mine.player) mine.player, mine.game, mine.seat, other.name, games.ghost_drawn_at
		FROM seats mine
		JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
		JOIN rooms ON rooms.game = mine.game
		JOIN games ON games.id = mine.game
		WHERE mine.player = ANY($1) AND mine.left_at IS NULL AND games.lobby IS NULL
		ORDER BY mine.player, games.created_at DESC`, players)
	if err == nil {
		var player string
		var m lobby.Matched
		var ghost *time.Time
		_, err = pgx.ForEachRow(rows, []any{&player, &m.Room, &m.Seat, &m.Partner, &ghost}, func() error {
			if m.Ghost = (time.Time{}); ghost != nil {
				m.Ghost = *ghost
			}
			playing[player] = m
			return nil
		})
	}
	if err != nil {
		return nil, fmt.Errorf("find live games: %w", err)
	}
	return playing, nil
}

// Strangers reads the waiting tickets of quick play, with whom their players have met or
// blocked, longest wait first, at most mostWaiting.
func (s *Store) Strangers(ctx context.Context) ([]lobby.Stranger, error) {
	tickets, err := s.strangers(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the queue of quick play: %w", err)
	}
	return tickets, nil
}

func (s *Store) strangers(ctx context.Context) ([]lobby.Stranger, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT t.id, t.player, p.name, t.language, t.difficulty, now() - t.created_at
		FROM tickets t
		JOIN players p ON p.id = t.player
		WHERE t.state = 'waiting' AND t.lobby IS NULL AND p.banned_at IS NULL
		ORDER BY t.id
		LIMIT $1`, mostWaiting)
	if err != nil {
		return nil, err
	}
	tickets, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t lobby.Stranger, err error) {
		return t, row.Scan(&t.ID, &t.Player, &t.Name, &t.Wish.Language, &t.Wish.Difficulty, &t.Waited)
	})
	if err != nil || len(tickets) < 2 {
		return tickets, err
	}
	players := make([]string, len(tickets))
	of := make(map[string]*lobby.Stranger, len(tickets))
	for i, t := range tickets {
		players[i] = t.Player
		of[t.Player] = &tickets[i]
	}
	var b pgx.Batch
	var one, two string
	b.Queue(`
		SELECT blocker, blocked
		FROM blocks
		WHERE blocker = ANY($1) AND blocked = ANY($1)`, players,
	).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&one, &two}, func() error {
			of[one].Blocked = append(of[one].Blocked, two)
			of[two].Blocked = append(of[two].Blocked, one)
			return nil
		})
		return err
	})
	b.Queue(`
		SELECT mine.player, other.player
		FROM seats mine
		JOIN games ON games.id = mine.game
		JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
		WHERE mine.player = ANY($1) AND other.player = ANY($1)
		  AND games.lobby IS NULL AND games.created_at > now() - $2::interval`, players, metLately,
	).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&one, &two}, func() error {
			of[one].Recent = append(of[one].Recent, two)
			return nil
		})
		return err
	})
	keepApart(&b, players, func(blocker, newcomer string) {
		of[blocker].Blocked = append(of[blocker].Blocked, newcomer)
		of[newcomer].Blocked = append(of[newcomer].Blocked, blocker)
	})
	return tickets, s.pool.SendBatch(ctx, &b).Close()
}

// SeatStrangers makes a live game with its room and seats for each pair. It leaves out
// pairs of which one no longer waits with that ticket.
func (s *Store) SeatStrangers(ctx context.Context, pairs []lobby.StrangerPair, newID func() string) ([]lobby.QuickMatch, error) {
	made, err := transact(ctx, s, func(tx pgx.Tx) ([]lobby.QuickMatch, error) {
		ids := make([]string, 0, 2*len(pairs))
		for _, p := range pairs {
			ids = append(ids, p[0].Player, p[1].Player)
		}
		players, err := lockPlayers(ctx, tx, ids...)
		if err != nil {
			return nil, err
		}
		waits := func(t lobby.Stranger) bool {
			now := players[t.Player]
			return now.waitsIn("") && now.Ticket == t.ID && now.free()
		}
		var made []lobby.QuickMatch
		var tables []seatingPair
		for _, p := range pairs {
			if !waits(p[0]) || !waits(p[1]) {
				continue
			}
			how := lobby.QuickSettings()
			how.Language, how.Difficulty = p[0].Wish.Language, p[0].Wish.Difficulty
			m := matchOf(newID(), [2]string{p[0].Player, p[1].Player}, players)
			tables = append(tables, seatingPair{Match: m, Settings: how})
			made = append(made, lobby.QuickMatch{Match: m, Waited: [2]time.Duration{p[0].Waited, p[1].Waited}, Wish: p[0].Wish})
		}
		if tables == nil {
			return nil, nil
		}
		_, err = seat(ctx, tx, tables, players)
		return made, err
	})
	if err != nil {
		return nil, fmt.Errorf("seat strangers: %w", err)
	}
	return made, nil
}
