package prompts

import (
	"context"
	"time"
)

// Store keeps sets, who met them, and the pool, for all nodes. Many goroutines may call its
// methods at once, and each is one statement or transaction.
type Store interface {
	// SavePromptSets stores sets under their IDs. It leaves existing ones unchanged, so
	// saving twice is no error.
	SavePromptSets(ctx context.Context, sets []Set) error

	// TakeReady takes the oldest set off the shelf that neither player has met, and records
	// that both have met it. No two calls, on any node, get the same set. ok is false if
	// there is none.
	TakeReady(ctx context.Context, s Shelf, players [2]string) (set Set, ok bool, err error)

	// Meet records that the players meet a set. ok is false, and nothing is recorded, if
	// one of them has met it, or it is dealt no more.
	Meet(ctx context.Context, id string, players [2]string) (ok bool, err error)

	// MeetAgain records that they meet it, even if one has before.
	MeetAgain(ctx context.Context, id string, players [2]string) error

	// Met returns what the players have met.
	Met(ctx context.Context, players [2]string) (Met, error)

	// OwnSet reads a set that a host wrote. ErrNoSet.
	OwnSet(ctx context.Context, id string) (Set, error)

	// SaveOwnSet stores a set that its owner wrote, unless the owner already has
	// MaxOwnSets, also with concurrent calls. ErrTooManySets.
	SaveOwnSet(ctx context.Context, set Set) error

	// WantReady raises the demand of shelves, and creates those that don't exist.
	WantReady(ctx context.Context, demands []Demand) error

	// ClaimShelf leases a shelf that lacks sets and that no maker has leased: an empty one
	// first, else the one wanted last. ok is false if none lacks any.
	ClaimShelf(ctx context.Context, maker string, lease time.Duration) (s Claim, ok bool, err error)

	// Shelve stores a set and puts it on the shelf.
	Shelve(ctx context.Context, s Shelf, set Set) error

	// ReleaseShelf ends the maker's lease; a shelf for which nothing could be made stays
	// closed for rest.
	ReleaseShelf(ctx context.Context, maker string, s Shelf, rest time.Duration) error

	// Spend adds the usage of calls to the day's total, and returns the total. Before a
	// call, pass the budget: if the day has used it up, ok is false and nothing is added.
	// After the call, pass the difference, which may be negative.
	Spend(ctx context.Context, u Usage, within Budget) (today Usage, ok bool, err error)
}

// Met is what two players have met, and which sets of the library must not be dealt.
type Met struct {
	At       map[string]time.Time // by key: when one of them last met it
	Disabled map[string]bool      // by ID
	Disliked map[string]int       // by ID: how bad its ratings are
}

// Demand is a demand for ready sets.
type Demand struct {
	Shelf
	OwnWords bool // the theme is a player's own
	Seconds  int  // of a round
	Games    int  // games that were dealt; 0: one may come soon
}

// Claim is a shelf and how many sets it lacks.
type Claim struct {
	Shelf
	OwnWords bool
	Seconds  int
	Lacks    int
}

// Budget is what the model may use in a day (UTC). Zero: no limit.
type Budget struct {
	Calls      int64
	CostMicros int64
}
