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

// The limits of a game's rounds, and so of a series.
const (
	MinRounds = 3
	MaxRounds = 10
)

// Set is a prompt set: two series that fit together in one picture, the first for seat 1
// and the second for seat 2. It is a value; its series must not be changed.
type Set struct {
	// ID is 26 characters of base32. A model's or a host's set has a random ID. The ID of a
	// library set is derived from its content, so it is stable; a corrected text makes
	// another set, and old games keep the old one.
	ID string

	// Key is what the store remembers a met set by: a player who has met one set of a key
	// has met them all. A library set has the same key in all languages; for other sets it
	// is the ID.
	Key string

	Source string // FromLibrary, FromModel or FromHost
	Owner  string // the player who wrote it, with FromHost

	Title      string
	Theme      string
	Language   string // a tag as in Want, "en"
	Difficulty Difficulty
	Paper      string // one of the papers' hex values, "#FFFDF6"
	Caption    string // closes the reveal; a host's may be empty

	// Series[0] is seat 1's, Series[1] seat 2's. They have the same length, at least the
	// requested rounds, and their first few prompts always make a picture.
	Series [2][]string

	// The model's usage; empty for other sets.
	Model string
	Usage Usage
	Took  time.Duration
}

// Rounds returns how many rounds the set can serve.
func (s Set) Rounds() int { return min(len(s.Series[0]), len(s.Series[1])) }

// Usage is the usage of calls of a model.
type Usage struct {
	Calls        int64
	InputTokens  int64
	OutputTokens int64
	CostMicros   int64 // millionths of a dollar, 0 if the price is unknown
}

// Plus returns the sum of two usages.
func (u Usage) Plus(v Usage) Usage {
	return Usage{u.Calls + v.Calls, u.InputTokens + v.InputTokens, u.OutputTokens + v.OutputTokens, u.CostMicros + v.CostMicros}
}

// Minus returns u without v.
func (u Usage) Minus(v Usage) Usage {
	return Usage{u.Calls - v.Calls, u.InputTokens - v.InputTokens, u.OutputTokens - v.OutputTokens, u.CostMicros - v.CostMicros}
}

// Want says which set a game needs.
type Want struct {
	Theme      string // "": any; else a theme of Themes or a player's own words
	Language   string // "en"
	Difficulty Difficulty
	Rounds     int // MinRounds..MaxRounds
	Seconds    int // of a round: it limits what can be drawn

	Players [2]string // the ids of seat 1's and seat 2's player; "" if unknown
	OwnSet  string    // the id of a host's set to deal, unless a player has met it
}

// OwnWords reports whether the theme is a player's own and not the library's.
func (w Want) OwnWords() bool { return w.Theme != "" && !isTheme(w.Theme) }

// shelf returns the shelf of the sets for w.
func (w Want) shelf() Shelf {
	return Shelf{w.Language, w.Difficulty, w.Rounds, w.Theme}
}

// Shelf is a part of the pool: sets for one kind of game.
type Shelf struct {
	Language   string
	Difficulty Difficulty
	Rounds     int
	Theme      string // "" for any
}

// Source writes sets. Many goroutines may call it at once, and it gives up when ctx ends.
// It returns the usage also with an error.
type Source interface {
	Set(ctx context.Context, w Want) (Set, Usage, error)
}

// Moderator judges a player's words before a model gets them.
type Moderator interface {
	// Flagged reports whether they are unfit. ErrNoModeration: the server has no
	// moderation.
	Flagged(ctx context.Context, words string) (bool, error)
}
