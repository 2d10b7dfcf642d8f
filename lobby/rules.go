package lobby

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The bounds of the rules.
const (
	MaxLobbyNameRunes = 40
	MinCapacity       = 2
	MaxCapacity       = MaxMembers
)

// Pairing says how a lobby makes pairs.
type Pairing string

// The ways of pairing.
const (
	AsTheyCome Pairing = "as_they_come" // two who are ready, at once
	Everyone   Pairing = "everyone"     // a wave: all who are ready, when all are or the host says so
	Pick       Pairing = "pick"         // members invite each other
)

// Pairings are all ways of pairing.
func Pairings() []Pairing { return []Pairing{AsTheyCome, Everyone, Pick} }

// Rules are what a lobby's host decides about the lobby itself. How its games are
// played is in its Settings.
type Rules struct {
	Name     string // "" for none; at most MaxLobbyNameRunes
	Pairing  Pairing
	Capacity int  // MinCapacity..MaxCapacity; who is in stays when it is lowered
	Locked   bool // nobody new comes in
	Public   bool // listed for everybody
}

// DefaultRules are those of a lobby whose host has not changed any.
func DefaultRules() Rules { return Rules{Pairing: AsTheyCome, Capacity: MaxCapacity} }

// clean gives the rules as they are kept.
func (r Rules) clean() Rules {
	r.Name = CleanText(r.Name)
	return r
}

// Validate returns nil or an Invalid that names every field out of bounds.
func (r Rules) Validate() error {
	var v Invalid
	if utf8.RuneCountInString(r.Name) > MaxLobbyNameRunes {
		v = append(v, FieldProblem{"rules.name", fmt.Sprintf("must be at most %d characters", MaxLobbyNameRunes)})
	}
	if !slices.Contains(Pairings(), r.Pairing) {
		said := make([]string, len(Pairings()))
		for i, p := range Pairings() {
			said[i] = string(p)
		}
		v = append(v, FieldProblem{"rules.pairing", "must be one of " + strings.Join(said, ", ")})
	}
	if r.Capacity < MinCapacity || r.Capacity > MaxCapacity {
		v = append(v, FieldProblem{"rules.capacity", fmt.Sprintf("must be %d to %d", MinCapacity, MaxCapacity)})
	}
	if v == nil {
		return nil
	}
	return v
}

// Role is what a member may do.
type Role string

// The roles.
const (
	Host   Role = "host"   // decides everything, and who else does; one a lobby
	Cohost Role = "cohost" // decides everything but that
	Guest  Role = "guest"
)
