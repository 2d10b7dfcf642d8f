package prompts

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// language is what the file of a language says beside its sets.
type language struct {
	Language string // its tag
	Script   string // as package unicode calls it
	Common   wordList
	Players  wordList // words for those who play
	Unsafe   wordList // words that are not for everyone
	Slurs    slurList // words that are for no name
	Places   wordList // that have two capitals and are nobody's name
}

// wordList is a list of words, where "drunk*" stands for all that begin so.
type wordList struct {
	whole  map[string]bool
	begins []string
}

// UnmarshalJSON reads a list of strings.
func (l *wordList) UnmarshalJSON(b []byte) error {
	all, err := readWords(b)
	l.whole = map[string]bool{}
	for _, w := range all {
		if begin, open := strings.CutSuffix(w, "*"); open {
			l.begins = append(l.begins, begin)
		} else {
			l.whole[w] = true
		}
	}
	return err
}

func readWords(b []byte) (words []string, err error) {
	if err := json.Unmarshal(b, &words); err != nil {
		return nil, fmt.Errorf("read a list of words: %w", err)
	}
	return words, nil
}

func (l wordList) has(word string) bool {
	return l.whole[word] || slices.ContainsFunc(l.begins, func(begin string) bool { return strings.HasPrefix(word, begin) })
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

// texts are all that a player may read of a set.
func (s Set) texts() []string {
	return slices.Concat([]string{s.Title, s.Theme, s.Caption}, s.Series[0], s.Series[1])
}
