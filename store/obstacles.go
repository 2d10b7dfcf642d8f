package store

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// A player who was banned, removed or blocked can come back as a new guest by clearing a
// cookie, so the player's id is no protection. The address is, for a while, and only if few
// people share it: a school must not be shut out because of one pupil. Triggers create
// obstacles from bans, removals and blocks; this file applies them. A player is new if it
// first came less than a day before the obstacle was made, or after it.

// How long an obstacle holds, as a Postgres interval.
const (
	banHolds     = `INTERVAL '1 day'`
	removalHolds = `INTERVAL '30 minutes'`
	blockHolds   = `INTERVAL '1 day'`

	// newTo is the condition that a player p is new to an obstacle o.
	newTo = `p.created_at > o.made_at - INTERVAL '1 day'`
)

// An address counts as shared if this many others were seen there within a day. Within a
// lobby fewer are enough.
const (
	many        = `5`
	manyMembers = `2`
)

// othersThere counts, up to many, the players who were seen lately at the address of the
// obstacle o and came to Tandem before it was made, so that banned players can't add to
// them.
const othersThere = `(
	SELECT count(*) FROM (
		SELECT FROM sightings s JOIN players known ON known.id = s.player
		WHERE s.client = o.client AND s.seen_at > now() - INTERVAL '1 day'
		  AND known.banned_at IS NULL AND known.created_at < o.made_at
		LIMIT ` + many + `) there)`

// Turn is what happens to a new player at an address from which a player was banned.
type Turn string

// The possible turns.
const (
	TurnNone   Turn = ""       // there is no obstacle
	TurnAway   Turn = "away"   // they can't come in at present
	TurnShared Turn = "shared" // they may come in, because many people share the address
)

// Newcomer returns whether a new player may come in from an address, and counts the case
// with the banned player if there is an obstacle.
func (s *Store) Newcomer(ctx context.Context, client netip.Prefix) (Turn, error) {
	if !client.IsValid() {
		return TurnNone, nil
	}
	var met, away bool
	err := s.pool.QueryRow(ctx, `
		WITH met AS (
			SELECT o.made_at, `+othersThere+` < `+many+` AS away
			FROM obstacles o
			WHERE o.client = $1 AND o.lobby IS NULL AND o.blocker IS NULL AND o.made_at > now() - `+banHolds+`
		), counted AS (
			UPDATE players SET returns = returns + 1
			WHERE id IN (
				SELECT id FROM players
				WHERE banned_at IN (SELECT made_at FROM met)
				ORDER BY id
				FOR NO KEY UPDATE)
		)
		SELECT count(*) > 0, COALESCE(bool_or(away), false) FROM met`, client).Scan(&met, &away)
	switch {
	case err != nil:
		return TurnNone, fmt.Errorf("find obstacles: %w", err)
	case away:
		return TurnAway, nil
	case met:
		return TurnShared, nil
	}
	return TurnNone, nil
}

// checkRemovedNearby refuses a new player from an address from which somebody was just
// removed from a lobby, unless several members are at that address. The caller has locked
// the lobby. lobby.ErrRemovedNearby.
func checkRemovedNearby(ctx context.Context, tx pgx.Tx, code, player string) error {
	var nearby bool
	err := tx.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT FROM obstacles o
			JOIN sightings mine ON mine.client = o.client
			JOIN players p ON p.id = mine.player
			WHERE o.lobby = $1 AND p.id = $2 AND o.made_at > now() - `+removalHolds+` AND `+newTo+`
			  AND `+manyMembers+` > (
				SELECT count(*) FROM members m JOIN sightings s ON s.player = m.player
				WHERE m.lobby = $1 AND s.client = o.client AND m.joined_at < o.made_at))`, code, player).Scan(&nearby)
	if err == nil && nearby {
		return lobby.ErrRemovedNearby
	}
	return err
}

// keepApart queries, in batch b, which of these players of quick play must not meet because
// one is new and comes from an address where another was blocked.
func keepApart(b *pgx.Batch, players []string, apart func(blocker, newcomer string)) {
	var blocker, newcomer string
	b.Queue(`
		SELECT DISTINCT o.blocker, p.id
		FROM obstacles o
		JOIN sightings mine ON mine.client = o.client
		JOIN players p ON p.id = mine.player
		WHERE o.blocker = ANY($1) AND p.id = ANY($1) AND p.id <> o.blocker
		  AND o.made_at > now() - `+blockHolds+` AND `+newTo+`
		  AND `+othersThere+` < `+many, players,
	).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&blocker, &newcomer}, func() error {
			apart(blocker, newcomer)
			return nil
		})
		return err
	})
}
