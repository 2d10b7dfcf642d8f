package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// AdminLobby is a lobby that is open.
type AdminLobby struct {
	Code      string    `json:"code" example:"plum-kite-otter"`
	Host      string    `json:"host" doc:"The host's name." example:"Mila"`
	CreatedAt time.Time `json:"created_at" example:"2026-05-01T18:30:00Z"`
	Members   int       `json:"members" example:"12"`
	Live      int       `json:"live" doc:"Games under way." example:"5"`
	Games     int       `json:"games" doc:"All games made in it." example:"31"`
}

// AdminLobbies is one page of the open lobbies.
type AdminLobbies struct {
	Lobbies    []AdminLobby `json:"lobbies" nullable:"false" doc:"The newest first."`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
}

type (
	// PageQuery is a page of a list.
	PageQuery struct {
		Cursor string `query:"cursor" maxLength:"200" doc:"next_cursor of the page before." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
		Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"How many at most."`
	}
	adminLobbiesOutput struct {
		Body AdminLobbies
	}
	adminLobbyChange struct {
		Code string `path:"code" maxLength:"64" doc:"The lobby's code." example:"plum-kite-otter"`
		ReasonBody
	}
	adminRoomChange struct {
		RoomPath
		ReasonBody
	}
)

func (a *API) registerAdminLive() {
	register(a, huma.Operation{
		OperationID: "listAdminLobbies",
		Method:      http.MethodGet,
		Path:        "/api/admin/lobbies",
		Tags:        []string{tagAdmin},
		Summary:     "Open lobbies",
		Description: "Rooms that are open are the games whose state is live.",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminLobbies)
	register(a, huma.Operation{
		OperationID:   "closeAdminLobby",
		Method:        http.MethodPost,
		Path:          "/api/admin/lobbies/{code}/close",
		Tags:          []string{tagAdmin},
		Summary:       "Close a lobby",
		Description:   "Nobody comes in or is matched there any more. Games under way go on.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.closeAdminLobby)
	register(a, huma.Operation{
		OperationID:   "closeAdminRoom",
		Method:        http.MethodPost,
		Path:          "/api/admin/rooms/{id}/close",
		Tags:          []string{tagAdmin},
		Summary:       "Close a room",
		Description:   "Its game ends at once and is kept as *ended_early*; its players see what they have drawn.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.closeAdminRoom)
}

func (a *API) listAdminLobbies(ctx context.Context, in *PageQuery) (*adminLobbiesOutput, error) {
	lobbies, next, err := a.Operator.OpenLobbies(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, wrongCursor(err)
	}
	out := &adminLobbiesOutput{Body: AdminLobbies{Lobbies: make([]AdminLobby, len(lobbies)), NextCursor: next}}
	for i, l := range lobbies {
		out.Body.Lobbies[i] = AdminLobby(l)
	}
	return out, nil
}

func (a *API) closeAdminLobby(ctx context.Context, in *adminLobbyChange) (*struct{}, error) {
	code := lobby.Normalize(in.Code)
	if err := a.Operator.CloseLobby(ctx, code, in.auditNote(ctx)); err != nil {
		return nil, err
	}
	a.Lobbies.Changed(code)
	return nil, nil
}

func (a *API) closeAdminRoom(ctx context.Context, in *adminRoomChange) (*struct{}, error) {
	if err := a.Rooms.End(ctx, in.ID); err != nil {
		return nil, err
	}
	return nil, a.Operator.RecordAction(ctx, "close_room", in.ID, in.auditNote(ctx))
}
