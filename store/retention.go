package store

import "time"

// How long what nobody asks for any more is kept.
const (
	ticketsKept   = 7 * 24 * time.Hour
	lobbiesKept   = 30 * 24 * time.Hour  // after they closed
	newcomersKept = 30 * 24 * time.Hour  // players who never played, after they were here last
	playersKept   = 400 * 24 * time.Hour // as long as their cookie lasts
	deedsKept     = 400 * 24 * time.Hour // the operator's: the audit, reports that are decided
	setsKept      = 30 * 24 * time.Hour  // prompt sets that nothing refers to, after they were made
	sightingsKept = 7 * 24 * time.Hour
	obstaclesKept = 24 * time.Hour
)

// rule says how long the rows of one table are kept. The README says it, too.
type rule struct {
	table  string
	stays  string // until when; why, where that isn't plain
	purges []purge
}

// purge is one reason for rows to go by their age. Its statement removes rows from before
// $1. Where all of those go, it removes at most $2 of them. Where many of them stay, it
// walks: it looks at the next $2 after the one at time $3 with the id $4, and tells how
// many it removed, how many it looked at, and which was the last.
//
// A row that somebody has locked is passed over until the next day: housekeeping never
// makes anybody wait for something for which it waits itself.
type purge struct {
	after time.Duration
	sql   string
	walks bool
}

// retention has a rule for each table. Games are kept for keep after their end, or for
// ever if that is 0. The order is that of reference: a lobby goes after its last game,
// its host after the lobby.
func retention(keep time.Duration) []rule {
	games := []purge{{after: DeletedFor, sql: purgeDeleted}}
	if keep > 0 {
		games = append(games, purge{after: keep, sql: purgeOld})
	}
	return []rule{
		{"games", "KEEP_DAYS after their end; 30 days after the operator deleted them", games},
		{"seats", "with their game; a forgotten player's name goes at once", nil},
		{"prompt_ratings", "with their game", nil},
		{"rooms", "while their game is live", nil},
		{"journal", "while its game is live; then the game has a recording", nil},
		{"tickets", "7 days, for the counts of days", []purge{{after: ticketsKept, sql: purgeTickets}}},
		{"reports", "with their game, and 400 days after they were decided", []purge{{after: deedsKept, sql: purgeReports}}},
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
		{"audit", "400 days; that of a ban as long as the ban", []purge{{after: deedsKept, sql: purgeAudit}}},
		{"admin_sessions", "until they end, after 12 hours at most", []purge{{sql: purgeAdminSessions}}},
		{"days", "for ever: numbers without names", nil},
		{"prompt_days", "for ever: numbers without names", nil},
		{"nodes", "while their process lives", nil},
		{"goose_db_version", "for ever: the steps of the schema", nil},
	}
}

// All that is from before $1 goes. The rows are named by an array, which Postgres looks up
// one by one however few there are in all.
const (
	purgeDeleted = `
	DELETE FROM games
	WHERE id = ANY(ARRAY(
		SELECT id FROM games WHERE deleted_at < $1
		ORDER BY deleted_at LIMIT $2
		FOR UPDATE SKIP LOCKED))`

	// Games whose end is old were made earlier.
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

// Of what is from before $1 much stays.
const (
	// A lobby that games were played in is part of their story: friends of a lobby see
	// them, and the operator finds them by its code. Who was in it is nobody's business
	// any more.
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

	// The names in games that are kept stay as the partners know them, and go with the
	// games.
	purgePlayers = idle + forgotten

	// A host of a lobby goes after it. Who comes back in this moment has been noted as
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

	// walked is what a walk tells.
	walked = `
	SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM page), last.at, last.id
	FROM (SELECT at, id FROM page ORDER BY at DESC, id DESC LIMIT 1) last`
)
