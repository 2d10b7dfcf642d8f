package prompts

import (
	"context"
	"time"
)

// Store keeps sets, who met them, and the pool, for all nodes. Its methods may be
// called by many goroutines at once, and each is one statement or transaction.
type Store interface {
	// SavePromptSets keeps sets under their IDs. One that is kept already is left
	// as it is: saving twice is no error.
	SavePromptSets(ctx context.Context, sets []Set) error

	// TakeReady takes the oldest set off the shelf that neither player has met, and
	// notes that both have met it. No two calls, on whatever node, get one set. ok is
	// false when there is none.
	TakeReady(ctx context.Context, s Shelf, players [2]string) (set Set, ok bool, err error)

	// Meet notes that the players meet a set. ok is false, and nothing follows, when
	// one of them has met it, or it is dealt no more.
	Meet(ctx context.Context, id string, players [2]string) (ok bool, err error)

	// MeetAgain notes that they meet it, though one may have before.
	MeetAgain(ctx context.Context, id string, players [2]string) error

	// Met tells what the players have met.
	Met(ctx context.Context, players [2]string) (Met, error)

	// OwnSet reads a set that a host wrote. ErrNoSet.
	OwnSet(ctx context.Context, id string) (Set, error)

	// SaveOwnSet keeps a set that its owner wrote, unless the owner uses MaxOwnSets
	// already, however many are written at once. ErrTooManySets.
	SaveOwnSet(ctx context.Context, set Set) error

	// WantReady raises the demand of shelves, and makes those there are not.
	WantReady(ctx context.Context, demands []Demand) error

	// ClaimShelf leases a shelf that lacks sets and that nobody has leased to a maker:
	// the one wanted last, an empty one first. ok is false when none lacks any.
	ClaimShelf(ctx context.Context, maker string, lease time.Duration) (s Claim, ok bool, err error)

	// Shelve keeps a set and puts it on the shelf.
	Shelve(ctx context.Context, s Shelf, set Set) error

	// ReleaseShelf ends the maker's lease, but not before rest is over for a shelf
	// that nothing could be made for.
	ReleaseShelf(ctx context.Context, maker string, s Shelf, rest time.Duration) error

	// Spend counts what calls take towards the day, and tells the day's sum. Before a
	// call, with the budget: ok is false, and nothing is counted, when the day has
	// used it up. After it, what it took beyond that, which may be below zero.
	Spend(ctx context.Context, u Usage, within Budget) (today Usage, ok bool, err error)
}

// Met is what two players have met, and which sets of the library are not to be dealt.
type Met struct {
	At       map[string]time.Time // by key: when one of them last met it
	Disabled map[string]bool      // by ID
	Disliked map[string]int       // by ID: rated badly, the more the worse
}

// Demand is a wish for ready sets.
type Demand struct {
	Shelf
	OwnWords bool // the theme is a player's
	Seconds  int  // of a round
	Games    int  // that were dealt; 0: one may come soon
}

// Claim is a shelf with how many sets it lacks.
type Claim struct {
	Shelf
	OwnWords bool
	Seconds  int
	Lacks    int
}

// Budget is what the model may take in a day (UTC). Zero: no bound.
type Budget struct {
	Calls      int64
	CostMicros int64
}
