package metrics

import (
	"fmt"
	"net/http"
	"net/http/pprof"

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
