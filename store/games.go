package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/tandem-game/tandem/prompts"
)

var (
	// ErrNoGame means that there is no such game, or that it must be kept and is not yet.
	ErrNoGame = errors.New("no such game")
	// ErrCursor means that the cursor is none that AdminGames gave.
	ErrCursor = errors.New("not a cursor of this list")
)

// The states of a game.
const (
	Live       = "live"
	Finished   = "finished"    // all rounds were played
	EndedEarly = "ended_early" // a player ended it
	Abandoned  = "abandoned"   // both had gone
)

// Game is the record of what a room plays or played, without its drawing.
type Game struct {
	ID           string
	Lobby        string // "" if it had none
	RoundSeconds int
	Rounds       int
	Theme        string // as the lobby asked for; "" = surprise me
	Language     string
	Difficulty   prompts.Difficulty
	OwnSet       string // the id of the set its host wrote for it, "" for none
	State        string // Live, Finished, EndedEarly or Abandoned
	CreatedAt    time.Time
	StartedAt    time.Time // zero if play never began
	EndedAt      time.Time // zero while live
	PlayMS       int64     // pauses left out
	Strokes      int
	Epoch        uint32       // how many owners its room has had; 0 once it is kept
	Seats        [2]Seat      // seat 1, seat 2
	Prompts      *prompts.Set // nil until dealt
}

// Seat is who held a seat.
type Seat struct {
	Player string // "" once the player is forgotten
	Name   string
	Left   bool // for good, while the game was live
	Open   bool // of strangers: lets others see the game
}

// Strangers tells whether the game's players met in quick play.
func (g Game) Strangers() bool { return g.Lobby == "" }

// Open tells whether others than its players may see the game.
func (g Game) Open() bool { return !g.Strangers() || g.Seats[0].Open && g.Seats[1].Open }

// selectGame reads games as gameRows. Conditions on g follow.
const selectGame = `
	SELECT g.id, COALESCE(g.lobby, '') AS lobby, g.round_seconds, g.rounds, g.theme, g.language,
	       g.difficulty, COALESCE(g.own_set, '') AS own_set, g.state,
	       g.created_at, g.started_at, g.ended_at, g.play_ms, g.strokes, COALESCE(r.epoch, 0) AS epoch,
	       COALESCE(one.player, '') AS player_1, one.name AS name_1, one.left_at IS NOT NULL AS left_1, one.open AS open_1,
	       COALESCE(two.player, '') AS player_2, two.name AS name_2, two.left_at IS NOT NULL AS left_2, two.open AS open_2,
	       COALESCE(p.id, '') AS set_id, COALESCE(p.source, '') AS source, COALESCE(p.title, '') AS title,
	       COALESCE(p.theme, '') AS set_theme, COALESCE(p.language, '') AS set_language,
	       COALESCE(p.paper, '') AS paper, COALESCE(p.series, '[[], []]') AS series,
	       COALESCE(p.caption, '') AS caption, COALESCE(p.model, '') AS model,
	       COALESCE(p.input_tokens, 0) AS input_tokens, COALESCE(p.output_tokens, 0) AS output_tokens,
	       COALESCE(p.took_ms, 0) AS took_ms, COALESCE(p.key, '') AS set_key,
	       COALESCE(p.difficulty, '') AS set_difficulty, COALESCE(p.owner, '') AS owner,
	       COALESCE(p.cost_micros, 0) AS cost_micros
	FROM games g
	JOIN seats one ON one.game = g.id AND one.seat = 1
	JOIN seats two ON two.game = g.id AND two.seat = 2
	LEFT JOIN rooms r ON r.game = g.id
	LEFT JOIN prompt_sets p ON p.id = g.prompt_set
	`

type gameRow struct {
	ID           string     `db:"id"`
	Lobby        string     `db:"lobby"`
	RoundSeconds int        `db:"round_seconds"`
	Rounds       int        `db:"rounds"`
	Theme        string     `db:"theme"`
	Language     string     `db:"language"`
	Difficulty   string     `db:"difficulty"`
	OwnSet       string     `db:"own_set"`
	State        string     `db:"state"`
	CreatedAt    time.Time  `db:"created_at"`
	StartedAt    *time.Time `db:"started_at"`
	EndedAt      *time.Time `db:"ended_at"`
	PlayMS       int64      `db:"play_ms"`
	Strokes      int        `db:"strokes"`
	Epoch        uint32     `db:"epoch"`
	Player1      string     `db:"player_1"`
	Name1        string     `db:"name_1"`
	Left1        bool       `db:"left_1"`
	Open1        bool       `db:"open_1"`
	Player2      string     `db:"player_2"`
	Name2        string     `db:"name_2"`
	Left2        bool       `db:"left_2"`
	Open2        bool       `db:"open_2"`
	setRow
}

