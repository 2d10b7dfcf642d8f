package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
)

// LendInk says whether a player's half of a finished game may play with others, as a ghost.
// A half can be lent if all rounds were played, the player drew, and the prompts are no
// host's own. ErrNoGame if it can't be; taking it back is never an error.
func (s *Store) LendInk(ctx context.Context, game, player string, lent bool) error {
	if !lent {
		_, err := s.pool.Exec(ctx, `
			DELETE FROM ghosts
			USING seats
			WHERE ghosts.game = $1 AND seats.game = $1 AND seats.seat = ghosts.seat AND seats.player = $2`, game, player)
		if err != nil {
			return fmt.Errorf("take ink of game %s back: %w", game, err)
		}
		return nil
	}
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO ghosts (game, seat, language, difficulty)
		SELECT g.id, s.seat, p.language, p.difficulty
		FROM games g
		JOIN seats s ON s.game = g.id
		JOIN prompt_sets p ON p.id = g.prompt_set
		WHERE g.id = $1 AND s.player = $2 AND g.state = 'finished' AND s.drew AND p.source <> $3
		ON CONFLICT (game, seat) DO UPDATE SET language = EXCLUDED.language`, game, player, prompts.FromHost)
	if err != nil {
		return fmt.Errorf("lend ink of game %s: %w", game, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNoGame
	}
	return nil
}

// Lending is whether a player's half of a game may play with others.
type Lending struct {
	Lent     bool
	Possible bool // it can be lent; see LendInk
}

// Lending returns whether a player's half of a game may play with others.
func (s *Store) Lending(ctx context.Context, game, player string) (l Lending, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM ghosts WHERE game = $1 AND seat = s.seat),
		       COALESCE(g.state = 'finished' AND s.drew AND p.source <> $3, false)
		FROM games g
		JOIN seats s ON s.game = g.id
		LEFT JOIN prompt_sets p ON p.id = g.prompt_set
		WHERE g.id = $1 AND s.player = $2`, game, player, prompts.FromHost).Scan(&l.Lent, &l.Possible)
	if errors.Is(err, pgx.ErrNoRows) {
		return Lending{}, ErrNoGame
	}
	if err != nil {
		return Lending{}, fmt.Errorf("read whether ink of game %s is lent: %w", game, err)
	}
	return l, nil
}

// leastPlayed is how many of the ghosts that fit are compared by whether the player has met
// their prompts.
const leastPlayed = 50

// selectGhosts reads the ghosts for player $1, in language $2 and difficulty $3, that have
// played least. A game that one of its players took back or made private, or that was
// reported or deleted, has no ghost, and neither has one whose ghost was reported in another
// game.
const selectGhosts = `
	SELECT h.game, h.seat, s.name, g.ended_at, g.prompt_set, g.rounds, g.round_seconds, h.language, h.difficulty,
	       EXISTS (SELECT FROM met_sets m JOIN prompt_sets p ON p.key = m.key WHERE m.player = $1 AND p.id = g.prompt_set) AS met,
	       h.plays
	FROM ghosts h
	JOIN games g ON g.id = h.game
	JOIN seats s ON s.game = h.game AND s.seat = h.seat
	JOIN players drawn ON drawn.id = s.player
	WHERE h.language = $2 AND h.difficulty = $3 AND NOT h.unreadable
	  AND g.deleted_at IS NULL AND drawn.banned_at IS NULL
	  AND NOT EXISTS (
	      SELECT FROM seats one
	      WHERE one.game = h.game AND (one.player = $1 OR one.open = false OR one.forgotten_at IS NOT NULL))
	  AND NOT EXISTS (SELECT FROM reports r WHERE r.game = h.game AND r.state <> 'dismissed')
	  AND NOT EXISTS (
	      SELECT FROM games played JOIN reports r ON r.game = played.id AND r.seat = played.ghost_seat
	      WHERE played.ghost_source = h.game AND played.ghost_seat = h.seat AND r.state <> 'dismissed')
	  AND NOT EXISTS (
	      SELECT FROM games played JOIN seats mine ON mine.game = played.id
	      WHERE played.ghost_source = h.game AND played.ghost_seat = h.seat AND mine.player = $1)
	  AND NOT EXISTS (
	      SELECT FROM blocks b
	      WHERE b.blocker = $1 AND b.blocked = s.player OR b.blocker = s.player AND b.blocked = $1)
	ORDER BY h.plays
	LIMIT $4`

