package openai

import (
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/tandem-game/tandem/prompts"
)

// content is what the model writes, by the schema.
type content struct {
	Picture string   `json:"picture"`
	Title   string   `json:"title"`
	Theme   string   `json:"theme"`
	Paper   string   `json:"paper"`
	Player1 []string `json:"player1"`
	Player2 []string `json:"player2"`
	Caption string   `json:"caption"`
}

// parse reads a set from the model's answer, and returns its faults.
func parse(text string, w prompts.Want) (s prompts.Set, reasons []string) {
	var c content
	if err := json.Unmarshal([]byte(unfenced(text)), &c); err != nil {
		return s, []string{fmt.Sprintf("the answer is not the JSON object asked for: %v", err)}
	}
	s = prompts.Set{
		Source:     prompts.FromModel,
		Title:      tidy(c.Title),
		Theme:      tidy(c.Theme),
		Language:   w.Language,
		Difficulty: w.Difficulty,
		Paper:      prompts.PaperByName(c.Paper),
		Caption:    tidy(c.Caption),
		Series:     [2][]string{tidyAll(c.Player1), tidyAll(c.Player2)},
	}
	return s, prompts.Check(s, w)
}

// unfenced takes off the fence of Markdown that models put round JSON when no schema
// holds them.
func unfenced(text string) string {
	text = strings.TrimSpace(text)
	inner, opened := strings.CutPrefix(text, "```")
	inner, closed := strings.CutSuffix(inner, "```")
	if !opened || !closed {
		return text
	}
	return strings.TrimPrefix(inner, "json")
}

// tidy mends what isn't worth asking again for: spaces, and how accents are
// composed.
func tidy(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(text)), " ")
}

func tidyAll(series []string) []string {
	for i, prompt := range series {
		series[i] = strings.TrimSuffix(tidy(prompt), ".")
	}
	return series
}
