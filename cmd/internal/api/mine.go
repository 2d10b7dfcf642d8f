package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/store"
)

// MyGame is a game in the list of a player's own.
type MyGame struct {
	ID        string     `json:"id" example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	State     string     `json:"state" enum:"live,finished,ended_early,abandoned" example:"finished"`
	Title     string     `json:"title" doc:"The name of its prompt set; empty until it is dealt." example:"The lighthouse picnic"`
	Theme     string     `json:"theme" doc:"What its prompts are about." example:"under the sea"`
	Paper     string     `json:"paper" doc:"The colour of its paper; empty until its prompts are dealt." example:"#FFF3CF"`
	CreatedAt time.Time  `json:"created_at" doc:"When you were matched." example:"2026-05-01T18:30:00Z"`
	EndedAt   *time.Time `json:"ended_at,omitempty" doc:"When it ended; absent while it is live." example:"2026-05-01T18:33:10Z"`
	You       int        `json:"you" enum:"1,2" doc:"Your seat."`
	Partner   string     `json:"partner" doc:"Your partner's name; empty once they took it back." example:"Jonas"`
	Open      bool       `json:"open" doc:"Whether others may see it."`
	Picture   string     `json:"picture,omitempty" format:"uri-reference" doc:"Where the drawing is, as a PNG. Absent while the game is live." example:"/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/drawing.png"`
}

// MyGames is one page of a player's own games.
type MyGames struct {
	Games      []MyGame `json:"games" nullable:"false" doc:"The newest first."`
	NextCursor string   `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
}

type (
	myGamesOutput struct {
		Body MyGames
	}
)

func (a *API) registerMine() {
	register(a, huma.Operation{
		OperationID: "listMyGames",
		Method:      http.MethodGet,
		Path:        "/api/me/games",
		Tags:        []string{tagPlayers},
		Summary:     "Your games",
		Security:    needsSession,
		Errors:      []int{http.StatusUnprocessableEntity},
	}, a.listMyGames)
	register(a, huma.Operation{
		OperationID: "deleteMe",
		Method:      http.MethodDelete,
		Path:        "/api/me",
		Tags:        []string{tagPlayers},
		Summary:     "Be forgotten",
		Description: "Your session, your name and your places in lobbies and games go for good. Drawings stay without your name, " +
			"unless your partner is forgotten, too. Finish or leave a live game first.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsSession,
		Errors:        []int{http.StatusConflict},
	}, a.deleteMe)
	register(a, huma.Operation{
		OperationID: "deleteMyPart",
		Method:      http.MethodDelete,
		Path:        "/api/games/{id}/part",
		Tags:        []string{tagGames},
		Summary:     "Delete your part of a game",
		Description: "Your name goes from it, and you can't find it any more. When your partner deletes theirs, too, the whole game goes, with its drawing.",

		DefaultStatus: http.StatusNoContent,
		Security:      needsSession,
		Errors:        []int{http.StatusNotFound, http.StatusConflict},
	}, a.deleteMyPart)
}

func (a *API) listMyGames(ctx context.Context, in *PageQuery) (*myGamesOutput, error) {
	me := visitOf(ctx).player.ID
	games, next, err := a.Games.PlayerGames(ctx, me, in.Cursor, in.Limit)
	if err != nil {
		return nil, wrongCursor(err)
	}
	out := &myGamesOutput{Body: MyGames{Games: make([]MyGame, len(games)), NextCursor: next}}
	for i, g := range games {
		out.Body.Games[i] = MyGame{
			ID: g.ID, State: g.State, Title: g.Title, Theme: g.Theme, Paper: g.Paper, CreatedAt: g.CreatedAt, EndedAt: g.EndedAt,
			You: g.Seat, Partner: g.Partner, Open: g.Open,
		}
		if g.State != store.Live {
			out.Body.Games[i].Picture = a.base.pictureOf(g.ID)
		}
	}
	return out, nil
}

func (a *API) deleteMe(ctx context.Context, _ *struct{}) (*cookieOutput, error) {
	left, err := a.Players.ForgetPlayer(ctx, visitOf(ctx).player.ID)
	if err != nil {
		return nil, err
	}
	a.playerGone(visitOf(ctx).player.ID, left)
	return &cookieOutput{SetCookie: a.cookie.Clear().String()}, nil
}

func (a *API) deleteMyPart(ctx context.Context, in *GamePath) (*struct{}, error) {
	g, err := a.admit(ctx, in.ID, leaveIt)
	if err != nil {
		return nil, err
	}
	if err := a.Players.ForgetSeat(ctx, g.ID, visitOf(ctx).player.ID); err != nil {
		return nil, err
	}
	a.wallChanged(g)
	return nil, nil
}
