package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Player is a guest: a name and an unguessable session, no account.
type Player struct {
	ID   string `json:"id" doc:"The player's id. It is no secret: everybody in a lobby sees it." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name string `json:"name" doc:"The name the others see." example:"Mila"`
}

type (
	putMeInput struct {
		Body struct {
			Name string `json:"name" minLength:"1" maxLength:"24" doc:"1 to 24 characters. Control characters and invisible ones are removed." example:"Mila"`
		}
	}
	meOutput struct {
		SetCookie string `header:"Set-Cookie" doc:"The guest session, for 400 days."`
		Body      Player
	}
	getMeOutput struct {
		Body Player
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
			"who you are from then on. Sessions are made by the server only; an unknown cookie is replaced.",
		Errors: []int{http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests},
	}, a.putMe)
	register(a, huma.Operation{
		OperationID: "getMe",
		Method:      http.MethodGet,
		Path:        "/api/me",
		Tags:        []string{tagPlayers},
		Summary:     "Who you are",
		Security:    needsSession,
		Errors:      []int{http.StatusUnauthorized},
	}, a.getMe)
}

func (a *API) putMe(ctx context.Context, in *putMeInput) (*meOutput, error) {
	return nil, nil
}

func (a *API) getMe(ctx context.Context, _ *struct{}) (*getMeOutput, error) {
	return nil, nil
}
