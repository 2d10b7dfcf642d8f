package lobby

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many accents a letter may carry: enough for every script, too few to
// cover the lines above and below.
const maxMarks = 3

// Characters that show nothing by themselves but change their neighbours.
const (
	nonJoiner = '\u200C'
	joiner    = '\u200D'
	textStyle = '\uFE0E' // of the emoji before it
	emoji     = '\uFE0F'
	keycap    = '\u20E3'
	blackFlag = '\U0001F3F4' // the base of regional flags, followed by tags
	firstTag  = '\U000E0020'
	endOfTags = '\U000E007F'
)

// CleanText returns a player's text as it is stored and shown; it applies to names, themes
// and other words. The result is composed (NFC), on one line, with single spaces between
// words, and without invisible characters and direction controls. Joiners, selectors and
// tags stay only where a script or an emoji needs them.
func CleanText(text string) string {
	for {
		clean := norm.NFC.String(fewMarks(needed([]rune(strings.Map(shown, text)))))
		clean = strings.Join(strings.Fields(clean), " ")
		if clean == text {
			return clean
		}
		text = clean // removing one character may make another one useless
	}
}

// shown returns what is shown of a rune: itself, a space, or -1 for nothing. A rune that
// depends on its neighbours stays.
func shown(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == joiner, r == nonJoiner, isTag(r):
		return r
	case r == unicode.ReplacementChar, blank[r], unicode.IsControl(r),
		unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return r
}

// blank holds the letters and signs that look like nothing.
var blank = map[rune]bool{
	'\u115F': true, '\u1160': true, '\u3164': true, '\uFFA0': true, // Hangul fillers
	'\u2800':     true, // Braille without dots
	'\U0001D159': true, // a note without a head
}

// needed removes joiners, selectors and tags that their neighbours don't need.
func needed(text []rune) string {
	kept := make([]rune, 0, len(text))
	for len(text) > 0 {
		r, after := text[0], text[1:]
		text = after
		n := 0
		switch {
		case r == blackFlag:
			n = tagsOf(after)
		case isTag(r),
			r == joiner && !joins(kept, after),
			r == nonJoiner && !separates(kept, after),
			unicode.Is(unicode.Variation_Selector, r) && !selects(kept, r, after):
			continue
		}
		kept = append(append(kept, r), after[:n]...)
		text = after[n:]
	}
	return string(kept)
}

// joins reports whether a joiner makes one emoji of two, or, after a virama, asks for a
// form of a conjunct (RFC 5892, A.2).
func joins(before, after []rune) bool {
	if isVirama(last(before)) {
		return true
	}
	for len(before) > 0 && isStyle(last(before)) {
		before = before[:len(before)-1]
	}
	return isPictograph(last(before)) && len(after) > 0 && isPictograph(after[0])
}

// separates reports whether a non-joiner separates letters that would otherwise be joined:
// after a virama, or between letters of a cursive script (RFC 5892, A.1).
func separates(before, after []rune) bool {
	if len(after) == 0 || !unicode.IsLetter(after[0]) {
		return false
	}
	if isVirama(last(before)) {
		return true
	}
	for len(before) > 0 && unicode.IsMark(last(before)) {
		before = before[:len(before)-1]
	}
	return isCursive(last(before)) && isCursive(after[0])
}

// selects reports whether a variation selector applies to the character before it.
func selects(before []rune, selector rune, after []rune) bool {
	base := last(before)
	switch {
	case selector == emoji || selector == textStyle:
		isKey := base >= '0' && base <= '9' || base == '#' || base == '*'
		return isPictograph(base) || isKey && len(after) > 0 && after[0] == keycap
	case selector >= '\U000E0100': // a form of a character in a name
		return unicode.Is(unicode.Han, base)
	case selector < '\uFE00':
		return unicode.Is(unicode.Mongolian, base) && unicode.IsLetter(base)
	default:
		return false
	}
}

// tagsOf returns how many tags after a black flag make it a region's flag; 0 if they don't.
func tagsOf(after []rune) int {
	n := slices.IndexFunc(after, func(r rune) bool { return !isTag(r) || r == endOfTags })
	if n < 4 || n > 6 || after[n] != endOfTags {
		return 0
	}
	for _, r := range after[:n] {
		if letter := r - firstTag + ' '; (letter < '0' || letter > '9') && (letter < 'a' || letter > 'z') {
			return 0
		}
	}
	return n + 1
}

// fewMarks removes the marks beyond maxMarks of each letter. A character that only changes
// how something is shown starts no new letter.
func fewMarks(text string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == joiner, r == nonJoiner, unicode.Is(unicode.Variation_Selector, r):
		case unicode.IsMark(r):
			if marks++; marks > maxMarks {
				return -1
			}
		default:
			marks = 0
		}
		return r
	}, text)
}

// last returns the last rune, 0 if there is none.
func last(text []rune) rune {
	if len(text) == 0 {
		return 0
	}
	return text[len(text)-1]
}

func isTag(r rune) bool { return r >= firstTag && r <= endOfTags }

// isStyle reports whether a rune may stand between an emoji and its joiner: selectors and
// skin tones.
func isStyle(r rune) bool {
	return r == emoji || r == textStyle || r >= '\U0001F3FB' && r <= '\U0001F3FF'
}

// isPictograph reports whether a rune is Extended_Pictographic: only such a rune forms one
// character with an emoji joined to it (UAX #29, GB11).
func isPictograph(r rune) bool {
	return r > unicode.MaxLatin1/2 && uniseg.GraphemeClusterCount(string([]rune{r, joiner, '👩'})) == 1
}

func isVirama(r rune) bool {
	return r != 0 && norm.NFC.PropertiesString(string(r)).CCC() == 9
}

// isCursive reports whether a rune is a letter of a script whose letters join.
func isCursive(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko,
		unicode.Mandaic, unicode.Manichaean, unicode.Phags_Pa, unicode.Adlam, unicode.Hanifi_Rohingya, unicode.Sogdian)
}
