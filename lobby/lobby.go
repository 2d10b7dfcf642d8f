package lobby

import (
	"context"
	"errors"
	"time"
)

// What can be wrong with a call; callers decide on them with errors.Is.
var (
	ErrNotFound  = errors.New("there is no such lobby")
	ErrTaken     = errors.New("that code is taken")
	ErrNotHost   = errors.New("only the host may do that")
	ErrNotMember = errors.New("not a member of this lobby")
	ErrFull      = errors.New("the lobby has all the members it takes")
	ErrPlaying   = errors.New("in a game that is not over")
)

// MaxMembers is how many members a lobby takes: every one of them is told of every
// other's coming and going.
const MaxMembers = 200

// WallGames is how many of its newest games a lobby shows.
const WallGames = 24

// Lobby is one reading of a lobby, whole. It is shared by all who hear of it:
// nobody changes it.
type Lobby struct {
	Code     string
	Host     string // a player's id; usually, not always, a member's
	Settings Settings
	Members  []Member   // in the order they joined
	Games    []GameCard // newest first, at most WallGames

	OwnSetTitle string // of Settings.OwnSet; "" for none
}

// State says what a member is up to.
type State string

// The states.
const (
	Here    State = "here"    // in the lobby, not ready
	Ready   State = "ready"   // holds a waiting ticket
	Playing State = "playing" // in a game of this or another lobby
	Away    State = "away"    // no page open; only the hub knows
)

// Member is a player in a lobby.
type Member struct {
	Player string // its id
	Name   string
	State  State
	Room   string // the room of its live game while Playing. For that player's eyes only
}

// GameCard is a game as the wall shows it.
type GameCard struct {
	ID        string
	Names     [2]string // seat 1, seat 2
	State     string    // live, finished, ended_early, abandoned
	StartedAt time.Time // when the game was made, until its first round began
	Paper     string    // "#FFFDF6"; "" until the prompts are dealt
}

// Ticket is one player's waiting wish to be matched in a lobby.
type Ticket struct {
	ID          int64
	Player      string
	Since       time.Time
	LastPartner string // whom the player played with last in this lobby; "" if nobody
}

// Pair is two tickets that belong together; the first player takes seat 1.
type Pair [2]Ticket

// Match is a pair that has become a game with both its seats.
type Match struct {
	Game    string    // the id of the game and of its room
	Players [2]string // ids: seat 1, seat 2
	Names   [2]string // as written on the seats
}

// Store keeps lobbies. Its methods may be called by many goroutines at once,
// and each is one transaction.
type Store interface {
	// CreateLobby makes a lobby whose only member is its host. ErrTaken if
	// there is one with that code.
	CreateLobby(ctx context.Context, code, host string, s Settings) error

	// Lobby reads a lobby, whole. Its members are Here, Ready or Playing; it
	// knows nothing of Away. ErrNotFound.
	Lobby(ctx context.Context, code string) (Lobby, error)

	// IsMember tells whether the player is one of a lobby that is open.
	IsMember(ctx context.Context, code, player string) (bool, error)

	// UpdateSettings sets the settings. ErrNotFound; ErrNotHost when the
	// player is not the host.
	UpdateSettings(ctx context.Context, code, player string, s Settings) error

	// Join makes the player a member, and the host of a lobby that has no
	// member. Joining twice is no error. ErrNotFound; ErrFull when it has
	// MaxMembers without the player.
	Join(ctx context.Context, code, player string) error

	// Leave takes the player out and cancels its ticket. If it was the host,
	// the member who has been there longest becomes host. Leaving twice is no
	// error. ErrNotFound.
	Leave(ctx context.Context, code, player string) error

	// SetReady gives the member a waiting ticket (and cancels one it has in
	// another lobby), or cancels the one it has here. It tells the codes of
	// the lobbies where a ticket was cancelled. Doing so twice is no error.
	// ErrNotFound, ErrNotMember; ErrPlaying when a player who wants to be
	// ready is in a live game.
	SetReady(ctx context.Context, code, player string, ready bool) (cancelled []string, err error)

	// Match locks the lobby's waiting tickets, hands them to pair oldest
	// first, and makes of each pair a live game with its room and seats, by
	// the lobby's settings; their tickets become matched. newID makes the id
	// of each game. It is all or nothing. ErrNotFound.
	Match(ctx context.Context, code string, pair func([]Ticket) []Pair, newID func() string) ([]Match, error)
}
