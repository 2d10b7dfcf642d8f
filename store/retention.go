package store

import "time"

// How long unused rows are kept.
const (
	ticketsKept   = 7 * 24 * time.Hour
	lobbiesKept   = 30 * 24 * time.Hour  // after they closed
	newcomersKept = 30 * 24 * time.Hour  // players who never played, after their last visit
	playersKept   = 400 * 24 * time.Hour // as long as their cookie lasts
	actionsKept   = 400 * 24 * time.Hour // the operator's actions: the audit, and decided reports
	setsKept      = 30 * 24 * time.Hour  // unreferenced prompt sets, after they were made
	sightingsKept = 7 * 24 * time.Hour
	obstaclesKept = 24 * time.Hour
)

// rule says how long the rows of one table are kept. `tandem help retention` says it, too.
type rule struct {
	table  string
	stays  string // how long rows stay, and why, if that isn't obvious
	purges []purge
}

// purge is one reason to remove rows by age. Its statement removes rows older than $1. If
// all such rows go, it removes at most $2 of them. If many of them stay, it walks: it reads
// the next $2 rows after the one at time $3 with the id $4, and returns how many it
// removed, how many it read, and which was the last.
//
// A locked row is skipped until the next day, so housekeeping never makes a transaction
// wait that it waits for itself.
type purge struct {
	after time.Duration
	sql   string
	walks bool
}

// retention has a rule for each table. Games are kept for keep after their end, or forever
// if keep is 0. The order follows the references: a lobby goes after its last game, and its
// host after the lobby.
func retention(keep time.Duration) []rule {
	games := []purge{{after: DeletedFor, sql: purgeDeleted}}
	if keep > 0 {
		games = append(games, purge{after: keep, sql: purgeOld})
	}
	return []rule{
		{"games", "KEEP_DAYS after their end; 30 days after the operator deleted them", games},
		{"seats", "with their game; a forgotten player's name goes at once", nil},
		{"ghosts", "as long as their player lets their ink play with others; with their game", nil},
		{"prompt_ratings", "with their game", nil},
		{"rooms", "while their game is live", nil},
		{"journal", "while its game is live; then the game has a recording", nil},
		{"tickets", "7 days, for the counts of days", []purge{{after: ticketsKept, sql: purgeTickets}}},
		{"reports", "with their game, and 400 days after they were decided", []purge{{after: actionsKept, sql: purgeReports}}},
		{"lobbies", "30 days after they closed; one with games stays with them, without its name, host and members", []purge{{after: lobbiesKept, sql: purgeLobbies, walks: true}}},
		{"members", "with their lobby", nil},
		{"bans", "with their lobby", nil},
		{"invitations", "with their lobby; they lapse after 30 s", nil},
		{"players", "30 days after they were here last if they never played, else 400, as long as their cookie; one who is banned as long as the ban", []purge{
			{after: newcomersKept, sql: purgeNewcomers, walks: true},
			{after: playersKept, sql: purgePlayers, walks: true},
		}},
		{"blocks", "with either player", nil},
		{"met_sets", "with their player", nil},
		{"prompt_sets", "a model's and hosts' own, 30 days after they were made, once nothing uses them; the library's for ever", []purge{{after: setsKept, sql: purgeSets, walks: true}}},
		{"prompt_shelves", "7 days after they were wanted last, if a player's own words are on them", nil},
		{"ready_sets", "until they are dealt, or with their shelf", nil},
		{"sightings", "7 days: the addresses from which a player was seen, for bans, removals and blocks", []purge{{after: sightingsKept, sql: purgeSightings}}},
		{"obstacles", "a day: addresses that somebody was sent away from", []purge{{after: obstaclesKept, sql: purgeObstacles}}},
		{"audit", "400 days; that of a ban as long as the ban", []purge{{after: actionsKept, sql: purgeAudit}}},
		{"admin_sessions", "until they end, after 12 hours at most", []purge{{sql: purgeAdminSessions}}},
		{"days", "for ever: numbers without names", nil},
		{"prompt_days", "for ever: numbers without names", nil},
		{"nodes", "while their process lives", nil},
		{"places", "while a node serves them", nil},
		{"shared_secret", "for ever", nil},
		{"goose_db_version", "for ever: the steps of the schema", nil},
	}
}

