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
	ErrClosed    = errors.New("the lobby has closed")
	ErrNotHost   = errors.New("only the host may do that")
	ErrNotMember = errors.New("not a member of this lobby")
	ErrFull      = errors.New("the lobby has all the members it takes")
	ErrLocked    = errors.New("the lobby is locked")
	ErrRemoved   = errors.New("removed from this lobby by its host")
	ErrNamesOnly = errors.New("only names that the host knows come into this lobby")

	// ErrRemovedNearby is of somebody new who comes from where another one was removed.
	ErrRemovedNearby = errors.New("somebody from there was just removed from this lobby")

	ErrPlaying   = errors.New("in a game that is not over") // a PlayingError says in which
	ErrNoPartner = errors.New("that member can't be drawn with now")
	ErrNotPick   = errors.New("in this lobby partners are not picked")
)

// PlayingError is ErrPlaying of a player who is in the game of this room.
type PlayingError struct{ Room string }

func (e PlayingError) Error() string { return ErrPlaying.Error() }

// Is reports whether the target is ErrPlaying.
func (e PlayingError) Is(target error) bool { return target == ErrPlaying }

// MaxMembers is how many members a lobby takes: every one of them is told of every
// other's coming and going.
const MaxMembers = 200

// InvitationLasts is how long a member has to answer an invitation.
const InvitationLasts = 30 * time.Second

// WallGames is how many of its newest games a lobby shows.
const WallGames = 24

// Lobby is one reading of a lobby, whole. It is shared by all who hear of it:
// nobody changes it.
type Lobby struct {
	Code     string
	Host     string // a player's id; usually, not always, a member's
	Settings Settings
	Rules    Rules
	Members  []Member   // in the order they joined
	Games    []GameCard // newest first, at most WallGames
	Invited  []Invitation

	OwnSetTitle string // of Settings.OwnSet; "" for none
}

// Invitation is one member's open wish to draw with another one. It is for the eyes of
// these two.
type Invitation struct{ Inviter, Invitee string }

// State says what a member is up to.
type State string

// The states.
const (
	Here     State = "here"     // in the lobby, not ready
	Ready    State = "ready"    // holds a waiting ticket
	Watching State = "watching" // in the lobby to watch: a wave doesn't wait for it
	Playing  State = "playing"  // in a game of this or another lobby
	Looking  State = "looking"  // at the drawing of a game of this lobby that it has played; only the hub knows
	Idle     State = "idle"     // a page is open that nobody looks at; only the hub knows
	Away     State = "away"     // no page open; only the hub knows
)

// QuickPlayCode is said in the place of a lobby's code for quick play.
const QuickPlayCode = "quick"

// Member is a player in a lobby.
type Member struct {
	Player string // its id
	Name   string // as the lobby shows it: see TellApart
	Cohost bool
	State  State
	Room   string // the room of its live game while Playing. For that player's eyes only
	Waits  string // where else it waits: a lobby's code, QuickPlayCode, or "". For that player's eyes only
}

// GameCard is a game as the wall shows it.
type GameCard struct {
	ID        string
	Names     [2]string // seat 1, seat 2
	State     string    // live, finished, ended_early, abandoned
	StartedAt time.Time // when the game was made, until its first round began
	Paper     string    // "#FFFDF6"; "" until the prompts are dealt

	PlaySeconds int // all its rounds together
}

// DueAt is when a live game ends, if no round is cut short and nobody is away; zero for one
// that is over.
func (g GameCard) DueAt() time.Time {
	if g.State != "live" {
		return time.Time{}
	}
	return g.StartedAt.Add(time.Duration(g.PlaySeconds) * time.Second)
}