func (r gameRow) game() Game {
	g := Game{
		ID:           r.ID,
		Lobby:        r.Lobby,
		RoundSeconds: r.RoundSeconds,
		Rounds:       r.Rounds,
		Theme:        r.Theme,
		Language:     r.Language,
		Difficulty:   prompts.Difficulty(r.Difficulty),
		OwnSet:       r.OwnSet,
		State:        r.State,
		CreatedAt:    r.CreatedAt,
		PlayMS:       r.PlayMS,
		Strokes:      r.Strokes,
		Epoch:        r.Epoch,
		Seats:        [2]Seat{{r.Player1, r.Name1, r.Left1, r.Open1}, {r.Player2, r.Name2, r.Left2, r.Open2}},
		Prompts:      r.set(),
	}
	if r.StartedAt != nil {
		g.StartedAt = *r.StartedAt
	}
	if r.EndedAt != nil {
		g.EndedAt = *r.EndedAt
	}
	return g
}

// Game reads one game, live or kept. ErrNoGame.
func (s *Store) Game(ctx context.Context, id string) (Game, error) {
	rows, err := s.pool.Query(ctx, selectGame+`WHERE g.id = $1`, id)
	if err != nil {
		return Game{}, fmt.Errorf("read game %s: %w", id, err)
	}
	row, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[gameRow])
	if errors.Is(err, pgx.ErrNoRows) {
		return Game{}, ErrNoGame
	}
	if err != nil {
		return Game{}, fmt.Errorf("read game %s: %w", id, err)
	}
	return row.game(), nil
}

// Recording reads the recording of a kept game, for room.OpenRecording. ErrNoGame
// while the game is live, too.
func (s *Store) Recording(ctx context.Context, id string) ([]byte, error) {
	var recording []byte
	err := s.pool.QueryRow(ctx, `SELECT recording FROM games WHERE id = $1 AND recording IS NOT NULL`, id).Scan(&recording)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNoGame
	}
	if err != nil {
		return nil, fmt.Errorf("read recording of %s: %w", id, err)
	}
	return recording, nil
}

// GameFilter says which games AdminGames lists.
type GameFilter struct {
	From, To time.Time // created at From or later and before To; zero: no bound
	State    string    // "" for all
	After    string    // the cursor of the page before; "" for the first page
	Limit    int       // at least 1
}

// AdminGames lists games, newest first, and gives the cursor of the next page, ""
// on the last. Games that are made meanwhile neither shift nor repeat what follows.
// ErrCursor.
func (s *Store) AdminGames(ctx context.Context, f GameFilter) (games []Game, next string, err error) {
	from := pgtype.Timestamptz{Time: f.From, Valid: true}
	if f.From.IsZero() {
		from.InfinityModifier = pgtype.NegativeInfinity
	}
	to := pgtype.Timestamptz{Time: f.To, Valid: true}
	if f.To.IsZero() {
		to.InfinityModifier = pgtype.Infinity
	}
	after := cursor{createdAt: pgtype.Timestamptz{InfinityModifier: pgtype.Infinity, Valid: true}}
	if f.After != "" {
		if after, err = parseCursor(f.After); err != nil {
			return nil, "", err
		}
	}
	// One more than asked for tells whether there is a next page.
	rows, err := s.pool.Query(ctx, selectGame+`
		WHERE g.created_at >= $1 AND g.created_at < $2
		  AND (g.created_at, g.id) < ($3, $4)
		  AND ($5 = '' OR g.state = $5)
		ORDER BY g.created_at DESC, g.id DESC
		LIMIT $6`, from, to, after.createdAt, after.id, f.State, f.Limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list games: %w", err)
	}
	games, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (Game, error) {
		r, err := pgx.RowToStructByName[gameRow](row)
		return r.game(), err
	})
	if err != nil {
		return nil, "", fmt.Errorf("list games: %w", err)
	}
	if len(games) > f.Limit {
		games = games[:f.Limit]
		last := games[f.Limit-1]
		next = cursor{id: last.ID, createdAt: pgtype.Timestamptz{Time: last.CreatedAt, Valid: true}}.String()
	}
	return games, next, nil
}

// cursor is the place of a game in the list. To its readers it is opaque.
type cursor struct {
	createdAt pgtype.Timestamptz
	id        string
}

func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", c.createdAt.Time.UnixMicro(), c.id))
}

func parseCursor(text string) (cursor, error) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return cursor{}, ErrCursor
	}
	micros, id, ok := strings.Cut(string(plain), " ")
	n, err := strconv.ParseInt(micros, 10, 64)
	if !ok || err != nil || n < 0 || !utf8.ValidString(id) || strings.ContainsRune(id, 0) { // Postgres takes neither
		return cursor{}, ErrCursor
	}
	return cursor{id: id, createdAt: pgtype.Timestamptz{Time: time.UnixMicro(n), Valid: true}}, nil
}
