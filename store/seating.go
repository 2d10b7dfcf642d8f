package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// seatingPair is a pair of players who get a game: where they met, and the settings.
type seatingPair struct {
	lobby.Match
	Place    string // a lobby's code, or "" for quick play
	Settings lobby.Settings
	Ghost    *lobby.Ghost // holds the seat without a player; nil: there is none
}

// matchOf returns the match of two locked players, in the order of their seats. It tells
// apart names that look the same.
func matchOf(game string, ids [2]string, players map[string]lockedPlayer) lobby.Match {
	names := lobby.TellApart([]string{players[ids[0]].Name, players[ids[1]].Name})
	return lobby.Match{Game: game, Players: ids, Names: [2]string(names)}
}

// seat is the only function that gives seats. It makes a live game with its room and both
// seats for each pair. The players are locked and free. A ghost's game has its prompts, and
// its seat lets others see it, as its player did.
//
// Afterwards each player has a matched ticket: the one that waited in the same place, or
// else a new one. A ticket that waited elsewhere is cancelled; seat returns the lobbies
// where that happened.
func seat(ctx context.Context, tx pgx.Tx, tables []seatingPair, players map[string]lockedPlayer) (cancelled []string, err error) {
	var (
		games, places, themes, languages, difficulties, ownSets []string // one a pair
		seconds, rounds                                         []int32
		ghostSeats                                              []*int
		ghostSources, ghostSets                                 []*string
		ghostDrawnAt                                            []*time.Time

		inGame, seated, names []string // one a seat
		seats                 []int16

		waiting             []int64  // tickets that become matched
		matched             []string // and their games
		elsewhere           []int64  // tickets that wait in another place
		without, to, toGame []string // players who had no ticket here, with their place and game
	)
	twice := map[string]bool{}
	for _, t := range tables {
		games, places, themes = append(games, t.Game), append(places, t.Place), append(themes, t.Settings.Theme)
		languages, difficulties = append(languages, t.Settings.Language), append(difficulties, string(t.Settings.Difficulty))
		ownSets = append(ownSets, t.Settings.OwnSet)
		seconds, rounds = append(seconds, int32(t.Settings.RoundSeconds)), append(rounds, int32(t.Settings.Rounds)) //nolint:gosec // both are bounded
		var ghostSeat *int
		var ghostSource, ghostSet *string
		var drawnAt *time.Time
		if g := t.Ghost; g != nil {
			ghostSeat, ghostSource, ghostSet, drawnAt = &g.Seat, &g.Source, &g.Set, &g.DrawnAt
		}
		ghostSeats, ghostSources, ghostSets, ghostDrawnAt = append(ghostSeats, ghostSeat), append(ghostSources, ghostSource), append(ghostSets, ghostSet), append(ghostDrawnAt, drawnAt)
		for i, id := range t.Players {
			inGame, seats, seated, names = append(inGame, t.Game), append(seats, int16(i+1)), append(seated, id), append(names, t.Names[i]) //nolint:gosec // 1 or 2
			if t.Ghost != nil && t.Ghost.Seat == i+1 {
				continue
			}
			p := players[id]
			if twice[id] || !p.free() {
				return nil, fmt.Errorf("seat player %s: paired twice, or not free", id)
			}
			twice[id] = true
			if p.waitsIn(t.Place) {
				waiting, matched = append(waiting, p.Ticket), append(matched, t.Game)
				continue
			}
			without, to, toGame = append(without, id), append(to, t.Place), append(toGame, t.Game)
			if p.Ticket != 0 {
				elsewhere = append(elsewhere, p.Ticket)
			}
			if p.Place != "" {
				cancelled = append(cancelled, p.Place)
			}
		}
	}
	var b pgx.Batch
	b.Queue(`
		INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, difficulty, own_set,
		                   ghost_seat, ghost_source, prompt_set, ghost_drawn_at)
		SELECT id, NULLIF(place, ''), round_seconds, rounds, theme, language, difficulty, NULLIF(own_set, ''),
		       ghost_seat, ghost_source, ghost_set, ghost_drawn_at
		FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[],
		            $9::smallint[], $10::text[], $11::text[], $12::timestamptz[])
		     AS made (id, place, round_seconds, rounds, theme, language, difficulty, own_set,
		              ghost_seat, ghost_source, ghost_set, ghost_drawn_at)`,
		games, places, seconds, rounds, themes, languages, difficulties, ownSets, ghostSeats, ghostSources, ghostSets, ghostDrawnAt)
	b.Queue(`INSERT INTO rooms (game) SELECT unnest($1::text[])`, games)
	b.Queue(`
		INSERT INTO seats (game, seat, player, name, open)
		SELECT game, seat, NULLIF(player, ''), name, CASE WHEN player = '' THEN true END
		FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) AS seated (game, seat, player, name)`, inGame, seats, seated, names)
	if waiting != nil {
		b.Queue(`
			UPDATE tickets
			SET state = 'matched', game = made.game
			FROM unnest($1::bigint[], $2::text[]) AS made (ticket, game)
			WHERE tickets.id = made.ticket`, waiting, matched)
	}
	if elsewhere != nil {
		b.Queue(`DELETE FROM tickets WHERE id = ANY($1)`, elsewhere)
	}
	if without != nil {
		b.Queue(`
			INSERT INTO tickets (player, lobby, game, state)
			SELECT player, NULLIF(place, ''), game, 'matched'
			FROM unnest($1::text[], $2::text[], $3::text[]) AS made (player, place, game)`, without, to, toGame)
	}
	return cancelled, tx.SendBatch(ctx, &b).Close()
}

// giveTicket gives a player who is locked and free a waiting ticket in a lobby, or in quick
// play for "". A ticket that already waits here stays, with the new wish; one that waits
// elsewhere is cancelled.
func giveTicket(ctx context.Context, tx pgx.Tx, player string, now lockedPlayer, place string, w lobby.Wish) error {
	if !now.waitsIn(place) {
		if err := cancelTicket(ctx, tx, now); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO tickets (lobby, player, language, difficulty)
		VALUES (NULLIF($1, ''), $2, $3, $4)
		ON CONFLICT (player) WHERE state = 'waiting'
		DO UPDATE SET language = EXCLUDED.language, difficulty = EXCLUDED.difficulty, beat_at = now()`,
		place, player, w.Language, w.Difficulty)
	return err
}

// cancelTicket deletes the waiting ticket of a locked player, if it has one. A cancelled
// ticket leaves no row, so that a player who keeps changing their mind doesn't fill the
// table.
func cancelTicket(ctx context.Context, tx pgx.Tx, p lockedPlayer) error {
	if p.Ticket == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `DELETE FROM tickets WHERE id = $1`, p.Ticket)
	return err
}
