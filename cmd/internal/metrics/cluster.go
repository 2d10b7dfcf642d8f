package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
)

// ofCluster are the metrics of the other nodes, as this one reaches them.
func ofCluster(k *cluster.Cluster) []prometheus.Collector {
	return []prometheus.Collector{
		gauge("tandem_nodes_answering", "Other nodes that this one reaches.", func(e emit) { e(float64(len(k.Remotes()))) }),
		counter("tandem_passed_total", "Requests and sockets that came here and that another node served, by its NODE_ADDR. Few of them with a balancer that hashes.", func(e emit) {
			for node, t := range k.Traffic() {
				e(float64(t.Requests.Load()), node, "request")
				e(float64(t.Sockets.Load()), node, "socket")
			}
		}, "node", "what"),
		counter("tandem_passed_messages_total", "Messages of these sockets, both ways.", func(e emit) {
			for node, t := range k.Traffic() {
				e(float64(t.Messages.Load()), node)
			}
		}, "node"),
		counter("tandem_news_total", "News of changed lobbies for other nodes, sent and lost. What is lost is seen a little later.", func(e emit) {
			for node, t := range k.Traffic() {
				e(float64(t.News.Load()), node, "sent")
				e(float64(t.Lost.Load()), node, "lost")
			}
		}, "node", "how"),
	}
}
