package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/coder/websocket"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/room"
)

// Connection is how a request arrives at Tandem, after all proxies.
type Connection struct {
	Client    string `json:"client,omitempty" doc:"The address that Tandem takes for the client's; absent if the connection has none, as on a unix socket." example:"203.0.113.7"`
	Forwarded string `json:"forwarded" enum:"none,believed,ignored" doc:"What a proxy says of the client: nothing; something that is believed; something that is ignored, because the proxy is none of TRUSTED_PROXIES." example:"believed"`
	Scheme    string `json:"scheme" enum:"http,https" doc:"How the client reached the first trusted proxy, or Tandem." example:"https"`
	Host      string `json:"host" doc:"The Host header as it arrives." example:"tandem.example"`
	PublicURL string `json:"public_url,omitempty" doc:"PUBLIC_URL, if it is set." example:"https://tandem.example"`
}

// connectionWithin is how long a client may take to read the one message of a socket and to
// close it.
const connectionWithin = 5 * time.Second

func (a *API) registerConnection() {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Connection](), true, "Connection")
	register(a, huma.Operation{
		OperationID: "getConnection",
		Method:      http.MethodGet,
		Path:        "/api/connection",
		Tags:        []string{tagHealth},
		Summary:     "How your requests arrive",
		Description: "For `tandem doctor`, which looks for what a proxy does to requests. As a websocket it says the same in " +
			"one text frame, and closes: so it shows whether websockets get through.",
		Responses: map[string]*huma.Response{
			"200": {Description: "How this request arrived.", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}},
			"101": {Description: "The socket is open."},
		},
		Errors: []int{http.StatusForbidden},
	}, a.getConnection)
}

func (a *API) getConnection(context.Context, *struct{}) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		r, w := humachi.Unwrap(c)
		body, err := json.Marshal(a.connectionOf(r))
		if err != nil {
			a.base.refuse(w, a.problemOf(r.Context(), err))
			return
		}
		if isUpgrade(r) {
			a.sayBySocket(w, r, body)
			return
		}
		a.warnOfUpgrade(r)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // the client may be gone
	}}, nil
}

// connectionOf describes a request.
func (a *API) connectionOf(r *http.Request) Connection {
	c := Connection{Forwarded: "none", Scheme: a.schemeOf(r), Host: r.Host, PublicURL: a.publicURL()}
	if client, _ := a.followHops(r); client.IsValid() {
		c.Client = client.String()
	}
	said := hopsOf(r.Header)
	if _, ok := said.last(); ok {
		c.Forwarded = "ignored"
		if a.trusts(a.peerOf(r)) {
			c.Forwarded = "believed"
		}
	}
	return c
}

// sayBySocket opens a socket, sends one message, and closes it.
func (a *API) sayBySocket(w http.ResponseWriter, r *http.Request, message []byte) {
	if !a.sockets.enter() {
		a.base.refuse(w, problem.New(problem.Unavailable, ""))
		return
	}
	defer a.sockets.leave()
	s, err := openSocket(w, r, pulse{every: connectionWithin, within: connectionWithin})
	if err != nil {
		a.log.DebugContext(r.Context(), "socket not opened", "request", visitOf(r.Context()).id, "error", err)
		return
	}
	defer time.AfterFunc(connectionWithin, s.Cut).Stop()
	_ = s.Write(false, message) // the client may be gone
	_ = s.Close(closeSaid, "")
}

// closeSaid is the usual end of a socket.
const closeSaid = room.Close(websocket.StatusNormalClosure)
