package lobby

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/tandem-game/tandem/prompts"
)

// ErrNoGhost means that there is no ghost for the player, or that the operator has turned
// ghosts off.
var ErrNoGhost = errors.New("there is no ghost to draw with")

// ghostTries is how many ghosts are tried whose ink can't be read or was just taken back.
const ghostTries = 5

// Ghost is the recorded ink of one seat, which takes a seat in a player's place.
type Ghost struct {
	Source       string    // the id of the game that was recorded, or the name of a recording that ships with Tandem
	Shipped      bool      // it ships with Tandem
	Name         string    // the one that its player used
	DrawnAt      time.Time // when it was drawn
	Seat         int       // 1 or 2, in the recording and in the game that it plays
	Set          string    // the id of the prompt set that it was drawn for
	Language     string    // of the set
	Difficulty   prompts.Difficulty
	Rounds       int // how many it has ink for
	RoundSeconds int
}

// GhostStore deals ghosts. Many goroutines may call its methods at once, and each method is
// one transaction.
type GhostStore interface {
	// FindGhost returns the ghost that is dealt to a player: of those that players let play,
	// in the wished language and difficulty, the one that has played least; if there is
	// none, one of shipped. A player never gets their own ink, that of a game they were in,
	// or a player's ghost that they have met. ErrNoGhost.
	FindGhost(ctx context.Context, player string, w Wish, shipped []Ghost) (Ghost, error)

	// SeatGhost makes a live game, with its room and seats, of a player and a ghost, in a
	// lobby or, if code is "", in quick play. A ticket that the player waits with elsewhere
	// is cancelled; it returns the lobby that this changed, "" for none. ErrNoGhost if the
	// ghost was just taken back; ErrPlaying.
	SeatGhost(ctx context.Context, code, player string, g Ghost, game string) (m Match, cancelled string, err error)

	// RetireGhost makes sure that a ghost whose ink can't be read is dealt no more.
	RetireGhost(ctx context.Context, g Ghost) error
}

// Ghosts are the recordings that ghosts play.
type Ghosts interface {
	// Shipped lists the recordings that ship with Tandem, with their prompts in a language.
	Shipped(language string) []Ghost
	// Check returns nil if a ghost's ink can be read, else an error that wraps
	// ErrUnreadable if it never can.
	Check(ctx context.Context, g Ghost) error
}

// ErrUnreadable means that a ghost's ink can't be read.
var ErrUnreadable = errors.New("the ghost's ink can't be read")

// PlayWithGhost gives the player a game with a ghost, at once: one of a lobby, of which the
// player is a member, or of quick play if code is "". The player's ticket, if it has one, is
// used up. Invalid, ErrNoGhost, ErrPlaying.
func (q *QuickPlay) PlayWithGhost(ctx context.Context, code, player string, w Wish) (Matched, error) {
	if err := w.Validate(); err != nil {
		return Matched{}, err
	}
	if q.c.Ghosts == nil {
		return Matched{}, ErrNoGhost
	}
	for range ghostTries {
		g, err := q.c.Store.FindGhost(ctx, player, w, q.c.Ghosts.Shipped(w.Language))
		if err != nil {
			return Matched{}, err
		}
		switch err := q.c.Ghosts.Check(ctx, g); {
		case errors.Is(err, ErrUnreadable):
			q.c.Logger.ErrorContext(ctx, "a ghost is dealt no more", "source", g.Source, "seat", g.Seat, "error", err)
			if err := q.c.Store.RetireGhost(ctx, g); err != nil {
				return Matched{}, err
			}
			continue
		case err != nil:
			return Matched{}, err
		}
		m, cancelled, err := q.c.Store.SeatGhost(ctx, code, player, g, rand.Text())
		if errors.Is(err, ErrNoGhost) {
			continue
		}
		if err != nil {
			return Matched{}, err
		}
		if code != "" {
			q.c.OnTicket(code)
		}
		return q.beginWithGhost(m, player, cancelled, g), nil
	}
	return Matched{}, ErrNoGhost
}

// beginWithGhost makes a game with a ghost known.
func (q *QuickPlay) beginWithGhost(m Match, player, cancelled string, g Ghost) Matched {
	if cancelled != "" {
		q.c.OnTicket(cancelled)
	}
	q.c.OnMatch(m)
	q.mu.Lock()
	defer q.mu.Unlock()
	if waiting := q.guests[player]; waiting != nil {
		q.setWaiting(waiting, false)
	}
	told := *m.told(2 - g.Seat)
	told.Ghost = g.DrawnAt
	return told
}
