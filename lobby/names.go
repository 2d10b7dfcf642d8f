package lobby

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxNameRunes is the most characters a player's name has.
const MaxNameRunes = 24

// maxMarks is how many accents a letter of a name may carry: enough for every
// script, too few to cover the lines above and below.
const maxMarks = 3

// What can be wrong with a name, as sentences for the player.
var (
	ErrNameEmpty = errors.New("a name needs at least one letter, number or sign that can be seen")
	ErrNameLong  = fmt.Errorf("a name has at most %d characters", MaxNameRunes)
)

// CleanName gives a player's name as it is kept and shown: composed (NFC), on
// one line, without characters that are invisible or turn the direction of
// writing, single spaces between words. ErrNameEmpty, ErrNameLong.
func CleanName(name string) (string, error) {
	name = CleanText(name)
	switch {
	case !strings.ContainsFunc(name, visible):
		return "", ErrNameEmpty
	case utf8.RuneCountInString(name) > MaxNameRunes:
		return "", ErrNameLong
	}
	return name, nil
}

// visible tells whether a rune alone leaves something to see.
func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !blank[r]
}

// blank are the letters and signs that look like nothing.
var blank = map[rune]bool{
	'\u115F': true, '\u1160': true, '\u3164': true, '\uFFA0': true, // Hangul fillers
	'\u2800': true, // Braille without dots
}

// CleanText gives what a player wrote as it is kept and shown: what names, themes and
// other words have in common.
func CleanText(text string) string {
	text = norm.NFC.String(strings.Map(shown, text))
	marks := 0
	text = strings.Map(func(r rune) rune {
		if !unicode.IsMark(r) {
			marks = 0
			return r
		}
		if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// shown gives what is shown of a rune: itself, a space, or -1 for nothing.
func shown(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == utf8.RuneError, blank[r], unicode.IsControl(r),
		unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return r
}
