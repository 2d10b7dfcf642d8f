package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// The tests of cmd/tandem that say how long a game waited for its prompts, and the
// longest it may, in seconds.
const (
	promptTests = "^TestPrompts_(SurviveModelFailures|ASlowModelDelaysNoGame)$"
	dealtWithin = 2
	roundWithin = 5
)

var waited = regexp.MustCompile(`waited (?:at most )?([0-9.]+)(m?)s (for its prompts|for round 1)`)

// measurePrompts has games dealt while their model fails in every way.
func measurePrompts(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "test", "-count", "1", "-v", "-run", promptTests, "./cmd/tandem")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("tests of prompts: %w\n%s", err, out)
	}
	found := waited.FindAllSubmatch(out, -1)
	if len(found) != 2 {
		return fmt.Errorf("the tests of prompts say how long they waited %d times, not twice", len(found))
	}
	for _, m := range found {
		seconds, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return fmt.Errorf("tests of prompts: %w", err)
		}
		if string(m[2]) == "m" {
			seconds /= 1000
		}
		if string(m[3]) == "for round 1" {
			line("round 1 after the match, a model of 20 s and an empty pool", seconds, "s", roundWithin)
		} else {
			line("prompts dealt whatever a model does, the slowest", seconds, "s", dealtWithin)
		}
	}
	return nil
}
