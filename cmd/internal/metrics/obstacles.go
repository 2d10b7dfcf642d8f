package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/cmd/internal/api"
)

// ofObstacles tells what became of players who are new.
func ofObstacles(m *api.ObstacleMetrics) prometheus.Collector {
	return counter("tandem_newcomers_total", "Players who are new where somebody was sent away from (banned, removed), or whose name a lobby doesn't know: kept out, or let in as the address is that of many.", func(e emit) {
		e(float64(m.BannedAway.Load()), "banned", "kept_out")
		e(float64(m.BannedShared.Load()), "banned", "let_in")
		e(float64(m.RemovedAway.Load()), "removed", "kept_out")
		e(float64(m.UnknownNames.Load()), "name", "kept_out")
	}, "why", "turn")
}
