package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// Problem is the body of every error of this API: RFC 9457's problem details, with a code
// for programs.
type Problem struct {
	Type    string         `json:"type" format:"uri-reference" doc:"Where this kind of problem is explained." example:"/api/docs#no_such_lobby"`
	Title   string         `json:"title" doc:"What kind of problem it is." example:"No such lobby"`
	Status  int            `json:"status" doc:"The HTTP status." example:"404"`
	Code    Code           `json:"code" doc:"What kind of problem it is, for programs." example:"no_such_lobby"`
	Detail  string         `json:"detail" doc:"What happened, and a way on." example:"No lobby is called plum-kite-otter, or it has closed. Check the link, or open a lobby of your own."`
	Address string         `json:"address,omitempty" doc:"With wrong_address: where to open this Tandem instead." example:"https://draw.example"`
	Room    string         `json:"room,omitempty" doc:"With playing: the room of your live game." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Errors  []ProblemField `json:"errors,omitempty" nullable:"false" doc:"With invalid: which fields, and why."`
}

// ProblemField names one refused field.
type ProblemField struct {
	Location string `json:"location" doc:"Where it is in the request." example:"body.settings.rounds"`
	Message  string `json:"message" doc:"Why it was refused." example:"expected number <= 10"`
}

// Code is a kind of problem.
type Code string

const (
	codeInvalid          Code = "invalid"
	codeUnfitName        Code = "unfit_name"
	codeNotJSON          Code = "not_json"
	codeTooLarge         Code = "too_large"
	codeNoSession        Code = "no_session"
	codeWrongAddress     Code = "wrong_address"
	codeNoAdmin          Code = "no_admin"
	codeForeignOrigin    Code = "foreign_origin"
	codeNotHost          Code = "not_host"
	codeNotMember        Code = "not_member"
	codeLobbyFull        Code = "lobby_full"
	codeLobbyLocked      Code = "lobby_locked"
	codeLobbyClosed      Code = "lobby_closed"
	codeRemoved          Code = "removed"
	codeNoPartner        Code = "no_partner"
	codeNoPage           Code = "no_page"
	codeNoGhost          Code = "no_ghost"
	codeNotPick          Code = "not_pick"
	codeNotYourSeat      Code = "not_your_seat"
	codeNoSuchLobby      Code = "no_such_lobby"
	codeNoSuchRoom       Code = "no_such_room"
	codeNoSuchGame       Code = "no_such_game"
	codeNoSuchPromptSet  Code = "no_such_prompt_set"
	codeNoSuchReport     Code = "no_such_report"
	codeNoSuchPage       Code = "no_such_page"
	codeMethodNotAllowed Code = "method_not_allowed"
	codeBanned           Code = "banned"
	codeBannedNearby     Code = "banned_nearby"
	codeRemovedNearby    Code = "removed_nearby"
	codeLobbyNamesOnly   Code = "lobby_names_only"
	codeNoSuchPlayer     Code = "no_such_player"
	codePlaying          Code = "playing"
	codeTooManySets      Code = "too_many_prompt_sets"
	codeLive             Code = "live"
	codeNotASocket       Code = "not_a_socket"
	codeTooMany          Code = "too_many"
	codeUnavailable      Code = "unavailable"
	codeInternal         Code = "internal"
)

// kinds is the table of all problems: what each means over HTTP. The API's documentation
// prints it.
var kinds = []struct {
	code   Code
	status int
	title  string
	detail string // used if nothing more precise is known
}{
	{codeInvalid, http.StatusUnprocessableEntity, "Not valid", "Something in the request can't be used; the errors name it."},
	{codeUnfitName, http.StatusUnprocessableEntity, "Not for everyone", "This name isn't for everyone: choose a kinder one."},
	{codeNotJSON, http.StatusUnsupportedMediaType, "Not JSON", "Send the body as application/json."},
	{codeTooLarge, http.StatusRequestEntityTooLarge, "Too large", "A body may have 64 KiB."},
	{codeNoSession, http.StatusUnauthorized, "No session", "Nobody knows yet who you are: name yourself first, with PUT /api/me."},
	{codeWrongAddress, http.StatusForbidden, "Wrong address", "Browsers take this Tandem's cookie at its https address only. Open it there."},
	{codeNoAdmin, http.StatusUnauthorized, "Not the operator", "Send the admin token as a bearer token. Tandem prints it when it starts, unless ADMIN_TOKEN set it."},
	{codeForeignOrigin, http.StatusForbidden, "Foreign origin", "This request came from another site's page."},
	{codeNotHost, http.StatusForbidden, "Not the host", "Only the lobby's host may do that; much of it co-hosts may do, too."},
	{codeNotMember, http.StatusForbidden, "Not a member", "Come into the lobby first."},
	{codeLobbyFull, http.StatusForbidden, "Lobby full", fmt.Sprintf("This lobby has %d members, which is all it takes. Wait until one leaves, or open a lobby of your own.", lobby.MaxMembers)},
	{codeLobbyLocked, http.StatusForbidden, "Lobby locked", "This lobby's host has locked it. Ask the host, or open a lobby of your own."},
	{codeRemoved, http.StatusForbidden, "Removed", "The host has sent you out of this lobby. Open one of your own, or play with somebody new."},
	{codeRemovedNearby, http.StatusForbidden, "Not just now", "The host has just sent somebody out of this lobby who came from where you are, so nobody new comes in from there for half an hour. Ask the host, or come back then."},
	{codeLobbyNamesOnly, http.StatusForbidden, "Known names only", "Only names that the host has written down come into this lobby. Take yours as the host knows it, or ask the host."},
	{codeNotYourSeat, http.StatusForbidden, "Not your seat", "Both seats of this room are taken by others."},
	{codeBanned, http.StatusForbidden, "Turned away", "The operator of this Tandem has turned you away."},
	{codeBannedNearby, http.StatusForbidden, "Turned away for a while", "The operator of this Tandem has turned away somebody who came from where you are, so nobody new comes in from there for a day. Come back tomorrow, or from another network."},
	{codeNoSuchLobby, http.StatusNotFound, "No such lobby", "No lobby has this code, or it has closed. Check the link, or open a lobby of your own."},
	{codeLobbyClosed, http.StatusGone, "Lobby closed", "This lobby has closed, as nobody was in it any more. Open a new one."},
	{codeNoSuchRoom, http.StatusNotFound, "No such room", "There is no such room. Go back to your lobby, or open one."},
	{codeNoSuchGame, http.StatusNotFound, "No such game", "There is no such game, or it is not finished yet."},
	{codeNoSuchPromptSet, http.StatusNotFound, "No such prompt set", "There is no such prompt set, or it isn't yours."},
	{codeNoSuchReport, http.StatusNotFound, "No such report", "There is no such report."},
	{codeNoSuchPage, http.StatusNotFound, "Nothing here", "There is nothing here. The API is described at /api/docs."},
	{codeMethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed", "This can't be done here. The API is described at /api/docs."},
	{codePlaying, http.StatusConflict, "In a game", "You are in a live game: finish or leave it first."},
	{codeTooManySets, http.StatusConflict, "Too many prompt sets", fmt.Sprintf("You have %d prompt sets of your own, which is all one may have. Put one away first.", prompts.MaxOwnSets)},
	{codeNoPartner, http.StatusConflict, "No partner", "There is nobody to be matched with that way right now."},
	{codeNoGhost, http.StatusConflict, "No ghost", "There is no ghost for you to draw with. Wait for somebody, or share a link."},
	{codeNoPage, http.StatusConflict, "Not listening", "Open the stream of events first, so that you hear of the match."},
	{codeNotPick, http.StatusConflict, "Not picked here", "In this lobby pairs are made in another way; its rules say how."},
	{codeNoSuchPlayer, http.StatusNotFound, "No such player", "There is no such player."},
	{codeLive, http.StatusConflict, "Still live", "This game is live. Close its room first."},
	{codeNotASocket, http.StatusUpgradeRequired, "Not a websocket", "This address takes a websocket."},
	{codeTooMany, http.StatusTooManyRequests, "Too many requests", "That was too often. Wait a little and try again."},
	{codeUnavailable, http.StatusServiceUnavailable, "Not now", "Tandem can't do this right now. Try again in a few seconds."},
	{codeInternal, http.StatusInternalServerError, "Our fault", "Something went wrong on our side. It has been noted."},
}

// problem returns a problem of a kind; detail, if not empty, replaces the kind's own words.
func problem(code Code, detail string) *Problem {
	for _, k := range kinds {
		if k.code == code {
			if detail == "" {
				detail = k.detail
			}
			return &Problem{Type: "/api/docs#" + string(code), Title: k.title, Status: k.status, Code: code, Detail: detail}
		}
	}
	return problem(codeInternal, "")
}

// invalid returns the problem of one field.
func invalid(location, message string) *Problem {
	p := problem(codeInvalid, "")
	p.Errors = []ProblemField{{Location: location, Message: message}}
	return p.naming()
}

// withStatus replaces the status of the problem's kind, where a specification says another.
func (p *Problem) withStatus(status int) *Problem {
	p.Status = status
	return p
}

// forRequest adds the request's id to a server error, so that a report of it can be found
// in the log.
func (p *Problem) forRequest(id string) *Problem {
	p.Detail += " Its number is " + id + "."
	return p
}

// meanings maps the errors of the rest of Tandem to problems.
var meanings = []struct {
	err    error
	code   Code
	detail string // "" for the code's own
}{
	{lobby.ErrNameUnfit, codeUnfitName, ""},
	{lobby.ErrNotFound, codeNoSuchLobby, ""},
	{lobby.ErrClosed, codeLobbyClosed, ""},
	{lobby.ErrNotHost, codeNotHost, ""},
	{lobby.ErrNotMember, codeNotMember, ""},
	{lobby.ErrFull, codeLobbyFull, ""},
	{lobby.ErrLocked, codeLobbyLocked, ""},
	{lobby.ErrRemoved, codeRemoved, ""},
	{lobby.ErrRemovedNearby, codeRemovedNearby, ""},
	{lobby.ErrNamesOnly, codeLobbyNamesOnly, ""},
	{lobby.ErrPlaying, codePlaying, ""},
	{lobby.ErrNoPartner, codeNoPartner, ""},
	{lobby.ErrNotPick, codeNotPick, ""},
	{lobby.ErrNoPage, codeNoPage, ""},
	{lobby.ErrNoGhost, codeNoGhost, ""},
	{lobby.ErrTooManyPages, codeTooMany, ""},
	{lobby.ErrStopping, codeUnavailable, ""},
	{room.ErrNoRoom, codeNoSuchRoom, ""},
	{room.ErrTooManyWatchers, codeTooMany, "As many watch this room as may at once. Try again a little later."},
	{room.ErrBusy, codeUnavailable, ""},
	{room.ErrStopping, codeUnavailable, ""},
	{room.ErrOver, codeUnavailable, ""}, // temporary: by the next try the game is stored
	{room.ErrFenced, codeUnavailable, ""},
	{cluster.ErrNobody, codeUnavailable, ""},
	{store.ErrNoGame, codeNoSuchGame, ""},
	{prompts.ErrNoSet, codeNoSuchPromptSet, ""},
	{prompts.ErrTooManySets, codeTooManySets, ""},
	{store.ErrNoReport, codeNoSuchReport, ""},
	{store.ErrNoPlayer, codeNoSuchPlayer, ""},
	{store.ErrLive, codeLive, ""},
	{pictures.ErrBeingMade, codeUnavailable, "This drawing takes a while; it is being made. Ask again in a few seconds."},
	{pictures.ErrTooManyNew, codeTooMany, "Too many drawings were asked for from your address. Wait a little."},
	{pictures.ErrBusy, codeUnavailable, ""},
}

// problemOf returns the problem for an error. An error without an entry in meanings is the
// server's fault: it is logged here, once, and the client learns nothing of it.
func (a *API) problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var out lobby.Invalid
	if errors.As(err, &out) {
		p = problem(codeInvalid, "")
		for _, field := range out {
			p.Errors = append(p.Errors, ProblemField{Location: locationOf(field.Field), Message: field.Problem})
		}
		return p.naming()
	}
	if _, owned := errors.AsType[room.OwnedError](err); owned { // temporary: the page comes back
		return problem(codeUnavailable, "")
	}
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			p = problem(m.code, m.detail)
			var playing lobby.PlayingError
			if errors.As(err, &playing) {
				p.Room = playing.Room
			}
			return p
		}
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil { // the client left, or it took too long
		return problem(codeUnavailable, "")
	}
	id := visitOf(ctx).id
	switch {
	case store.ShortageOf(err) != "": // which is logged where it is met
		return problem(codeUnavailable, "")
	case store.Away(err):
		a.warn(ctx, "the database is away, so requests are answered with 503", slog.String("request", id), slog.Any("error", err))
		return problem(codeUnavailable, "")
	}
	a.log.ErrorContext(ctx, "request failed", "request", id, "error", err)
	return problem(codeInternal, "").forRequest(id)
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

// naming adds the refused fields to the detail.
func (p *Problem) naming() *Problem {
	said := make([]string, len(p.Errors))
	for i, f := range p.Errors {
		said[i] = f.Location + ": " + f.Message
	}
	p.Detail = strings.Join(said, "; ") + "."
	return p
}

// Error makes a problem an error that handlers return.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders adds a Retry-After header where a retry helps.
func (p *Problem) GetHeaders() http.Header {
	switch p.Code {
	case codeTooMany:
		return http.Header{"Retry-After": {"10"}}
	case codeUnavailable:
		return http.Header{"Retry-After": {"2"}}
	default:
		return nil
	}
}

// ContentType tells huma the content type of a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Schema describes a code as an enumeration.
func (Code) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, k := range kinds {
		s.Enum = append(s.Enum, string(k.code))
	}
	return s
}

// write answers with the problem, outside of huma.
func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.Header().Set("Cache-Control", cacheNothing)
	maps.Copy(w.Header(), p.GetHeaders())
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may be gone already
}

// huma creates its own errors (malformed JSON, a field out of bounds) through this
// variable; its documentation names it as the hook for this.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return fromHuma(status, message, errs)
	}
}

// fromHuma turns an error of huma into a problem. A body that can't be parsed gets the same
// problem as one with a bad field, because it concerns the same thing.
func fromHuma(status int, message string, errs []error) *Problem {
	var p *Problem
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		p = problem(codeInvalid, "")
	case http.StatusRequestEntityTooLarge:
		p = problem(codeTooLarge, "")
	case http.StatusUnsupportedMediaType:
		p = problem(codeNotJSON, "")
	case http.StatusRequestTimeout:
		p = problem(codeInvalid, "The body came too slowly.")
	default:
		p = problem(codeInternal, "")
	}
	if p.Code != codeInvalid {
		return p
	}
	for _, err := range errs {
		field := ProblemField{Location: "body", Message: err.Error()}
		if d, ok := err.(huma.ErrorDetailer); ok {
			field = ProblemField{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message}
		}
		p.Errors = append(p.Errors, field)
	}
	if len(p.Errors) == 0 {
		p.Errors = []ProblemField{{Location: "body", Message: message}}
	}
	return p.naming()
}
