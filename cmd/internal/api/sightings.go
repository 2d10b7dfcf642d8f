package api

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

const (
	sightEvery   = time.Hour // how often the store is told of a player at an address
	maxSightings = 50_000    // maximum remembered, about 150 bytes each
)

// sightings remembers which players the store was told of lately, so that most requests
// write nothing. Safe for concurrent use.
type sightings struct {
	now func() time.Time

	mu   sync.Mutex
	told map[sighting]time.Time
}

// sighting is a player at an address.
type sighting struct {
	player string
	client netip.Prefix
}

func newSightings() *sightings {
	return &sightings{now: time.Now, told: map[sighting]time.Time{}}
}

// due reports whether the store must be told, and records that it was.
func (s *sightings) due(at sighting) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	told, known := s.told[at]
	if known && now.Sub(told) < sightEvery {
		return false
	}
	if !known && len(s.told) >= maxSightings {
		for one := range s.told { // any one: it costs one more write for that player
			delete(s.told, one)
			break
		}
	}
	s.told[at] = now
	return true
}

// see tells the store now and then that a player is here. If the store fails, it is told
// again an hour later, and the request isn't affected.
func (a *API) see(ctx context.Context, player string, client netip.Prefix) {
	if !a.sightings.due(sighting{player, client}) {
		return
	}
	if err := a.Players.Seen(ctx, player, client); err != nil {
		a.log.DebugContext(ctx, "sighting not stored", "player", player, "error", err)
	}
}
