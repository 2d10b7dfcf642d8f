// Package problem is what Tandem's API says when it can't do something: RFC 9457's problem
// details, of a fixed set of kinds. Each kind has a code, a status and words of its own; New
// makes a problem of a kind. A problem is an error that handlers return, and huma writes.
package problem

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
)

// Problem is the body of every error of this API: RFC 9457's problem details, with a code
// for programs.
type Problem struct {
	Type    string  `json:"type" format:"uri-reference" doc:"Where this kind of problem is explained." example:"/api/docs#no_such_lobby"`
	Title   string  `json:"title" doc:"What kind of problem it is." example:"No such lobby"`
	Status  int     `json:"status" doc:"The HTTP status." example:"404"`
	Code    Code    `json:"code" doc:"What kind of problem it is, for programs." example:"no_such_lobby"`
	Detail  string  `json:"detail" doc:"What happened, and a way on." example:"No lobby is called plum-kite-otter, or it has closed. Check the link, or open a lobby of your own."`
	Address string  `json:"address,omitempty" doc:"With wrong_address: where to open this Tandem instead." example:"https://draw.example"`
	Room    string  `json:"room,omitempty" doc:"With playing: the room of your live game." example:"7C3IXHWN2YVQ5EKRZ4PAJUSOGD"`
	Errors  []Field `json:"errors,omitempty" nullable:"false" doc:"With invalid: which fields, and why."`
}

// Field names one refused field.
type Field struct {
	Location string `json:"location" doc:"Where it is in the request." example:"body.settings.rounds"`
	Message  string `json:"message" doc:"Why it was refused." example:"expected number <= 10"`
}

// Code is a kind of problem.
type Code string

// The codes of all kinds.
const (
	Invalid          Code = "invalid"
	UnfitName        Code = "unfit_name"
	UnfitLine        Code = "unfit_line"
	NotJSON          Code = "not_json"
	TooLarge         Code = "too_large"
	NoSession        Code = "no_session"
	WrongAddress     Code = "wrong_address"
	NoAdmin          Code = "no_admin"
	ForeignOrigin    Code = "foreign_origin"
	NotHost          Code = "not_host"
	NotMember        Code = "not_member"
	LobbyFull        Code = "lobby_full"
	LobbyLocked      Code = "lobby_locked"
	LobbyClosed      Code = "lobby_closed"
	Removed          Code = "removed"
	NoPartner        Code = "no_partner"
	NoPage           Code = "no_page"
	NoGhost          Code = "no_ghost"
	NotPick          Code = "not_pick"
	NoChat           Code = "no_chat"
	NotYourSeat      Code = "not_your_seat"
	NoSuchLobby      Code = "no_such_lobby"
	NoSuchRoom       Code = "no_such_room"
	NoSuchGame       Code = "no_such_game"
	NoSuchPromptSet  Code = "no_such_prompt_set"
	NoSuchReport     Code = "no_such_report"
	NoSuchPage       Code = "no_such_page"
	MethodNotAllowed Code = "method_not_allowed"
	Banned           Code = "banned"
	BannedNearby     Code = "banned_nearby"
	RemovedNearby    Code = "removed_nearby"
	LobbyNamesOnly   Code = "lobby_names_only"
	NoSuchPlayer     Code = "no_such_player"
	Playing          Code = "playing"
	TooManySets      Code = "too_many_prompt_sets"
	Live             Code = "live"
	NotASocket       Code = "not_a_socket"
	TooMany          Code = "too_many"
	Unavailable      Code = "unavailable"
	Internal         Code = "internal"
)

// Kind is what all problems of a code have in common.
type Kind struct {
	Code   Code
	Status int
	Title  string
	Detail string // used if nothing more precise is known
}

