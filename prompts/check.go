package prompts

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a set's texts. A prompt must be read at a glance, on two lines.
const (
	MaxPromptWords  = 12
	MaxPromptRunes  = 80
	MaxTitleRunes   = 60
	MaxThemeRunes   = 60
	MaxCaptionRunes = 120
)

// Check says what is wrong with a set that was made for w, one sentence a
// reason, in words that a model can act on. A good set has none. It is pure.
func Check(s Set, w Want) (reasons []string) {
	say := func(format string, args ...any) {
		reasons = append(reasons, fmt.Sprintf(format, args...))
	}
	text := func(what, t string, limit int) {
		switch n := utf8.RuneCountInString(t); {
		case !utf8.ValidString(t) || strings.ContainsFunc(t, isHidden):
			say("%s has a control or invisible character", what)
		case !strings.ContainsFunc(t, unicode.IsLetter):
			say("%s has no words", what)
		case n > limit:
			say("%s has %d characters; the most is %d", what, n, limit)
		}
	}

	text("the title", s.Title, MaxTitleRunes)
	text("the theme", s.Theme, MaxThemeRunes)
	text("the caption", s.Caption, MaxCaptionRunes)
	if !isPaper(s.Paper) {
		say("%q is not one of the papers", s.Paper)
	}
	if s.Language != w.Language {
		say("the language is %q, not %q", s.Language, w.Language)
	}

	type place struct{ series, number int }
	seen := map[string]place{}
	for i, series := range s.Series {
		if len(series) != w.Rounds {
			say("series %d has %d prompts, not %d", i+1, len(series), w.Rounds)
		}
		for j, prompt := range series {
			here := place{i + 1, j + 1}
			what := fmt.Sprintf("prompt %d of series %d", here.number, here.series)
			text(what, prompt, MaxPromptRunes)
			if n := len(strings.Fields(prompt)); n > MaxPromptWords {
				say("%s has %d words; the most is %d", what, n, MaxPromptWords)
			}
			key := spoken(prompt)
			if twin, ok := seen[key]; ok && key != "" {
				say("%s says the same as prompt %d of series %d", what, twin.number, twin.series)
				continue
			}
			seen[key] = here
		}
	}
	return reasons
}

// isHidden tells of characters that don't belong into a line of text: control
// characters with line breaks, and those of no width or that turn the
// direction of writing.
func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// spoken is what one hears of a prompt: its letters and digits in lower case,
// its words a space apart.
func spoken(prompt string) string {
	words := strings.FieldsFunc(strings.ToLower(prompt), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}
