package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/lobby"
)

// How strangers are matched.
const (
	// matchAtOnce is how many pairs one transaction makes at most, so that the first of
	// a crowd need not wait for the last.
	matchAtOnce = 500
	// mostWaiting is how many tickets are looked at in one go, the oldest.
	mostWaiting = 20_000
	// metLately is how long strangers remember whom they have met.
	metLately = 24 * time.Hour
	// quickLock is the advisory lock of who matches strangers; lock keys are one space
	// for the whole database, and nothing else here uses a number alone.
	quickLock = 0x7175_6963_6b01
)

// Enqueue gives the player a waiting ticket in quick play, or its ticket another wish,
// and cancels one that it has in a lobby. lobby.ErrPlaying.
func (s *Store) Enqueue(ctx context.Context, player string, w lobby.Wish) (cancelled string, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, player); err != nil {
			return err
		}
		var playing bool
		if err := tx.QueryRow(ctx, `
			SELECT EXISTS (
				SELECT FROM seats
				JOIN rooms ON rooms.game = seats.game
				WHERE seats.player = $1 AND seats.left_at IS NULL)`, player).Scan(&playing); err != nil {
			return err
		}
		if playing {
			return lobby.ErrPlaying
		}
		err := tx.QueryRow(ctx, `
			UPDATE tickets SET state = 'cancelled'
			WHERE player = $1 AND state = 'waiting' AND lobby IS NOT NULL
			RETURNING lobby`, player).Scan(&cancelled)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO tickets (player, language, difficulty)
			VALUES ($1, $2, $3)
			ON CONFLICT (player) WHERE state = 'waiting'
			DO UPDATE SET language = EXCLUDED.language, difficulty = EXCLUDED.difficulty, beat_at = now()`,
			player, w.Language, w.Difficulty)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("wait in quick play: %w", err)
	}
	return cancelled, nil
}

// Dequeue cancels the player's ticket in quick play.
func (s *Store) Dequeue(ctx context.Context, player string) error {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM players WHERE id = $1 FOR NO KEY UPDATE`, player); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE tickets SET state = 'cancelled'
			WHERE player = $1 AND state = 'waiting' AND lobby IS NULL`, player)
		return err
	})
	if err != nil {
		return fmt.Errorf("wait in quick play no more: %w", err)
	}
	return nil
}

// KeepWaiting notes that these players are there, and expires the tickets of those of
// whom that was not noted for so long.
func (s *Store) KeepWaiting(ctx context.Context, there []string, after time.Duration) error {
	var b pgx.Batch
	b.Queue(`
		UPDATE tickets SET beat_at = now()
		WHERE id IN (
			SELECT id FROM tickets
			WHERE lobby IS NULL AND state = 'waiting' AND player = ANY($1)
			ORDER BY id
			FOR NO KEY UPDATE SKIP LOCKED)`, there)
	b.Queue(`
		UPDATE tickets SET state = 'expired'
		WHERE id IN (
			SELECT id FROM tickets
			WHERE lobby IS NULL AND state = 'waiting' AND beat_at < now() - $1::interval
			ORDER BY id
			FOR NO KEY UPDATE SKIP LOCKED)`, after)
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("keep tickets: %w", err)
	}
	return nil
}

// PlayingNow gives the player's live game in quick play, if it has one.
func (s *Store) PlayingNow(ctx context.Context, player string) (m lobby.Matched, playing bool, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT mine.game, mine.seat, other.name
		FROM seats mine
		JOIN seats other ON other.game = mine.game AND other.seat <> mine.seat
		JOIN rooms ON rooms.game = mine.game
		JOIN games ON games.id = mine.game
		WHERE mine.player = $1 AND mine.left_at IS NULL AND games.lobby IS NULL
		ORDER BY games.created_at DESC
		LIMIT 1`, player).Scan(&m.Room, &m.Seat, &m.Partner)
	if errors.Is(err, pgx.ErrNoRows) {
		return lobby.Matched{}, false, nil
	}
	if err != nil {
		return lobby.Matched{}, false, fmt.Errorf("look for a live game: %w", err)
	}
	return m, true, nil
}

// MatchStrangers pairs the waiting tickets of quick play and makes a live game of each
// pair. The tickets are read without a lock; pairs of which one has changed by then are
// let go.
func (s *Store) MatchStrangers(ctx context.Context, pair func([]lobby.Stranger) []lobby.StrangerPair, newID func() string) (made []lobby.QuickMatch, err error) {
	tickets, err := s.strangers(ctx)
	if err != nil {
		return nil, fmt.Errorf("match strangers: %w", err)
	}
	pairs := pair(tickets)
	for len(pairs) > 0 {
		now := pairs[:min(len(pairs), matchAtOnce)]
		pairs = pairs[len(now):]
		if err := s.inTx(ctx, func(tx pgx.Tx) error {
			some, err := matchStrangers(ctx, tx, now, newID)
			made = append(made, some...)
			return err
		}); err != nil {
			return made, fmt.Errorf("match strangers: %w", err)
		}
	}
	return made, nil
}

