package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// Again is who wants to play again.
type Again struct {
	You     bool `json:"you" doc:"You want to."`
	Partner bool `json:"partner" doc:"Your partner wants to."`
	There   bool `json:"there" doc:"Your partner is there: a stream of its is open."`
}

// SayAgain is the body of sayAgain.
type SayAgain struct {
	Again bool `json:"again" doc:"true: I want to play again; false: not any more."`
}

type (
	againOutput struct {
		Body Again
	}
	againEventsInput struct {
		GamePath
		Beats bool `query:"beats" doc:"You promise to answer each *beat*."`
		Polling
	}
	sayAgainInput struct {
		GamePath
		Body SayAgain
	}
)

func (a *API) registerAgain() {
	register(a, huma.Operation{
		OperationID: "sayAgain",
		Method:      http.MethodPut,
		Path:        "/api/games/{id}/again",
		Tags:        []string{tagGames},
		Summary:     "Say that you want to play again with the same partner",
		Description: "When both want to, both hear *matched*. What you say holds as long as a stream of yours is open, and for 20 s after.",
		Security:    needsSession,
		Errors:      []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, a.sayAgain)
	register(a, huma.Operation{
		OperationID: "againEvents",
		Method:      http.MethodGet,
		Path:        "/api/games/{id}/again/events",
		Tags:        []string{tagGames},
		Summary:     "Hear whether your partner wants to play again",
		Description: "A stream of server-sent events for the two players of a kept game: *again* says who wants to, at once " +
			"and when that changes; *matched* that you play again. A comment line every 15 s keeps the connection open. With " +
			"`beats=true` the stream brings a *beat* at once and every 7 s, each of which is to be answered by beatAgain: " +
			"the stream of who doesn't for 20 s is closed. Who is still a member of the lobby where the game was played is " +
			"*looking* there, hears of it (*lobby*, *change*) and of its matches, and answers each *beat* by beat, too." + aboutPolling,
		Security: needsSession,
		Responses: a.eventResponses("The stream.", "AgainEvents", a.eventSchema("AgainEvent", "One event after a game.", []eventKind{
			{"again", reflect.TypeFor[Again]()},
			{"matched", reflect.TypeFor[Matched]()},
			{"lobby", reflect.TypeFor[Lobby]()},
			{"change", reflect.TypeFor[LobbyChange]()},
			{"removed", nil},
			{"beat", nil},
		})),
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
	}, a.againEvents)
	register(a, huma.Operation{
		OperationID:   "beatAgain",
		Method:        http.MethodPut,
		Path:          "/api/games/{id}/again/beat",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagGames},
		Summary:       "Say that you are there",
		Description:   "The answer to each *beat* of againEvents.",
		Security:      needsSession,
	}, a.beatAgain)
}

func (a *API) beatAgain(ctx context.Context, in *GamePath) (*struct{}, error) {
	a.Again.Beat(in.ID, visitOf(ctx).player.ID)
	return nil, nil
}

func (a *API) sayAgain(ctx context.Context, in *sayAgainInput) (*againOutput, error) {
	if _, err := a.admit(ctx, in.ID, repeatIt); err != nil {
		return nil, err
	}
	w, err := a.Again.Say(ctx, in.ID, visitOf(ctx).player.ID, in.Body.Again)
	if err != nil {
		return nil, err
	}
	return &againOutput{Body: Again(w)}, nil
}

func (a *API) againEvents(ctx context.Context, in *againEventsInput) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	g, err := a.admit(ctx, in.ID, repeatIt)
	if err != nil {
		return nil, err
	}
	return eventSource[lobby.AgainEvent]{
		place: "again " + in.ID,
		open: func(ctx context.Context) (<-chan lobby.AgainEvent, error) {
			return lobby.FollowAfterGame(ctx, a.Again, a.Lobbies, lobby.AgainPage{
				Game: in.ID, Lobby: g.Lobby, Player: v.player.ID, Beats: in.Beats,
			})
		},
		write: func(ctx context.Context, s sink, events <-chan lobby.AgainEvent) error {
			return pass(ctx, a.ctx.Done(), s, events, in.Beats, func(e lobby.AgainEvent) error {
				switch e := e.(type) {
				case lobby.Wishes:
					return s.event("again", Again(e))
				case lobby.Matched:
					return writeLobbyEvent(s, v, e)
				case lobby.GameLobbyEvent:
					return writeLobbyEvent(s, v, e.Event)
				}
				return nil
			})
		},
	}.answer(ctx, a, in.Polling)
}
