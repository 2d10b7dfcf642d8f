package api

import (
	"context"
	"errors"
	"regexp"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// use is an action on a game, and who may do it. Only the operator finds a game that the
// operator has deleted.
type use struct {
	by         persons
	live, kept bool  // in which states of the game the action is possible
	deleted    bool  // its players may do it even after the operator deleted the game
	quiet      bool  // refuse others as if the game didn't exist, even if it is open
	missing    error // the error for those who may not know that the game exists
}

// persons are those who may do something with a game.
type persons uint8

const (
	viewers      persons = iota // its players, the operator, and everybody while the game is open
	itsPlayers                  // nobody else
	theWall                     // its players, the operator, and while it is open who may see its lobby's wall
	itsHosts                    // host and co-hosts of the lobby it is of
	theOperator                 // the operation requires the operator's token
	everybodyNow                // whoever may see it without a session, because it is open
)

// All actions on a game.
var (
	// seeIt is to look at the drawing and read about it.
	seeIt = use{by: viewers, kept: true, missing: store.ErrNoGame}
	// showIt is to show it on other sites: in the preview of a link, or embedded.
	showIt = use{by: everybodyNow, kept: true, missing: store.ErrNoGame}
	// playIt is to be in its room.
	playIt = use{by: itsPlayers, live: true, kept: true, missing: room.ErrNoRoom}
	// watchIt is to see it being drawn.
	watchIt = use{by: theWall, live: true, missing: room.ErrNoRoom}
	// leadIt is to pause it for its players, or to end it; hangIt to have the lobby's wall show
	// it, or not.
	leadIt = use{by: itsHosts, live: true, missing: room.ErrNoRoom}
	hangIt = use{by: itsHosts, live: true, kept: true, missing: store.ErrNoGame}
	// repeatIt is to play again with the same partner.
	repeatIt = use{by: itsPlayers, kept: true, missing: store.ErrNoGame}
	// rateIt is to rate its prompts.
	rateIt = use{by: itsPlayers, kept: true, quiet: true, missing: store.ErrNoGame}
	// guardIt is to say who may see it, and to block its partner.
	guardIt = use{by: itsPlayers, live: true, kept: true, missing: store.ErrNoGame}
	// leaveIt is to have one's own part in it deleted.
	leaveIt = use{by: itsPlayers, live: true, kept: true, quiet: true, missing: store.ErrNoGame}
	// reportIt is to report the partner, whatever the state of the game.
	reportIt = use{by: itsPlayers, live: true, kept: true, deleted: true, missing: store.ErrNoGame}
	// runIt is what the operator does.
	runIt = use{by: theOperator, live: true, kept: true, missing: store.ErrNoGame}
)

// refusal is the one rule of who may do what with a game; nil allows it. seat is the seat
// that the person held in it, 0 for none.
func (u use) refusal(g store.Game, seat int, operator bool) error {
	live, deleted := g.State == store.Live, !g.DeletedAt.IsZero()
	asOperator := operator && (u.by == viewers || u.by == theWall || u.by == theOperator)
	switch {
	case live && !u.live, !live && !u.kept:
		return u.missing
	case asOperator:
		return nil
	case u.by == theOperator, deleted && !u.deleted:
		return u.missing
	case u.by == itsPlayers && seat == 0 && !u.quiet && !deleted && (live || g.Open()):
		return problem.New(problem.NotYourSeat, "")
	case u.by == theWall && seat == 0 && g.Open() && g.Lobby != "":
		return lobby.ErrNotMember // unless admit finds that the visitor may see the wall
	case u.by == itsHosts && g.Open() && g.Lobby != "":
		return lobby.ErrNotHost // likewise
	case u.by == itsHosts:
		return u.missing
	case seat != 0 && u.by != everybodyNow, g.Open() && u.by != itsPlayers:
		return nil
	default:
		return u.missing
	}
}

// admission is a game and the visitor's permission to act on it. Every function that leads
// to a drawing takes an admission, and only admit makes one.
type admission struct {
	store.Game
	seat int // the visitor's; 0 if it held none, or if nobody asked
}

// idForm is the form of an id from crypto/rand.Text.
var idForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// admit reads a game for an action, or refuses it. It rejects malformed ids before they
// reach the database, which refuses a string with a zero byte.
func (a *API) admit(ctx context.Context, id string, u use) (admission, error) {
	if !idForm.MatchString(id) {
		return admission{}, u.missing
	}
	g, err := a.Games.Game(ctx, id)
	if errors.Is(err, store.ErrNoGame) {
		return admission{}, u.missing
	}
	if err != nil {
		return admission{}, err
	}
	v := visitOf(ctx)
	if u.refusal(g, 0, v.operator.ok()) == nil {
		return admission{Game: g, seat: v.seatIn(g)}, nil
	}
	if u.by == everybodyNow {
		return admission{}, u.missing // whoever asks
	}
	if v, err = a.visitor(ctx); err != nil {
		return admission{}, err
	}
	seat := v.seatIn(g)
	refused := u.refusal(g, seat, v.operator.ok())
	may := false
	switch {
	case errors.Is(refused, lobby.ErrNotMember):
		may, err = a.Lobbies.MayWatch(ctx, g.Lobby, v.playerID())
	case errors.Is(refused, lobby.ErrNotHost):
		may, err = a.Lobbies.Leads(ctx, g.Lobby, v.playerID())
	}
	if err != nil {
		return admission{}, err
	}
	if may {
		refused = nil
	}
	return admission{g, seat}, refused
}

// wallChanged tells the pages of a game's lobby that the game was put on the wall, or taken
// off.
func (a *API) wallChanged(g admission) {
	if g.Lobby != "" {
		a.Lobbies.Changed(g.Lobby)
	}
}

// playerID returns the id of the visit's player; "" if there is none.
func (v visit) playerID() string {
	if v.player == nil {
		return ""
	}
	return v.player.ID
}

// seatIn returns the seat that the visit's player held in a game; 0 if none.
func (v visit) seatIn(g store.Game) int {
	for i, s := range g.Seats {
		if v.player != nil && v.player.ID == s.Player {
			return i + 1
		}
	}
	return 0
}
