package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/room"
)

// emit gives one value, with one for each of the family's labels.
type emit func(value float64, labels ...string)

// family is one metric that is read when it is asked for.
type family struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	read func(emit)
}

// counter is a family of what only grows.
func counter(name, help string, read func(emit), labels ...string) family {
	return family{prometheus.NewDesc(name, help, labels, nil), prometheus.CounterValue, read}
}

// gauge is a family of what goes up and down.
func gauge(name, help string, read func(emit), labels ...string) family {
	return family{prometheus.NewDesc(name, help, labels, nil), prometheus.GaugeValue, read}
}

// Describe is for Prometheus.
func (f family) Describe(to chan<- *prometheus.Desc) { to <- f.desc }

// Collect is for Prometheus.
func (f family) Collect(to chan<- prometheus.Metric) {
	f.read(func(value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(f.desc, f.kind, value, labels...)
	})
}

// histogram is a metric of durations.
type histogram struct {
	desc *prometheus.Desc
	of   *room.Histogram
}

func durations(name, help string, of *room.Histogram) histogram {
	return histogram{prometheus.NewDesc(name, help, nil, nil), of}
}

// Describe is for Prometheus.
func (h histogram) Describe(to chan<- *prometheus.Desc) { to <- h.desc }

// Collect is for Prometheus.
func (h histogram) Collect(to chan<- prometheus.Metric) {
	count, sum, atMost := h.of.Read()
	to <- prometheus.MustNewConstHistogram(h.desc, count, sum, atMost)
}
