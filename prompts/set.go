package prompts

import (
	"context"
	"time"
)

// Where a set came from: the values of Set.Source.
const (
	FromLibrary = "library"
	FromModel   = "openai"
	FromHost    = "host"
)

// The bounds of a game's rounds, and so of a series.
const (
	MinRounds = 3
	MaxRounds = 10
)

// Set is a prompt set: two series that fit together in one picture, the first
// for seat 1 and the second for seat 2. It is a value; nobody changes the
// series of a set once it is made.
type Set struct {
	// ID is 26 characters of base32. A model's or a host's set has a random one; a
	// library set has one made from its content, so that it is stable, and so that
	// a text that is mended later is another set and old games keep the old one.
	ID string

	// Key is what a player remembers a set by: who has met one set of a key has
	// met them all. A library set has one in all languages; else it is the ID.
	Key string

	Source string // FromLibrary, FromModel or FromHost
	Owner  string // the player who wrote it, with FromHost

	Title      string
	Theme      string
	Language   string // a tag as in Want, "en"
	Difficulty Difficulty
	Paper      string // one of the papers' hex values, "#FFFDF6"
	Caption    string // closes the reveal; a host's may be empty

	// Series[0] is seat 1's, Series[1] seat 2's. They are as long as each other and
	// at least as long as the rounds that were asked for: any first few of them make
	// a picture.
	Series [2][]string

	// What the model took; empty for others.
	Model string
	Usage Usage
	Took  time.Duration
}

// Rounds is how many rounds the set can serve.
func (s Set) Rounds() int { return min(len(s.Series[0]), len(s.Series[1])) }

// Usage is what calls of a model took.
type Usage struct {
	Calls        int64
	InputTokens  int64
	OutputTokens int64
	CostMicros   int64 // millionths of a dollar, 0 where nobody knows the price
}

// Plus adds two usages.
func (u Usage) Plus(v Usage) Usage {
	return Usage{u.Calls + v.Calls, u.InputTokens + v.InputTokens, u.OutputTokens + v.OutputTokens, u.CostMicros + v.CostMicros}
}

// Minus takes v from u.
func (u Usage) Minus(v Usage) Usage {
	return Usage{u.Calls - v.Calls, u.InputTokens - v.InputTokens, u.OutputTokens - v.OutputTokens, u.CostMicros - v.CostMicros}
}

// Want says which set a game needs.
type Want struct {
	Theme      string // "" lets the source surprise; else a theme of Themes or a player's own words
	Language   string // "en"
	Difficulty Difficulty
	Rounds     int // MinRounds..MaxRounds
	Seconds    int // of a round: what can be drawn in it

	Players [2]string // the ids of seat 1's and seat 2's player; "" where nobody is known
	OwnSet  string    // the id of a host's set to be dealt, unless one of the players has met it
}

// OwnWords tells whether the theme is none that the library has, but a player's.
func (w Want) OwnWords() bool { return w.Theme != "" && !isTheme(w.Theme) }

// shelf is where sets for w stand ready.
func (w Want) shelf() Shelf {
	return Shelf{w.Language, w.Difficulty, w.Rounds, w.Theme}
}

// Shelf is a place of the pool: sets for one kind of game.
type Shelf struct {
	Language   string
	Difficulty Difficulty
	Rounds     int
	Theme      string // "" for any
}

// Source writes sets. It may be called by many goroutines at once and gives up
// when ctx ends. The usage is told with an error, too.
type Source interface {
	Set(ctx context.Context, w Want) (Set, Usage, error)
}

// Moderator judges a player's words before a model gets them.
type Moderator interface {
	// Flagged tells whether they are unfit. ErrNoModeration: nobody there judges.
	Flagged(ctx context.Context, words string) (bool, error)
}
