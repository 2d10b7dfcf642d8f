package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
)

// wallPulse is how soon the server learns that a wall is gone. Nobody waits for it.
var wallPulse = pulse{every: heartbeat, within: heartbeat}

type wallEventsInput struct {
	CodePath
	Polling
	After string `header:"Last-Event-ID" maxLength:"64" doc:"The id of the last event you had." example:"k3f9-17"`
	Beats bool   `query:"beats" doc:"The stream brings a *beat* at once and every 7 s, which needs no answer."`
}

func (a *API) registerWall() {
	register(a, huma.Operation{
		OperationID: "wallEvents",
		Method:      http.MethodGet,
		Path:        "/api/lobbies/{code}/wall",
		Tags:        []string{tagLobbies},
		Summary:     "Follow a lobby's wall",
		Description: "A stream of server-sent events for a screen that shows what the lobby draws, for its members and, while " +
			"the lobby is public, for everybody: *lobby* and *change*, as in the stream of a member. It makes nobody *here*. " +
			"A lobby has 32 of them at most. `watchRoom` brings the ink." + aboutPolling,
		Responses: a.eventResponses("The stream; it ends when the server restarts, the lobby closes or you may not see its wall any more.",
			"WallEvents", a.eventSchema("WallEvent", "One event of a wall's stream.", []eventKind{
				{"lobby", reflect.TypeFor[Lobby]()},
				{"change", reflect.TypeFor[LobbyChange]()},
				{"beat", nil},
			})),
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.wallEvents)
	register(a, huma.Operation{
		OperationID: "watchRoom",
		Method:      http.MethodGet,
		Path:        "/api/rooms/{id}/watch",
		Tags:        []string{tagRooms},
		Summary:     "Watch a room",
		Description: "A websocket that brings the ink of a live game for the wall of its lobby, to those who may see that: its " +
			"members and, while it is public, everybody. Binary frames carry the entries of the journal from its beginning, " +
			"whole ones, at most five frames a second; they hold no prompts. Send nothing. Close codes as for the socket of a " +
			"seat: after 4101 the game is kept. A room has 128 watchers at most.",
		DefaultStatus: http.StatusSwitchingProtocols,
		Responses: map[string]*huma.Response{"101": {
			Description: "The socket is open.",
		}},
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusUpgradeRequired, http.StatusTooManyRequests},
	}, a.watchRoom)
}

func (a *API) wallEvents(ctx context.Context, in *wallEventsInput) (*huma.StreamResponse, error) {
	v, err := a.visitor(ctx)
	if err != nil {
		return nil, err
	}
	ctx = withVisit(ctx, v)
	return eventSource[lobby.Event]{
		place: "wall of " + in.Code,
		open: func(page context.Context) (events <-chan lobby.Event, err error) {
			err = a.byCode(ctx, in.Code, func() (err error) {
				events, err = a.Lobbies.FollowWall(page, in.Code, v.playerID(), lobby.Page{After: in.After})
				return err
			})
			return events, err
		},
		write: func(ctx context.Context, to sink, events <-chan lobby.Event) error {
			return a.follow(ctx, to, visit{address: v.address}, events, in.Beats) // as somebody who isn't in it
		},
	}.answer(ctx, a, in.Polling)
}

func (a *API) watchRoom(ctx context.Context, in *RoomPath) (*huma.StreamResponse, error) {
	g, err := a.admit(ctx, in.ID, watchIt)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		r, w := humachi.Unwrap(c)
		a.serveWatcher(w, r, g)
	}}, nil
}

// serveWatcher opens a socket and has the room show itself.
func (a *API) serveWatcher(w http.ResponseWriter, r *http.Request, g admission) {
	if !isUpgrade(r) {
		a.warnOfUpgrade(r)
		a.base.refuse(w, problem.New(problem.NotASocket, ""))
		return
	}
	live, err := a.Rooms.Open(r.Context(), g.ID)
	if err != nil {
		a.base.refuse(w, a.problemOf(r.Context(), err))
		return
	}
	watcher, err := live.Watch()
	if err != nil {
		a.base.refuse(w, a.problemOf(r.Context(), err))
		return
	}
	if !a.sockets.enter() {
		watcher.Leave()
		a.base.refuse(w, problem.New(problem.Unavailable, ""))
		return
	}
	s, err := openSocket(w, r, wallPulse)
	if err != nil {
		watcher.Leave()
		a.sockets.leave()
		a.log.DebugContext(r.Context(), "socket not opened", "request", visitOf(r.Context()).id, "error", err)
		return
	}
	go func() { // as for the socket of a seat: net/http frees what it holds
		defer a.sockets.leave()
		if err := watcher.Serve(a.ctx, s); err != nil {
			a.log.DebugContext(a.ctx, "watcher's socket ended", "room", g.ID, "error", err)
		}
	}()
}
