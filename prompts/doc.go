// Package prompts deals the prompts of a game: two series, one for each seat,
// that meet in one picture.
//
// A [Dealer] asks a model first, when there is one, and gives it two seconds;
// then the [Library] that is built in serves, so a match never waits for a
// model. A model's answer that comes late is kept for the next game that wants
// the same. Whatever is dealt is kept by the [Store] before the game hears of
// it. The room owns a [Queue] of what is left of its set.
//
// [Check] is the one judge of a set, for the library's own as for a model's.
package prompts
