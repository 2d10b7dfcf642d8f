package lobby

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"strings"
	"sync"
	"unicode"
)

// codeWords is the number of words in a code, each of shortestWord to longestWord letters.
const (
	codeWords    = 3
	shortestWord = 3
	longestWord  = 6
)

// wordsFile holds the words of codes, one a line, sorted. They are short, friendly, easy to
// say and to spell, and no two sound alike. Removing a word breaks no existing code,
// because a code is looked up as a whole.
//
//go:embed words.txt
var wordsFile string

var words = sync.OnceValue(func() []string { return strings.Fields(wordsFile) })

// newCode returns a new lobby code: three words that can be read aloud in a call,
// "plum-kite-otter". With at least 2,048 words that is at least 33 bits.
func newCode() string {
	all := words()
	picked := make([]string, codeWords)
	for i := range picked {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(all))))
		if err != nil {
			panic(err) // crypto/rand.Reader never fails
		}
		picked[i] = all[n.Int64()]
	}
	return strings.Join(picked, "-")
}

// Normalize writes a code as newCode does, however the player typed it: "Plum Kite_otter"
// becomes "plum-kite-otter". The result has only the letters a to z and dashes. For input
// that can't be a code it is "", which no lobby has.
func Normalize(code string) string {
	words := strings.FieldsFunc(strings.ToLower(code), func(r rune) bool { return !unicode.IsLetter(r) })
	written := strings.Join(words, "-")
	if strings.ContainsFunc(written, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return written
}

// meant returns the one code that differs from this one by a single typo: a letter or a
// separator left out, added, changed, or swapped with its neighbour. It returns "" if there
// is none, or more than one.
func meant(code string, codes []string) string {
	found := ""
	for _, c := range codes {
		if !oneTypo(c, code) && !oneTypo(letters(c), letters(code)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = c
	}
	return found
}

// letters returns a code without its separators.
func letters(code string) string { return strings.ReplaceAll(code, "-", "") }

// oneTypo reports whether two texts are equal or one typo apart.
func oneTypo(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == 0:
		return true
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(a) != len(b):
		return false
	}
	swapped := len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
	return a[1:] == b[1:] || swapped
}
