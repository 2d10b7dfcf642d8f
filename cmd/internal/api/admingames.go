package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// AdminGame is a game in the operator's list.
type AdminGame struct {
	ID        string      `json:"id" example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	State     string      `json:"state" enum:"live,finished,ended_early,abandoned" doc:"finished: all rounds were played; ended_early: a player or the operator ended it; abandoned: both had gone." example:"finished"`
	Lobby     string      `json:"lobby,omitempty" doc:"The code of the lobby it was matched in." example:"plum-kite-otter"`
	Title     string      `json:"title" doc:"The name of its prompt set; empty until it is dealt." example:"The lighthouse picnic"`
	Theme     string      `json:"theme" doc:"What its prompts are about." example:"under the sea"`
	Language  string      `json:"language" doc:"The language of its prompts." example:"en"`
	Paper     string      `json:"paper" doc:"The colour of its paper; empty until its prompts are dealt." example:"#FFF3CF"`
	Source    string      `json:"source,omitempty" enum:"library,openai,host" doc:"Where its prompts came from; absent until they are dealt." example:"library"`
	Model     string      `json:"model,omitempty" doc:"The model that wrote them, if one did." example:"gpt-6-luna"`
	CreatedAt time.Time   `json:"created_at" doc:"When its players were matched." example:"2026-05-01T18:30:00Z"`
	StartedAt *time.Time  `json:"started_at,omitempty" doc:"When its play began; absent if it never did." example:"2026-05-01T18:30:04Z"`
	EndedAt   *time.Time  `json:"ended_at,omitempty" doc:"When it ended; absent while it is live." example:"2026-05-01T18:33:10Z"`
	DeletedAt *time.Time  `json:"deleted_at,omitempty" doc:"When the operator deleted it; 30 days later it goes for good." example:"2026-05-09T08:00:00Z"`
	PlayMS    int64       `json:"play_ms" doc:"How long it was played, pauses left out, in milliseconds." example:"183000"`
	Strokes   int         `json:"strokes" doc:"How many strokes the drawing has." example:"212"`
	Seats     []AdminSeat `json:"seats" nullable:"false" minItems:"2" maxItems:"2" doc:"Seat 1 and seat 2."`
	Picture   string      `json:"picture,omitempty" format:"uri-reference" doc:"Where the drawing is, as a PNG. Absent while the game is live." example:"/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/drawing.png"`
}

// AdminSeat is who held a seat.
type AdminSeat struct {
	Seat   int    `json:"seat" enum:"1,2" example:"1"`
	Name   string `json:"name" doc:"Empty once the player is forgotten." example:"Mila"`
	Open   bool   `json:"open" doc:"Whether this player lets others see the game."`
	Player string `json:"player,omitempty" doc:"The player's id; absent once the player is forgotten." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

// AdminGames is one page of the games.
type AdminGames struct {
	Games      []AdminGame `json:"games" nullable:"false" doc:"In the order asked for. They can be fewer than limit before the last page, as a page looks through 10,000 games; the last page can be empty."`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
	About      *int        `json:"about,omitempty" doc:"About how many games match, on the first page only: an estimate from the database's statistics, exact when all are on it." example:"1042"`
}

// AdminGameDetail is one game and its events.
type AdminGameDetail struct {
	Game
	Source    string      `json:"source,omitempty" enum:"library,openai,host" doc:"Where its prompts came from; absent until they are dealt." example:"library"`
	Model     string      `json:"model,omitempty" doc:"The model that wrote them, if one did." example:"gpt-6-luna"`
	DeletedAt *time.Time  `json:"deleted_at,omitempty" doc:"When the operator deleted it; 30 days later it goes for good." example:"2026-05-09T08:00:00Z"`
	Epoch     uint32      `json:"epoch,omitempty" doc:"How many owners its room has had; absent once the game is kept." example:"1"`
	Players   []string    `json:"players" nullable:"false" minItems:"2" maxItems:"2" doc:"The ids of who held seat 1 and seat 2; empty once forgotten." example:"[\"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA\",\"\"]"`
	Recording string      `json:"recording,omitempty" format:"uri-reference" doc:"Where everything drawn is, in time. Absent while the game is live." example:"/api/games/7C3IXHWN2YVQ5EKRZ4PAJUSOGD/recording"`
	Events    []GameEvent `json:"events" nullable:"false" doc:"What happened beside drawing, in order. Of a live game: what is durable."`
}

// GameEvent is an entry of the journal that is not ink.
type GameEvent struct {
	Seq      uint64 `json:"seq" doc:"Its number in the journal." example:"2"`
	Clock    int64  `json:"clock" doc:"The game clock, in milliseconds of play." example:"3000"`
	Seat     int    `json:"seat" enum:"0,1,2" doc:"Whose it was; 0: the room's."`
	Event    string `json:"event" enum:"began_counting_in,round,paused,resumed,lifted,joined,gone,going_on,reaction,finished"`
	Round    int    `json:"round,omitempty" doc:"With round: its number, from 1." example:"1"`
	Reaction string `json:"reaction,omitempty" enum:"heart,star,laugh,wow,clap,question" doc:"With reaction: which."`
	How      string `json:"how,omitempty" enum:"all_rounds,ended_early,abandoned" doc:"With finished: how the game ended."`
}

// GameQuery filters the list of games.
type GameQuery struct {
	From     time.Time `query:"from" doc:"Only games created at or after this time." example:"2026-01-01T00:00:00Z"`
	To       time.Time `query:"to" doc:"Only games created before this time." example:"2026-02-01T00:00:00Z"`
	Player   string    `query:"player" maxLength:"64" doc:"Only games of the player with this id, or of players whose name has these words; the last may be only begun." example:"Mila"`
	Lobby    string    `query:"lobby" maxLength:"64" doc:"Only games of the lobby with this code." example:"plum-kite-otter"`
	Theme    string    `query:"theme" maxLength:"200" doc:"Only games about exactly this, whatever the case." example:"under the sea"`
	Language string    `query:"language" maxLength:"16" doc:"Only games whose prompts are in this language." example:"en"`
	State    string    `query:"state" enum:"live,finished,ended_early,abandoned" doc:"Only games in this state."`
	Source   string    `query:"source" maxLength:"32" doc:"Only games whose prompts came from there." example:"library"`
	Reported bool      `query:"reported" doc:"Only games of which a report is to be decided."`
	Deleted  bool      `query:"deleted" doc:"The games that the operator has deleted, instead of the others."`
	Text     string    `query:"text" maxLength:"200" doc:"Only games whose names, title, theme, caption and lobby have these words; the last may be only begun. Accents and capitals don't matter." example:"lighthouse pic"`
	Sort     string    `query:"sort" enum:"newest,oldest,longest,shortest,most_strokes,fewest_strokes" default:"newest" doc:"Their order. With text, or a name as player, only newest and oldest."`
}

// check refuses an order that the filter can't be listed in.
func (f GameQuery) check() error {
	if !f.filter().Allows(store.Order(f.Sort)) {
		return problem.InvalidField("query.sort", "must be newest or oldest with text or a player's name")
	}
	return nil
}

func (f GameQuery) filter() store.GameFilter {
	return store.GameFilter{
		From: f.From, To: f.To, Player: f.Player, Lobby: f.Lobby, Theme: f.Theme,
		Language: f.Language, State: f.State, Source: f.Source, Reported: f.Reported, Deleted: f.Deleted, Text: f.Text,
	}
}

type (
	adminGamesInput struct {
		GameQuery
		Cursor string `query:"cursor" maxLength:"200" doc:"next_cursor of the page before, with the same filter and order." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
		Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
	}
	adminGamesOutput struct {
		Body AdminGames
	}
	adminGameOutput struct {
		Body AdminGameDetail
	}
	adminGameChange struct {
		GamePath
		ReasonBody
	}
)

func (a *API) registerAdminGames() {
	register(a, huma.Operation{
		OperationID: "listAdminGames",
		Method:      http.MethodGet,
		Path:        "/api/admin/games",
		Tags:        []string{tagAdmin},
		Summary:     "All games",
		Description: "Every game, live ones too, filtered, in one of several orders, a page at a time. Filters add up.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminGames)
	a.registerExports()
	register(a, huma.Operation{
		OperationID: "getAdminGame",
		Method:      http.MethodGet,
		Path:        "/api/admin/games/{id}",
		Tags:        []string{tagAdmin},
		Summary:     "One game in full",
		Description: "Seats, names, prompts, times, events and, once it is kept, where its picture and recording are. Deleted ones, too.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getAdminGame)
	register(a, huma.Operation{
		OperationID:   "deleteAdminGame",
		Method:        http.MethodDelete,
		Path:          "/api/admin/games/{id}",
		Tags:          []string{tagAdmin},
		Summary:       "Delete a game",
		Description:   "Nobody but the operator finds a deleted game. It can be restored for 30 days; then it goes for good, with its drawing. A live game can't be deleted: close its room first.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.deleteAdminGame)
	register(a, huma.Operation{
		OperationID:   "restoreAdminGame",
		Method:        http.MethodPost,
		Path:          "/api/admin/games/{id}/restore",
		Tags:          []string{tagAdmin},
		Summary:       "Restore a deleted game",
		Description:   "It is there again as if nothing had been.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.restoreAdminGame)
}

func (a *API) listAdminGames(ctx context.Context, in *adminGamesInput) (*adminGamesOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	filter := in.filter()
	games, next, err := a.Games.ListGames(ctx, store.GamePage{
		GameFilter: filter, Order: store.Order(in.Sort), After: in.Cursor, Limit: in.Limit,
	})
	if err != nil {
		return nil, wrongCursor(err)
	}
	out := &adminGamesOutput{Body: AdminGames{Games: make([]AdminGame, len(games)), NextCursor: next}}
	for i, g := range games {
		out.Body.Games[i] = a.base.adminGameOf(g)
	}
	if in.Cursor == "" {
		about := len(games)
		if next != "" {
			estimate, err := a.Games.EstimateGames(ctx, filter)
			if err != nil {
				return nil, err
			}
			about = max(estimate, len(games)+1)
		}
		out.Body.About = &about
	}
	return out, nil
}

// wrongCursor turns ErrCursor into an error of the client.
func wrongCursor(err error) error {
	if errors.Is(err, store.ErrCursor) {
		return problem.InvalidField("query.cursor", "is none that this list gave, in this order")
	}
	return err
}

func (b base) adminGameOf(g store.ListedGame) AdminGame {
	out := AdminGame{
		ID: g.ID, State: g.State, Lobby: g.Lobby, Title: g.Title, Theme: g.Theme, Language: g.Language, Paper: g.Paper,
		Source: g.Source, Model: g.Model, CreatedAt: g.CreatedAt, StartedAt: g.StartedAt, EndedAt: g.EndedAt,
		DeletedAt: g.DeletedAt, PlayMS: g.PlayMS, Strokes: g.Strokes,
	}
	for i, name := range g.Names {
		out.Seats = append(out.Seats, AdminSeat{Seat: i + 1, Name: name, Open: g.Open[i], Player: g.Players[i]})
	}
	if g.State != store.Live {
		out.Picture = b.pictureOf(g.ID)
	}
	return out
}

func (a *API) getAdminGame(ctx context.Context, in *GamePath) (*adminGameOutput, error) {
	g, err := a.admit(ctx, in.ID, runIt)
	if err != nil {
		return nil, err
	}
	out := AdminGameDetail{Epoch: g.Epoch, DeletedAt: unlessZero(g.DeletedAt)}
	if out.Game, err = a.gameFor(ctx, g); err != nil {
		return nil, err
	}
	if g.Prompts != nil {
		out.Source, out.Model = g.Prompts.Source, g.Prompts.Model
	}
	for _, seat := range g.Seats {
		out.Players = append(out.Players, seat.Player)
	}
	if g.State != store.Live {
		out.Recording = a.base.path("/api/games/" + g.ID + "/recording")
		a.pictures.EnsureHash(requesterOf(ctx), g.Game)
	}
	stream, err := a.pictures.Stream(ctx, g.Game)
	if err != nil {
		return nil, err
	}
	if out.Events, err = eventsOf(stream); err != nil {
		return nil, err
	}
	return &adminGameOutput{Body: out}, nil
}

func (a *API) deleteAdminGame(ctx context.Context, in *adminGameChange) (*struct{}, error) {
	return nil, a.change(ctx, in, a.Operator.DeleteGame)
}

func (a *API) restoreAdminGame(ctx context.Context, in *adminGameChange) (*struct{}, error) {
	return nil, a.change(ctx, in, a.Operator.RestoreGame)
}

// change deletes or restores a game, and updates its lobby's wall.
func (a *API) change(ctx context.Context, in *adminGameChange, do func(context.Context, string, store.AuditNote) error) error {
	g, err := a.admit(ctx, in.ID, runIt)
	if err != nil {
		return err
	}
	if err := do(ctx, g.ID, in.auditNote(ctx)); err != nil {
		return err
	}
	a.wallChanged(g)
	return nil
}

// eventsOf lists a game's events other than ink.
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
