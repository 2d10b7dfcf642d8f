package api

import (
	"context"
	"iter"
	"net/netip"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// Services are the rest of Tandem, as the edge uses it.
type Services struct {
	Players  Players
	Lobbies  Lobbies
	Quick    QuickPlay
	Again    AgainPlay
	Safety   Safety
	Rooms    Rooms
	Games    Games
	Exhibits Exhibits
	Prompts  Prompts
	Sets     PromptSetStore
	Operator Operator
	Nodes    *cluster.Cluster            // nil: there is only this node
	Ready    func(context.Context) error // nil if players can be served
}

// Players stores who the players are, and what is theirs. store.Store implements it.
type Players interface {
	ForgetSeat(ctx context.Context, game, player string) error
	ForgetPlayer(ctx context.Context, player string) (lobbies []string, err error)
	UpsertPlayer(ctx context.Context, sessionHash []byte, name string) (store.Player, error)
	PlayerBySession(ctx context.Context, sessionHash []byte) (store.Player, error)
	Newcomer(ctx context.Context, client netip.Prefix) (store.Turn, error)
	Seen(ctx context.Context, player string, client netip.Prefix) error
}

// Lobbies does what players ask of a lobby. lobby.Service implements it.
type Lobbies interface {
	Open(ctx context.Context, host string, s lobby.Settings) (lobby.Lobby, error)
	Lobby(ctx context.Context, code string) (lobby.Lobby, error)
	Find(ctx context.Context, code string) (string, error)
	IsMember(ctx context.Context, code, player string) (bool, error)
	Meanwhile(ctx context.Context, code, player string) (string, lobby.Wish, error)
	MayWatch(ctx context.Context, code, player string) (bool, error)
	Leads(ctx context.Context, code, player string) (bool, error)
	Change(ctx context.Context, code, player string, s lobby.Settings) (lobby.Lobby, error)
	ChangeRules(ctx context.Context, code, player string, change func(lobby.Rules) lobby.Rules) (lobby.Lobby, error)
	Public(ctx context.Context) ([]lobby.Listing, error)
	Join(ctx context.Context, code, player string) (lobby.Lobby, error)
	Remove(ctx context.Context, code, by, player string) (lobby.Lobby, error)
	SetRole(ctx context.Context, code, by, player string, role lobby.Role) (lobby.Lobby, error)
	Beat(code, player string, b lobby.Beat)
	PlayerChanged(player string)
	StartWave(ctx context.Context, code, player string) error
	Invite(ctx context.Context, code, player, partner string) (lobby.Lobby, error)
	Uninvite(ctx context.Context, code, player, partner string) (lobby.Lobby, error)
	Leave(ctx context.Context, code, player string) error
	Changed(code string)
	SetReady(ctx context.Context, code, player string, ready bool) (lobby.Lobby, error)
	SetWatching(ctx context.Context, code, player string, watching bool) (lobby.Lobby, error)
	Follow(ctx context.Context, code, player string, page lobby.Page) (<-chan lobby.Event, error)
	FollowWall(ctx context.Context, code, player string, page lobby.Page) (<-chan lobby.Event, error)
	FollowChat(ctx context.Context, code, player string) (<-chan lobby.Event, error)
	Say(ctx context.Context, code, player, text string) error
	Said(code string, players ...string) []lobby.Line
	ClearChat(ctx context.Context, code, player string) error
	Forget(player string)
}

// QuickPlay matches strangers. lobby.QuickPlay implements it.
type QuickPlay interface {
	Wait(ctx context.Context, player string, w lobby.Wish) (lobby.Queue, error)
	Cancel(ctx context.Context, player string) error
	Forget(player string)
	Beat(player string, idle bool)
	Queue(player string) lobby.Queue
	PlayWithGhost(ctx context.Context, code, player string, w lobby.Wish) (lobby.Matched, error)
	Follow(ctx context.Context, player string) (<-chan lobby.QuickEvent, error)
}

// AgainPlay lets two players play again with each other. lobby.Again implements it.
type AgainPlay interface {
	Follow(ctx context.Context, page lobby.AgainPage) (<-chan lobby.AgainEvent, error)
	Say(ctx context.Context, game, player string, yes bool) (lobby.Wishes, error)
	Beat(game, player string)
	Forget(player string)
}

// Safety protects players from each other; the operator takes part. store.Store implements
// it.
type Safety interface {
	Block(ctx context.Context, player, other string) error
	Unblock(ctx context.Context, player, other string) error
	Blocks(ctx context.Context, player, other string) (bool, error)
	SetOpen(ctx context.Context, game, player string, open bool) error
	LendInk(ctx context.Context, game, player string, lent bool) error
	Lending(ctx context.Context, game, player string) (store.Lending, error)
	MakeReport(ctx context.Context, game, reporter, reason, words string, said []store.SaidLine) error
	Reports(ctx context.Context, state string, below int64, limit int) ([]store.Report, error)
	DecideReport(ctx context.Context, id int64, state string, d store.AuditNote) (store.Report, error)
}

// Rooms returns the live room of a game, or starts it on this node. room.Registry
// implements it.
type Rooms interface {
	Open(ctx context.Context, id string) (*room.Room, error)
	Length(id string) (bytes int)
	Long(least int) (bytes map[string]int)
	Hold(ctx context.Context, id string, on bool) error
	Extend(ctx context.Context, id string) error
	End(ctx context.Context, id string) error
}

// Prompts keeps the sets that players write, and knows the state of generation.
// prompts.Dealer implements it.
type Prompts interface {
	Keep(ctx context.Context, owner string, s prompts.Set) (prompts.Set, error)
	State() prompts.State
}

// PromptSetStore reads, rates and disables prompt sets. store.Store implements it.
type PromptSetStore interface {
	OwnSets(ctx context.Context, owner string) ([]prompts.Set, error)
	PutAway(ctx context.Context, owner, id string) error
	RatePrompts(ctx context.Context, game, player string, good *bool) error
	PromptRating(ctx context.Context, game string, seat int) (*bool, error)
	AdminPromptSets(ctx context.Context, f store.PromptSetFilter) (sets []store.PromptSet, next string, err error)
	ForgetRatings(ctx context.Context, id string, d store.AuditNote) error
	DisablePromptSet(ctx context.Context, id string, disabled bool, d store.AuditNote) error
	PromptPool(ctx context.Context) (shelves []store.PromptShelf, today prompts.Usage, err error)
}

// Games reads the games. store.Store implements it.
type Games interface {
	Game(ctx context.Context, id string) (store.Game, error)
	Recording(ctx context.Context, id string) ([]byte, error)
	Journal(ctx context.Context, id string) ([]byte, error)
	SetPictureHash(ctx context.Context, id, hash string) error
	SetRoundStarts(ctx context.Context, id string, starts []int64) error
	SetOnWall(ctx context.Context, game string, on bool) error
	WallDrawings(ctx context.Context, lobby string) ([]string, error)
	PlayerGames(ctx context.Context, player, after string, limit int) (games []store.PlayerGame, next string, err error)
	ListGames(ctx context.Context, p store.GamePage) (games []store.ListedGame, next string, err error)
	EstimateGames(ctx context.Context, f store.GameFilter) (int, error)
	EveryGame(ctx context.Context, f store.GameFilter, o store.Order) iter.Seq2[store.ListedGame, error]
}

// Exhibits is the gallery. store.Store implements it.
type Exhibits interface {
	ShowGame(ctx context.Context, game, player string, shown bool) error
	Showing(ctx context.Context, game, player string, gallery store.Gallery) (store.Showing, error)
	Gallery(ctx context.Context, p store.GalleryPage) (exhibits []store.Exhibit, next string, err error)
	Exhibit(ctx context.Context, game, viewer string, gallery store.Gallery) (store.Exhibit, error)
	Like(ctx context.Context, game, player string, liked bool, gallery store.Gallery) error
	CountLikes(ctx context.Context, game string) error
	ReportExhibit(ctx context.Context, game string, gallery store.Gallery) error
	ExhibitList(ctx context.Context, list, after string, limit int) (exhibits []store.Exhibit, next string, err error)
	DecideExhibit(ctx context.Context, game string, show bool, gallery store.Gallery, d store.AuditNote) error
}

// Operator makes the operator's changes, and records them. store.Store implements it.
type Operator interface {
	DeleteGame(ctx context.Context, id string, d store.AuditNote) error
	RestoreGame(ctx context.Context, id string, d store.AuditNote) error
	OpenLobbies(ctx context.Context, after string, limit int) (lobbies []store.LobbySummary, next string, err error)
	CloseLobby(ctx context.Context, code string, d store.AuditNote) error
	KnownPlayers(ctx context.Context, who, after string, limit int) (players []store.KnownPlayer, next string, err error)
	BanPlayer(ctx context.Context, id string, d store.AuditNote) (lobbies []string, err error)
	UnbanPlayer(ctx context.Context, id string, d store.AuditNote) error
	RecordAction(ctx context.Context, action, subject string, d store.AuditNote) error
	Audit(ctx context.Context, subject string, before int64, limit int) ([]store.AuditEntry, error)
	Days(ctx context.Context, from, to time.Time) ([]store.Day, error)
	Nodes(ctx context.Context) ([]store.ListedNode, error)

	OpenAdminSession(ctx context.Context, id string, lasts time.Duration) error
	HasAdminSession(ctx context.Context, id string) (bool, error)
	CloseAdminSession(ctx context.Context, id string) error
	OperatorSignedIn(ctx context.Context) (bool, error)
}
