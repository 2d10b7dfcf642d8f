package api

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
)

// ObstacleMetrics count what obstacles do: players who are new and come from an address
// that somebody was sent away from, and names that a lobby doesn't know.
type ObstacleMetrics struct {
	BannedAway   atomic.Int64 // not let into Tandem
	BannedShared atomic.Int64 // let in, as the address is that of many
	RemovedAway  atomic.Int64 // not let into a lobby
	UnknownNames atomic.Int64 // not let into a lobby
}

// Obstacles counts what obstacles do.
func (a *API) Obstacles() *ObstacleMetrics { return &a.obstacles }

// letNewcomer refuses somebody who has no session yet and comes from where a player was
// banned within a day, unless the address is that of many. The operator is told of both.
func (a *API) letNewcomer(ctx context.Context) error {
	v := visitOf(ctx)
	turn, err := a.Players.Newcomer(ctx, v.client)
	if err != nil {
		return err
	}
	switch turn {
	case store.TurnAway:
		a.obstacles.BannedAway.Add(1)
		a.log.InfoContext(ctx, "turned away somebody new from where a player was banned", "request", v.id, "client", v.client)
		return problem(codeBannedNearby, "")
	case store.TurnShared:
		a.obstacles.BannedShared.Add(1)
		a.log.InfoContext(ctx, "let in somebody new from where a player was banned, as many others are there", "request", v.id, "client", v.client)
	case store.TurnNone:
	}
	return nil
}

// countJoin counts those whom a lobby doesn't take by what its host decided about others.
func (a *API) countJoin(ctx context.Context, err error) {
	switch {
	case errors.Is(err, lobby.ErrRemovedNearby):
		a.obstacles.RemovedAway.Add(1)
		v := visitOf(ctx)
		a.log.InfoContext(ctx, "kept somebody new out of a lobby, from where another one was removed",
			"request", v.id, "client", v.client, "player", v.player.ID)
	case errors.Is(err, lobby.ErrNamesOnly):
		a.obstacles.UnknownNames.Add(1)
	}
}
