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

// MaxNameLength is the maximum length of a player's name in characters as people count
// them: an emoji of a family is one. maxNameRunes is the maximum in runes.
const (
	MaxNameLength = 24
	maxNameRunes  = 4 * MaxNameLength
)

// The errors of a name, as sentences for the player.
var (
	ErrNameEmpty = errors.New("a name needs at least one letter, number or sign that can be seen")
	ErrNameLong  = fmt.Errorf("a name has at most %d characters", MaxNameLength)
	// ErrNameUnfit also applies to the names of lobbies.
	ErrNameUnfit = errors.New("this name isn't for everyone: choose a kinder one")
)

// CleanName returns a player's name as it is stored and shown; see CleanText. ErrNameEmpty,
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

// visible reports whether a rune alone shows anything.
func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !blank[r]
}

// TellApart returns the names of people in one place as they are shown there. Of names that
// look the same, each after the first gets a number, "Mila (2)". The names must be in order
// of arrival.
func TellApart(names []string) []string {
	shown := make([]string, len(names))
	taken := map[string]int{} // by skeleton: how many names have it, numbered or not
	for i, name := range names {
		shown[i] = name
		own := skeletons(name)
		current := own
		for n := max(taken[own[0]], taken[own[1]]) + 1; taken[current[0]] > 0 || taken[current[1]] > 0; n++ {
			shown[i] = fmt.Sprintf("%s (%d)", name, n)
			current = skeletons(shown[i])
		}
		for _, s := range own {
			taken[s]++
		}
		if current != own {
			taken[current[0]], taken[current[1]] = 1, 1
		}
	}
	return shown
}

// skeletons returns the skeletons of a name, as written and in lower case, by Unicode's table
// of confusable characters (UTS #39), ignoring case, width and invisible characters. Two names
// look the same if they have one of these in common.
func skeletons(name string) [2]string {
	name = strings.Map(func(r rune) rune {
		if r == joiner || r == nonJoiner || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(name))
	skeleton := func(s string) string { return strings.ToLower(confusables.Skeleton(s)) }
	return [2]string{"as written: " + skeleton(name), "small: " + skeleton(strings.ToLower(name))}
}