// kinds is the table of all problems: what each means over HTTP.
var kinds = []Kind{
	{Invalid, http.StatusUnprocessableEntity, "Not valid", "Something in the request can't be used; the errors name it."},
	{UnfitName, http.StatusUnprocessableEntity, "Not for everyone", "This name isn't for everyone: choose a kinder one."},
	{UnfitLine, http.StatusUnprocessableEntity, "Not for everyone", "This line isn't for everyone: choose kinder words."},
	{NotJSON, http.StatusUnsupportedMediaType, "Not JSON", "Send the body as application/json."},
	{TooLarge, http.StatusRequestEntityTooLarge, "Too large", "A body may have 64 KiB."},
	{NoSession, http.StatusUnauthorized, "No session", "Nobody knows yet who you are: name yourself first, with PUT /api/me."},
	{WrongAddress, http.StatusForbidden, "Wrong address", "Browsers take this Tandem's cookie at its https address only. Open it there."},
	{NoAdmin, http.StatusUnauthorized, "Not the operator", "Send the admin token as a bearer token. Tandem prints it when it starts, unless ADMIN_TOKEN set it."},
	{ForeignOrigin, http.StatusForbidden, "Foreign origin", "This request came from another site's page."},
	{NotHost, http.StatusForbidden, "Not the host", "Only the lobby's host may do that; much of it co-hosts may do, too."},
	{NotMember, http.StatusForbidden, "Not a member", "Come into the lobby first."},
	{LobbyFull, http.StatusForbidden, "Lobby full", fmt.Sprintf("This lobby has %d members, which is all it takes. Wait until one leaves, or open a lobby of your own.", lobby.MaxMembers)},
	{LobbyLocked, http.StatusForbidden, "Lobby locked", "This lobby's host has locked it. Ask the host, or open a lobby of your own."},
	{Removed, http.StatusForbidden, "Removed", "The host has sent you out of this lobby. Open one of your own, or play with somebody new."},
	{RemovedNearby, http.StatusForbidden, "Not just now", "The host has just sent somebody out of this lobby who came from where you are, so nobody new comes in from there for half an hour. Ask the host, or come back then."},
	{LobbyNamesOnly, http.StatusForbidden, "Known names only", "Only names that the host has written down come into this lobby. Take yours as the host knows it, or ask the host."},
	{NotYourSeat, http.StatusForbidden, "Not your seat", "Both seats of this room are taken by others."},
	{Banned, http.StatusForbidden, "Turned away", "The operator of this Tandem has turned you away."},
	{BannedNearby, http.StatusForbidden, "Turned away for a while", "The operator of this Tandem has turned away somebody who came from where you are, so nobody new comes in from there for a day. Come back tomorrow, or from another network."},
	{NoSuchLobby, http.StatusNotFound, "No such lobby", "No lobby has this code, or it has closed. Check the link, or open a lobby of your own."},
	{LobbyClosed, http.StatusGone, "Lobby closed", "This lobby has closed, as nobody was in it any more. Open a new one."},
	{NoSuchRoom, http.StatusNotFound, "No such room", "There is no such room. Go back to your lobby, or open one."},
	{NoSuchGame, http.StatusNotFound, "No such game", "There is no such game, or it is not finished yet."},
	{NoSuchPromptSet, http.StatusNotFound, "No such prompt set", "There is no such prompt set, or it isn't yours."},
	{NoSuchReport, http.StatusNotFound, "No such report", "There is no such report."},
	{NoSuchPage, http.StatusNotFound, "Nothing here", "There is nothing here. The API is described at api/docs."},
	{MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed", "This can't be done here. The API is described at api/docs."},
	{Playing, http.StatusConflict, "In a game", "You are in a live game: finish or leave it first."},
	{TooManySets, http.StatusConflict, "Too many prompt sets", fmt.Sprintf("You have %d prompt sets of your own, which is all one may have. Put one away first.", prompts.MaxOwnSets)},
	{NoPartner, http.StatusConflict, "No partner", "There is nobody to be matched with that way right now."},
	{NoGhost, http.StatusConflict, "No ghost", "There is no ghost for you to draw with. Wait for somebody, or share a link."},
	{NoPage, http.StatusConflict, "Not listening", "Open the stream of events first, so that you hear of the match."},
	{NoChat, http.StatusConflict, "No chat", "There is no chat here now: there is none in a lobby that is listed for everybody, and during games only if the host lets you."},
	{NotPick, http.StatusConflict, "Not picked here", "In this lobby pairs are made in another way; its rules say how."},
	{NoSuchPlayer, http.StatusNotFound, "No such player", "There is no such player."},
	{Live, http.StatusConflict, "Still live", "This game is live. Close its room first."},
	{NotASocket, http.StatusUpgradeRequired, "Not a websocket", "This address takes a websocket."},
	{TooMany, http.StatusTooManyRequests, "Too many requests", "That was too often. Wait a little and try again."},
	{Unavailable, http.StatusServiceUnavailable, "Not now", "Tandem can't do this right now. Try again in a few seconds."},
	{Internal, http.StatusInternalServerError, "Our fault", "Something went wrong on our side. It has been noted."},
}

// New returns a problem of a kind; detail, if not empty, replaces the kind's own words.
func New(code Code, detail string) *Problem {
	for _, k := range kinds {
		if k.Code == code {
			if detail == "" {
				detail = k.Detail
			}
			return &Problem{Title: k.Title, Status: k.Status, Code: code, Detail: detail}
		}
	}
	return New(Internal, "")
}

// Kinds returns all kinds.
func Kinds() []Kind { return slices.Clone(kinds) }

// InvalidField returns the problem of one field.
func InvalidField(location, message string) *Problem {
	return InvalidFields(Field{Location: location, Message: message})
}

// InvalidFields returns the problem of some fields, which its detail names.
func InvalidFields(fields ...Field) *Problem {
	p := New(Invalid, "")
	p.Errors = fields
	said := make([]string, len(fields))
	for i, f := range fields {
		said[i] = f.Location + ": " + f.Message
	}
	p.Detail = strings.Join(said, "; ") + "."
	return p
}

// WithStatus replaces the status of the problem's kind, where a specification says another.
func (p *Problem) WithStatus(status int) *Problem {
	p.Status = status
	return p
}

// ForRequest adds the request's id to a server error, so that a report of it can be found
// in the log.
func (p *Problem) ForRequest(id string) *Problem {
	p.Detail += " Its number is " + id + "."
	return p
}

// Error makes a problem an error that handlers return.
func (p *Problem) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders adds a Retry-After header where a retry helps.
func (p *Problem) GetHeaders() http.Header {
	switch p.Code {
	case TooMany:
		return http.Header{"Retry-After": {"10"}}
	case Unavailable:
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
		s.Enum = append(s.Enum, string(k.Code))
	}
	return s
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
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
	case http.StatusRequestTimeout:
		return InvalidField("body", "came too slowly")
	case http.StatusRequestEntityTooLarge:
		return New(TooLarge, "")
	case http.StatusUnsupportedMediaType:
		return New(NotJSON, "")
	default:
		return New(Internal, "")
	}
	var fields []Field
	for _, err := range errs {
		field := Field{Location: "body", Message: err.Error()}
		if d, ok := err.(huma.ErrorDetailer); ok {
			field = Field{Location: d.ErrorDetail().Location, Message: d.ErrorDetail().Message}
		}
		fields = append(fields, field)
	}
	if len(fields) == 0 {
		fields = []Field{{Location: "body", Message: message}}
	}
	return InvalidFields(fields...)
}
