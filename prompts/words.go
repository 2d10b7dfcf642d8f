package prompts

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	goaway "github.com/TwiN/go-away"
)

// names are brands, people and characters that everybody knows: what comes to a
// model's mind first. The rest shows by its capital letters.
//
//go:embed names.txt
var names string

var knownNames = sync.OnceValue(func() []string {
	var known []string
	for line := range strings.Lines(names) {
		if line = strings.TrimSpace(line); line != "" {
			known = append(known, " "+spoken(line)+" ")
		}
	}
	return known
})

// harmless are words that go-away refuses although a drawing may well need them.
var harmless = map[string]bool{
	"balls": true, "butt": true, "flange": true, "hoe": true, "jerk": true, "muff": true, "nips": true, "queer": true,
}

// swearing is go-away, told to look for whole words: by itself it finds them within
// others, a cock in every cockpit and an ass in the grass.
var swearing = sync.OnceValue(func() *goaway.ProfanityDetector {
	var words []string
	for _, list := range [][]string{goaway.DefaultProfanities, goaway.DefaultFalseNegatives} {
		for _, word := range list {
			if !harmless[word] {
				words = append(words, " "+word+" ", " "+word+"s ")
			}
		}
	}
	return goaway.NewProfanityDetector().WithSanitizeSpaces(false).WithCustomDictionary(words, nil, nil)
})

// Decent reports whether a text has no word that isn't for everyone: swearing in
// English by a kept list, also when it is disguised, and what the language files
// call unsafe.
func Decent(text string) bool { return unsafe(text, "") == "" }

// unsafe gives the first word of a text that isn't for everyone. It lets pass what is
// harmless in the text's language.
func unsafe(text, language string) string {
	own := builtin().of[language].Harmless
	said := strings.Join(slices.DeleteFunc(strings.Fields(together(text)), func(word string) bool {
		return own.has(spoken(word))
	}), " ")
	if word := swearing().ExtractProfanity(" " + said + " "); word != "" {
		return strings.TrimSpace(word)
	}
	for _, word := range strings.Fields(spoken(said)) {
		for _, l := range builtin().of {
			if l.Unsafe.has(word) {
				return word
			}
		}
	}
	return ""
}

// together joins letters that stand alone: "b a d" becomes "bad", and "b.a.d" too. As
// the first may be an article, they are also joined without it.
func together(text string) string {
	var words, letters []string
	join := func() {
		all := strings.Join(letters, "")
		if words = append(words, all); len(letters) > 2 {
			words = append(words, strings.Join(letters[1:], ""))
		}
		letters = nil
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,-_*|~", r) }) {
		word = strings.Trim(word, "!?¡¿;:()[]«»“”\"'")
		if utf8.RuneCountInString(word) == 1 {
			letters = append(letters, word)
			continue
		}
		if letters != nil {
			join()
		}
		words = append(words, word)
	}
	if letters != nil {
		join()
	}
	return strings.Join(words, " ")
}

// addresses gives the first word that speaks of who plays.
func addresses(text string) string {
	for _, word := range strings.Fields(spoken(text)) {
		for _, l := range builtin().of {
			if l.Players.has(word) {
				return word
			}
		}
	}
	return ""
}

// named gives what looks like the name of a person, a brand or a character: one of
// the known, or in a sentence, unlike a title, two words in a row with capitals that
// no language file calls a place or a common word, unless in the language all nouns have one.
func named(text, language string, sentence bool) string {
	plain := " " + spoken(text) + " "
	for _, name := range knownNames() {
		if strings.Contains(plain, name) {
			return strings.TrimSpace(name)
		}
	}
	if !sentence || builtin().of[language].CapitalNouns {
		return ""
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		if isCapital(a) && isCapital(b) && !isCommon(strings.ToLower(a), "") && !isPlace(a+" "+b) && strings.Contains(text, a+" "+b) {
			return a + " " + b
		}
	}
	return ""
}

// isCapital tells of a word like Anna, unlike BANG or the A of a sentence.
func isCapital(word string) bool {
	first, n := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[n:])
	return unicode.IsUpper(first) && unicode.IsLower(second)
}
