package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/cmd/internal/pictures"
)

// ofPictures are the metrics of the pictures that this node draws.
func ofPictures(m *pictures.Metrics) []prometheus.Collector {
	return []prometheus.Collector{
		counter("tandem_pictures_total", "Pictures that were asked for: found as a file, drawn, or failed.", each(m.Asked()), "how"),
		counter("tandem_picture_rasters_total", "Of these, drawings that began anew, or again from where an earlier look had left off.", each(m.Rasters()), "how"),
		durations("tandem_picture_seconds", "How long it took to draw a picture and to write its file.", &m.Drawing),
		gauge("tandem_picture_bytes", "Memory that the latest pictures take, as files and as rasters.", func(e emit) {
			for what, n := range m.Bytes() {
				e(float64(n), what)
			}
		}, "what"),
	}
}
