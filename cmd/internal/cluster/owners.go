package cluster

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// releaseEvery is how often places are released in which nobody is any more, and for how
// long no request may have come for them: longer than a player without an open page is
// waited for (presenceTimeout in package lobby).
const releaseEvery = 30 * time.Second

// ErrNobody means that no node can serve the target now: its owner has just gone or can't
// be reached. The caller may try again a little later.
var ErrNobody = errors.New("no node serves this now")

// ErrSilent is ErrNobody where the owner lives, as far as this node knows, but doesn't
// answer it: it may hand over what it is asked for by Want.
var ErrSilent = fmt.Errorf("its node doesn't answer: %w", ErrNobody)

// Target is what a request is about and one node serves: a room or a place.
type Target struct {
	Room  string
	Place store.Place // if Room is ""
	// Read: the request only reads, so that any node may answer it while nobody owns the
	// place.
	Read bool
}

func (t Target) name() string {
	if t.Room != "" {
		return t.Room
	}
	return string(t.Place)
}

// Find returns the node that serves a target, nil for this one. In that case the caller
// calls done when it has finished. ErrNobody, ErrSilent, room.ErrFenced, or the store's
// error.
func (k *Cluster) Find(ctx context.Context, t Target) (owner *Remote, done func(), err error) {
	if t.Room == "" && k.places.use(t.Place) {
		return nil, func() { k.places.leave(t.Place) }, nil
	}
	done = func() {}
	if t.Room != "" && k.c.HasRoom(t.Room) {
		return nil, done, nil
	}
	if k.CutOff() {
		owner, err = k.pick(t.name())
		return owner, done, err
	}
	takes := t.Place != "" && !t.Read && !k.draining.Load()
	var incarnation string
	if takes {
		incarnation, err = k.c.Node.TakePlace(ctx, t.Place)
	} else {
		incarnation, err = k.ownerOf(ctx, t)
	}
	switch {
	case errors.Is(err, room.ErrNoRoom):
		return nil, done, nil
	case err != nil:
		return nil, done, err
	case incarnation == "" || incarnation == k.c.Node.Incarnation():
		if k.draining.Load() {
			owner, err = k.pick(t.name())
			return owner, done, err
		}
		if takes {
			k.places.add(t.Place)
			done = func() { k.places.leave(t.Place) }
		}
		return nil, done, nil
	}
	for _, r := range *k.remotes.Load() {
		switch {
		case r.Incarnation != incarnation:
		case r.Answers():
			return r, done, nil
		default:
			return nil, done, ErrSilent
		}
	}
	return nil, done, ErrNobody // it has just joined or gone
}

// pick returns a node that takes on a target which this one can't: the same one whichever
// node asks. ErrNobody if there is none.
func (k *Cluster) pick(name string) (best *Remote, err error) {
	var most uint64
	for _, r := range *k.remotes.Load() {
		if !r.Answers() || r.draining.Load() || time.Since(r.renewed()) > silentAfter {
			continue
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(r.Incarnation + name))
		if sum := h.Sum64(); best == nil || sum > most {
			best, most = r, sum
		}
	}
	if best == nil {
		return nil, ErrNobody
	}
	return best, nil
}

// Want asks the owner of a target, through the database, to hand it over: its lease runs,
// but this node doesn't reach it.
func (k *Cluster) Want(ctx context.Context, t Target) error {
	owner, err := k.ownerOf(ctx, t)
	if err != nil || owner == "" {
		return err
	}
	if t.Room != "" {
		return k.c.Node.WantRoom(ctx, t.Room, owner)
	}
	return k.c.Node.WantPlace(ctx, t.Place, owner)
}

// ownerOf returns the incarnation that owns a target; "" if nobody does. room.ErrNoRoom.
func (k *Cluster) ownerOf(ctx context.Context, t Target) (string, error) {
	if t.Room != "" {
		return k.c.Node.OwnerOfRoom(ctx, t.Room)
	}
	return k.c.Node.OwnerOfPlace(ctx, t.Place)
}

// HandOver gives up places that other nodes want, and rooms that this node owns but doesn't
// play.
func (k *Cluster) HandOver(ctx context.Context, rooms []string, places []store.Place) {
	for _, p := range places {
		k.places.remove(p)
		k.c.DropPlace(p)
	}
	var errs error
	if len(places) > 0 {
		errs = k.c.Node.ReleasePlaces(ctx, places)
	}
	if len(rooms) > 0 {
		errs = errors.Join(errs, k.c.Node.ReleaseRooms(ctx, rooms))
	}
	if errs != nil {
		k.c.Logger.WarnContext(ctx, "not all is handed over yet", "error", errs)
	}
}

// HandOverAll gives up all places.
func (k *Cluster) HandOverAll(ctx context.Context) { k.HandOver(ctx, nil, k.places.all()) }

// releaseUnused releases places that nobody is in any more.
func (k *Cluster) releaseUnused(ctx context.Context) {
	unused := k.places.takeUnused(k.c.HasPlace)
	if len(unused) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	if err := k.c.Node.ReleasePlaces(ctx, unused); err != nil && ctx.Err() == nil {
		k.c.Logger.DebugContext(ctx, "places are not released; this node takes them again when it needs them", "error", err)
	}
}

// places are those that this node owns. Safe for concurrent use.
type places struct {
	mu    *sync.Mutex
	users map[store.Place]*users
}

// users are the requests in a place.
type users struct {
	now   int
	since time.Time // of the last one that began or ended
}

func newPlaces() places { return places{new(sync.Mutex), make(map[store.Place]*users)} }

// use counts a request in, if this node owns the place.
func (s places) use(p store.Place) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[p]
	if u == nil {
		return false
	}
	u.now, u.since = u.now+1, time.Now()
	return true
}

// add adds a place, unless it is there, and counts a request in.
func (s places) add(p store.Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[p]
	if u == nil {
		u = new(users)
		s.users[p] = u
	}
	u.now, u.since = u.now+1, time.Now()
}

func (s places) leave(p store.Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[p]; u != nil {
		u.now, u.since = max(u.now-1, 0), time.Now()
	}
}

func (s places) remove(p store.Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.users, p)
}

func (s places) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.users)
}

func (s places) all() (all []store.Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.users {
		all = append(all, p)
	}
	slices.Sort(all)
	return all
}

// takeUnused removes the places that no request is in or was lately, and that are empty.
func (s places) takeUnused(has func(store.Place) bool) (unused []store.Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p, u := range s.users {
		if u.now == 0 && time.Since(u.since) >= releaseEvery && !has(p) {
			delete(s.users, p)
			unused = append(unused, p)
		}
	}
	return unused
}
