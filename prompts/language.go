package prompts

import (
	"slices"
	"strings"
	"unicode"
)

// language is what the file of a language says beside its sets.
type language struct {
	Language string // its tag
	Script   string // as package unicode calls it
	Common   []string
	Players  []string // words for those who play
	Unsafe   []string // words that are not for everyone, as matches reads them
	Places   []string // that have two capitals and are nobody's name
}

// Languages are the tags of the languages that the library speaks, English
// first: a game in any of them can be dealt without a model.
func Languages() []string {
	return slices.Clone(builtin().languages)
}

// Speaks tells whether language is one of Languages.
func Speaks(language string) bool {
	return slices.Contains(builtin().languages, language)
}

// isCommon tells of a word that every text of its language has.
func isCommon(word string) bool {
	for _, l := range builtin().of {
		if slices.Contains(l.Common, word) {
			return true
		}
	}
	return false
}

func isPlace(name string) bool {
	for _, l := range builtin().of {
		if slices.Contains(l.Places, name) {
			return true
		}
	}
	return false
}

// leastCommon is the share of common words that any text has: a half is usual.
const leastCommon = 0.15

// reads tells whether the set's texts are in a language: they are in its script,
// have enough of its common words, and more than of any other's. Of a language
// that the library doesn't speak nobody knows.
func (s Set) reads(tag string) bool {
	own, ok := builtin().of[tag]
	if !ok {
		return true
	}
	words := strings.Fields(spoken(strings.Join(s.texts(), " ")))
	common := func(l language) (n int) {
		for _, w := range words {
			if slices.Contains(l.Common, w) {
				n++
			}
		}
		return n
	}
	script := unicode.Scripts[own.Script]
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(script, r) }) {
			return false
		}
	}
	most := common(own)
	for _, l := range builtin().of {
		if common(l) > most {
			return false
		}
	}
	return float64(most) >= leastCommon*float64(len(words))
}

// texts are all that a player may read of a set.
func (s Set) texts() []string {
	return slices.Concat([]string{s.Title, s.Theme, s.Caption}, s.Series[0], s.Series[1])
}
