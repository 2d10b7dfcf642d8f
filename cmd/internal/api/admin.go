package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// AdminGame is a game as the operator sees it: live ones too, and where its
// prompts came from.
type AdminGame struct {
	Game
	Source string `json:"source,omitempty" enum:"library,openai,host" doc:"Where its prompts came from; absent until they are dealt."`
	Model  string `json:"model,omitempty" doc:"The model that wrote them, if one did." example:"gpt-6-luna"`
}

// AdminGames is one page of the games.
type AdminGames struct {
	Games      []AdminGame `json:"games" nullable:"false" doc:"The newest first."`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last."`
}

// AdminGameDetail is one game with what happened in it.
type AdminGameDetail struct {
	AdminGame
	Epoch  uint32      `json:"epoch,omitempty" doc:"How many owners its room has had; absent once the game is kept." example:"1"`
	Events []GameEvent `json:"events" nullable:"false" doc:"What happened beside drawing, in order. Of a live game: what is durable."`
}

// GameEvent is an entry of the journal that is no ink.
type GameEvent struct {
	Seq      uint64 `json:"seq" doc:"Its number in the journal." example:"2"`
	Clock    int64  `json:"clock" doc:"The game clock, in milliseconds of play." example:"3000"`
	Seat     int    `json:"seat" enum:"0,1,2" doc:"Whose it was; 0: the room's."`
	Event    string `json:"event" enum:"began_counting_in,round,paused,resumed,lifted,joined,gone,going_on,reaction,finished"`
	Round    int    `json:"round,omitempty" doc:"With round: its number, from 1." example:"1"`
	Reaction string `json:"reaction,omitempty" enum:"heart,star,laugh,wow,clap,question" doc:"With reaction: which."`
	How      string `json:"how,omitempty" enum:"all_rounds,ended_early,abandoned" doc:"With finished: how the game ended."`
}

type (
	adminGamesInput struct {
		From   time.Time `query:"from" doc:"Only games created at or after this time." example:"2026-01-01T00:00:00Z"`
		To     time.Time `query:"to" doc:"Only games created before this time." example:"2026-02-01T00:00:00Z"`
		State  string    `query:"state" enum:"live,finished,ended_early,abandoned" doc:"Only games in this state."`
		Cursor string    `query:"cursor" maxLength:"200" doc:"next_cursor of the page before."`
		Limit  int       `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
	}
	adminGamesOutput struct {
		Body AdminGames
	}
	adminGameOutput struct {
		Body AdminGameDetail
	}
)

func (a *API) registerAdmin() {
	register(a, huma.Operation{
		OperationID: "listAdminGames",
		Method:      http.MethodGet,
		Path:        "/api/admin/games",
		Tags:        []string{tagAdmin},
		Summary:     "All games",
		Description: "Every game, live ones too, the newest first, a page at a time.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminGames)
	register(a, huma.Operation{
		OperationID: "getAdminGame",
		Method:      http.MethodGet,
		Path:        "/api/admin/games/{id}",
		Tags:        []string{tagAdmin},
		Summary:     "One game in full",
		Description: "Seats, names, prompts, times, events and, once it is kept, its picture.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getAdminGame)
}

func (a *API) listAdminGames(ctx context.Context, in *adminGamesInput) (*adminGamesOutput, error) {
	games, next, err := a.Games.AdminGames(ctx, store.GameFilter{
		From: in.From, To: in.To, State: in.State, After: in.Cursor, Limit: in.Limit,
	})
	if errors.Is(err, store.ErrCursor) {
		return nil, invalid("query.cursor", "is none that this list gave")
	}
	if err != nil {
		return nil, err
	}
	out := &adminGamesOutput{Body: AdminGames{Games: make([]AdminGame, len(games)), NextCursor: next}}
	for i, g := range games {
		if out.Body.Games[i], err = a.adminGame(ctx, g); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *API) getAdminGame(ctx context.Context, in *GamePath) (*adminGameOutput, error) {
	g, err := a.game(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := AdminGameDetail{Epoch: g.Epoch}
	if out.AdminGame, err = a.adminGame(ctx, g); err != nil {
		return nil, err
	}
	if g.State != store.Live {
		if out.PictureHash, err = a.pictureHash(ctx, g); err != nil {
			return nil, err
		}
	}
	stream, err := a.streamOf(ctx, g)
	if err != nil {
		return nil, err
	}
	if out.Events, err = eventsOf(stream); err != nil {
		return nil, err
	}
	return &adminGameOutput{Body: out}, nil
}

// adminGame is a game as the operator sees it.
func (a *API) adminGame(ctx context.Context, g store.Game) (AdminGame, error) {
	game, err := a.gameFor(ctx, visit{}, g)
	out := AdminGame{Game: game}
	if g.Prompts != nil {
		out.Source, out.Model = g.Prompts.Source, g.Prompts.Model
	}
	return out, err
}

// eventsOf lists what happened in a game beside drawing.
func eventsOf(stream []byte) ([]GameEvent, error) {
	events := []GameEvent{}
	for e, err := range room.Entries(stream) {
		if err != nil {
			return nil, err
		}
		if e.Event == 0 {
			continue
		}
		event := GameEvent{Seq: e.Seq, Clock: e.At, Seat: int(e.Seat), Event: e.Event.String(), Round: e.Round}
		switch e.Event {
		case room.EventReaction:
			event.Reaction = e.Reaction.String()
		case room.EventFinished:
			event.How = e.How.String()
		default:
		}
		events = append(events, event)
	}
	return events, nil
}
