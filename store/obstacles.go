package store

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
)

// What the player's id can't do: who was banned, removed or blocked comes back as a new
// guest by clearing a cookie. The address can, for a while, and only where it is not that
// of many: a school must not be shut out for one of its pupils. Triggers make obstacles
// of bans, removals and blocks; here is what they do. A player is new who first came less
// than a day before the obstacle was made, or after it.

// How long an obstacle holds, as Postgres reads it.
const (
	banHolds     = `INTERVAL '1 day'`
	removalHolds = `INTERVAL '30 minutes'`
	blockHolds   = `INTERVAL '1 day'`

	// newTo is what makes a player p new to an obstacle o.
	newTo = `p.created_at > o.made_at - INTERVAL '1 day'`
)

// many is how many others, seen at an address within a day, make it that of many. Within
// a lobby it takes fewer.
const (
	many        = `5`
	manyMembers = `2`
)

// othersThere counts, up to many, who was seen lately where the obstacle o is and came to
// Tandem before it was made: who was sent away can't add to them.
const othersThere = `(
	SELECT count(*) FROM (
		SELECT FROM sightings s JOIN players known ON known.id = s.player
		WHERE s.client = o.client AND s.seen_at > now() - INTERVAL '1 day'
		  AND known.banned_at IS NULL AND known.created_at < o.made_at
		LIMIT ` + many + `) there)`

// Turn is what becomes of somebody new at an address from which a player was banned.
type Turn string

// The turns.
const (
	TurnNone   Turn = ""       // there is no obstacle
	TurnAway   Turn = "away"   // they can't come in for now
	TurnShared Turn = "shared" // they come in, as the address is that of many
)

// Newcomer tells whether somebody who is new here may become a player from an address, and
// counts it with the banned player if that is in question.
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
		return TurnNone, fmt.Errorf("look for obstacles: %w", err)
	case away:
		return TurnAway, nil
	case met:
		return TurnShared, nil
	}
	return TurnNone, nil
}

// checkRemovedNearby refuses a player who is new and comes from where somebody was just
// removed from a lobby, unless several members are there. The lobby is locked.
// lobby.ErrRemovedNearby.
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

// keepApart asks, with b, which of these players of quick play are to be kept apart, as
// one is new and comes from where another was blocked.
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