// All rows older than $1 go. The rows are named by an array, so that Postgres looks each
// one up, however few there are in all.
const (
	purgeDeleted = `
	DELETE FROM games
	WHERE id = ANY(ARRAY(
		SELECT id FROM games WHERE deleted_at < $1
		ORDER BY deleted_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	// A game that ended long ago was created even earlier.
	purgeOld = `
	DELETE FROM games
	WHERE id = ANY(ARRAY(
		SELECT id FROM games WHERE created_at < $1 AND ended_at < $1
		ORDER BY created_at, id LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	purgeTickets = `
	DELETE FROM tickets
	WHERE id = ANY(ARRAY(
		SELECT id FROM tickets WHERE state <> 'waiting' AND created_at < $1
		ORDER BY created_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	purgeReports = `
	DELETE FROM reports
	WHERE id = ANY(ARRAY(
		SELECT id FROM reports WHERE decided_at < $1
		ORDER BY decided_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	purgeSightings = `
	DELETE FROM sightings
	USING (
		SELECT client, player FROM sightings WHERE seen_at < $1
		ORDER BY seen_at LIMIT $2
		FOR UPDATE SKIP LOCKED) old
	WHERE sightings.client = old.client AND sightings.player = old.player`

	purgeObstacles = `
	DELETE FROM obstacles
	WHERE id = ANY(ARRAY(
		SELECT id FROM obstacles WHERE made_at < $1
		ORDER BY made_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	purgeAdminSessions = `
	DELETE FROM admin_sessions
	WHERE id = ANY(ARRAY(
		SELECT id FROM admin_sessions WHERE ends_at < $1
		ORDER BY ends_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	purgeAudit = `
	DELETE FROM audit
	WHERE id = ANY(ARRAY(
		SELECT id FROM audit
		WHERE at < $1 AND NOT EXISTS (SELECT FROM players WHERE players.id = subject AND banned_at IS NOT NULL)
		ORDER BY at LIMIT $2
		FOR UPDATE SKIP LOCKED))`
)

// Many of the rows older than $1 stay.
const (
	// A lobby with games is kept with them: friends of a lobby see its games, and the
	// operator finds them by its code. Its memberships are removed, for privacy.
	purgeLobbies = `
	WITH page AS (
		SELECT closed_at AS at, code AS id FROM lobbies
		WHERE closed_at < $1 AND (closed_at, code) > ($3, $4)
		ORDER BY closed_at, code LIMIT $2
		FOR UPDATE SKIP LOCKED
	), played AS (
		SELECT id FROM page WHERE EXISTS (SELECT FROM games WHERE lobby = page.id)
	), gone AS (
		DELETE FROM lobbies WHERE code = ANY(ARRAY(SELECT id FROM page EXCEPT SELECT id FROM played)) RETURNING code
	), parted AS (
		DELETE FROM members WHERE lobby = ANY(ARRAY(SELECT id FROM played))
	), pardoned AS (
		DELETE FROM bans WHERE lobby = ANY(ARRAY(SELECT id FROM played))
	), lapsed AS (
		DELETE FROM invitations WHERE lobby = ANY(ARRAY(SELECT id FROM played))
	), emptied AS (
		UPDATE lobbies SET host = 'nobody', name = '', theme = '', own_set = NULL, names_only = false, names = '{}'
		WHERE code = ANY(ARRAY(SELECT id FROM played))
		  AND (host <> 'nobody' OR name <> '' OR theme <> '' OR own_set IS NOT NULL OR names <> '{}')
	)` + walked

	purgeNewcomers = idle + `
		  AND NOT EXISTS (SELECT FROM seats WHERE player = page.id)` + forgotten

	// The names in kept games stay, as the partners know them, and go with the games.
	purgePlayers = idle + forgotten

	// A host goes after its lobby. A player who comes back at this moment was recorded as
	// here before doing anything else.
	idle = `
	WITH page AS (
		SELECT seen_at AS at, id FROM players
		WHERE seen_at < $1 AND (seen_at, id) > ($3, $4) AND banned_at IS NULL AND id <> 'nobody'
		ORDER BY seen_at, id LIMIT $2
		FOR UPDATE SKIP LOCKED
	), idle AS (
		SELECT id FROM page
		WHERE NOT EXISTS (SELECT FROM lobbies WHERE host = page.id)`
	forgotten = `
	), unnamed AS (
		UPDATE audit SET subject = 'a forgotten player', note = '' WHERE subject = ANY(ARRAY(SELECT id FROM idle))
	), gone AS (
		DELETE FROM players WHERE id = ANY(ARRAY(SELECT id FROM idle)) RETURNING id
	)` + walked

	purgeSets = `
	WITH page AS (
		SELECT created_at AS at, id FROM prompt_sets
		WHERE created_at < $1 AND (created_at, id) > ($3, $4)
		  AND source <> 'library' AND (owner IS NULL OR disabled_at IS NOT NULL)
		ORDER BY created_at, id LIMIT $2
		FOR UPDATE SKIP LOCKED
	), unused AS (
		SELECT id FROM page
		WHERE NOT EXISTS (SELECT FROM games WHERE prompt_set = page.id)
		  AND NOT EXISTS (SELECT FROM games WHERE own_set = page.id)
		  AND NOT EXISTS (SELECT FROM lobbies WHERE own_set = page.id)
		  AND NOT EXISTS (SELECT FROM ready_sets WHERE prompt_set = page.id)
		  AND NOT EXISTS (SELECT FROM prompt_ratings WHERE prompt_set = page.id)
	), gone AS (
		DELETE FROM prompt_sets WHERE id = ANY(ARRAY(SELECT id FROM unused)) RETURNING id
	)` + walked

	// walked is the result of a walk.
	walked = `
	SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM page), last.at, last.id
	FROM (SELECT at, id FROM page ORDER BY at DESC, id DESC LIMIT 1) last`
)
