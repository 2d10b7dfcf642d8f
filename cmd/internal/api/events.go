package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/tandem-game/tandem/lobby"
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
			"whenever anything in it changes; *matched* says that you have a partner; *removed* that the host has sent you out. A comment line every 15 s " +
			"keeps the connection open. You are *here* as long as a stream of yours is open.",
		Security: needsSession,
		Responses: map[string]*huma.Response{"200": {
			Description: "The stream; it ends when the server restarts or you leave the lobby.",
			Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: a.lobbyEventSchema()}},
		}},
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
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
			event("removed", reflect.TypeFor[struct{}]()),
		},
	}
	return &huma.Schema{Ref: "#/components/schemas/LobbyEvent"}
}

func (a *API) lobbyEvents(ctx context.Context, in *CodePath) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	var events <-chan lobby.Event
	err := a.byCode(ctx, in.Code, func() (err error) {
		events, err = a.Lobbies.Follow(ctx, in.Code, v.player.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.takesLonger()
	return &huma.StreamResponse{Body: func(c huma.Context) {
		_, w := humachi.Unwrap(c)
		if err := a.follow(ctx, newStream(w), v, events); err != nil {
			a.log.DebugContext(ctx, "event stream ended", "request", v.id, "error", err)
		}
	}}, nil
}

// follow writes events until there are no more, the client is gone, or the server ends.
func (a *API) follow(ctx context.Context, s *stream, v visit, events <-chan lobby.Event) error {
	quiet := time.NewTicker(heartbeat)
	defer quiet.Stop()
	for {
		var err error
		select {
		case e, ok := <-events:
			if !ok {
				return nil
			}
			quiet.Reset(heartbeat)
			switch e := e.(type) {
			case lobby.Lobby:
				err = s.event("lobby", lobbyFor(v, e))
			case lobby.Matched:
				err = s.event("matched", Matched(e))
			case lobby.Removed:
				err = s.event("removed", struct{}{})
			}
		case <-quiet.C:
			err = s.beat()
		case <-ctx.Done():
			return nil
		case <-a.ctx.Done():
			return nil
		}
		if err != nil {
			return err
		}
	}
}
