package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/cmd/internal/session"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// Player is a guest: a name and an unguessable session, no account.
type Player struct {
	ID   string `json:"id" doc:"The player's id. It is no secret: everybody in a lobby sees it." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name string `json:"name" doc:"The name the others see." example:"Mila"`
}

// PutMe is the body of putMe.
type PutMe struct {
	Name string `json:"name" minLength:"1" maxLength:"200" cleaned:"true" doc:"1 to 24 characters as people count them, once invisible ones are removed that nothing needs and accents are composed." example:"Mila"`
}

type (
	putMeInput struct {
		Sender
		Body PutMe
	}
	meOutput struct {
		SetCookie string `header:"Set-Cookie" doc:"The guest session, for 400 days."`
		Body      Player
	}
	getMeOutput struct {
		Status    int
		SetCookie string `header:"Set-Cookie" doc:"The same session, for another 400 days."`
		Body      *Player
	}
)

func (a *API) registerPlayers() {
	register(a, huma.Operation{
		OperationID: "putMe",
		Method:      http.MethodPut,
		Path:        "/api/me",
		Tags:        []string{tagPlayers},
		Summary:     "Name yourself",
		Description: "Sets your name. Without a session it also begins one: the answer sets a cookie that says " +
			"who you are from then on. Sessions are made by the server only; an unknown cookie is replaced. For a day after a ban nobody " +
			"new comes in from where the banned player was, unless many others are there.",
		Errors: []int{http.StatusForbidden, http.StatusTooManyRequests},
	}, a.putMe)
	register(a, huma.Operation{
		OperationID: "getMe",
		Method:      http.MethodGet,
		Path:        "/api/me",
		Tags:        []string{tagPlayers},
		Summary:     "Who you are",
		Description: "204 for who has not named themselves yet: whoever comes for the first time asks, and that is no error.",
		Responses:   map[string]*huma.Response{"204": {Description: "You have no session."}},
		Errors:      []int{http.StatusForbidden},
	}, a.getMe)
}

func (a *API) putMe(ctx context.Context, in *putMeInput) (*meOutput, error) {
	name, err := lobby.CleanName(in.Body.Name)
	if errors.Is(err, lobby.ErrNameUnfit) {
		return nil, err
	}
	if err != nil {
		return nil, problem.InvalidField("body.name", err.Error())
	}
	player, err := a.playerOf(ctx)
	if err != nil {
		return nil, err
	}
	v := visitOf(ctx)
	token := v.token
	a.warnOfScheme(ctx, in.Sender)
	if player == nil {
		if p := a.cookieRefused(ctx, in.Sender); p != nil {
			return nil, p
		}
		if !a.sessions.Take(v.client) {
			return nil, problem.New(problem.TooMany, "Too many new players came from your address. Wait a little.")
		}
		if err := a.letNewcomer(ctx); err != nil {
			return nil, err
		}
		token = session.Mint()
	} else if player.Name != name && !a.renames.Take(player.ID) {
		return nil, problem.New(problem.TooMany, "You have changed your name often. Wait a little.")
	}
	p, err := a.Players.UpsertPlayer(ctx, token.Hash(), name)
	if err != nil {
		return nil, err
	}
	a.see(ctx, p.ID, v.client)
	if player != nil && player.Name != p.Name {
		a.Lobbies.PlayerChanged(p.ID)
	}
	return &meOutput{
		SetCookie: a.cookie.Set(token).String(),
		Body:      Player{ID: p.ID, Name: p.Name},
	}, nil
}

func (a *API) getMe(ctx context.Context, in *Sender) (*getMeOutput, error) {
	player, err := a.playerOf(ctx)
	if err != nil {
		return nil, err
	}
	if player == nil {
		if p := a.cookieRefused(ctx, *in); p != nil {
			return nil, p
		}
		return &getMeOutput{Status: http.StatusNoContent}, nil
	}
	cookie := a.cookie.Set(visitOf(ctx).token).String()
	return &getMeOutput{Status: http.StatusOK, SetCookie: cookie, Body: player}, nil
}

// playerOf returns the player of the request's session; nil if it has none that the server
// knows.
func (a *API) playerOf(ctx context.Context) (*Player, error) {
	v := visitOf(ctx)
	if v.player != nil || v.token == "" {
		return v.player, nil
	}
	p, err := a.Players.PlayerBySession(ctx, v.token.Hash())
	switch {
	case errors.Is(err, store.ErrNoPlayer):
		return nil, nil
	case err != nil:
		return nil, err
	}
	if p.Banned {
		return nil, problem.New(problem.Banned, "")
	}
	a.see(ctx, p.ID, v.client)
	return &Player{ID: p.ID, Name: p.Name}, nil
}

// visitor returns the visit, with its player if the request has a session, for operations
// that need none but answer more to a player.
func (a *API) visitor(ctx context.Context) (visit, error) {
	v := visitOf(ctx)
	player, err := a.playerOf(ctx)
	if banned := (*problem.Problem)(nil); errors.As(err, &banned) {
		err = nil // treat as nobody
	}
	v.player = player
	return v, err
}
