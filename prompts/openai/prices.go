package openai

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Price is what a model costs, in dollars a million tokens.
type Price struct{ Input, Output float64 }

// Prices are those of models, by name.
type Prices map[string]Price

// prices is the one table, as of November 2026.
var prices = Prices{
	"gpt-6-luna":   {0.10, 0.50},
	"gpt-6-sol":    {2, 10},
	"gpt-5.6-luna": {0.20, 1.20},
	"gpt-5.6-sol":  {4, 20},
	"gpt-5-mini":   {0.25, 2},
	"gpt-5-nano":   {0.05, 0.40},
}

// Of gives the price of a model: p's own, else that of the table.
func (p Prices) Of(model string) (price Price, known bool) {
	if model == "" {
		model = DefaultModel
	}
	if price, known = p[model]; !known {
		price, known = prices[model]
	}
	return price, known
}

// ParsePrices reads "a-model=0.10/0.50,another=2/10": dollars a million tokens, of
// input and of output.
func ParsePrices(text string) (Prices, error) {
	p := Prices{}
	for entry := range strings.SplitSeq(text, ",") {
		model, price, _ := strings.Cut(strings.TrimSpace(entry), "=")
		in, out, _ := strings.Cut(price, "/")
		input, err1 := strconv.ParseFloat(strings.TrimSpace(in), 64)
		output, err2 := strconv.ParseFloat(strings.TrimSpace(out), 64)
		if model == "" || err1 != nil || err2 != nil || !(input >= 0 && output >= 0) || math.IsInf(input+output, 0) {
			return nil, fmt.Errorf("must look like a-model=0.10/0.50, dollars a million tokens of input and output, not %q", entry)
		}
		p[strings.TrimSpace(model)] = Price{input, output}
	}
	return p, nil
}

// micros is what tokens cost, in millionths of a dollar, rounded up.
func (p Price) micros(in, out int64) int64 {
	return int64(math.Ceil(float64(in)*p.Input + float64(out)*p.Output - 1e-9))
}
