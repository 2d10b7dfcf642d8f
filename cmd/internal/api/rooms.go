package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Room is where a game is played, as one of its two players sees it.
type Room struct {
	ID    string `json:"id" doc:"The room's id, which is also its game's." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Seat  int    `json:"seat" enum:"1,2" doc:"Your seat."`
	Lobby string `json:"lobby,omitempty" doc:"The code of the lobby it was matched in." example:"plum-kite-otter"`
	State string `json:"state" enum:"live,finished,ended_early,abandoned" doc:"live: its socket takes you; anything else: the game is kept and has a drawing."`
}

type (
	roomInput struct {
		ID string `path:"id" maxLength:"64" doc:"The room's id." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	}
	roomOutput struct {
		Body Room
	}
	socketInput struct {
		roomInput
		Pen   uint32 `query:"pen" required:"true" minimum:"1" doc:"A random number that names this attach of a page to its seat; ops are numbered within it." example:"2837465019"`
		Epoch uint32 `query:"epoch" doc:"The epoch of what the page has already; 0: nothing." example:"1"`
		After uint64 `query:"after" doc:"The seq up to which the page has the journal already; 0: nothing." example:"412"`
	}
)

func (a *API) registerRooms() {
	register(a, huma.Operation{
		OperationID: "getRoom",
		Method:      http.MethodGet,
		Path:        "/api/rooms/{id}",
		Tags:        []string{tagRooms},
		Summary:     "A room of yours",
		Security:    needsSession,
		Errors:      []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
	}, a.getRoom)
	register(a, huma.Operation{
		OperationID: "roomSocket",
		Method:      http.MethodGet,
		Path:        "/api/rooms/{id}/socket",
		Tags:        []string{tagRooms},
		Summary:     "Play: the socket of a room",
		Description: "A websocket. The session says which seat. Binary frames carry ink, text frames carry JSON. " +
			"The first frame down is always *welcome*; the entries of the journal that the page lacks follow at " +
			"once. Close codes from 4000 say *come back*, those from 4100 say *do not come back by yourself*. " +
			"The frames are described in `room/doc.go` of Tandem's source.",
		Security: needsSession,
		Responses: map[string]*huma.Response{"101": {
			Description: "The socket is open.",
		}},
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusUpgradeRequired, http.StatusServiceUnavailable},
	}, a.roomSocket)
}

func (a *API) getRoom(ctx context.Context, in *roomInput) (*roomOutput, error) {
	return nil, nil
}

func (a *API) roomSocket(ctx context.Context, in *socketInput) (*huma.StreamResponse, error) {
	return nil, nil
}
