package store

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/jackc/pgx/v5"
)

// mostSightings is the maximum number of addresses stored for a player. A player with more
// changes addresses faster than any obstacle can follow.
const mostSightings = 32

// Seen records that a player is here, and from which address, if that is valid. It writes
// at most once a day to the player and once an hour to a sighting, so it may be called
// often. If another transaction has the player locked, the next call does it.
func (s *Store) Seen(ctx context.Context, player string, client netip.Prefix) error {
	var b pgx.Batch
	b.Queue(`
		UPDATE players SET seen_at = now()
		WHERE id = (
			SELECT id FROM players
			WHERE id = $1 AND seen_at < now() - INTERVAL '1 day'
			FOR NO KEY UPDATE SKIP LOCKED)`, player)
	if client.IsValid() {
		b.Queue(`
			INSERT INTO sightings (client, player)
			SELECT $2::cidr, id
			FROM players
			WHERE id = $1 AND (SELECT count(*) FROM sightings WHERE player = $1 AND client <> $2::cidr) < $3
			ON CONFLICT (client, player) DO UPDATE SET seen_at = now()
			WHERE sightings.seen_at < now() - INTERVAL '59 minutes'`, player, client, mostSightings)
	}
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return fmt.Errorf("store the sighting of player %s: %w", player, err)
	}
	return nil
}
