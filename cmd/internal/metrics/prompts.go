package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/prompts"
)

// ofPrompts are the metrics of prompts.
func ofPrompts(m *prompts.Metrics) []prometheus.Collector {
	return []prometheus.Collector{
		counter("tandem_prompt_sets_total", "Prompt sets that were dealt, by where they came from.", each(m.Dealt()), "source"),
		counter("tandem_prompt_sets_repeated_total", "Of these, sets that a player had met, as nothing else was left.", func(e emit) { e(float64(m.Repeated())) }),
		counter("tandem_prompt_sets_made_total", "Prompt sets the model wrote for the pool.", func(e emit) { e(float64(m.Made())) }),
		counter("tandem_prompt_failures_total", "Why there was no prompt set by the model.", each(m.Failed()), "why"),
		counter("tandem_prompt_words_flagged_total", "Players' words that the moderation refused.", func(e emit) { e(float64(m.Flagged())) }),
		counter("tandem_prompt_calls_total", "Calls of the model.", func(e emit) { e(float64(m.Used().Calls)) }),
		counter("tandem_prompt_tokens_total", "Tokens of these, in and out.", func(e emit) {
			e(float64(m.Used().InputTokens), "in")
			e(float64(m.Used().OutputTokens), "out")
		}, "way"),
		counter("tandem_prompt_dollars_total", "What they cost.", func(e emit) { e(float64(m.Used().CostMicros) / 1e6) }),
		gauge("tandem_prompt_budget", "What all nodes together may take in a day (UTC); 0 is no bound.", func(e emit) {
			e(float64(m.Budget.Calls), "calls")
			e(float64(m.Budget.CostMicros)/1e6, "dollars")
		}, "unit"),
		gauge("tandem_prompt_model_resting", "1 while the model's server is left alone after an outage.", func(e emit) { e(m.Resting()) }),
	}
}
