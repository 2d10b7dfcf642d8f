package metrics

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// HTTP counts the answers of the API. Many goroutines may use it at once.
type HTTP struct {
	seconds *prometheus.HistogramVec
}

// NewHTTP makes one.
func NewHTTP() *HTTP {
	return &HTTP{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "tandem_http_seconds",
		Help:    "How long answers took, by route. A socket's is its upgrade, an event stream's is all of it.",
		Buckets: []float64{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10},
	}, []string{"method", "route", "status"})}
}

// methods are those that have a label of their own: a client can send any word.
var methods = map[string]bool{"GET": true, "HEAD": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true}

// Answered counts one answer. The route is the pattern that matched, so there are few.
func (h *HTTP) Answered(method, route string, status int, took time.Duration) {
	if !methods[method] {
		method = "other"
	}
	h.seconds.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}
