package prompts

import (
	"slices"
	"strings"
)

// likeness is what a prompt is about, for comparison with others: its words in alphabetical
// order, without endings, and without words that every prompt has or that say where, or how
// big.
type likeness []string

// language is the prompt's.
func likenessOf(prompt, language string) likeness {
	words := wordsOf(prompt)
	var about likeness
	var run []string // of Chinese characters
	end := func() {
		if len(run) == 1 {
			about = append(about, run[0])
		}
		for i := 1; i < len(run); i++ {
			about = append(about, run[i-1]+run[i]) // most words are two characters
		}
		run = nil
	}
	for _, w := range words {
		switch common := isCommon(w, language); {
		case !common && hanIn(w) > 0:
			run = append(run, w)
		case !common:
			end()
			about = append(about, stem(w))
		default:
			end()
		}
	}
	end()
	if about == nil {
		about = words
	}
	slices.Sort(about)
	return slices.Compact(about)
}

// like reports whether two prompts say the same or nearly so: two thirds of the words of
// both are in both.
func (a likeness) like(b likeness) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	both := 0
	for _, w := range a {
		if _, found := slices.BinarySearch(b, w); found {
			both++
		}
	}
	either := len(a) + len(b) - both
	return 3*both >= 2*either
}

// stem removes the ending of a word, so that singular and plural, he and she, compare
// equal. It needs no correct grammar.
func stem(word string) string {
	word = strings.TrimSuffix(word, "s")
	for _, end := range []string{"a", "e", "o"} {
		if short, found := strings.CutSuffix(word, end); found && len(short) > 2 {
			return short
		}
	}
	return word
}
