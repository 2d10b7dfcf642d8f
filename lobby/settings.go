package lobby

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tandem-game/tandem/prompts"
)

// The limits of the settings.
const (
	MinRoundSeconds = 10
	MaxRoundSeconds = 120
	MaxThemeRunes   = 60
)

// Settings are what a lobby's host decides about its games.
type Settings struct {
	RoundSeconds int    // MinRoundSeconds..MaxRoundSeconds
	Rounds       int    // prompts.MinRounds..prompts.MaxRounds
	Theme        string // "": Tandem chooses; at most MaxThemeRunes
	Language     string // of the prompts; one of prompts.Languages
	Difficulty   prompts.Difficulty
	OwnSet       string // the id of a set that the host wrote and the games are dealt; "" for none
}

// DefaultSettings are those of a lobby whose host has changed nothing.
func DefaultSettings() Settings {
	return Settings{RoundSeconds: 30, Rounds: 6, Language: "en", Difficulty: prompts.Normal}
}

// Invalid lists the fields of the settings that are out of bounds, by their JSON names.
type Invalid []FieldProblem

// FieldProblem says what is wrong with one field: "rounds", "must be 3 to 10". A field of
// the rules is "rules.capacity".
type FieldProblem struct{ Field, Problem string }

func (v Invalid) Error() string {
	said := make([]string, len(v))
	for i, p := range v {
		said[i] = p.Field + " " + p.Problem
	}
	return strings.Join(said, "; ")
}

// Validate returns nil or an Invalid that names every field out of bounds.
func (s Settings) Validate() error {
	var v Invalid
	within := func(field string, n, low, high int) {
		if n < low || n > high {
			v = append(v, FieldProblem{field, fmt.Sprintf("must be %d to %d", low, high)})
		}
	}
	within("round_seconds", s.RoundSeconds, MinRoundSeconds, MaxRoundSeconds)
	within("rounds", s.Rounds, prompts.MinRounds, prompts.MaxRounds)
	if utf8.RuneCountInString(s.Theme) > MaxThemeRunes {
		v = append(v, FieldProblem{"theme", fmt.Sprintf("must be at most %d characters", MaxThemeRunes)})
	}
	if !prompts.Decent(s.Theme) {
		v = append(v, FieldProblem{"theme", unfitTheme})
	}
	if !prompts.Speaks(s.Language) {
		v = append(v, FieldProblem{"language", "must be one of " + strings.Join(prompts.Languages(), ", ")})
	}
	if !s.Difficulty.Known() {
		v = append(v, FieldProblem{"difficulty", "must be easy, normal or wild"})
	}
	if v == nil {
		return nil
	}
	return v
}
