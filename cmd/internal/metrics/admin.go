package metrics

import (
	"context"
	"fmt"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
)

// Sources are the parts of Tandem that count.
type Sources struct {
	Version  string
	Ready    func(context.Context) error // nil if players can be served
	Rooms    *room.Registry
	Prompts  *prompts.Metrics
	Pictures *pictures.Metrics

	Obstacles *api.ObstacleMetrics
	HTTP      *HTTP
	Cluster   *cluster.Cluster
}

// Handler serves /metrics and /debug/pprof/. Whoever reaches it needs no token, so it
// must not be reached by the public.
func Handler(s Sources) (http.Handler, error) {
	registry := prometheus.NewRegistry()
	all := []prometheus.Collector{
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		s.HTTP.seconds,
		gauge("tandem_build_info", "The running Tandem.", func(e emit) { e(1, s.Version) }, "version"),
		gauge("tandem_ready", "1 if this node can serve players, as /readyz says, else 0.", isReady(s.Ready)),
	}
	all = append(all, ofRooms(s.Rooms)...)
	all = append(all, ofPrompts(s.Prompts)...)
	all = append(all, ofPictures(s.Pictures)...)
	all = append(all, ofObstacles(s.Obstacles))
	all = append(all, ofCluster(s.Cluster)...)
	for _, c := range all {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux, nil
}

// readyWithin is the time limit of the database for one reading of tandem_ready.
const readyWithin = 3 * time.Second

func isReady(ready func(context.Context) error) func(emit) {
	return func(e emit) {
		ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
		defer cancel()
		if ready(ctx) != nil { // the log says why: what asks /readyz finds it, too
			e(0)
			return
		}
		e(1)
	}
}
