package prompts

import (
	"context"
	"time"
)

// Where a set came from: the values of Set.Source.
const (
	FromLibrary = "library"
	FromModel   = "openai"
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
	// ID is 26 characters of base32. A model's set has a random one; a library
	// set has one made from its content, so that it is stable, and so that a
	// text that is mended later is another set and old games keep the old one.
	ID     string
	Source string // FromLibrary or FromModel

	Title    string
	Theme    string
	Language string // a tag as in Want, "en"
	Paper    string // one of the papers' hex values, "#FFFDF6"
	Caption  string // closes the reveal

	// Series[0] is seat 1's, Series[1] seat 2's. Both are as long as the rounds
	// that were asked for.
	Series [2][]string

	// What the model took; empty for a library set.
	Model        string
	InputTokens  int64
	OutputTokens int64
	Took         time.Duration
}

// Want says which set a game needs.
type Want struct {
	Theme    string // "" lets the source surprise; else a theme of Themes or a player's own words
	Language string // "en"
	Rounds   int    // MinRounds..MaxRounds
}

// Source gives a set for a want, or an error that says why there is none. It
// may be called by many goroutines at once and gives up when ctx ends.
type Source interface {
	Set(ctx context.Context, w Want) (Set, error)
}

// Store keeps sets, so that a game's prompts outlive the process.
type Store interface {
	// SavePromptSet keeps the set under its ID. A set that is kept already is
	// left as it is: saving twice is no error.
	SavePromptSet(ctx context.Context, s Set) error
}
