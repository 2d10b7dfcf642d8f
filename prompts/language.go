package prompts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// language is the part of a language's file besides the sets.
type language struct {
	Language     string // its tag
	Script       string // its name in package unicode
	CapitalNouns bool   // every noun has a capital, so capitals don't show a name
	Common       wordList
	Players      wordList // words for the players
	Unsafe       wordList // words that are not for everyone
	Harmless     wordList // words that are, though another language calls them unsafe
	Slurs        slurList // words that no name may contain
	Places       wordList // written with two capitals, but nobody's name
	Themes       []string // of its sets
}

// wordList is a list of words: "word" stands for itself, "drunk*" for all words with that
// prefix, "*word*" for all words that contain it. Scripts without spaces need the latter:
// there a word of a text is all that stands between two signs.
type wordList struct {
	whole          map[string]bool
	begins, within []string
}

// UnmarshalJSON reads a list of strings.
func (l *wordList) UnmarshalJSON(b []byte) error {
	return l.read(b, func(word string) string { return word })
}

// read reads a list of words, each in some form.
func (l *wordList) read(b []byte, form func(word string) string) error {
	var words []string
	if err := json.Unmarshal(b, &words); err != nil {
		return fmt.Errorf("read a list of words: %w", err)
	}
	l.whole = map[string]bool{}
	for _, w := range words {
		begin, open := strings.CutSuffix(w, "*")
		within, inside := strings.CutPrefix(begin, "*")
		switch {
		case inside:
			l.within = append(l.within, form(within))
		case open:
			l.begins = append(l.begins, form(begin))
		default:
			l.whole[form(w)] = true
		}
	}
	return nil
}

func (l wordList) has(word string) bool {
	return l.whole[word] ||
		slices.ContainsFunc(l.begins, func(begin string) bool { return strings.HasPrefix(word, begin) }) ||
		slices.ContainsFunc(l.within, func(part string) bool { return strings.Contains(word, part) })
}

// Languages returns the tags of the languages of the library, English first: a game in any
// of them can be dealt without a model.
func Languages() []string {
	return slices.Clone(builtin().languages)
}

// Speaks reports whether language is one of Languages.
func Speaks(language string) bool {
	return slices.Contains(builtin().languages, language)
}

// isCommon reports whether every text of a language contains the word; of any language
// where the library doesn't speak this one.
func isCommon(word, tag string) bool {
	if l, ok := builtin().of[tag]; ok {
		return l.Common.has(word)
	}
	for _, l := range builtin().of {
		if l.Common.has(word) {
			return true
		}
	}
	return false
}

func isPlace(name string) bool {
	for _, l := range builtin().of {
		if l.Places.has(name) {
			return true
		}
	}
	return false
}

// leastCommon is the minimum share of common words in a text; half is usual.
const leastCommon = 0.15

// reads reports whether the set's texts are in a language: they are in its script, have
// enough of its common words, and more of them than of any other language's. It accepts any
// text for a language that the library doesn't speak.
func (s Set) reads(tag string) bool {
	own, ok := builtin().of[tag]
	if !ok {
		return true
	}
	words := wordsOf(strings.Join(s.texts(), " "))
	common := func(l language) (n int) {
		for _, w := range words {
			if l.Common.has(w) {
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

// texts returns all texts of a set that a player may read.
func (s Set) texts() []string {
	return slices.Concat([]string{s.Title, s.Theme, s.Caption}, s.Series[0], s.Series[1])
}
