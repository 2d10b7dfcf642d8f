package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/prompts"
)

// ErrNoGame means that there is no such game, or that the call needs a finished game and
// this one is live.
var ErrNoGame = errors.New("no such game")

// The states of a game.
const (
	Live       = "live"
	Finished   = "finished"    // all rounds were played
	EndedEarly = "ended_early" // a player ended it
	Abandoned  = "abandoned"   // both players had gone
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
	OwnSet       string // the id of the set that the host wrote for it, "" for none
	State        string // Live, Finished, EndedEarly or Abandoned
	CreatedAt    time.Time
	StartedAt    time.Time // zero if play never began
	EndedAt      time.Time // zero while live
	DeletedAt    time.Time // when the operator deleted it; zero if not
	PlayMS       int64     // without pauses
	Strokes      int
	PictureHash  string       // 16 hex digits; "" until the picture of a finished game was drawn
	RoundStarts  []int64      // by the game clock in ms; nil while live, and for old games
	Epoch        uint32       // how many owners its room has had; 0 once the game is stored
	Seats        [2]Seat      // seat 1, seat 2
	Prompts      *prompts.Set // nil until dealt
	Ghost        *Ghost       // nil: both seats are players'
}

// Ghost says that recorded ink holds a seat of a game, which has no player.
type Ghost struct {
	Seat    int       // 1 or 2, also in the recording
	Source  string    // the id of the game that was recorded, or the name of a recording that ships with Tandem
	DrawnAt time.Time // when it was drawn
}

// Seat is who held a seat.
type Seat struct {
	Player string // "" once the player is deleted
	Name   string
	Left   bool // left for good while the game was live
	Open   bool // lets others see the game
}

// Strangers reports whether the game's players met in quick play.
func (g Game) Strangers() bool { return g.Lobby == "" }

// Open reports whether others than its players may see the game: both players must allow
// it. In a game of a lobby they do until one says otherwise; in a game of strangers they do
// once both have said so.
func (g Game) Open() bool { return g.Seats[0].Open && g.Seats[1].Open }

// plainPaper is the paper of a game that ended before its prompts were dealt.
const plainPaper = "#FFFDF6"

// Paper returns the colour of the game's paper, as #RRGGBB.
func (g Game) Paper() string {
	if g.Prompts == nil {
		return plainPaper
	}
	return g.Prompts.Paper
}

// Title returns the game's title; "" if it has neither prompts nor theme.
func (g Game) Title() string {
	switch {
	case g.Prompts != nil && g.Prompts.Title != "":
		return g.Prompts.Title
	case g.Prompts != nil && g.Prompts.Theme != "":
		return g.Prompts.Theme
	default:
		return g.Theme
	}
}

// selectGame reads games as gameRows. Append conditions on g.
const selectGame = `
	SELECT g.id, COALESCE(g.lobby, '') AS lobby, g.round_seconds, g.rounds, g.theme, g.language,
	       g.difficulty, COALESCE(g.own_set, '') AS own_set, g.state,
	       g.created_at, g.started_at, g.ended_at, g.deleted_at, g.play_ms, g.strokes, COALESCE(g.picture_hash, '') AS picture_hash, g.round_starts,
	       COALESCE(r.epoch, 0) AS epoch, g.ghost_seat, g.ghost_source, g.ghost_drawn_at,
	       COALESCE(one.player, '') AS player_1, one.name AS name_1, one.left_at IS NOT NULL AS left_1,
	       COALESCE(two.player, '') AS player_2, two.name AS name_2, two.left_at IS NOT NULL AS left_2,
	       COALESCE(one.open, g.lobby IS NOT NULL) AS open_1, COALESCE(two.open, g.lobby IS NOT NULL) AS open_2,
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
	DeletedAt    *time.Time `db:"deleted_at"`
	PlayMS       int64      `db:"play_ms"`
	Strokes      int        `db:"strokes"`
	PictureHash  string     `db:"picture_hash"`
	RoundStarts  []int64    `db:"round_starts"`
	Epoch        uint32     `db:"epoch"`
	GhostSeat    *int       `db:"ghost_seat"`
	GhostSource  *string    `db:"ghost_source"`
	GhostDrawnAt *time.Time `db:"ghost_drawn_at"`
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
		PictureHash:  r.PictureHash,
		RoundStarts:  r.RoundStarts,
		Epoch:        r.Epoch,
		Seats:        [2]Seat{{r.Player1, r.Name1, r.Left1, r.Open1}, {r.Player2, r.Name2, r.Left2, r.Open2}},
		Prompts:      r.set(),
	}
	if r.GhostSeat != nil {
		g.Ghost = &Ghost{*r.GhostSeat, *r.GhostSource, *r.GhostDrawnAt}
	}
	if r.StartedAt != nil {
		g.StartedAt = *r.StartedAt
	}
	if r.EndedAt != nil {
		g.EndedAt = *r.EndedAt
	}
	if r.DeletedAt != nil {
		g.DeletedAt = *r.DeletedAt
	}
	return g
}

// Game reads one game, live or finished. ErrNoGame.
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

// Recording reads the recording of a finished game, for room.OpenRecording. ErrNoGame also
// while the game is live.
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

// SetPictureHash stores the hash of a finished game's picture, as it was first drawn.
func (s *Store) SetPictureHash(ctx context.Context, id, hash string) error {
	return s.learn(ctx, id, `UPDATE games SET picture_hash = $2 WHERE id = $1 AND state <> 'live' AND picture_hash IS NULL`, hash)
}

// SetRoundStarts stores when the rounds of a finished game began, according to its
// recording.
func (s *Store) SetRoundStarts(ctx context.Context, id string, starts []int64) error {
	return s.learn(ctx, id, `UPDATE games SET round_starts = $2 WHERE id = $1 AND state <> 'live' AND round_starts IS NULL`, starts)
}

// learn stores a fact derived from a finished game. It is the same whoever derives it.
func (s *Store) learn(ctx context.Context, id, statement string, what any) error {
	if _, err := s.pool.Exec(ctx, statement, id, what); err != nil {
		return fmt.Errorf("store the derived facts of game %s: %w", id, err)
	}
	return nil
}
