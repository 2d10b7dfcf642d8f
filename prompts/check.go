package prompts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a set's texts. A prompt must be readable at a glance, on two lines.
const (
	MaxPromptWords  = 12
	MaxPromptRunes  = 80
	MaxTitleRunes   = 60
	MaxThemeRunes   = 60
	MaxCaptionRunes = 120

	// A Chinese character is as wide as two letters.
	wideRunes = 2
)

// Check returns what is wrong with a set that was made for w, one sentence a reason, in
// words that a model can act on. A good set has none. Check is pure.
//
// A host's set is for friends: it may name them, and be in any language.
func Check(s Set, w Want) (reasons []string) {
	say := func(format string, args ...any) {
		reasons = append(reasons, fmt.Sprintf(format, args...))
	}
	text := func(what, t string, limit int) {
		switch n := utf8.RuneCountInString(t); {
		case t == "" && s.Source == FromHost && what == "the caption":
		case !utf8.ValidString(t) || strings.ContainsFunc(t, isHidden):
			say("%s has a control or invisible character", what)
		case !strings.ContainsFunc(t, unicode.IsLetter):
			say("%s has no words", what)
		case n > limit:
			say("%s has %d characters; the most is %d", what, n, limit)
		case hanIn(t) > limit/wideRunes:
			say("%s has %d wide characters; the most is %d", what, hanIn(t), limit/wideRunes)
		}
		if noText.MatchString(t) {
			say("%s has an address or code in it", what)
		}
		if word := unsafe(t, s.Language); word != "" {
			say("%s says %q, which isn't for everyone", what, word)
		}
		if word := addresses(t); word != "" {
			say("%s says %q; prompts don't speak of who plays", what, word)
		}
		if name := named(t, s.Language, limit == MaxPromptRunes); name != "" && s.Source != FromHost {
			say("%s names %s: no real people, brands or characters", what, name)
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
	if s.Difficulty != w.Difficulty {
		say("the difficulty is %q, not %q", s.Difficulty, w.Difficulty)
	}
	if s.Source != FromHost && !s.reads(w.Language) {
		say("the texts are not in the language %q", w.Language)
	}

	type place struct {
		series, number int
		likeness
	}
	var seen []place
	for i, series := range s.Series {
		if len(series) != w.Rounds {
			say("series %d has %d prompts, not %d", i+1, len(series), w.Rounds)
		}
		for j, prompt := range series {
			here := place{i + 1, j + 1, likenessOf(prompt, s.Language)}
			what := fmt.Sprintf("prompt %d of series %d", here.number, here.series)
			text(what, prompt, MaxPromptRunes)
			if n := len(strings.Fields(prompt)); n > MaxPromptWords {
				say("%s has %d words; the most is %d", what, n, MaxPromptWords)
			}
			if at := slices.IndexFunc(seen, func(p place) bool { return p.like(here.likeness) }); at >= 0 {
				twin := seen[at]
				say("%s says the same as prompt %d of series %d, or nearly", what, twin.number, twin.series)
				continue
			}
			seen = append(seen, here)
		}
	}
	return reasons
}

// noText matches what no sentence contains: links, addresses, handles, mark-up.
var noText = regexp.MustCompile(`[<>{}\\@#|]|://|\pL\.\pL{2,}`)

// isHidden reports whether a rune is invalid in a line of text: a control character or line
// break, a character without width, or one that changes the direction of writing.
func isHidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// spoken returns a prompt as one hears it: its letters and digits in lower case, with
// single spaces between words.
func spoken(prompt string) string {
	words := strings.FieldsFunc(strings.ToLower(prompt), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// wordsOf returns the words of a text as one hears it. Han is written without spaces: there
// each character counts as a word.
func wordsOf(text string) []string {
	var apart strings.Builder
	for _, r := range spoken(text) {
		if unicode.Is(unicode.Han, r) {
			apart.WriteString(" " + string(r) + " ")
		} else {
			apart.WriteRune(r)
		}
	}
	return strings.Fields(apart.String())
}

// hanIn counts the Chinese characters of a text.
func hanIn(text string) (n int) {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}
