package room

import (
	"context"
	"errors"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// The interfaces that a room needs. Package store implements Store and Flusher, package
// prompts implements Dealer.

var (
	// ErrNoRoom says that no live game has the id: there never was one, or it is already
	// stored.
	ErrNoRoom = errors.New("no such room")
	// ErrFenced says that another node took over what this node owned. The database refuses
	// everything that this node writes until it has joined again.
	ErrFenced = errors.New("fenced: other nodes own what this one owned")
	// ErrRejected says that Postgres was reached and refused the data (a value, a
	// constraint), so a retry can't help. After any other error Postgres could not be
	// asked, and the same call is tried again.
	ErrRejected = errors.New("rejected by the database")
)

// OwnedError says that another living node plays the room.
type OwnedError struct {
	Owner string // the node's incarnation
}

func (e OwnedError) Error() string { return "node " + e.Owner + " owns the room" }

func isOwned(err error) bool {
	_, owned := errors.AsType[OwnedError](err)
	return owned
}

// Store gives a node the games to play.
type Store interface {
	// Claim makes this node the owner of the room: it raises the room's epoch and reads its
	// game and journal. It returns ErrNoRoom if there is no such game or it is already
	// stored, and an OwnedError if another living node owns it.
	Claim(ctx context.Context, id string) (Game, error)
	// Release gives up a room that this node claimed at that epoch, so that another node may
	// claim it. Repeating it is harmless.
	Release(ctx context.Context, id string, epoch uint32) error
	// SetPrompts stores which prompt set a game was dealt; the set itself was stored
	// before. Repeating it is harmless. It returns ErrRejected if the set no longer exists
	// or the room has another owner by now.
	SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error
	// SetLonger stores by how many ms each round of a game is longer, from the first on,
	// unless more than that is stored. Nothing changes if the room has another owner by now.
	SetLonger(ctx context.Context, id string, epoch uint32, longer []int64) error
	// ChatOpen reports whether a lobby's chat is open to its rooms; false if there is no
	// such lobby.
	ChatOpen(ctx context.Context, lobby string) (bool, error)
	// FreeSeat stores that the player of a seat left for good and may be matched again
	// while the game goes on. Repeating it is harmless.
	FreeSeat(ctx context.Context, id string, seat ink.Seat) error
	// Claimable lists the ids of games that aren't stored yet, that no other living node owns,
	// and that follow after, in order, at most limit.
	Claimable(ctx context.Context, after string, limit int) ([]string, error)
}

// Flusher is what the journal writer needs of Postgres. Each call is one transaction,
// fenced by this node's own row. Errors wrap ErrFenced if that row is gone and ErrRejected
// if the data itself was refused; after any other error the writer repeats the call with
// the same rows.
type Flusher interface {
	// Flush inserts the rows. A row that already exists (same game, epoch and first seq)
	// counts as inserted, so the same rows may be flushed again.
	Flush(ctx context.Context, rows []Row) error
	// Finish compacts a game: it stores the recording, the state and the times in the
	// game's row, and removes the game's journal rows and room. Repeating it is harmless.
	Finish(ctx context.Context, f Finished) error
}

// Dealer gives a game its prompts. It stores the set before it returns it. Errors wrap
// ErrRejected if the database refused the data.
type Dealer interface {
	Deal(ctx context.Context, w prompts.Want) (prompts.Set, error)
}

// Game is what a room starts from.
type Game struct {
	ID           string // also the room's id
	Epoch        uint32 // how many owners the room has had, this node included
	Lobby        string // "" when it has none
	Chat         bool   // the lobby's chat is open to its rooms
	RoundSeconds int
	Rounds       int
	Longer       []int64 // by how many ms a round is longer, from the first on
	Theme        string  // "" = surprise me
	Language     string
	Difficulty   prompts.Difficulty
	OwnSet       string        // the id of the set the host wrote for it; "" for none
	Seats        [2]SeatPlayer // of seat 1 and seat 2
	Prompts      *prompts.Set  // nil: not dealt yet
	Journal      []byte        // the stream so far: the bodies of all rows in order; empty for a new room
	Entries      int           // how many entries the journal holds
	StartedAt    time.Time     // when the play began, as far as the store knows; zero for a new room
	Ghost        *Ghost        // nil: both seats are players'
}

// Ghost says that recorded ink holds a seat, in a player's place.
type Ghost struct {
	Seat   ink.Seat // in this game, and in the recording
	Source string   // the id of the game that was recorded, or the name of a recording that ships with Tandem
}

// want returns which prompts the game needs.
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

// How is the way a game ended. The numbers are part of the journal's format.
type How uint8

// How a game can end.
const (
	AllRounds  How = iota // every round was played
	EndedEarly            // a player ended it
	Abandoned             // both seats were empty past the grace, or nobody ever came
)

// String returns the word that the page knows.
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

// Finished is a finished game to be stored.
type Finished struct {
	Game      string
	Epoch     uint32
	How       How
	Recording []byte    // SealRecording of the whole stream
	PlayMS    int64     // the game clock at its end
	Strokes   int       // strokes begun
	Drew      [2]bool   // whether seat 1 and seat 2 changed the canvas
	StartedAt time.Time // when both players were first here; zero if they never were
	EndedAt   time.Time
	// RoundStarts is when each round began, by the game clock in ms.
	RoundStarts []int64
}
