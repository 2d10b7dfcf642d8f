package lobby

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tandem-game/tandem/prompts"
)

// ghostsKnownFor is how long the number of players who draw with a ghost is told.
const ghostsKnownFor = 10 * time.Second

// QuickSettings are the settings of strangers' games; their wish decides language and
// difficulty.
func QuickSettings() Settings { return DefaultSettings() }

// QuickMatch is two strangers who have been given a game.
type QuickMatch struct {
	Match
	Waited [2]time.Duration // seat 1, seat 2
	Wish   Wish             // of seat 1
}

// QuickStore keeps the tickets of quick play. Many goroutines may call its methods at once,
// and each method is one transaction.
type QuickStore interface {
	// Enqueue gives the player a waiting ticket, or changes the wish of its ticket. It
	// cancels a ticket that the player has in a lobby and returns that lobby's code.
	// ErrPlaying if the player is in a live game.
	Enqueue(ctx context.Context, player string, w Wish) (cancelled string, err error)

	// Dequeue cancels the player's ticket. It is no error if the player has none, or was
	// already matched.
	Dequeue(ctx context.Context, player string) error

	// Strangers reads the waiting tickets, longest wait first.
	Strangers(ctx context.Context) ([]Stranger, error)

	// SeatStrangers makes a live game with its room and seats for each pair, and marks
	// their tickets as matched. It leaves out pairs of which one no longer waits. What it
	// returns is committed; if it fails, nothing is.
	SeatStrangers(ctx context.Context, pairs []StrangerPair, newID func() string) ([]QuickMatch, error)

	// RefreshWaiting records that these players are there, and expires the tickets of players
	// whom no node has recorded for the given time.
	RefreshWaiting(ctx context.Context, there []string, after time.Duration) error

	// PlayingNow returns the live quick-play games of these players, by player.
	PlayingNow(ctx context.Context, players []string) (map[string]Matched, error)

	// WithGhosts returns the players of quick play who draw with a ghost now.
	WithGhosts(ctx context.Context) (players []string, err error)

	GhostStore
}

// QuickConfig holds what a QuickPlay works with.
type QuickConfig struct {
	Store  QuickStore
	Logger *slog.Logger
	Ghosts Ghosts // nil: the operator has turned ghosts off

	// Prepare, if set, hears which prompts may be needed soon. It must not block.
	Prepare func(w prompts.Want)

	// OnMatch, if set, is called for each match as soon as it is made; OnTicket for a lobby
	// in which a ticket was cancelled or used up; OnWait for a player who begins or stops
	// waiting. They must not block.
	OnMatch  func(Match)
	OnTicket func(code string)
	OnWait   func(player string)
}

// QuickPlay matches strangers. A player is matched only while it has a ticket in the store,
// has a page that follows, and beats at least every 20 seconds. One goroutine does all the
// matching while anybody waits. Many goroutines may use QuickPlay at once.
type QuickPlay struct {
	*waitingPlace

	c    QuickConfig
	wake chan struct{} // holds a token when there may be something to do

	// mu guards these and all that they refer to.
	guests  map[string]*guest // by player
	present int               // how many guests have counts set
	ghosts  ghostGames
	waits   map[string]*recentWaits // by language

	// Owned by matchAll.
	renewedAt, toldAt time.Time
	failing           bool
}

// guest is a player in quick play.
type guest struct {
	wish    Wish
	waiting bool      // has a ticket, as far as this node knows
	since   time.Time // when the player asked for it last
	beat    time.Time // the last sign of life
	idle    bool      // its page says that nobody has looked at it for a while
	counts  bool      // waits, is there and looks at the page; see count
	page    *quickPage
}

// ghostGames is who draws with a ghost, and when the store said so.
type ghostGames struct {
	players []string
	at      time.Time
}

// there reports whether the guest has a page open and still gives signs of life.
func (g *guest) there(now time.Time) bool {
	return g.page != nil && now.Before(g.beat.Add(presenceTimeout))
}

// NewQuickPlay returns a QuickPlay. Stop ends it.
func NewQuickPlay(c QuickConfig) *QuickPlay {
	if c.OnMatch == nil {
		c.OnMatch = func(Match) {}
	}
	if c.Prepare == nil {
		c.Prepare = func(prompts.Want) {}
	}
	if c.OnTicket == nil {
		c.OnTicket = func(string) {}
	}
	if c.OnWait == nil {
		c.OnWait = func(string) {}
	}
	q := &QuickPlay{
		waitingPlace: newWaitingPlace(), c: c, wake: make(chan struct{}, 1),
		guests: map[string]*guest{}, waits: map[string]*recentWaits{},
	}
	q.run(q.matchAll)
	return q
}

// count updates how many guests wait and are there, after a change of one guest. The caller
// holds mu.
func (q *QuickPlay) count(g *guest, now time.Time) {
	if counts := g.waiting && g.there(now) && !g.idle; counts != g.counts {
		g.counts = counts
		if counts {
			q.present++
		} else {
			q.present--
		}
	}
}

