package lobby

import (
	"crypto/rand"
	_ "embed"
	"math/big"
	"strings"
	"sync"
	"unicode"
)

// codeWords is how many words a code has.
const codeWords = 3

// wordsFile holds the words of codes, one a line, sorted: short, friendly, easy
// to say and to spell, and none that sounds like another word. Taking a word
// out breaks no code, since codes are looked up as they are.
//
//go:embed words.txt
var wordsFile string

var words = sync.OnceValue(func() []string { return strings.Fields(wordsFile) })

// newCode makes a lobby's code: three words that can be said aloud in a call,
// "plum-kite-otter". With at least 2,048 words that is 33 bits and more.
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

// Normalize writes a code as newCode does, however it was typed: "Plum Kite_otter"
// is "plum-kite-otter". What is no code at all comes out as one that no lobby
// has; it is never longer than what came in.
func Normalize(code string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(code), func(r rune) bool {
		return !unicode.IsLetter(r)
	}), "-")
}