// Ticket is one player's waiting wish to be matched in a lobby.
type Ticket struct {
	ID          int64
	Player      string
	Since       time.Time
	LastPartner string // whom the player played with last in this lobby; "" if nobody

	// For waves only.
	Joined   int            // its place in the order of joining, of all that wait
	Partners map[string]int // how many games it has played with whom in this lobby
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
// and each is one transaction. All that name a lobby may fail with ErrNotFound,
// or with ErrClosed if there was one.
type Store interface {
	// CreateLobby makes a lobby whose only member is its host. ErrTaken if
	// there is one with that code.
	CreateLobby(ctx context.Context, code, host string, s Settings) error

	// Lobby reads a lobby, whole. Its members are Here, Ready, Watching or
	// Playing; it knows nothing of Looking, Idle and Away.
	Lobby(ctx context.Context, code string) (Lobby, error)

	// SimilarCodes gives the codes of open lobbies that begin or end, apart from
	// what divides words, as this one may when it has one typo.
	SimilarCodes(ctx context.Context, code string) ([]string, error)

	// PublicLobbies gives the open, public lobbies among these codes that anybody may
	// come into.
	PublicLobbies(ctx context.Context, codes []string) ([]Listing, error)

	// IsMember tells whether the player is one of a lobby that is open.
	IsMember(ctx context.Context, code, player string) (bool, error)

	// UpdateSettings and UpdateRules set them; the rules to what change makes of
	// those that are, while nobody else changes them. ErrNotHost when the player is
	// neither host nor co-host.
	UpdateSettings(ctx context.Context, code, player string, s Settings) error
	UpdateRules(ctx context.Context, code, player string, change func(Rules) (Rules, error)) error

	// Join makes the player a member, and the host of a lobby that has no
	// member. Joining twice is no error. ErrFull, ErrLocked, ErrRemoved, ErrNamesOnly,
	// ErrRemovedNearby.
	Join(ctx context.Context, code, player string) error

	// Leave takes the player out and cancels its ticket. If it was the host,
	// the co-host, or else the member, who has been there longest becomes host.
	// Leaving twice is no error.
	Leave(ctx context.Context, code, player string) error

	// Remove does the same to a member, who can't come back. Only the host removes
	// a co-host, and nobody the host. ErrNotHost.
	Remove(ctx context.Context, code, by, player string) error

	// SetRole makes a member host (the host before is a co-host then), co-host or
	// guest. ErrNotHost unless by is the host, ErrNotMember.
	SetRole(ctx context.Context, code, by, player string, role Role) error

	// SetReady gives the member a waiting ticket (and cancels one it has
	// elsewhere), or cancels the one it has here. It returns the code of the
	// lobby, if any, where a ticket was cancelled. Who is ready doesn't only watch any
	// more. Doing so twice is no error. ErrNotMember; ErrPlaying when a player who wants
	// to be ready is in a live game.
	SetReady(ctx context.Context, code, player string, ready bool) (cancelled string, err error)

	// SetWatching says that the member only watches, and cancels its ticket here, or
	// that it plays, too. Doing so twice is no error. ErrNotMember.
	SetWatching(ctx context.Context, code, player string, watching bool) error

	// GetReady gives those of these members a waiting ticket who may get one: whoever
	// plays, waits elsewhere or only watches is passed over.
	GetReady(ctx context.Context, code string, players []string) error

	// Match locks the lobby's waiting tickets, hands them to pair oldest
	// first, and makes of each pair a live game with its room and seats, by
	// the lobby's settings; their tickets become matched. newID makes the id
	// of each game. It is all or nothing.
	Match(ctx context.Context, code string, pair func([]Ticket) []Pair, newID func() string) ([]Match, error)

	// Invite has a member of a lobby that picks partners ask another one, in the
	// place of whom it asked before. If that one has asked it, they are matched,
	// and nobody asks them any more. ErrNotPick, ErrNotMember, ErrPlaying, ErrNoPartner.
	Invite(ctx context.Context, code, inviter, invitee string, newID func() string) (Invited, error)

	// Uninvite takes an invitation back, or declines it. Twice is no error.
	Uninvite(ctx context.Context, code, inviter, invitee string) error

	// CloseEmpty notes that somebody is in these lobbies, and closes those that
	// nobody has been in for so long and that have no live game.
	CloseEmpty(ctx context.Context, occupied []string, after time.Duration) (closed []string, err error)
}

// Invited is what came of an invitation.
type Invited struct {
	Made      *Match   // nil: the other is asked
	Cancelled []string // the lobbies where a ticket was cancelled for it
}

// Listing is a public lobby as others see it who look for one.
type Listing struct {
	Code     string
	Rules    Rules
	Settings Settings
	Members  int
	Playing  int
}

// MostListed is how many lobbies are listed at most.
const MostListed = 50
