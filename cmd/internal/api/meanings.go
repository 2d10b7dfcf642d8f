package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/limit"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// meanings maps the errors of the rest of Tandem to problems.
var meanings = []struct {
	err    error
	code   problem.Code
	detail string // "" for the code's own
}{
	{lobby.ErrNameUnfit, problem.UnfitName, ""},
	{lobby.ErrLineUnfit, problem.UnfitLine, ""},
	{lobby.ErrNotFound, problem.NoSuchLobby, ""},
	{lobby.ErrClosed, problem.LobbyClosed, ""},
	{lobby.ErrNotHost, problem.NotHost, ""},
	{lobby.ErrNotMember, problem.NotMember, ""},
	{lobby.ErrFull, problem.LobbyFull, ""},
	{lobby.ErrLocked, problem.LobbyLocked, ""},
	{lobby.ErrRemoved, problem.Removed, ""},
	{lobby.ErrRemovedNearby, problem.RemovedNearby, ""},
	{lobby.ErrNamesOnly, problem.LobbyNamesOnly, ""},
	{lobby.ErrPlaying, problem.Playing, ""},
	{lobby.ErrNoPartner, problem.NoPartner, ""},
	{lobby.ErrNotPick, problem.NotPick, ""},
	{lobby.ErrNoChat, problem.NoChat, ""},
	{lobby.ErrTooFast, problem.TooMany, "Many talk at once here. Wait a few seconds."},
	{lobby.ErrNoPage, problem.NoPage, ""},
	{lobby.ErrNoGhost, problem.NoGhost, ""},
	{lobby.ErrTooManyPages, problem.TooMany, ""},
	{lobby.ErrStopping, problem.Unavailable, ""},
	{room.ErrNoRoom, problem.NoSuchRoom, ""},
	{room.ErrTooManyWatchers, problem.TooMany, "As many watch this room as may at once. Try again a little later."},
	{room.ErrBusy, problem.Unavailable, ""},
	{room.ErrStopping, problem.Unavailable, ""},
	{room.ErrOver, problem.Unavailable, ""}, // temporary: by the next try the game is stored
	{room.ErrFenced, problem.Unavailable, ""},
	{cluster.ErrNobody, problem.Unavailable, ""},
	{store.ErrNoGame, problem.NoSuchGame, ""},
	{prompts.ErrNoSet, problem.NoSuchPromptSet, ""},
	{prompts.ErrTooManySets, problem.TooManySets, ""},
	{store.ErrNoReport, problem.NoSuchReport, ""},
	{store.ErrNoPlayer, problem.NoSuchPlayer, ""},
	{store.ErrLive, problem.Live, ""},
	{limit.ErrClientFull, problem.TooMany, "Too many large files are on their way to your address. Let some of them arrive first."},
	{limit.ErrFull, problem.Unavailable, ""},
	{pictures.ErrBeingMade, problem.Unavailable, "This drawing takes a while; it is being made. Ask again in a few seconds."},
	{pictures.ErrTooManyNew, problem.TooMany, "Too many drawings were asked for from your address. Wait a little."},
	{pictures.ErrBusy, problem.Unavailable, ""},
}

// problemOf returns the problem for an error. An error without an entry in meanings is the
// server's fault: it is logged here, once, and the client learns nothing of it.
func (a *API) problemOf(ctx context.Context, err error) *problem.Problem {
	var p *problem.Problem
	if errors.As(err, &p) {
		return p
	}
	var out lobby.Invalid
	if errors.As(err, &out) {
		var fields []problem.Field
		for _, field := range out {
			fields = append(fields, problem.Field{Location: locationOf(field.Field), Message: field.Problem})
		}
		return problem.InvalidFields(fields...)
	}
	if _, owned := errors.AsType[room.OwnedError](err); owned { // temporary: the page comes back
		return problem.New(problem.Unavailable, "")
	}
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			p = problem.New(m.code, m.detail)
			var playing lobby.PlayingError
			if errors.As(err, &playing) {
				p.Room = playing.Room
			}
			return p
		}
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil { // the client left, or it took too long
		return problem.New(problem.Unavailable, "")
	}
	id := visitOf(ctx).id
	switch {
	case store.ShortageOf(err) != "": // which is logged where it is met
		return problem.New(problem.Unavailable, "")
	case store.Away(err):
		a.warn(ctx, "the database is away, so requests are answered with 503", slog.String("request", id), slog.Any("error", err))
		return problem.New(problem.Unavailable, "")
	}
	a.log.ErrorContext(ctx, "request failed", "request", id, "error", err)
	return problem.New(problem.Internal, "").ForRequest(id)
}

// locationOf returns the location in a request of a field of package lobby.
func locationOf(field string) string {
	of, name, ok := strings.Cut(field, ".")
	switch {
	case !ok:
		return "body.settings." + field
	case of == "wish":
		return "body." + name
	}
	return "body." + field
}

// explain returns the problem with the address where its kind is explained.
func (b base) explain(p *problem.Problem) *problem.Problem {
	explained := *p
	explained.Type = b.path("/api/docs#" + string(p.Code))
	return &explained
}

// transform gives huma's problems the address where they are explained.
func (b base) transform(_ huma.Context, _ string, answer any) (any, error) {
	if p, ok := answer.(*problem.Problem); ok {
		return b.explain(p), nil
	}
	return answer, nil
}

// refuse answers with a problem, outside of huma.
func (b base) refuse(w http.ResponseWriter, p *problem.Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.Header().Set("Cache-Control", cacheNothing)
	maps.Copy(w.Header(), p.GetHeaders())
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(b.explain(p)) // the client may be gone already
}
