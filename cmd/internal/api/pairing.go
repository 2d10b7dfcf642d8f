package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// Invite is the body of invite.
type Invite struct {
	Partner string `json:"partner" maxLength:"64" doc:"The id of the member you want to draw with." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

type (
	inviteInput struct {
		CodePath
		Body Invite
	}
	uninviteInput struct {
		CodePath
		Partner string `path:"partner" maxLength:"64" doc:"The id of the other member." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	}
)

func (a *API) registerPairing() {
	register(a, huma.Operation{
		OperationID:   "startWave",
		Method:        http.MethodPost,
		Path:          "/api/lobbies/{code}/waves",
		DefaultStatus: http.StatusNoContent,
		Tags:          []string{tagLobbies},
		Summary:       "Start the next wave",
		Description: "Pairs everyone who is there: *ready*, *here* or *looking*, but for those who wait elsewhere. " +
			"For the host and co-hosts of a lobby whose pairing is *everyone*. A wave starts by itself once " +
			"all who are here are ready, but for those who only watch.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusTooManyRequests},
	}, a.startWave)
	register(a, huma.Operation{
		OperationID: "invite",
		Method:      http.MethodPut,
		Path:        "/api/lobbies/{code}/members/me/invitation",
		Tags:        []string{tagLobbies},
		Summary:     "Ask a member to draw with you",
		Description: "In a lobby whose pairing is *pick*. You ask one at a time, for 30 s. To ask who has asked you is " +
			"to say yes: both hear *matched*.",
		Security: needsSession,
		Errors:   []int{http.StatusNotFound, http.StatusGone, http.StatusConflict, http.StatusTooManyRequests},
	}, a.invite)
	register(a, huma.Operation{
		OperationID: "uninvite",
		Method:      http.MethodDelete,
		Path:        "/api/lobbies/{code}/members/me/invitations/{partner}",
		Tags:        []string{tagLobbies},
		Summary:     "Decline, or ask no more",
		Description: "Takes back your invitation to this member, and declines its own to you.",
		Security:    needsSession,
		Errors:      []int{http.StatusNotFound, http.StatusGone, http.StatusTooManyRequests},
	}, a.uninvite)
}

func (a *API) startWave(ctx context.Context, in *CodePath) (*struct{}, error) {
	return nil, a.byCode(ctx, in.Code, func() error {
		return a.Lobbies.StartWave(ctx, in.Code, visitOf(ctx).player.ID)
	})
}

func (a *API) invite(ctx context.Context, in *inviteInput) (*lobbyOutput, error) {
	return a.answerLobby(ctx, in.Code, func() (lobby.Lobby, error) {
		return a.Lobbies.Invite(ctx, in.Code, visitOf(ctx).player.ID, playerID(in.Body.Partner))
	})
}

func (a *API) uninvite(ctx context.Context, in *uninviteInput) (*struct{}, error) {
	return nil, a.byCode(ctx, in.Code, func() error {
		_, err := a.Lobbies.Uninvite(ctx, in.Code, visitOf(ctx).player.ID, playerID(in.Partner))
		return err
	})
}
