package api

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

const (
	sightEvery   = time.Hour // how often a player at an address is stored
	maxSightings = 50_000    // maximum remembered, about 150 bytes each
)

// sightings remembers which players were stored lately, so that most requests
// write nothing. Safe for concurrent use.
type sightings struct {
	now func() time.Time

	mu     sync.Mutex
	stored map[sighting]time.Time
}

// sighting is a player at an address.
type sighting struct {
	player string
	client netip.Prefix
}

func newSightings() *sightings {
	return &sightings{now: time.Now, stored: map[sighting]time.Time{}}
}

// due reports whether the sighting must be stored now, and if so records the time.
func (s *sightings) due(at sighting) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	seenAt, known := s.stored[at]
	if known && now.Sub(seenAt) < sightEvery {
		return false
	}
	if !known && len(s.stored) >= maxSightings {
		for one := range s.stored { // any one: it costs one more write for that player
			delete(s.stored, one)
			break
		}
	}
	s.stored[at] = now
	return true
}

// see stores at times that a player was seen at an address. If the store fails, see tries
// again an hour later. The request is not affected.
func (a *API) see(ctx context.Context, player string, client netip.Prefix) {
	if !a.sightings.due(sighting{player, client}) {
		return
	}
	if err := a.Players.Seen(ctx, player, client); err != nil {
		a.log.DebugContext(ctx, "sighting not stored", "player", player, "error", err)
	}
}
