package api

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/page"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// Room is where a game is played, as one of its two players sees it.
type Room struct {
	ID    string `json:"id" doc:"The room's id, which is also its game's." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Seat  int    `json:"seat" enum:"1,2" doc:"Your seat."`
	Lobby string `json:"lobby,omitempty" doc:"The code of the lobby it was matched in." example:"plum-kite-otter"`
	Ghost *Ghost `json:"ghost,omitempty" doc:"Your partner is a ghost; absent: a player."`
	State string `json:"state" enum:"live,finished,ended_early,abandoned" doc:"live: its socket takes you; anything else: the game is kept and has a drawing."`
}

// RoomPath is the room that a path names.
type RoomPath struct {
	ID string `path:"id" maxLength:"64" doc:"The room's id." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
}

type (
	roomOutput struct {
		Body Room
	}
	livePictureOutput struct {
		Seq          uint64 `header:"Picture-Seq" doc:"The seq of the last entry that it shows."`
		Epoch        uint32 `header:"Picture-Epoch" doc:"The epoch that the seq is of, as in the socket's *welcome*; 0: the game is kept."`
		CacheControl string `header:"Cache-Control"`
		ContentType  string `header:"Content-Type"`
		Body         []byte
	}
	socketInput struct {
		RoomPath
		Pen       uint32   `query:"pen" required:"true" minimum:"1" maximum:"4294967295" doc:"A random number that names this attach of a page to its seat; ops are numbered within it." example:"2837465019"`
		Earlier   []uint32 `query:"earlier" maxItems:"15" doc:"Pens of earlier pages whose ops may not be durable, oldest first: this page sends on what they left." example:"[51966]"`
		Epoch     uint32   `query:"epoch" maximum:"4294967295" doc:"The epoch of what the page has already; 0: nothing." example:"1"`
		After     uint64   `query:"after" doc:"The seq up to which the page has the journal already; 0: nothing." example:"412"`
		Reconnect bool     `query:"reconnect" doc:"The page reconnects by itself: it takes the seat from no other page that is connected, and is closed with 4100 then."`
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
		Errors:      []int{http.StatusForbidden, http.StatusNotFound},
	}, a.getRoom)
	register(a, huma.Operation{
		OperationID: "getRoomPicture",
		Method:      http.MethodGet,
		Path:        "/api/rooms/{id}/picture.qoi",
		Tags:        []string{tagRooms},
		Summary:     "The drawing of a room of yours, as it is now",
		Description: "It can stand in while a page that comes late folds all entries itself: it shows them up to " +
			"*Picture-Seq*, with the strokes that are open then. A look draws only what is new since the last one; " +
			"of long games much is drawn before anybody looks. It comes as a QOI (https://qoiformat.org), " +
			"2048 x 1536 pixels, as that is made and read at once.",
		Security:  needsSession,
		Responses: map[string]*huma.Response{"200": fileResponse("image/qoi", "The picture.")["200"]},
		Errors:    []int{http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests},
	}, a.getRoomPicture)
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
		Security:      needsSession,
		DefaultStatus: http.StatusSwitchingProtocols,
		Responses: map[string]*huma.Response{"101": {
			Description: "The socket is open.",
		}},
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusUpgradeRequired},
	}, a.roomSocket)
}

func (a *API) getRoom(ctx context.Context, in *RoomPath) (*roomOutput, error) {
	g, err := a.admit(ctx, in.ID, playIt)
	if err != nil {
		return nil, err
	}
	return &roomOutput{Body: Room{ID: g.ID, Seat: g.seat, Lobby: g.Lobby, Ghost: ghostOf(g.Game), State: g.State}}, nil
}

// getRoomPicture draws what a room shows now, for a page that joins late.
func (a *API) getRoomPicture(ctx context.Context, in *RoomPath) (*livePictureOutput, error) {
	g, err := a.admit(ctx, in.ID, playIt)
	if err != nil {
		return nil, err
	}
	if !a.livePictures.Take(visitOf(ctx).client) {
		return nil, problem.New(problem.TooMany, "")
	}
	picture, err := a.pictures.Live(ctx, requesterOf(ctx), g.Game)
	if err != nil {
		return nil, err
	}
	return &livePictureOutput{
		Seq: picture.Seq, Epoch: picture.Epoch, CacheControl: cacheNothing, ContentType: "image/qoi", Body: picture.QOI,
	}, a.send(ctx, picture.Size)
}

// serveRoom serves the page of a room. It tells the browser at once what the page will
// request first: the room and, for a long game, its picture, which also takes the server a
// moment.
func (a *API) serveRoom(w http.ResponseWriter, r *http.Request) {
	id := chi.URLParam(r, "id")
	address := "api/rooms/" + url.PathEscape(id)
	head := preload(address)
	if a.Rooms.Length(id) >= pictures.LongStream {
		head += preload(address + "/picture.qoi")
	}
	a.page.ServeWith(w, r, page.Addition{Head: []byte(head)})
}

// preload returns a link that makes a browser fetch an address before the page asks for it.
func preload(address string) string {
	return fmt.Sprintf("    <link rel=\"preload\" as=\"fetch\" crossorigin href=\"%s\" />\n", html.EscapeString(address))
}

func (a *API) roomSocket(ctx context.Context, in *socketInput) (*huma.StreamResponse, error) {
	g, err := a.admit(ctx, in.ID, playIt)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		r, w := humachi.Unwrap(c)
		a.serveSocket(w, r, g.ID, room.Attach{Seat: ink.Seat(g.seat), Pen: in.Pen, Earlier: in.Earlier, Epoch: in.Epoch, After: in.After, Reconnect: in.Reconnect})
	}}, nil
}

// serveSocket opens a socket and has the room serve it.
func (a *API) serveSocket(w http.ResponseWriter, r *http.Request, id string, attach room.Attach) {
	// A page can't read the HTTP status of a refused socket, only a close code. So the
	// socket is opened even for a game that is over, to say so.
	live, err := a.Rooms.Open(r.Context(), id)
	over := errors.Is(err, room.ErrNoRoom)
	if err != nil && !over {
		a.base.refuse(w, a.problemOf(r.Context(), err))
		return
	}
	// Check this last: a page without a socket then knows that something on the way
	// prevents it.
	if !isUpgrade(r) {
		a.warnOfUpgrade(r)
		a.base.refuse(w, problem.New(problem.NotASocket, ""))
		return
	}
	if !a.sockets.enter() {
		a.base.refuse(w, problem.New(problem.Unavailable, ""))
		return
	}
	s, err := openSocket(w, r, seatPulse)
	if err != nil {
		a.sockets.leave()
		a.log.DebugContext(r.Context(), "socket not opened", "request", visitOf(r.Context()).id, "error", err)
		return
	}
	// The connection now belongs to this code. Serving it on another goroutine frees what
	// net/http holds for a request: 16 KB a socket.
	go func() {
		defer a.sockets.leave()
		if over {
			_ = s.Close(room.CloseKept, room.CloseKept.Reason()) // the page may be gone
			return
		}
		if err := live.Serve(a.ctx, s, attach); err != nil {
			a.log.DebugContext(a.ctx, "socket ended", "room", id, "seat", attach.Seat, "error", err)
		}
	}()
}
