package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Matched says that you have a partner and a room.
type Matched struct {
	Room    string `json:"room" doc:"The room to go to." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Seat    int    `json:"seat" enum:"1,2" doc:"Your seat."`
	Partner string `json:"partner" doc:"Your partner's name." example:"Jonas"`
}

func (a *API) registerEvents() {
	register(a, huma.Operation{
		OperationID: "lobbyEvents",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}/events",
		Tags:        []string{tagLobbies},
		Summary:     "Follow a lobby",
		Description: "A stream of server-sent events for a member: *lobby* carries the whole lobby, at once and " +
			"whenever anything in it changes; *matched* says that you have a partner. A comment line every 15 s " +
			"keeps the connection open. You are *here* as long as a stream of yours is open.",
		Security: needsSession,
		Responses: map[string]*huma.Response{"200": {
			Description: "The stream; it ends when the server restarts or you leave the lobby.",
			Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: a.lobbyEventSchema()}},
		}},
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
			http.StatusTooManyRequests},
	}, a.lobbyEvents)
}

// lobbyEventSchema describes one event: its name and its data.
func (a *API) lobbyEventSchema() *huma.Schema {
	registry := a.huma.OpenAPI().Components.Schemas
	event := func(name string, data reflect.Type) *huma.Schema {
		return &huma.Schema{
			Type: huma.TypeObject,
			Properties: map[string]*huma.Schema{
				"event": {Type: huma.TypeString, Enum: []any{name}},
				"data":  registry.Schema(data, true, ""),
			},
			Required: []string{"event", "data"},
		}
	}
	registry.Map()["LobbyEvent"] = &huma.Schema{
		Description: "One event of a lobby's stream.",
		OneOf: []*huma.Schema{
			event("lobby", reflect.TypeFor[Lobby]()),
			event("matched", reflect.TypeFor[Matched]()),
		},
	}
	return &huma.Schema{Ref: "#/components/schemas/LobbyEvent"}
}

func (a *API) lobbyEvents(ctx context.Context, in *codeInput) (*huma.StreamResponse, error) {
	return nil, nil
}
