package api

import (
	"context"
	"errors"
	"regexp"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// use is something that is done with a game, and who may do it. Nobody but the operator
// finds a game that the operator has deleted.
type use struct {
	by         persons
	live, kept bool  // in which states of the game
	deleted    bool  // by its players even then
	quiet      bool  // others aren't told even of an open game that it is none of theirs
	missing    error // what those are told who may not know that there is such a game
}

// persons are those who may do something with a game.
type persons uint8

const (
	viewers      persons = iota // its players, the operator, and everybody while it is open
	itsPlayers                  // nobody else
	theOperator                 // whose token the operation has asked for
	everybodyNow                // whoever may see it without being anybody: it is open
)

// All that is done with a game.
var (
	// seeIt is to look at the drawing, and at what is told of it.
	seeIt = use{by: viewers, kept: true, missing: store.ErrNoGame}
	// showIt is to show it elsewhere.
	showIt = use{by: everybodyNow, kept: true, missing: store.ErrNoGame}
	// playIt is to be in its room.
	playIt = use{by: itsPlayers, live: true, kept: true, missing: room.ErrNoRoom}
	// repeatIt is to play again with the same partner.
	repeatIt = use{by: itsPlayers, kept: true, missing: store.ErrNoGame}
	// rateIt is to say what its prompts were like.
	rateIt = use{by: itsPlayers, kept: true, quiet: true, missing: store.ErrNoGame}
	// guardIt is to say who may see it, and whom one wants to meet no more.
	guardIt = use{by: itsPlayers, live: true, kept: true, missing: store.ErrNoGame}
	// leaveIt is to have one's part of it deleted.
	leaveIt = use{by: itsPlayers, live: true, kept: true, quiet: true, missing: store.ErrNoGame}
	// reportIt is to report the partner, whatever has become of the game.
	reportIt = use{by: itsPlayers, live: true, kept: true, deleted: true, missing: store.ErrNoGame}
	// runIt is what the operator does.
	runIt = use{by: theOperator, live: true, kept: true, missing: store.ErrNoGame}
)

// refusal is the one rule of who may do what with a game; nil lets them. seat is what
// the person held in it, 0 for who was not in it.
func (u use) refusal(g store.Game, seat int, operator bool) error {
	live, deleted := g.State == store.Live, !g.DeletedAt.IsZero()
	asOperator := operator && (u.by == viewers || u.by == theOperator)
	switch {
	case live && !u.live, !live && !u.kept:
		return u.missing
	case asOperator:
		return nil
	case u.by == theOperator, deleted && !u.deleted:
		return u.missing
	case u.by == itsPlayers && seat == 0 && !u.quiet && !deleted && (live || g.Open()):
		return problem(codeNotYourSeat, "")
	case seat != 0 && u.by != everybodyNow, g.Open() && u.by != itsPlayers:
		return nil
	default:
		return u.missing
	}
}

// admission is a game that the visitor may do something with. Whatever leads to a drawing
// takes one, and only admit makes it.
type admission struct {
	store.Game
	seat int // the visitor's; 0 if it held none, or if that was not asked
}

// idForm is what crypto/rand.Text makes.
var idForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// admit reads a game for a use, or refuses it. What can't be an id never gets to the
// database, which takes no string with a zero byte in it.
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
	if v, err = a.visitor(ctx); err != nil {
		return admission{}, err
	}
	seat := v.seatIn(g)
	return admission{g, seat}, u.refusal(g, seat, v.operator.ok())
}

// wallChanged has the pages of a game's lobby told that it hangs on the wall, or doesn't.
func (a *API) wallChanged(g admission) {
	if g.Lobby != "" {
		a.Lobbies.Changed(g.Lobby)
	}
}

// seatIn is the seat that the visit's player held in a game; 0 if none.
func (v visit) seatIn(g store.Game) int {
	for i, s := range g.Seats {
		if v.player != nil && v.player.ID == s.Player {
			return i + 1
		}
	}
	return 0
}
