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

	// ErrRemovedNearby refuses a new player from an address from which a member was just
	// removed.
	ErrRemovedNearby = errors.New("somebody from there was just removed from this lobby")

	ErrPlaying   = errors.New("in a game that is not over") // a PlayingError says in which
	ErrNoPartner = errors.New("that member can't be drawn with now")
	ErrNotPick   = errors.New("in this lobby partners are not picked")
)

// PlayingError is ErrPlaying, with the room of the player's live game.
type PlayingError struct{ Room string }

func (e PlayingError) Error() string { return ErrPlaying.Error() }

// Is reports whether the target is ErrPlaying.
func (e PlayingError) Is(target error) bool { return target == ErrPlaying }

// MaxMembers is the maximum number of members in a lobby. The limit exists because each
// member is told of every other one's coming and going.
const MaxMembers = 200

// InvitationLasts is how long a member has to answer an invitation.
const InvitationLasts = 30 * time.Second

// WallGames is how many of its newest games a lobby shows: at least all that a full lobby
// plays at once.
const WallGames = MaxMembers / 2

// Lobby is one complete reading of a lobby. All who hear of it share it, so it must not be
// changed.
type Lobby struct {
	Code     string
	Host     string // a player's id; usually, but not always, a member's
	Settings Settings
	Rules    Rules
	Members  []Member   // in the order they joined
	Games    []GameCard // newest first, at most WallGames
	Invited  []Invitation

	OwnSetTitle string // of Settings.OwnSet; "" for none
}

// IsShownTo reports whether a player, "" for a visitor who is none, may see the lobby's wall.
func (l Lobby) IsShownTo(player string) bool {
	_, member := l.member(player)
	return member || l.Rules.Public
}

// Invitation is one member's open wish to draw with another. Only these two may see it.
type Invitation struct{ Inviter, Invitee string }

// State is what a member is doing.
type State string

// The states.
const (
	Here     State = "here"     // in the lobby, not ready
	Ready    State = "ready"    // holds a waiting ticket
	Watching State = "watching" // only watches: a wave doesn't wait for it
	Playing  State = "playing"  // in a game of this or another lobby
	Looking  State = "looking"  // at the drawing of a game of this lobby that it has played; only the hub knows
	Idle     State = "idle"     // has a page open that nobody looks at; only the hub knows
	Away     State = "away"     // has no page open; only the hub knows
)

// QuickPlayCode stands for quick play where a lobby's code is expected.
const QuickPlayCode = "quick"

// Member is a player in a lobby.
type Member struct {
	Player string // its id
	Name   string // as the lobby shows it: see TellApart
	Cohost bool
	State  State
	Room   string // the room of its live game while Playing; only that player may see it
	Waits  string // where else it waits: a lobby's code, QuickPlayCode, or ""; only that player may see it
}

// GameCard is a game as the wall shows it.
type GameCard struct {
	ID        string
	Names     [2]string // seat 1, seat 2
	State     string    // live, finished, ended_early, abandoned
	StartedAt time.Time // when the game was made, or once its first round began, that time
	Paper     string    // "#FFFDF6"; "" until the prompts are dealt

	PlaySeconds int // of all its rounds together
}

// DueAt returns when a live game ends, if no round is cut short and nobody is away; zero
// for a game that is over.
func (g GameCard) DueAt() time.Time {
	if g.State != "live" {
		return time.Time{}
	}
	return g.StartedAt.Add(time.Duration(g.PlaySeconds) * time.Second)
}

// Ticket is a player's waiting wish to be matched in a lobby.
type Ticket struct {
	ID          int64
	Player      string
	Since       time.Time
	LastPartner string // the player's last partner in this lobby; "" if none

	// For waves only.
	Joined   int            // its place in the order of joining, among all who wait
	Partners map[string]int // how many games it has played with each partner in this lobby
}

// Pair is two tickets to be matched with each other; the first player takes seat 1.
type Pair [2]Ticket

// Match is a pair that has been given a game with both seats.
type Match struct {
	Game    string    // the id of the game and of its room
	Players [2]string // ids: seat 1, seat 2
	Names   [2]string // as written on the seats
}

