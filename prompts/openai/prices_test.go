package openai

import "testing"

func TestPrices_OverrideTheTable(t *testing.T) {
	own, err := ParsePrices("my-model=1/2, gpt-6-luna=3/4")
	if err != nil {
		t.Fatal(err)
	}
	for model, want := range map[string]Price{"my-model": {1, 2}, DefaultModel: {3, 4}, "": {3, 4}, "gpt-6-sol": {2, 10}} {
		if got, known := own.Of(model); !known || got != want {
			t.Errorf("%q costs %v, want %v", model, got, want)
		}
	}
	if _, known := own.Of("llama-4-tiny"); known {
		t.Error("an unknown model has a price")
	}
}

func TestParsePrices_RefusesInvalidText(t *testing.T) {
	for _, text := range []string{"", "gpt", "gpt=1", "gpt=1/x", "=1/2", "gpt=-1/2", "gpt=NaN/1", "gpt=1/+Inf", "a=1/2,,"} {
		if p, err := ParsePrices(text); err == nil {
			t.Errorf("%q gives %v", text, p)
		}
	}
}

func TestPrice_CountsMillionthsOfADollar(t *testing.T) {
	if got := (Price{0.10, 0.50}).micros(1400, 340); got != 310 {
		t.Errorf("%d, want 310", got)
	}
	if got := (Price{0.10, 0}).micros(1, 0); got != 1 {
		t.Errorf("%d, want the part rounded up", got)
	}
}
