package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store"
)

// Ghost is recorded ink that holds a seat in a player's place.
type Ghost struct {
	Seat    int    `json:"seat" enum:"1,2" doc:"The seat that it holds."`
	Name    string `json:"name" doc:"The name that its player used; empty once the player has taken it back." example:"Ada"`
	DrawnOn string `json:"drawn_on" format:"date" doc:"The day on which somebody left that ink (UTC)." example:"2026-06-03"`
}

// SetLending is the body of setLending.
type SetLending struct {
	Lent bool `json:"lent" doc:"true: my half may play with others; false: not any more."`
}

type (
	matchedOutput struct {
		Body Matched
	}
	lendingInput struct {
		GamePath
		Body SetLending
	}
)

func (a *API) registerGhosts() {
	register(a, huma.Operation{
		OperationID: "playWithGhost",
		Method:      http.MethodPost,
		Path:        "/api/quick/ghost",
		Tags:        []string{tagQuick},
		Summary:     "Draw with a ghost",
		Description: "Gives you a game at once, in which ink that somebody left in an earlier game plays on the other seat, at its " +
			"own moments. It is of your language and difficulty, never your own, and none that you have met; if players have left " +
			"none, it is one of those that ship with Tandem. A ticket of yours is used up.",
		Security: needsSession,
		Errors:   []int{http.StatusConflict, http.StatusTooManyRequests},
	}, a.playWithGhost)
	register(a, huma.Operation{
		OperationID: "playWithGhostMeanwhile",
		Method:      http.MethodPost,
		Path:        "/api/lobbies/{code}/ghost",
		Tags:        []string{tagLobbies},
		Summary:     "Draw with a ghost while the others draw",
		Description: "For who is left over: gives you a game of this lobby at once, with a ghost; see playWithGhost. It is of the " +
			"lobby's language and difficulty. You are ready no more.",
		Security: needsSession,
		Errors:   []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests},
	}, a.playWithGhostMeanwhile)
	register(a, huma.Operation{
		OperationID: "setLending",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/lending",
		Tags:        []string{tagGames},
		Summary:     "Let your half of a game play with others, or not",
		Description: "Your half, with the name that you used, becomes a ghost: see playWithGhost. Taken back, it is dealt no more at " +
			"once; games that it plays in go on. A game that is deleted, reported, made private, or taken back by one of its players " +
			"has no ghost.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound},
	}, a.setLending)
}

func (a *API) playWithGhost(ctx context.Context, in *waitInput) (*matchedOutput, error) {
	if err := a.takeReadiness(ctx); err != nil {
		return nil, err
	}
	w := lobby.Wish{Language: in.Body.Language, Difficulty: prompts.Difficulty(in.Body.Difficulty)}
	m, err := a.Quick.PlayWithGhost(ctx, "", visitOf(ctx).player.ID, w)
	if err != nil {
		return nil, err
	}
	return &matchedOutput{Body: matchedFor(m)}, nil
}

func (a *API) playWithGhostMeanwhile(ctx context.Context, in *CodePath) (*matchedOutput, error) {
	if err := a.takeReadiness(ctx); err != nil {
		return nil, err
	}
	player := visitOf(ctx).player.ID
	var out matchedOutput
	err := a.byCode(ctx, in.Code, func() error {
		code, wish, err := a.Lobbies.Meanwhile(ctx, in.Code, player)
		if err != nil {
			return err
		}
		m, err := a.Quick.PlayWithGhost(ctx, code, player, wish)
		out.Body = matchedFor(m)
		return err
	})
	return &out, err
}

func (a *API) setLending(ctx context.Context, in *lendingInput) (*betweenOutput, error) {
	g, err := a.admit(ctx, in.ID, guardIt)
	if err != nil {
		return nil, err
	}
	if err := a.Safety.LendInk(ctx, g.ID, visitOf(ctx).player.ID, in.Body.Lent); err != nil {
		return nil, err
	}
	return a.getBetween(ctx, &in.GamePath)
}

// ghostOf returns the ghost of a game; nil if it has none.
func ghostOf(g store.Game) *Ghost {
	if g.Ghost == nil {
		return nil
	}
	return &Ghost{Seat: g.Ghost.Seat, Name: g.Seats[g.Ghost.Seat-1].Name, DrawnOn: g.Ghost.DrawnAt.UTC().Format(time.DateOnly)}
}
