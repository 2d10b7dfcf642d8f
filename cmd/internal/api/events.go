package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// Matched says that you have a partner and a room.
type Matched struct {
	Room    string `json:"room" doc:"The room to go to." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Seat    int    `json:"seat" enum:"1,2" doc:"Your seat."`
	Partner string `json:"partner" doc:"Your partner's name." example:"Jonas"`
	Ghost   *Ghost `json:"ghost,omitempty" doc:"Your partner is a ghost; absent: a player."`
}

// matchedFor returns a match as its player is told of it.
func matchedFor(m lobby.Matched) Matched {
	out := Matched{Room: m.Room, Seat: m.Seat, Partner: m.Partner}
	if !m.Ghost.IsZero() {
		out.Ghost = &Ghost{Seat: 3 - m.Seat, Name: m.Partner, DrawnOn: m.Ghost.UTC().Format(time.DateOnly)}
	}
	return out
}

// beatEvery is how often a page that promised to beat is asked for a sign of life.
const beatEvery = 7 * time.Second

// aboutPolling is part of the description of every operation that streams events.
const aboutPolling = " Where a proxy holds streams back, `ask` brings the same events without one."

type lobbyEventsInput struct {
	CodePath
	Beats bool `query:"beats" doc:"You promise to answer each *beat*."`
	Polling
	After string `header:"Last-Event-ID" maxLength:"64" doc:"The id of the last event you had." example:"k3f9-17"`
}

func (a *API) registerEvents() {
	register(a, huma.Operation{
		OperationID: "lobbyEvents",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}/events",
		Tags:        []string{tagLobbies},
		Summary:     "Follow a lobby",
		Description: "A stream of server-sent events for a member: *lobby* carries the whole lobby, at once; *change* " +
			"what has changed in it since (or *lobby* again, where that can't be said shorter); *matched* says that you have a partner; *chat* what is new in the chat; *removed* that the host has sent you out. A comment line every 15 s " +
			"keeps the connection open. Events of the lobby have an id: a stream opened with the last one in " +
			"Last-Event-ID goes on from there. You are *here* as long as a stream of yours is open, and for 20 s " +
			"after. With `beats=true` the stream brings a *beat* at once and every 7 s, each of which is to be answered by beat: " +
			"who doesn't for 20 s is gone, even if its connection only seems open." + aboutPolling,
		Security: needsSession,
		Responses: a.eventResponses("The stream; it ends when the server restarts or you leave the lobby.",
			"LobbyEvents", a.lobbyEventSchema()),
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.lobbyEvents)
}

// lobbyEventSchema describes one event: its name and its data.
func (a *API) lobbyEventSchema() *huma.Schema {
	return a.eventSchema("LobbyEvent", "One event of a lobby's stream.", []eventKind{
		{"lobby", reflect.TypeFor[Lobby]()},
		{"change", reflect.TypeFor[LobbyChange]()},
		{"matched", reflect.TypeFor[Matched]()},
		{"chat", reflect.TypeFor[Chat]()},
		{"removed", nil},
		{"beat", nil},
	})
}

// eventKind is one kind of event of a stream.
type eventKind struct {
	name string
	data reflect.Type // nil: an empty object
}

// eventSchema describes one event of a stream, and gives the schema a name.
func (a *API) eventSchema(name, description string, kinds []eventKind) *huma.Schema {
	registry := a.huma.OpenAPI().Components.Schemas
	s := &huma.Schema{Description: description}
	for _, k := range kinds {
		data := &huma.Schema{Type: huma.TypeObject}
		if k.data != nil {
			data = registry.Schema(k.data, true, "")
		}
		s.OneOf = append(s.OneOf, &huma.Schema{
			Type: huma.TypeObject,
			Properties: map[string]*huma.Schema{
				"event": {Type: huma.TypeString, Enum: []any{k.name}},
				"data":  data,
			},
			Required: []string{"event", "data"},
		})
	}
	registry.Map()[name] = s
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

func (a *API) lobbyEvents(ctx context.Context, in *lobbyEventsInput) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	return eventSource[lobby.Event]{
		place: "lobby " + in.Code,
		open: func(page context.Context) (events <-chan lobby.Event, err error) {
			err = a.byCode(ctx, in.Code, func() (err error) {
				events, err = a.Lobbies.Follow(page, in.Code, v.player.ID, lobby.Page{After: in.After, Beats: in.Beats})
				return err
			})
			return events, err
		},
		write: func(ctx context.Context, to sink, events <-chan lobby.Event) error {
			return a.follow(ctx, to, v, events, in.Beats)
		},
	}.answer(ctx, a, in.Polling)
}

// follow writes the events of a lobby, as a visitor may see them.
func (a *API) follow(ctx context.Context, s sink, v visit, events <-chan lobby.Event, beats bool) error {
	return pass(ctx, a.ctx.Done(), s, events, beats, func(e lobby.Event) error { return writeLobbyEvent(s, v, e) })
}

// writeLobbyEvent writes one event as a visitor may see it.
func writeLobbyEvent(s sink, v visit, e lobby.Event) error {
	switch e := e.(type) {
	case lobby.Update:
		return tellUpdate(s, v, e)
	case lobby.Matched:
		return s.event("matched", matchedFor(e))
	case lobby.ChatNews:
		return s.event("chat", chatFor(e))
	default:
		return s.event("removed", struct{}{})
	}
}

// tellUpdate writes what has changed, or the whole lobby if a change can't express it.
func tellUpdate(s sink, v visit, u lobby.Update) error {
	now := lobbyFor(v, *u.Lobby)
	if u.Before == nil {
		return s.eventWithID(u.ID, "lobby", now)
	}
	c, ok := changeOf(lobbyFor(v, *u.Before), now)
	switch {
	case !ok:
		return s.eventWithID(u.ID, "lobby", now)
	case reflect.DeepEqual(c, LobbyChange{}): // the change concerns only others
		return nil
	}
	return s.eventWithID(u.ID, "change", c)
}
