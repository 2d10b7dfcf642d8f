package room

import (
	"context"
	"errors"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// What a room asks of the world around it. Package store implements Store and
// Flusher, package prompts implements Dealer.

var (
	// ErrNoRoom says that no live game has the id: it never had, or is kept already.
	ErrNoRoom = errors.New("no such room")
	// ErrFenced says that another node took this node's rooms over. Nothing that
	// this node writes is taken any more, and it must stop serving.
	ErrFenced = errors.New("fenced: another node owns this node's rooms")
	// ErrRejected says that Postgres was reached and would not take what it was
	// given (a value, a constraint): trying the same again can't help. Any other
	// error means that it could not be asked, and the same is tried again.
	ErrRejected = errors.New("rejected by the database")
)

// Store gives this node a game to play.
type Store interface {
	// Claim makes this node the owner of the room: it raises the room's epoch and
	// reads its game and journal. ErrNoRoom if there is none or the game is kept.
	Claim(ctx context.Context, id string) (Game, error)
	// SetPrompts keeps which prompt set a game was dealt; the set itself was kept
	// before. Doing it again is harmless. ErrRejected if the set isn't kept any more,
	// or the room has another owner by now.
	SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error
	// FreeSeat keeps that the player of a seat left for good, and may be matched
	// anew while the game goes on. Doing it again is harmless.
	FreeSeat(ctx context.Context, id string, seat ink.Seat) error
	// LiveGames lists the ids of games that aren't kept yet and come after one, in
	// their order, limit at most.
	LiveGames(ctx context.Context, after string, limit int) ([]string, error)
}

// Flusher is what the journal writer needs of Postgres. Each call is one
// transaction, fenced by this node's own row. Errors wrap ErrFenced when that row
// is gone and ErrRejected when the data itself was refused; with any other error
// the writer calls again with the same rows until it is told otherwise.
type Flusher interface {
	// Flush inserts the rows. A row that is there already (same game, epoch and
	// first seq) counts as inserted, so the same rows may be flushed again.
	Flush(ctx context.Context, rows []Row) error
	// Finish compacts a game: its recording, state and times go to the game's row,
	// the rows of its journal and its room are removed. Doing it again is harmless.
	Finish(ctx context.Context, f Finished) error
}

// Dealer gives a game its prompts. It keeps the set before it returns it. Errors wrap
// ErrRejected when the database would not take what it was given.
type Dealer interface {
	Deal(ctx context.Context, w prompts.Want) (prompts.Set, error)
}

// Game is what a room is started with.
type Game struct {
	ID           string // also the room's id
	Epoch        uint32 // how many owners the room has had, this node included
	Lobby        string // "" when it has none
	RoundSeconds int
	Rounds       int
	Theme        string // "" = surprise me
	Language     string
	Difficulty   prompts.Difficulty
	OwnSet       string        // the id of the set the host wrote for it; "" for none
	Seats        [2]SeatPlayer // of seat 1 and seat 2
	Prompts      *prompts.Set  // nil: not dealt yet
	Journal      []byte        // the stream so far: the bodies of all rows in order; empty for a new room
	Entries      int           // how many entries the journal holds
	StartedAt    time.Time     // when its play began, as far as the store knows; zero for a new room
}

// want says which prompts the game needs.
func (g Game) want() prompts.Want {
	return prompts.Want{
		Theme: g.Theme, Language: g.Language, Difficulty: g.Difficulty, Rounds: g.Rounds, Seconds: g.RoundSeconds,
		Players: [2]string{g.Seats[0].Player, g.Seats[1].Player}, OwnSet: g.OwnSet,
	}
}

// SeatPlayer is the player who holds a seat.
type SeatPlayer struct {
	Player, Name string
	Left         bool // for good
}

// Row is one row of the journal: one room's entries of one flush, back to back.
type Row struct {
	Game        string
	Epoch       uint32
	First, Last uint64 // the seqs of the first and last entry in Body
	Body        []byte
}

// How says how a game ended. The numbers are part of the journal's format.
type How uint8

// How a game can end.
const (
	AllRounds  How = iota // every round was played
	EndedEarly            // a player ended it
	Abandoned             // both seats were empty past the grace, or nobody ever came
)

// String gives the word the page knows.
func (h How) String() string {
	switch h {
	case AllRounds:
		return "all_rounds"
	case EndedEarly:
		return "ended_early"
	case Abandoned:
		return "abandoned"
	default:
		return "unknown"
	}
}

// Finished is a game to be kept.
type Finished struct {
	Game      string
	Epoch     uint32
	How       How
	Recording []byte    // SealRecording of the whole stream
	PlayMS    int64     // the game clock at its end
	Strokes   int       // strokes begun
	Drew      [2]bool   // whether seat 1 and seat 2 did anything on the canvas
	StartedAt time.Time // when the players were first both here; zero if they never were
	EndedAt   time.Time
	// RoundStarts is when each round began that did, by the game clock in ms.
	RoundStarts []int64
}