// guest returns a player's guest, creates it if needed, and records a sign of life. The
// caller holds mu.
func (q *QuickPlay) guest(player string) *guest {
	g := q.guests[player]
	if g == nil {
		g = &guest{}
		q.guests[player] = g
	}
	g.beat = time.Now()
	return g
}

// Wait gives the player a ticket, or changes the wish of its ticket. The player is matched
// once it has a page that follows. The answer names the lobby in which the player was ready
// until now. Invalid, ErrPlaying.
func (q *QuickPlay) Wait(ctx context.Context, player string, w Wish) (Queue, error) {
	if err := w.Validate(); err != nil {
		return Queue{}, err
	}
	cancelled, err := q.c.Store.Enqueue(ctx, player, w)
	if err != nil {
		return Queue{}, err
	}
	if cancelled != "" {
		q.c.OnTicket(cancelled)
	}
	q.c.OnWait(player)
	how := QuickSettings()
	how.Language, how.Difficulty = w.Language, w.Difficulty
	q.c.Prepare(how.want())
	q.mu.Lock()
	defer q.mu.Unlock()
	g := q.guest(player)
	g.wish, g.since = w, time.Now()
	q.setWaiting(g, true)
	q.tell(g)
	nudge(q.wake)
	now := q.queue(g)
	now.Left = cancelled
	return now, nil
}

// Cancel cancels the player's ticket. It is no error if the player has none. If the player
// was already matched and its page never heard so, because the answer was lost, the page
// hears it now.
func (q *QuickPlay) Cancel(ctx context.Context, player string) error {
	if err := q.c.Store.Dequeue(ctx, player); err != nil {
		return err
	}
	q.c.OnWait(player)
	return q.tellMissing(ctx, []string{player})
}

// Forget ends the page of a player who was banned or deleted and whose ticket is gone.
func (q *QuickPlay) Forget(player string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if g := q.guests[player]; g != nil {
		if g.page != nil {
			g.page.end()
		}
		q.setWaiting(g, false)
		delete(q.guests, player)
	}
}

// Serves reports whether anybody is in quick play on this node.
func (q *QuickPlay) Serves() bool { return q.occupied() }

// Drop gives up quick play, which another node serves from now on: all pages end, and come
// back there. Tickets stay.
func (q *QuickPlay) Drop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, g := range q.guests {
		if g.page != nil {
			g.page.end()
		}
		q.setWaiting(g, false)
	}
	clear(q.guests)
}

// setWaiting records whether a guest has a ticket. The caller holds mu.
func (q *QuickPlay) setWaiting(g *guest, waiting bool) {
	g.waiting = waiting
	q.count(g, time.Now())
}

// Beat records a sign of life of a player, and whether anybody looks at its page. An idle
// player keeps its ticket, and is matched once it looks again.
func (q *QuickPlay) Beat(player string, idle bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	g := q.guests[player]
	if g == nil {
		return
	}
	g.beat = time.Now()
	if g.idle != idle {
		g.idle = idle
		q.count(g, g.beat)
		nudge(q.wake)
	}
}

// Queue is the state of quick play as one player sees it.
type Queue struct {
	Waiting bool          // the player has a ticket
	Others  int           // how many others wait and look at their pages
	Soon    int           // how many others draw with a ghost; at the end they hear who waits
	Ghosts  bool          // who doesn't want to wait may draw with a ghost
	Usual   time.Duration // how long players of the player's language have waited lately; zero if unknown
	Left    string        // the lobby whose ticket was cancelled for this one; "" if none. Only Wait sets it
}

// Queue returns the queue as a player sees it, or for nobody in particular, "".
func (q *QuickPlay) Queue(player string) Queue {
	q.mu.Lock()
	defer q.mu.Unlock()
	out := q.queue(q.guests[player])
	if out.Soon > 0 && slices.Contains(q.ghosts.players, player) { // whose game has perhaps just ended
		out.Soon--
	}
	return out
}

// queue returns the queue as a guest sees it, or for nobody in particular, nil. The caller
// holds mu.
func (q *QuickPlay) queue(g *guest) Queue {
	out := Queue{Others: q.present, Ghosts: q.c.Ghosts != nil}
	age := time.Since(q.ghosts.at)
	if age < ghostsKnownFor {
		out.Soon = len(q.ghosts.players)
	}
	if age >= countEvery && out.Ghosts { // while nobody waits they are counted for the next one who asks
		nudge(q.wake)
	}
	if g == nil {
		return out
	}
	out.Waiting, out.Usual = g.waiting, q.waits[g.wish.Language].usual()
	if g.counts {
		out.Others--
	}
	return out
}

// Validate returns nil or an Invalid that names every field out of bounds.
func (w Wish) Validate() error {
	var v Invalid
	if !prompts.Speaks(w.Language) {
		v = append(v, FieldProblem{"wish.language", "must be one of " + strings.Join(prompts.Languages(), ", ")})
	}
	if !w.Difficulty.Known() {
		v = append(v, FieldProblem{"wish.difficulty", fmt.Sprint("must be one of ", prompts.Difficulties())})
	}
	if v == nil {
		return nil
	}
	return v
}
