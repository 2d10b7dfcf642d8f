// Package prompts deals the prompts of a game: two series, one for each seat, that meet in
// one picture.
//
// A [Dealer] gives a game a set that neither player has met: the host's own if the lobby
// names one, else one that stands ready in the pool, else one of the library that is built
// in. A match never waits for a model: sets are made in the background (pool.go), stored on
// shelves in the [Store], and taken by one statement. A game that finds its shelf empty
// waits only as long as the page shows the players each other's names. A shelf's level
// follows its demand; one node at a time, which holds its lease, makes sets for it.
// [Dealer.Prepare] hears of a lobby's settings when they are set, so sets for the lobby's
// own theme are being made before anybody is ready.
//
// The pauses between calls to a failing server grow (breaker.go), and all nodes together
// keep to a daily [Budget]. Why there is no set by the model is logged once; players get
// one of the next source and never an error.
//
// [Check] validates every set, whether it comes from the library, a model or a host: counts
// and lengths, the same thing twice or nearly (likeness.go), the language, names and unsafe
// words (words.go). A player's own words are judged before a model gets them
// ([Dealer.Fit]): by the word filter always, by a [Moderator] where there is one.
//
// The library is in library/, a file a language, and what Check needs to know of the
// language stands there too. A room owns a [Queue] of what is left of its set.
package prompts
