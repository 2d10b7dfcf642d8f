package prompts

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mtibben/confusables"
	"golang.org/x/text/unicode/norm"
)

// DecentName reports whether the name of a player or a lobby is free of insults and
// obscenities. A name may say more than a prompt: Dick, Gunther and the Scunthorpe Killers
// are names. A word counts in any language of the library, also if it is spaced out, or
// written with digits or look-alike letters.
func DecentName(name string) bool {
	for _, word := range disguises(name) {
		for _, l := range builtin().of {
			if l.Slurs.has(word) {
				return false
			}
		}
	}
	return true
}

// slurList is a list of words in the form of plain.
type slurList struct{ wordList }

// UnmarshalJSON reads a list of strings.
func (l *slurList) UnmarshalJSON(b []byte) error { return l.read(b, plain) }

// disguises returns the words that a name may be read as: its own words, single letters
// joined, the whole name as one word, and each of these with stretched letters shortened to
// two or to one.
func disguises(name string) []string {
	words := strings.FieldsFunc(plain(name), func(r rune) bool { return !unicode.IsLetter(r) })
	read := append(slices.Clone(words), strings.Join(words, ""))
	var letters strings.Builder
	for _, word := range append(words, "end") {
		if len([]rune(word)) == 1 {
			letters.WriteString(word)
			continue
		}
		read = append(read, letters.String())
		letters.Reset()
	}
	for _, word := range slices.Clone(read) {
		read = append(read, shorten(word, 1), shorten(word, 2))
	}
	return read
}

// plain returns a text as it looks at a glance: in lower case without accents, each letter
// replaced by the one that it is confused with (UTS #39) or stands for.
func plain(text string) string {
	skeleton := confusables.Skeleton(strings.ToLower(norm.NFKC.String(text)))
	return strings.Map(func(r rune) rune {
		if letter, ok := inPlaceOf[r]; ok {
			return letter
		}
		if unicode.IsMark(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToLower(skeleton))
}

// inPlaceOf maps signs and small capitals to the letters that they stand for. In a skeleton
// a look-alike of l is an l, and an i is often written so.
var inPlaceOf = map[rune]rune{
	'i': 'l', '!': 'l', '¡': 'l', '3': 'e', '€': 'e', '4': 'a', '@': 'a', '5': 's', '$': 's', '7': 't', '8': 'b', '9': 'g',
	'ᴀ': 'a', 'ʙ': 'b', 'ᴄ': 'c', 'ᴅ': 'd', 'ᴇ': 'e', 'ꜰ': 'f', 'ɢ': 'g', 'ʜ': 'h', 'ɪ': 'l', 'ᴊ': 'j', 'ᴋ': 'k', 'ʟ': 'l',
	'ɴ': 'n', 'ᴏ': 'o', 'ᴘ': 'p', 'ʀ': 'r', 'ꜱ': 's', 'ᴛ': 't', 'ᴜ': 'u', 'ᴠ': 'v', 'ᴡ': 'w', 'ʏ': 'y', 'ᴢ': 'z',
}

// shorten limits a letter to most repetitions where it is repeated three times or more.
func shorten(word string, most int) string {
	var short []rune
	runes := []rune(word)
	for i := 0; i < len(runes); {
		n := i
		for n < len(runes) && runes[n] == runes[i] {
			n++
		}
		times := n - i
		if times > 2 {
			times = most
		}
		short = append(short, slices.Repeat(runes[i:i+1], times)...)
		i = n
	}
	return string(short)
}
