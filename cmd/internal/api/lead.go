package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

type (
	directRoomInput struct {
		RoomPath
		Body struct {
			Do string `json:"do" enum:"pause,go_on,minute,end" doc:"pause: the clock stands, for a quarter of an hour at most; go_on: it runs again; minute: the round is a minute longer; end: the game ends as it is and is kept as *ended_early*." example:"pause"`
		}
	}
	setOnWallInput struct {
		GamePath
		Body struct {
			Shown bool `json:"shown" doc:"Whether the lobby's wall shows it." example:"false"`
		}
	}
)

func (a *API) registerLead() {
	register(a, huma.Operation{
		OperationID:   "directRoom",
		Method:        http.MethodPost,
		Path:          "/api/rooms/{id}/direct",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagRooms},
		Summary:       "Pause a game of your lobby, or end it",
		Description: "For the host and co-hosts of the lobby that the game is of. A room that just moves to another node answers " +
			"503: ask again. 404: the game is over.",
		Security: needsSession,
		Errors:   []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
	}, a.directRoom)
	register(a, huma.Operation{
		OperationID:   "setOnWall",
		Method:        http.MethodPut,
		Path:          "/api/games/{id}/wall",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagGames},
		Summary:       "Take a drawing off your lobby's wall, or put it back",
		Description:   "For the host and co-hosts of the lobby that the game is of. Its players keep it.",
		Security:      needsSession,
		Errors:        []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
	}, a.setOnWall)
}

func (a *API) directRoom(ctx context.Context, in *directRoomInput) (*struct{}, error) {
	g, err := a.admit(ctx, in.ID, leadIt)
	if err != nil {
		return nil, err
	}
	switch in.Body.Do {
	case "pause", "go_on":
		return nil, a.Rooms.Hold(ctx, g.ID, in.Body.Do == "pause")
	case "minute":
		return nil, a.Rooms.Extend(ctx, g.ID)
	default:
		return nil, a.Rooms.End(ctx, g.ID)
	}
}

func (a *API) setOnWall(ctx context.Context, in *setOnWallInput) (*struct{}, error) {
	g, err := a.admit(ctx, in.ID, hangIt)
	if err != nil {
		return nil, err
	}
	if err := a.Games.SetOnWall(ctx, g.ID, in.Body.Shown); err != nil {
		return nil, err
	}
	a.wallChanged(g)
	return nil, nil
}
