// Package prompts deals the prompts of a game: two series, one for each seat,
// that meet in one picture.
//
// A [Dealer] gives a game a set that neither player has met: the host's own if the
// lobby names one, else one that stands ready in the pool, else one of the
// library that is built in. A match never waits for a model: what games want is
// made in the background (pool.go), kept on shelves in the [Store], and taken by one
// statement. Who finds a shelf empty waits for as long as players look at each
// other's names, and no longer. A shelf's level follows its demand; one node at a
// time, which holds its lease, makes sets for it. [Dealer.Prepare] hears of a
// lobby's settings when they are set, so a theme of its own is under way before
// anybody is ready.
//
// A server that fails is left alone for longer and longer (breaker.go), and all
// nodes together keep to a [Budget] a day. Why there is no set by the model is
// logged once; players get the next source's and never an error.
//
// [Check] is the one judge of a set, for the library's own as for a model's or a
// host's: counts and lengths, the same thing twice or nearly (likeness.go), the
// language, names and unsafe words (words.go). A player's own words are judged
// before a model gets them ([Dealer.Fit]): by the word filter always, by a
// [Moderator] where there is one.
//
// The library is in library/, a file a language, and what Check needs to know of the
// language stands there too. A room owns a [Queue] of what is left of its set.
package prompts