// Store keeps lobbies. Many goroutines may call its methods at once, and each method is one
// transaction. Any method that takes a lobby's code may fail with ErrNotFound, or with
// ErrClosed if there was such a lobby.
type Store interface {
	// CreateLobby makes a lobby whose only member is its host. ErrTaken if the code exists.
	CreateLobby(ctx context.Context, code, host string, s Settings) error

	// Lobby reads a complete lobby. Its members are Here, Ready, Watching or Playing; the
	// store knows nothing of Looking, Idle and Away.
	Lobby(ctx context.Context, code string) (Lobby, error)

	// SimilarCodes returns the codes of open lobbies that have, apart from separators, the
	// same beginning or end as any code one typo away from this one.
	SimilarCodes(ctx context.Context, code string) ([]string, error)

	// PublicLobbies returns those of these lobbies, and of those that somebody is in on
	// other nodes, that are open and public and that
	// anybody may join.
	PublicLobbies(ctx context.Context, codes []string) ([]Listing, error)

	// IsMember reports whether the player is a member of a lobby that is open.
	IsMember(ctx context.Context, code, player string) (bool, error)

	// MayWatch reports whether the player, "" for a visitor who is none, may see the wall of
	// a lobby that is open: see Lobby.IsShownTo.
	MayWatch(ctx context.Context, code, player string) (bool, error)

	// Leads reports whether the player is host or co-host of a lobby that is open.
	Leads(ctx context.Context, code, player string) (bool, error)

	// IsCode reports whether there is a lobby with the code, open or closed.
	IsCode(ctx context.Context, code string) (bool, error)

	// UpdateSettings and UpdateRules set them. UpdateRules sets what change returns for the
	// present rules, and no other update can happen in between. ErrNotHost if the player is
	// neither host nor co-host.
	UpdateSettings(ctx context.Context, code, player string, s Settings) error
	UpdateRules(ctx context.Context, code, player string, change func(Rules) (Rules, error)) error

	// Join makes the player a member, and the host if the lobby has no member. Joining
	// twice is no error. ErrFull, ErrLocked, ErrRemoved, ErrNamesOnly, ErrRemovedNearby.
	Join(ctx context.Context, code, player string) error

	// Leave removes the player and cancels its ticket. If it was the host, the co-host who
	// has been there longest becomes host, or else the member who has. Leaving twice is no
	// error.
	Leave(ctx context.Context, code, player string) error

	// Remove does the same to a member, who then can't come back. Only the host may remove
	// a co-host, and nobody may remove the host. ErrNotHost.
	Remove(ctx context.Context, code, by, player string) error

	// SetRole makes a member host (the previous host becomes a co-host), co-host or guest.
	// ErrNotHost unless by is the host, ErrNotMember.
	SetRole(ctx context.Context, code, by, player string, role Role) error

	// SetReady gives the member a waiting ticket and cancels one that it has elsewhere, or
	// cancels the one that it has here. It returns the code of the lobby, if any, where it
	// cancelled a ticket. A member who becomes ready stops watching. Repeating it is no
	// error. ErrNotMember; ErrPlaying if a player who wants to be ready is in a live game.
	SetReady(ctx context.Context, code, player string, ready bool) (cancelled string, err error)

	// SetWatching says that the member only watches, and cancels its ticket here; or that
	// it plays again. Repeating it is no error. ErrNotMember.
	SetWatching(ctx context.Context, code, player string, watching bool) error

	// GetReady gives a waiting ticket to each of these members who may have one: it skips
	// those who play, wait elsewhere or only watch.
	GetReady(ctx context.Context, code string, players []string) error

	// Match locks the lobby's waiting tickets and passes them to pair, oldest first. For
	// each pair it makes a live game with its room and seats, by the lobby's settings, and
	// marks the tickets as matched. newID makes the id of each game. Match is atomic.
	Match(ctx context.Context, code string, pair func([]Ticket) []Pair, newID func() string) ([]Match, error)

	// Invite records that a member of a lobby that picks partners asks another member; it
	// replaces the inviter's earlier invitation. If the invitee has already asked the
	// inviter, the two are matched, and all other invitations to them end. ErrNotPick,
	// ErrNotMember, ErrPlaying, ErrNoPartner.
	Invite(ctx context.Context, code, inviter, invitee string, newID func() string) (Invited, error)

	// Uninvite withdraws or declines an invitation. Repeating it is no error.
	Uninvite(ctx context.Context, code, inviter, invitee string) error

	// CloseEmpty records that somebody is in the occupied lobbies, and closes those that
	// have been empty for the given time and have no live game.
	CloseEmpty(ctx context.Context, occupied []string, after time.Duration) (closed []string, err error)
}

// Invited is the result of an invitation.
type Invited struct {
	Made      *Match   // nil: the invitee has yet to answer
	Cancelled []string // the lobbies where a ticket was cancelled by the match
}

// Listing is a public lobby as shown to players who look for one.
type Listing struct {
	Code     string
	Rules    Rules
	Settings Settings
	Members  int
	Playing  int
}

// MostListed is the maximum number of lobbies in the list.
const MostListed = 50
