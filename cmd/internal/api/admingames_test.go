package api

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/room"
)

func TestGameEvent_HasEveryWordOfTheJournal(t *testing.T) {
	for field, words := range map[string]string{
		"Event":    wordsFrom(room.EventBeganCountingIn),
		"Reaction": wordsFrom(room.Heart),
		"How":      wordsFrom(room.AllRounds),
	} {
		f, _ := reflect.TypeFor[GameEvent]().FieldByName(field)
		if got := f.Tag.Get("enum"); got != words {
			t.Errorf("%s may be %s, and the journal has %s", field, got, words)
		}
	}
}

// wordsFrom returns the words of all values from first on.
func wordsFrom[T interface {
	~uint8
	fmt.Stringer
}](first T) string {
	var words []string
	for v := first; v.String() != "unknown"; v++ {
		words = append(words, v.String())
	}
	return strings.Join(words, ",")
}