// strangers reads the waiting tickets of quick play with what their players have been
// through.
func (s *Store) strangers(ctx context.Context) ([]lobby.Stranger, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT t.id, t.player, p.name, t.language, t.difficulty, now() - t.created_at
		FROM tickets t
		JOIN players p ON p.id = t.player
		WHERE t.state = 'waiting' AND t.lobby IS NULL
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
	return tickets, s.pool.SendBatch(ctx, &b).Close()
}

// matchStrangers makes the games of those pairs both of whom still wait, unless another
// node is at it.
func matchStrangers(ctx context.Context, tx pgx.Tx, pairs []lobby.StrangerPair, newID func() string) ([]lobby.QuickMatch, error) {
	var mine bool
	if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, quickLock).Scan(&mine); err != nil || !mine {
		return nil, err
	}
	waiting, err := lockStrangers(ctx, tx, pairs)
	if err != nil {
		return nil, err
	}
	var made []lobby.QuickMatch
	for _, p := range pairs {
		if waiting[p[0].ID] && waiting[p[1].ID] {
			made = append(made, lobby.QuickMatch{
				Match: lobby.Match{
					Game:    newID(),
					Players: [2]string{p[0].Player, p[1].Player},
					Names:   [2]string{p[0].Name, p[1].Name},
				},
				Waited: [2]time.Duration{p[0].Waited, p[1].Waited},
				Wish:   p[0].Wish,
			})
		}
	}
	if made == nil {
		return nil, nil
	}
	return made, makeQuickGames(ctx, tx, made)
}

// lockStrangers locks the players of pairs and tells which of their tickets wait, as it
// is behind the lock.
func lockStrangers(ctx context.Context, tx pgx.Tx, pairs []lobby.StrangerPair) (waiting map[int64]bool, err error) {
	var players []string
	var tickets []int64
	for _, p := range pairs {
		players = append(players, p[0].Player, p[1].Player)
		tickets = append(tickets, p[0].ID, p[1].ID)
	}
	if _, err := tx.Exec(ctx, `
		SELECT FROM players WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, players); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT id FROM tickets WHERE id = ANY($1) AND state = 'waiting'`, tickets)
	if err != nil {
		return nil, err
	}
	waiting = map[int64]bool{}
	var id int64
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error {
		waiting[id] = true
		return nil
	})
	return waiting, err
}

// makeQuickGames writes games of strangers, and that their tickets are matched.
func makeQuickGames(ctx context.Context, tx pgx.Tx, matches []lobby.QuickMatch) error {
	var (
		games, languages       []string // one a match
		difficulties           []string // as well
		inGame, players, names []string // one a seat
		seats                  []int16
		b                      pgx.Batch
	)
	for _, m := range matches {
		games = append(games, m.Game)
		languages = append(languages, m.Wish.Language)
		difficulties = append(difficulties, string(m.Wish.Difficulty))
		for i := range m.Players {
			inGame = append(inGame, m.Game)
			seats = append(seats, int16(i+1))
			players = append(players, m.Players[i])
			names = append(names, m.Names[i])
		}
	}
	how := lobby.QuickSettings()
	b.Queue(`
		INSERT INTO games (id, round_seconds, rounds, theme, language, difficulty)
		SELECT id, $4, $5, $6, language, difficulty
		FROM unnest($1::text[], $2::text[], $3::text[]) AS made (id, language, difficulty)`,
		games, languages, difficulties, how.RoundSeconds, how.Rounds, how.Theme)
	b.Queue(`INSERT INTO rooms (game) SELECT unnest($1::text[])`, games)
	b.Queue(`
		INSERT INTO seats (game, seat, player, name)
		SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[])`, inGame, seats, players, names)
	b.Queue(`
		UPDATE tickets
		SET state = 'matched', game = made.game
		FROM unnest($1::text[], $2::text[]) AS made (game, player)
		WHERE tickets.lobby IS NULL AND tickets.player = made.player AND tickets.state = 'waiting'`,
		inGame, players,
	).Exec(func(tag pgconn.CommandTag) error {
		if tag.RowsAffected() != int64(len(players)) {
			return errors.New("a stranger was paired who does not wait, or twice")
		}
		return nil
	})
	return tx.SendBatch(ctx, &b).Close()
}
