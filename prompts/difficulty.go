package prompts

import "slices"

// Difficulty is how hard prompts are to draw.
type Difficulty string

// The difficulties.
const (
	Easy   Difficulty = "easy"   // one simple thing, a few lines
	Normal Difficulty = "normal" // a thing that does something
	Wild   Difficulty = "wild"   // something that nobody has drawn before
)

// Difficulties returns all of them, the easiest first.
func Difficulties() []Difficulty { return []Difficulty{Easy, Normal, Wild} }

// Known reports whether d is one of Difficulties.
func (d Difficulty) Known() bool { return slices.Contains(Difficulties(), d) }

// far returns how many steps lie between two difficulties.
func (d Difficulty) far(other Difficulty) int {
	all := Difficulties()
	return max(slices.Index(all, d), slices.Index(all, other)) - min(slices.Index(all, d), slices.Index(all, other))
}
