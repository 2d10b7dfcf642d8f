package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/lobby"
)

// AdminPlayer is a player as the operator sees them.
type AdminPlayer struct {
	ID        string     `json:"id" example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
	Name      string     `json:"name" example:"Mila"`
	CreatedAt time.Time  `json:"created_at" doc:"When they first came." example:"2026-05-01T18:30:00Z"`
	SeenAt    time.Time  `json:"seen_at" doc:"When they were here last, to the day." example:"2026-05-01T18:29:00Z"`
	BannedAt  *time.Time `json:"banned_at,omitempty" doc:"Since when they are turned away; absent if they aren't." example:"2026-05-02T09:15:00Z"`
	Games     int        `json:"games" doc:"How many games they were in." example:"7"`
	Returns   int        `json:"returns" doc:"How often somebody new came from where they had been seen, within a day of a ban: turned away, or let in as the address is that of many." example:"0"`
}

// AdminPlayers is one page of the players.
type AdminPlayers struct {
	Players    []AdminPlayer `json:"players" nullable:"false" doc:"The newest first."`
	NextCursor string        `json:"next_cursor,omitempty" doc:"Give it back as cursor for the next page; absent on the last." example:"eyJvIjoiY3JlYXRlZF9hdCIsImlkIjoiN0MzSSJ9"`
}

// PlayerPath is the player that a path names.
type PlayerPath struct {
	ID string `path:"id" maxLength:"64" doc:"The player's id." example:"4F2Q6ZJ7XKD3MWPLBN5ROTYHCA"`
}

type (
	adminPlayersInput struct {
		Player string `query:"player" maxLength:"64" doc:"Only the player with this id, or players whose name begins so." example:"Mila"`
		PageQuery
	}
	adminPlayersOutput struct {
		Body AdminPlayers
	}
	adminPlayerChange struct {
		PlayerPath
		ReasonBody
	}
)

func (a *API) registerAdminPlayers() {
	register(a, huma.Operation{
		OperationID: "listAdminPlayers",
		Method:      http.MethodGet,
		Path:        "/api/admin/players",
		Tags:        []string{tagAdmin},
		Summary:     "Players",
		Security:    needsAdmin,
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.listAdminPlayers)
	register(a, huma.Operation{
		OperationID: "banAdminPlayer",
		Method:      http.MethodPut,
		Path:        "/api/admin/players/{id}/ban",
		Tags:        []string{tagAdmin},
		Summary:     "Ban a player",
		Description: "Their session is refused everywhere, and they leave all lobbies. A game under way goes on: close its room to end it. " +
			"A player is a guest: who clears their cookies is another one. So for a day nobody new comes in from where they " +
			"were seen in the last week, unless five others were there within a day.",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.banAdminPlayer)
	register(a, huma.Operation{
		OperationID:   "unbanAdminPlayer",
		Method:        http.MethodDelete,
		Path:          "/api/admin/players/{id}/ban",
		Tags:          []string{tagAdmin},
		Summary:       "Let a player in again",
		DefaultStatus: http.StatusNoContent,
		Security:      needsAdmin,
		Errors:        []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.unbanAdminPlayer)
}

func (a *API) listAdminPlayers(ctx context.Context, in *adminPlayersInput) (*adminPlayersOutput, error) {
	players, next, err := a.Operator.KnownPlayers(ctx, in.Player, in.Cursor, in.Limit)
	if err != nil {
		return nil, wrongCursor(err)
	}
	out := &adminPlayersOutput{Body: AdminPlayers{Players: make([]AdminPlayer, len(players)), NextCursor: next}}
	for i, p := range players {
		out.Body.Players[i] = AdminPlayer(p)
	}
	return out, nil
}

func (a *API) banAdminPlayer(ctx context.Context, in *adminPlayerChange) (*struct{}, error) {
	left, err := a.Operator.BanPlayer(ctx, in.ID, in.auditNote(ctx))
	if err != nil {
		return nil, err
	}
	a.playerGone(in.ID, left)
	return nil, nil
}

// playerGone ends the waiting pages of a player who was banned or forgotten, removes what
// they said in chats, and tells the lobbies that they left.
func (a *API) playerGone(player string, left []string) {
	a.Quick.Forget(player)
	a.Again.Forget(player)
	a.Lobbies.Forget(player)
	a.tell(lobby.News{Gone: player})
	for _, code := range left {
		a.Lobbies.Changed(code)
	}
}

func (a *API) unbanAdminPlayer(ctx context.Context, in *adminPlayerChange) (*struct{}, error) {
	return nil, a.Operator.UnbanPlayer(ctx, in.ID, in.auditNote(ctx))
}
