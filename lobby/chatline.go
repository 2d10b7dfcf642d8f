package lobby

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/tandem-game/tandem/prompts"
)

// MaxLineLength is the maximum length of a line of a chat in characters as people count
// them. maxLineRunes is the maximum in runes.
const (
	MaxLineLength = 200
	maxLineRunes  = 4 * MaxLineLength
)

// The errors of a line, as sentences for the player.
var (
	ErrLineEmpty = errors.New("a line needs at least one letter, number or sign that can be seen")
	ErrLineLong  = fmt.Errorf("a line has at most %d characters", MaxLineLength)
	ErrLineUnfit = errors.New("this line isn't for everyone: choose kinder words")
)

// Line is one line of a lobby's chat.
type Line struct {
	ID     int64 // grows from line to line
	Player string
	Name   string // as the lobby showed it then
	Text   string
}

// CleanLine returns a player's line as it is shown; see CleanText. It must be fit to be a
// prompt, and to be a name. ErrLineEmpty, ErrLineLong, ErrLineUnfit.
func CleanLine(text string) (string, error) {
	text = CleanText(text)
	switch {
	case !strings.ContainsFunc(text, visible):
		return "", ErrLineEmpty
	case uniseg.GraphemeClusterCount(text) > MaxLineLength, utf8.RuneCountInString(text) > maxLineRunes:
		return "", ErrLineLong
	case !prompts.Decent(text), !prompts.DecentName(text):
		return "", ErrLineUnfit
	}
	return text, nil
}
