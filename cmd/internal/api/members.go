package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// MemberPath is the member of a lobby that a path names.
type MemberPath struct {
	CodePath
	Player string `path:"player" maxLength:"64" doc:"The member's id." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

// SetRole is the body of setRole.
type SetRole struct {
	Role string `json:"role" enum:"host,cohost,guest" doc:"host: takes your place, and you are a co-host then; cohost: may do what you may, but for naming hosts; guest: not any more."`
}

// MemberBeat is the body of beat.
type MemberBeat struct {
	Idle    bool `json:"idle" doc:"true: nobody has looked at my pages for a while; false: somebody does."`
	Looking bool `json:"looking,omitempty" doc:"My page shows a drawing (againEvents). What it says counts while no page of the lobby itself is open."`
}

type (
	setRoleInput struct {
		MemberPath
		Body SetRole
	}
	beatInput struct {
		CodePath
		Body MemberBeat
	}
)

func (a *API) registerMembers() {
	register(a, huma.Operation{
		OperationID: "removeMember",
		Method:      http.MethodDelete,
		Path:        "/api/lobbies/{code}/members/{player}",
		Tags:        []string{tagLobbies},
		Summary:     "Send a member out",
		Description: "For the host, and for co-hosts unless it is one of them. Who was sent out hears *removed* and " +
			"can't come back. A game that is on goes on.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.removeMember)
	register(a, huma.Operation{
		OperationID: "setRole",
		Method:      http.MethodPut,
		Path:        "/api/lobbies/{code}/members/{player}/role",
		Tags:        []string{tagLobbies},
		Summary:     "Make a member host, co-host or guest",
		Description: "For the host. When the host leaves, a co-host or else the member who has been there longest takes the place.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.setRole)
	register(a, huma.Operation{
		OperationID:   "beat",
		Method:        http.MethodPut,
		Path:          "/api/lobbies/{code}/members/me/beat",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagLobbies},
		Summary:       "Say that you are there, and whether nobody looks",
		Description:   "A page's answer to *beat*. Who is idle is shown so and not matched; to be ready is to be there again.",
		Security:      needsSession,
	}, a.beat)
}

func (a *API) removeMember(ctx context.Context, in *MemberPath) (*struct{}, error) {
	return nil, a.byCode(ctx, in.Code, func() error {
		_, err := a.Lobbies.Remove(ctx, in.Code, visitOf(ctx).player.ID, playerID(in.Player))
		return err
	})
}

func (a *API) setRole(ctx context.Context, in *setRoleInput) (*lobbyOutput, error) {
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		return a.Lobbies.SetRole(ctx, in.Code, visitOf(ctx).player.ID, playerID(in.Player), lobby.Role(in.Body.Role))
	})
}

func (a *API) beat(ctx context.Context, in *beatInput) (*struct{}, error) {
	a.Lobbies.Beat(in.Code, visitOf(ctx).player.ID, lobby.Beat(in.Body))
	return nil, nil
}

// playerID returns an id that a client sent, or "", which no player has, if it is
// malformed.
func playerID(said string) string {
	if !idForm.MatchString(said) {
		return ""
	}
	return said
}
