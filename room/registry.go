package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// claimTime is the time limit for claiming and restoring a room.
const claimTime = 10 * time.Second

var (
	// ErrBusy says that this node can't open another room now; the caller may try again a
	// little later.
	ErrBusy = errors.New("no room can be opened now")
	// ErrStopping says that this node opens no more rooms.
	ErrStopping = errors.New("the node is stopping")
)

// Config holds what a registry works with.
type Config struct {
	Store  Store
	Dealer Dealer
	Writer *Writer // must run as long as the registry has rooms
	Logger *slog.Logger
	// OnChange, if set, is called at every change of a game's phase: it began, its time is
	// up, it is stored. It runs on the room's goroutine and must not block.
	OnChange func(game, lobby string)
	// Ghost opens a connection that plays a ghost, as if it were a page. After an error the
	// room tries again a little later. It may be nil where no game has a ghost.
	Ghost func(ctx context.Context, g Ghost) (Conn, error)
	// OnKept, if set, is called for each game that is stored. It must not block.
	OnKept func(game string)
}

// Registry holds this node's live rooms, one actor an id. It is safe for use by many
// goroutines.
type Registry struct {
	config  Config
	metrics *Metrics
	holder  *holder
	halting chan struct{} // closed by Stop: rooms are handed over
	judges  chan struct{} // a semaphore: a slot for each picture that is being drawn for a comparison

	// lifetime ends when Stop runs out of time, and ends everything that rooms still do.
	lifetime context.Context
	end      context.CancelFunc

	chats sync.Mutex // held while rooms are told whether their lobby's chat is open to them

	mu    sync.Mutex
	rooms map[string]*opening
	hosts sync.WaitGroup     // one goroutine a room; none is added once halting
	owned context.Context    // ends when the node loses what it owns
	lose  context.CancelFunc // ends owned
}

// opening is an open room, or one that callers wait for.
type opening struct {
	ahead bool          // opened by OpenAhead: no caller reports a failure, so the registry logs it
	ready chan struct{} // closed once room or err is set
	room  *Room
	err   error

	unwanted chan struct{} // closed when the room is to be handed over
	handOver sync.Once
}

// NewRegistry returns a registry without rooms.
func NewRegistry(c Config) *Registry {
	if c.OnChange == nil {
		c.OnChange = func(string, string) {}
	}
	if c.OnKept == nil {
		c.OnKept = func(string) {}
	}
	lifetime, end := context.WithCancel(context.Background())
	g := &Registry{
		config: c, metrics: c.Writer.metrics, holder: new(holder), halting: make(chan struct{}),
		judges:   make(chan struct{}, judgesAtOnce),
		lifetime: lifetime, end: end, rooms: map[string]*opening{},
	}
	g.owned, g.lose = context.WithCancel(lifetime)
	return g
}

// Open returns the live room of an id. If there is none, this node claims it and goes on
// from where its journal ends; concurrent callers wait for the same room. Errors are
// ErrNoRoom, an OwnedError, ErrBusy, ErrStopping, ErrFenced or the store's.
func (g *Registry) Open(ctx context.Context, id string) (*Room, error) {
	o, err := g.opening(id, false)
	if err != nil {
		return nil, err
	}
	select {
	case <-o.ready:
		return o.room, o.err
	case <-ctx.Done():
		return nil, fmt.Errorf("open room %s: %w", id, ctx.Err())
	}
}

// OpenAhead starts opening a room for pages that are on their way, and doesn't wait for it.
// If it fails, the first page tries again.
func (g *Registry) OpenAhead(id string) {
	if _, err := g.opening(id, true); err != nil {
		g.logNotAhead(context.Background(), id, err)
	}
}

func (g *Registry) logNotAhead(ctx context.Context, id string, err error) {
	g.config.Logger.WarnContext(ctx, "room not opened; its first page will try again", "room", id, "error", err)
}

// Length returns the length of a room's stream in bytes, or 0 if the room isn't open on
// this node.
func (g *Registry) Length(id string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.rooms[id].length()
}

// Long returns the rooms whose stream has at least the given number of bytes, with their
// lengths.
func (g *Registry) Long(least int) map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	long := map[string]int{}
	for id, o := range g.rooms {
		if length := o.length(); length >= least {
			long[id] = length
		}
	}
	return long
}

// length returns the length of the room's stream, as Length does.
func (o *opening) length() int {
	if o == nil {
		return 0
	}
	select {
	case <-o.ready:
	default:
		return 0
	}
	if o.err != nil {
		return 0
	}
	return int(o.room.length.Load())
}

