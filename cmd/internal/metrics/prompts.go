package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/prompts"
)

// ofPrompts are the metrics of prompts.
func ofPrompts(m *prompts.Metrics) []prometheus.Collector {
	return []prometheus.Collector{
		counter("tandem_prompt_sets_total", "Prompt sets that were dealt, by where they came from.", each(m.Dealt()), "source"),
		counter("tandem_prompt_failures_total", "Why the library had to serve although there is a model.", each(m.Failed()), "why"),
	}
}