// FindGhost returns the ghost that is dealt to a player; see lobby.GhostStore. Of the ghosts
// that have played least, those come first whose prompts the player has not met; then those
// that have played less. Of the shipped ones, those come first that the player has not met,
// the one met longest ago before others; then those of the wished difficulty, then those
// whose prompts the player has not met. lobby.ErrNoGhost.
func (s *Store) FindGhost(ctx context.Context, player string, w lobby.Wish, shipped []lobby.Ghost) (lobby.Ghost, error) {
	var g lobby.Ghost
	err := s.pool.QueryRow(ctx, `
		SELECT game, seat, name, ended_at, prompt_set, rounds, round_seconds, language, difficulty
		FROM (`+selectGhosts+`) fit
		ORDER BY met, plays, random()
		LIMIT 1`, player, w.Language, w.Difficulty, leastPlayed).
		Scan(&g.Source, &g.Seat, &g.Name, &g.DrawnAt, &g.Set, &g.Rounds, &g.RoundSeconds, &g.Language, &g.Difficulty)
	if err == nil {
		return g, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return lobby.Ghost{}, fmt.Errorf("find a ghost: %w", err)
	}
	sources, sets := make([]string, len(shipped)), make([]string, len(shipped))
	for i, g := range shipped {
		sources[i], sets[i] = g.Source, g.Set
	}
	var place int
	err = s.pool.QueryRow(ctx, `
		SELECT place
		FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS shipped (source, set, place)
		JOIN prompt_sets p ON p.id = shipped.set AND p.disabled_at IS NULL
		LEFT JOIN (
			SELECT ghost_source, max(created_at) AS at
			FROM games JOIN seats ON game = games.id
			WHERE player = $3 AND ghost_source IS NOT NULL
			GROUP BY ghost_source
		) met ON met.ghost_source = shipped.source
		ORDER BY met.at NULLS FIRST, p.difficulty <> $4,
		         EXISTS (SELECT FROM met_sets WHERE met_sets.player = $3 AND met_sets.key = p.key), random()
		LIMIT 1`, sources, sets, player, w.Difficulty).Scan(&place)
	if errors.Is(err, pgx.ErrNoRows) {
		return lobby.Ghost{}, lobby.ErrNoGhost
	}
	if err != nil {
		return lobby.Ghost{}, fmt.Errorf("find a shipped ghost: %w", err)
	}
	return shipped[place-1], nil
}

// SeatGhost makes a live game of a player and a ghost; see lobby.GhostStore.
// lobby.ErrNoGhost, lobby.ErrPlaying.
func (s *Store) SeatGhost(ctx context.Context, code, player string, g lobby.Ghost, game string) (m lobby.Match, cancelled string, err error) {
	type seated struct {
		match     lobby.Match
		cancelled string
	}
	out, err := transact(ctx, s, func(tx pgx.Tx) (seated, error) {
		players, err := lockPlayers(ctx, tx, player)
		if err != nil {
			return seated{}, err
		}
		now, ok := players[player]
		switch {
		case !ok:
			return seated{}, ErrNoPlayer
		case !now.free():
			return seated{}, now.playing()
		}
		if !g.Shipped {
			tag, err := tx.Exec(ctx, `UPDATE ghosts SET plays = plays + 1 WHERE game = $1 AND seat = $2`, g.Source, g.Seat)
			if err != nil {
				return seated{}, err
			}
			if tag.RowsAffected() == 0 {
				return seated{}, lobby.ErrNoGhost
			}
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO met_sets (player, key)
			SELECT $1, key FROM prompt_sets WHERE id = $2
			ON CONFLICT (player, key) DO UPDATE SET met_at = now()`, player, g.Set); err != nil {
			return seated{}, err
		}
		pair := seatingPair{Match: matchWithGhost(game, player, now, g), Place: code, Ghost: &g, Settings: lobby.QuickSettings()}
		pair.Settings.Language, pair.Settings.Difficulty = g.Language, g.Difficulty
		pair.Settings.Rounds, pair.Settings.RoundSeconds = g.Rounds, g.RoundSeconds
		changed, err := seat(ctx, tx, []seatingPair{pair}, players)
		out := seated{match: pair.Match}
		if len(changed) > 0 {
			out.cancelled = changed[0]
		}
		return out, err
	})
	if err != nil {
		return lobby.Match{}, "", fmt.Errorf("seat a ghost: %w", err)
	}
	return out.match, out.cancelled, nil
}

// matchWithGhost returns the match of a locked player and a ghost, which is no player.
func matchWithGhost(game, player string, now lockedPlayer, g lobby.Ghost) lobby.Match {
	m := lobby.Match{Game: game}
	m.Players[2-g.Seat] = player
	m.Names[2-g.Seat], m.Names[g.Seat-1] = now.Name, g.Name
	m.Names = [2]string(lobby.TellApart(m.Names[:]))
	return m
}

// RetireGhost makes sure that a ghost whose ink can't be read is dealt no more.
func (s *Store) RetireGhost(ctx context.Context, g lobby.Ghost) error {
	if _, err := s.pool.Exec(ctx, `UPDATE ghosts SET unreadable = true WHERE game = $1 AND seat = $2`, g.Source, g.Seat); err != nil {
		return fmt.Errorf("retire a ghost: %w", err)
	}
	return nil
}
