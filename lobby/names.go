package lobby

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mtibben/confusables"
	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"github.com/tandem-game/tandem/prompts"
)

// MaxNameLength is the most characters a player's name has, as people count them: a
// family is one. maxNameRunes is how many runes they are made of at most.
const (
	MaxNameLength = 24
	maxNameRunes  = 4 * MaxNameLength
)

// What can be wrong with a name, as sentences for the player.
var (
	ErrNameEmpty = errors.New("a name needs at least one letter, number or sign that can be seen")
	ErrNameLong  = fmt.Errorf("a name has at most %d characters", MaxNameLength)
	// ErrNameUnfit is of the names of lobbies, too.
	ErrNameUnfit = errors.New("this name isn't for everyone: choose a kinder one")
)

// CleanName gives a player's name as it is kept and shown; see CleanText. ErrNameEmpty,
// ErrNameLong, ErrNameUnfit.
func CleanName(name string) (string, error) {
	name = CleanText(name)
	switch {
	case !strings.ContainsFunc(name, visible):
		return "", ErrNameEmpty
	case uniseg.GraphemeClusterCount(name) > MaxNameLength, utf8.RuneCountInString(name) > maxNameRunes:
		return "", ErrNameLong
	case !prompts.DecentName(name):
		return "", ErrNameUnfit
	}
	return name, nil
}

// visible tells whether a rune alone leaves something to see.
func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !blank[r]
}

// TellApart gives the names of people who are together as they are shown there: of those
// that look the same, each after the first has a number, "Mila (2)". Its order is that in
// which they came.
func TellApart(names []string) []string {
	shown := make([]string, len(names))
	taken := map[string]int{} // by look: how many have it, numbered or not
	for i, name := range names {
		shown[i] = name
		own := looks(name)
		look := own
		for n := max(taken[own[0]], taken[own[1]]) + 1; taken[look[0]] > 0 || taken[look[1]] > 0; n++ {
			shown[i] = fmt.Sprintf("%s (%d)", name, n)
			look = looks(shown[i])
		}
		for _, l := range own {
			taken[l]++
		}
		if look != own {
			taken[look[0]], taken[look[1]] = 1, 1
		}
	}
	return shown
}

// looks gives what a name looks like, as it is written and in small letters: its skeleton
// by Unicode's table of confusable characters (UTS #39), without regard to case, width
// and what can't be seen. Two names look the same that have one of these in common.
func looks(name string) [2]string {
	name = strings.Map(func(r rune) rune {
		if r == joiner || r == nonJoiner || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(name))
	skeleton := func(s string) string { return strings.ToLower(confusables.Skeleton(s)) }
	return [2]string{"as written: " + skeleton(name), "small: " + skeleton(strings.ToLower(name))}
}