func (g *Registry) opening(id string, ahead bool) (*opening, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if o := g.rooms[id]; o != nil {
		return o, nil
	}
	select {
	case <-g.halting:
		return nil, ErrStopping
	default:
	}
	if g.config.Writer.Full() {
		return nil, ErrBusy
	}
	if err := g.config.Writer.Err(); err != nil {
		return nil, fmt.Errorf("open room %s: %w", id, err)
	}
	o := &opening{ahead: ahead, ready: make(chan struct{}), unwanted: make(chan struct{})}
	g.rooms[id] = o
	// The room outlives the request that opens it.
	owned := g.owned
	g.hosts.Go(func() { g.host(owned, id, o) })
	return o, nil
}

// host claims a room, runs it on this goroutine, and waits until its sockets are closed.
func (g *Registry) host(ctx context.Context, id string, o *opening) {
	o.err = within(ctx, claimTime, func(ctx context.Context) (err error) {
		o.room, err = g.claim(ctx, id, o.unwanted)
		return err
	})
	close(o.ready)
	switch {
	case o.err == nil:
		running, end := context.WithCancel(ctx)
		var ghost sync.WaitGroup
		if o.room.ghost != nil {
			ghost.Go(func() { o.room.seatGhost(running, g.config.Ghost) })
		}
		o.room.run(ctx)
		end()
		ghost.Wait()
	case !errors.Is(o.err, ErrNoRoom) && !isOwned(o.err):
		g.metrics.Unopened.Add(1)
	}
	if o.err != nil && o.ahead {
		g.logNotAhead(ctx, id, o.err)
	}
	g.mu.Lock()
	if g.rooms[id] == o {
		delete(g.rooms, id)
	}
	g.mu.Unlock()
	if o.err == nil {
		o.room.serving.Wait()
	}
}

func (g *Registry) claim(ctx context.Context, id string, unwanted <-chan struct{}) (*Room, error) {
	claimed, err := g.config.Store.Claim(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("claim room %s: %w", id, err)
	}
	state, err := newGame(claimed, time.Now())
	if err != nil {
		return nil, err
	}
	logger := g.config.Logger.With("room", id, "epoch", claimed.Epoch)
	logger.InfoContext(ctx, "room opened", "entries", claimed.Entries)
	if claimed.Entries == 0 {
		g.metrics.New.Add(1)
	} else {
		g.metrics.Restored.Add(1)
	}
	r := &Room{
		id: id, lobby: claimed.Lobby, epoch: claimed.Epoch, game: state, ghost: claimed.Ghost,
		shown: uint64(claimed.Entries), mail: make(chan message, mailboxSize), done: make(chan struct{}),
		watchers: map[*Watcher]struct{}{},
		gates:    [2]gate{newGate(), newGate()}, halting: g.halting, unwanted: unwanted, lifetime: g.lifetime, logger: logger, metrics: g.metrics, holder: g.holder,
		store: g.config.Store, dealer: g.config.Dealer, onChange: g.config.OnChange, onKept: g.config.OnKept,
		hash: hashOf, judges: g.judges,
		journal: g.config.Writer.open(id, claimed.Epoch, claimed.Journal, uint64(claimed.Entries)),
	}
	r.length.Store(int64(len(claimed.Journal)))
	return r, nil
}

// Has reports whether a room is open or being opened on this node.
func (g *Registry) Has(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.rooms[id] != nil
}

// HandOver gives up a room for another node: once all that it wrote is durable, its pages
// are sent away to come back. It doesn't wait for that. It reports false if this node
// doesn't play the room.
func (g *Registry) HandOver(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.rooms[id]
	if o != nil {
		o.handOver.Do(func() { close(o.unwanted) })
	}
	return o != nil
}

// Drop ends all rooms as they are, because other nodes may own them by now, and sends their
// pages away to come back. The pages still have what isn't durable.
func (g *Registry) Drop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.config.Writer.drop()
	g.lose()
	g.owned, g.lose = context.WithCancel(g.lifetime)
	clear(g.rooms)
}

// Stop opens no more rooms, sends every page away to come back later, and waits until
// everything that the rooms wrote is durable and their sockets are closed. If ctx ends
// first, the rooms end as they are: the pages still have what isn't durable.
func (g *Registry) Stop(ctx context.Context) error {
	g.mu.Lock()
	select {
	case <-g.halting:
	default:
		close(g.halting)
	}
	g.mu.Unlock()
	defer g.end()

	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		g.hosts.Wait()
	}()
	select {
	case <-stopped:
		return nil
	case <-ctx.Done():
		g.end()
		<-stopped
		return fmt.Errorf("stop the rooms: %w", ctx.Err())
	}
}
