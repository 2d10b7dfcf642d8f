package api

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// ObstacleMetrics counts the effects of obstacles: new players from an address from which
// somebody was sent away, and names that a lobby doesn't know.
type ObstacleMetrics struct {
	BannedAway   atomic.Int64 // refused by Tandem
	BannedShared atomic.Int64 // let in, because many people share the address
	RemovedAway  atomic.Int64 // refused by a lobby
	UnknownNames atomic.Int64 // refused by a lobby
}

// Obstacles returns the metrics of obstacles.
func (a *API) Obstacles() *ObstacleMetrics { return &a.obstacles }

// letNewcomer refuses a client without a session from an address where a player was banned
// within a day, unless many people share the address. It logs both cases for the operator.
func (a *API) letNewcomer(ctx context.Context) error {
	v := visitOf(ctx)
	turn, err := a.Players.Newcomer(ctx, v.client)
	if err != nil {
		return err
	}
	switch turn {
	case store.TurnAway:
		a.obstacles.BannedAway.Add(1)
		a.log.InfoContext(ctx, "refused a new player from the address of a banned one", "request", v.id, "client", v.client)
		return problem.New(problem.BannedNearby, "")
	case store.TurnShared:
		a.obstacles.BannedShared.Add(1)
		a.log.InfoContext(ctx, "let in a new player from the address of a banned one, because many others share it", "request", v.id, "client", v.client)
	case store.TurnNone:
	}
	return nil
}

// countJoin counts players whom a lobby refused because of its host's earlier decisions.
func (a *API) countJoin(ctx context.Context, err error) {
	switch {
	case errors.Is(err, lobby.ErrRemovedNearby):
		a.obstacles.RemovedAway.Add(1)
		v := visitOf(ctx)
		a.log.InfoContext(ctx, "kept a new player out of a lobby: another one was just removed from the same address",
			"request", v.id, "client", v.client, "player", v.player.ID)
	case errors.Is(err, lobby.ErrNamesOnly):
		a.obstacles.UnknownNames.Add(1)
	}
}
