package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

const (
	// takeoverWithin is how long a request waits for what nobody serves at the moment: a
	// dead node is removed within a few seconds.
	takeoverWithin = 6 * time.Second
	takeoverPause  = 100 * time.Millisecond
	// wantAfter is how long the owner may not be reached before it is asked, through the
	// database, to hand over.
	wantAfter = 300 * time.Millisecond
)

// door lets a request in if this node serves what it is about, and passes it on to the node
// that does. A request is passed on once at most: if the other node doesn't serve it
// either, the first one looks again.
func (a *API) door(next http.Handler) http.Handler {
	if a.Nodes == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target, ok := a.targetOf(r)
		if ok || a.Nodes.CutOff() && strings.HasPrefix(r.URL.Path, "/api/") {
			g := guide{API: a, target: target, next: next}
			g.serve(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ofRoom are what follows a room's id in the paths of requests that only its node answers.
var ofRoom = []string{"socket", "watch", "direct", "picture.qoi"}

// targetOf returns what a request is about, if only one node serves that; the rest of the
// API needs nothing but the database.
func (a *API) targetOf(r *http.Request) (t cluster.Target, ok bool) {
	path, ok := strings.CutPrefix(r.URL.Path, "/api/")
	if !ok {
		return t, false
	}
	part := strings.Split(path, "/")
	of := func(i int) string {
		if i < len(part) {
			return part[i]
		}
		return ""
	}
	switch {
	case of(0) == "rooms" && slices.Contains(ofRoom, of(2)):
		return cluster.Target{Room: of(1)}, idForm.MatchString(of(1))
	case of(0) == "admin" && of(1) == "rooms":
		return cluster.Target{Room: of(2)}, idForm.MatchString(of(2))
	case of(0) == "quick":
		return cluster.Target{Place: store.QuickPlace}, true
	case of(0) == "lobbies" && of(1) != "" && !strings.HasPrefix(of(2), "drawings."):
		code, err := a.Lobbies.Find(r.Context(), of(1))
		reads := len(part) == 2 && (r.Method == http.MethodGet || r.Method == http.MethodHead)
		return cluster.Target{Place: store.LobbyPlace(code), Read: reads}, err == nil
	case of(0) == "games" && of(2) == "again" && idForm.MatchString(of(1)):
		g, err := a.Games.Game(r.Context(), of(1))
		return cluster.Target{Place: placeAfter(g)}, err == nil
	case of(0) == "games" && of(2) == "report" && idForm.MatchString(of(1)): // it takes along lines of the lobby's chat
		g, err := a.Games.Game(r.Context(), of(1))
		return cluster.Target{Place: store.LobbyPlace(g.Lobby)}, err == nil && g.Lobby != ""
	}
	return t, false
}

// placeAfter returns where the players of a game are after it: in the lobby where they met,
// so that one node knows both, or else by themselves.
func placeAfter(g store.Game) store.Place {
	if g.Lobby != "" {
		return store.LobbyPlace(g.Lobby)
	}
	return store.GamePlace(g.ID)
}

// guide finds the node that serves a request.
type guide struct {
	*API
	target cluster.Target
	next   http.Handler

	tried bool   // to pass the request on
	body  []byte // of the request; read once it is passed on
	read  bool
}

// serve answers the request. While nobody can, it waits for the node that takes over.
func (g *guide) serve(w http.ResponseWriter, r *http.Request) {
	_, passedOn := cluster.PassedOf(r.Context())
	began := time.Now()
	wanted := false
	for {
		err := g.attempt(w, r, passedOn)
		switch {
		case err == nil:
			return
		case passedOn:
			cluster.Moved(w) // the node that passed it on looks again
			return
		case !errors.Is(err, cluster.ErrNobody), time.Since(began) > takeoverWithin:
			g.base.refuse(w, g.problemOf(r.Context(), err))
			return
		}
		if !wanted && errors.Is(err, cluster.ErrSilent) && time.Since(began) >= wantAfter {
			wanted = true
			if err := g.Nodes.Want(r.Context(), g.target); err != nil {
				g.log.DebugContext(r.Context(), "can't ask another node to hand over", "error", err)
			}
		}
		select {
		case <-time.After(takeoverPause):
		case <-r.Context().Done():
			return
		}
	}
}

// attempt answers the request here or has another node answer it. If it fails, nothing was
// answered. cluster.ErrNobody if another attempt may succeed.
func (g *guide) attempt(w http.ResponseWriter, r *http.Request, passedOn bool) error {
	owner, done, err := g.Nodes.Find(r.Context(), g.target)
	if err != nil {
		return err
	}
	defer done()
	switch {
	case owner != nil && passedOn:
		return cluster.ErrNobody
	case owner != nil:
		return g.pass(w, r, owner)
	}
	if err := g.take(r.Context()); err != nil {
		return err
	}
	if g.tried {
		g.restore(r)
	}
	g.next.ServeHTTP(w, r)
	return nil
}

// restore undoes what attempts to pass the request on have changed in it.
func (g *guide) restore(r *http.Request) {
	chi.RouteContext(r.Context()).RoutePatterns = nil
	if g.read {
		r.Body = io.NopCloser(bytes.NewReader(g.body))
	}
}

// take opens a room that this node may claim, so that it is known whether it could.
// cluster.ErrNobody if another node was faster, or if this one is just leaving.
func (g *guide) take(ctx context.Context) error {
	if g.target.Room == "" {
		return nil
	}
	_, err := g.Rooms.Open(ctx, g.target.Room)
	if _, owned := errors.AsType[room.OwnedError](err); owned || errors.Is(err, room.ErrFenced) || errors.Is(err, room.ErrStopping) && g.Nodes.Many() {
		return cluster.ErrNobody
	}
	return nil // the handler answers with any other error
}

// pass passes the request on.
func (g *guide) pass(w http.ResponseWriter, r *http.Request, owner *cluster.Remote) error {
	g.tried = true
	p := passedOf(r)
	v := visitOf(r.Context())
	if isUpgrade(r) {
		return g.passSocket(w, r, owner, p)
	}
	if !g.read {
		body, err := io.ReadAll(r.Body) // boundBody has bounded it
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return problem.New(problem.TooLarge, "")
		} else if err != nil {
			return problem.New(problem.Invalid, "The body came too slowly.")
		}
		g.body, g.read = body, true
	}
	return owner.Pass(w, r, p, g.body, func(answer *http.Response) bool {
		if answer.Header.Get("Content-Type") == "text/event-stream" {
			v.takesLonger()
		}
		return true
	})
}

// passedRoute is what the log and the metrics have as the route of a request that another
// node answers.
const passedRoute = "passed on"

// passedOf describes a request for the node that it is passed on to.
func passedOf(r *http.Request) cluster.Passed {
	chi.RouteContext(r.Context()).RoutePatterns = []string{passedRoute}
	v := visitOf(r.Context())
	return cluster.Passed{Client: v.client, Address: v.address, Request: v.id}
}

// fetchFile answers with a file of the page that only a node of another version has: while
// nodes are updated one by one, a page of one version gets its files from any of them. It
// reports false if there is none.
func (a *API) fetchFile(w http.ResponseWriter, r *http.Request) bool {
	if _, passedOn := cluster.PassedOf(r.Context()); a.Nodes == nil || passedOn {
		return false
	}
	for _, node := range a.Nodes.Remotes() {
		err := node.Pass(w, r, passedOf(r), nil, func(answer *http.Response) bool { return answer.StatusCode == http.StatusOK })
		if err == nil {
			return true
		}
	}
	return false
}

// passSocket opens a socket here and carries its messages.
func (g *guide) passSocket(w http.ResponseWriter, r *http.Request, owner *cluster.Remote, p cluster.Passed) error {
	line, answer, err := owner.Dial(r, p) //nolint:bodyclose // of a websocket's answer: it is in memory
	if err != nil {
		return err
	}
	if answer != nil {
		maps.Copy(w.Header(), answer.Header)
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body) // the client may be gone
		return nil
	}
	if !g.sockets.enter() {
		line.Cut()
		return problem.New(problem.Unavailable, "")
	}
	s, err := openSocket(w, r, seatPulse)
	if err != nil {
		g.sockets.leave()
		line.Cut()
		g.log.DebugContext(r.Context(), "socket not opened", "request", p.Request, "error", err)
		return nil
	}
	go func() {
		defer g.sockets.leave()
		if err := line.Carry(g.ctx, s); err != nil {
			g.log.DebugContext(g.ctx, "carried socket ended", "error", err)
		}
	}()
	return nil
}

// tell has news reach the other nodes, if there are any.
func (a *API) tell(n lobby.News) {
	if a.Nodes != nil {
		a.Nodes.Tell(n)
	}
}
