package lobby

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"github.com/tandem-game/tandem/prompts"
)

// The limits of the rules.
const (
	MaxLobbyNameRunes = 40
	MinCapacity       = 2
	MaxCapacity       = MaxMembers
	MaxNames          = MaxMembers
)

// Pairing is how a lobby makes pairs.
type Pairing string

// The ways of pairing.
const (
	AsTheyCome Pairing = "as_they_come" // any two who are ready, at once
	Everyone   Pairing = "everyone"     // a wave: all who are ready, when everyone is or the host starts it
	Pick       Pairing = "pick"         // members invite each other
)

// Pairings returns all ways of pairing.
func Pairings() []Pairing { return []Pairing{AsTheyCome, Everyone, Pick} }

// Rules are what a lobby's host decides about the lobby itself. Its Settings say how its
// games are played.
type Rules struct {
	Name     string // "" for none; at most MaxLobbyNameRunes
	Pairing  Pairing
	Capacity int  // MinCapacity..MaxCapacity; lowering it removes nobody
	Locked   bool // nobody new may join
	Public   bool // listed for everybody

	NamesOnly bool     // only players with one of the Names may newly join
	Names     []string // at most MaxNames; only host and co-hosts may see them, unless OfferNames

	OfferNames bool // with NamesOnly: whoever is about to join may see the FreeNames and pick one

	ChatInRooms bool // members may chat during games, too; see OpenChatToRooms
}

// DefaultRules are those of a lobby whose host has changed nothing.
func DefaultRules() Rules { return Rules{Pairing: AsTheyCome, Capacity: MaxCapacity} }

// Clean returns the rules as they are stored, without repeated names.
func (r Rules) Clean() Rules {
	r.Name = CleanText(r.Name)
	var names []string
	known := map[string]bool{}
	for _, name := range r.Names {
		name = CleanText(name)
		if key := nameKey(name); key != "" && !known[key] {
			known[key] = true
			names = append(names, name)
		}
	}
	r.Names = names
	return r
}

// OpenChatToRooms reports whether members may chat during games: in a lobby that is listed
// for everybody, where strangers meet, there is no chat.
func (r Rules) OpenChatToRooms() bool { return r.ChatInRooms && !r.Public }

// LetsIn reports whether the rules about names let somebody of that name join.
func (r Rules) LetsIn(name string) bool {
	return !r.NamesOnly || len(WithoutName(r.Names, name)) < len(r.Names)
}

// FreeNames returns those of the names that none of these members has; nil unless they are
// offered.
func (r Rules) FreeNames(members []Member) []string {
	if !r.NamesOnly || !r.OfferNames {
		return nil
	}
	free := r.Names
	for _, m := range members {
		free = WithoutName(free, m.Name)
	}
	return free
}

// WithoutName returns the names except those that read like this one.
func WithoutName(names []string, name string) []string {
	key := nameKey(name)
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return nameKey(n) == key })
}

// nameKey returns the same key for names that differ in case only.
func nameKey(name string) string { return cases.Fold().String(name) }

// Validate returns nil, ErrNameUnfit, or an Invalid that names every field out of bounds.
// The lobby may keep its present name in any case.
func (r Rules) Validate(now Rules) error {
	if r.Name != now.Name && !prompts.DecentName(r.Name) {
		return ErrNameUnfit
	}
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
	if len(r.Names) > MaxNames {
		v = append(v, FieldProblem{"rules.names", fmt.Sprintf("must be at most %d", MaxNames)})
	}
	for _, name := range r.Names {
		if _, err := CleanName(name); err != nil {
			v = append(v, FieldProblem{"rules.names", fmt.Sprintf("%q can't be one: %v", name, err)})
			break
		}
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
	Host   Role = "host"   // decides everything, also the roles of others; one a lobby
	Cohost Role = "cohost" // decides everything except roles
	Guest  Role = "guest"
)
