package store_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// rows returns the only column of a query's rows as text.
func (b bundle) rows(t *testing.T, sql string, args ...any) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (b bundle) housekeep(t *testing.T, keep time.Duration) map[string]int {
	t.Helper()
	removed, err := b.Housekeep(t.Context(), keep)
	if err != nil {
		t.Fatal(err)
	}
	return removed
}

// Without a rule a table would grow for ever.
func TestRetention_HasARuleForEachTable(t *testing.T) {
	b := setup(t)
	tables := b.rows(t, `SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1`)
	ruled := store.RuledTables()
	slices.Sort(ruled)
	if !slices.Equal(tables, ruled) {
		t.Errorf("tables are %v\nrules are for %v", tables, ruled)
	}
	topic, err := os.ReadFile("../cmd/tandem/help/retention.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range ruled {
		if !strings.Contains(string(topic), "`"+table+"`") {
			t.Errorf("help/retention.md doesn't say how long %s is kept", table)
		}
	}
}

// To delete a row, Postgres searches each table that may refer to it.
func TestSchema_EachReferenceHasAnIndex(t *testing.T) {
	b := setup(t)
	without := b.rows(t, `
		SELECT format('%s (%s)', c.conrelid::regclass, a.attname)
		FROM pg_constraint c
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND NOT EXISTS (
			SELECT FROM pg_index i
			WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
			  AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))
		ORDER BY 1`)
	if len(without) > 0 {
		t.Errorf("references without an index: %v", without)
	}
}

func TestHousekeep_TicketsThatAreOver(t *testing.T) {
	b := setup(t)
	game := b.game(t) // with two tickets
	storetest.Exec(t, b.url, `INSERT INTO tickets (player, created_at) VALUES ($1, now() - INTERVAL '8 days')`, b.player(t, "Ada"))
	if n := b.housekeep(t, 0)["tickets"]; n != 0 {
		t.Errorf("%d tickets removed, want none: one waits, two are new", n)
	}
	storetest.Exec(t, b.url, `UPDATE tickets SET created_at = now() - INTERVAL '8 days'`)
	if n := b.housekeep(t, 0)["tickets"]; n != 2 {
		t.Errorf("%d tickets removed, want 2", n)
	}
	if left := b.rows(t, `SELECT state FROM tickets`); !slices.Equal(left, []string{"waiting"}) {
		t.Errorf("left are tickets %v", left)
	}
	if g := b.rows(t, `SELECT id FROM games`); !slices.Equal(g, []string{game}) {
		t.Errorf("left are games %v", g)
	}
}

func TestHousekeep_KeepsTicketsUntilTheirDayIsCounted(t *testing.T) {
	b := setup(t)
	b.game(t)
	storetest.Exec(t, b.url, `
		UPDATE games SET created_at = now() - INTERVAL '20 days';
		UPDATE tickets SET created_at = now() - INTERVAL '20 days'`)
	b.housekeep(t, 0)
	if n := storetest.Value[int](t, b.url, `SELECT sum(waits)::int FROM days`); n != 2 {
		t.Errorf("the days count %d waits, want 2", n)
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*)::int FROM tickets`); n != 0 {
		t.Errorf("%d tickets are left", n)
	}
}

func TestHousekeep_LobbiesThatClosed(t *testing.T) {
	b := setup(t)
	mila, jonas, eve := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Eve")
	for _, code := range []string{"open", "lately", "empty", "played"} {
		b.lobby(t, code, mila, jonas, eve)
		if err := b.UpdateRules(t.Context(), code, mila, to(lobby.Rules{Name: "Class 4b", Pairing: lobby.Everyone, Capacity: 9, NamesOnly: true, Names: []string{"Eve"}})); err != nil {
			t.Fatal(err)
		}
		if err := b.Remove(t.Context(), code, mila, eve); err != nil {
			t.Fatal(err)
		}
	}
	b.ready(t, "played", mila, jonas)
	if m, err := b.Match(t.Context(), "played", neighbours, rand.Text); err != nil || len(m) != 1 {
		t.Fatal(m, err)
	}
	storetest.Exec(t, b.url, `
		INSERT INTO invitations (lobby, inviter, invitee) SELECT code, '`+mila+`', '`+jonas+`' FROM lobbies;
		UPDATE lobbies SET closed_at = now() - INTERVAL '31 days' WHERE code IN ('empty', 'played');
		UPDATE lobbies SET closed_at = now() - INTERVAL '29 days' WHERE code = 'lately'`)
	if n := b.housekeep(t, 0)["lobbies"]; n != 1 {
		t.Errorf("%d lobbies removed, want 1", n)
	}
	if left := b.rows(t, `SELECT code FROM lobbies ORDER BY 1`); !slices.Equal(left, []string{"lately", "open", "played"}) {
		t.Errorf("left are %v", left)
	}
	for _, table := range []string{"members", "bans", "invitations"} {
		if in := b.rows(t, `SELECT DISTINCT lobby FROM `+table+` ORDER BY 1`); !slices.Equal(in, []string{"lately", "open"}) {
			t.Errorf("left are %s of %v", table, in)
		}
	}
	if is := b.rows(t, `SELECT format('%s of %s, %s', name, host, names) FROM lobbies WHERE code = 'played'`); is[0] != " of nobody, {}" {
		t.Errorf("the lobby whose games stay is %s", is[0])
	}
	if of := b.rows(t, `SELECT lobby FROM games`); of[0] != "played" {
		t.Errorf("the game's lobby is %s", of[0])
	}
	b.housekeep(t, 0) // changes nothing
	storetest.Exec(t, b.url, `DELETE FROM games`)
	if n := b.housekeep(t, 0)["lobbies"]; n != 1 {
		t.Errorf("%d lobbies removed after their last game, want 1", n)
	}
}

func TestHousekeep_PlayersWhoDontComeBack(t *testing.T) {
	b := setup(t)
	idle := func(name, since string) (id string) {
		id = b.player(t, name)
		storetest.Exec(t, b.url, `UPDATE players SET seen_at = now() - $2::interval WHERE id = $1`, id, since)
		return id
	}
	played := func(name, since string) {
		b.game(t)
		storetest.Exec(t, b.url, `UPDATE players SET name = $1 || ' ' || name, seen_at = now() - $2::interval WHERE name IN ('Mila', 'Jonas')`, name, since)
	}
	played("Long gone", "401 days")
	played("Away", "399 days")
	storetest.Exec(t, b.url, `UPDATE lobbies SET closed_at = now() - INTERVAL '31 days'`)
	idle("Here", "29 days")
	gone := idle("Gone", "31 days")
	host := idle("Host", "500 days")
	b.lobby(t, "a-lobby", host, idle("Guest", "31 days"))
	banned := idle("Banned", "500 days")
	storetest.Exec(t, b.url, `UPDATE players SET banned_at = now() - INTERVAL '490 days' WHERE id = $1`, banned)
	storetest.Exec(t, b.url, `
		INSERT INTO audit (action, subject, note, at, client) VALUES
			('ban_player', $1, '', now() - INTERVAL '490 days', ''), ('unban_player', $2, 'Gone is good', now(), '')`, banned, gone)
	storetest.Exec(t, b.url, `
		INSERT INTO prompt_sets (id, key, source, owner, title, theme, language, paper, series, created_at)
		VALUES ('THEIRS', 'k', 'host', $1, '', '', 'en', '', '[[],[]]', now() - INTERVAL '40 days')`, gone)

	removed := b.housekeep(t, 0)
	left := func() []string { return b.rows(t, `SELECT name FROM players WHERE id <> 'nobody' ORDER BY name`) }
	if want := []string{"Away Jonas", "Away Mila", "Banned", "Here", "Host"}; !slices.Equal(left(), want) {
		t.Errorf("left are %v, want %v; removed %v", left(), want, removed)
	}
	if names := b.rows(t, `SELECT name FROM seats WHERE player IS NULL ORDER BY name`); !slices.Equal(names, []string{"Jonas", "Mila"}) {
		t.Errorf("seats of forgotten players have the names %v; want the names that their partners know", names)
	}
	if kept := b.rows(t, `SELECT action || ' ' || note FROM audit ORDER BY 1`); !slices.Equal(kept, []string{"ban_player ", "unban_player "}) {
		t.Errorf("the audit holds %q", kept)
	}
	if found := storetest.Holding(t, b.url, gone); len(found) > 0 {
		t.Errorf("a removed player is still in %v", found)
	}
	if sets := b.rows(t, `SELECT id FROM prompt_sets`); len(sets) != 0 {
		t.Errorf("sets without an owner are left: %v", sets)
	}

	storetest.Exec(t, b.url, `
		UPDATE players SET banned_at = NULL;
		UPDATE lobbies SET closed_at = now() - INTERVAL '31 days'`)
	b.housekeep(t, 0)
	if want := []string{"Away Jonas", "Away Mila", "Here"}; !slices.Equal(left(), want) {
		t.Errorf("after the ban and the lobby left are %v, want %v", left(), want)
	}
}

func TestHousekeep_PromptSetsThatNothingUses(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	set := func(id, source string, owner any, days int) {
		storetest.Exec(t, b.url, `
			INSERT INTO prompt_sets (id, key, source, owner, title, theme, language, paper, series, created_at)
			VALUES ($1, $1, $2, $3, '', '', 'en', '', '[[],[]]', now() - $4 * INTERVAL '1 day')`, id, source, owner, days)
	}
	set("library", "library", nil, 99)
	set("own", "host", mila, 99)
	set("put away", "host", mila, 99)
	set("nobody's", "host", nil, 99)
	set("played", "host", nil, 99)
	set("a lobby's", "host", nil, 99)
	set("new", "openai", nil, 9)
	set("dealt", "openai", nil, 99)
	set("ready", "openai", nil, 99)
	set("left over", "openai", nil, 99)
	b.game(t)
	storetest.Exec(t, b.url, `
		UPDATE prompt_sets SET disabled_at = now() WHERE id = 'put away';
		UPDATE games SET prompt_set = 'dealt', own_set = 'played';
		UPDATE lobbies SET own_set = 'a lobby''s';
		INSERT INTO prompt_shelves (language, difficulty, rounds, theme, own_words, seconds, demand) VALUES ('en', 'normal', 6, '', false, 30, 1);
		INSERT INTO ready_sets (prompt_set, key, shelf) SELECT 'ready', 'ready', id FROM prompt_shelves`)
	b.housekeep(t, 0)
	left := b.rows(t, `SELECT id FROM prompt_sets ORDER BY id`)
	if want := []string{"a lobby's", "dealt", "library", "new", "own", "played", "ready"}; !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
}

func TestHousekeep_PurgesAuditSightingsAndObstacles(t *testing.T) {
	b := setup(t)
	b.game(t)
	storetest.Exec(t, b.url, `
		INSERT INTO reports (game, reason, seat, state, decided_at) SELECT id, 'spam', 1, 'upheld', now() - INTERVAL '401 days' FROM games;
		INSERT INTO reports (game, reason, seat, created_at) SELECT id, 'spam', 2, now() - INTERVAL '401 days' FROM games;
		INSERT INTO audit (action, subject, client, at) VALUES ('old', '', '', now() - INTERVAL '401 days'), ('new', '', '', now());
		INSERT INTO sightings (client, player, seen_at) SELECT '192.0.2.1/32', id, now() - INTERVAL '8 days' FROM players WHERE name = 'Mila';
		INSERT INTO sightings (client, player, seen_at) SELECT '192.0.2.1/32', id, now() - INTERVAL '6 days' FROM players WHERE name = 'Jonas';
		INSERT INTO admin_sessions (id, ends_at) VALUES ('over', now() - INTERVAL '1 minute'), ('open', now() + INTERVAL '1 minute');
		INSERT INTO obstacles (client, made_at) VALUES ('192.0.2.1/32', now() - INTERVAL '25 hours'), ('192.0.2.1/32', now())`)
	want := map[string]int{"reports": 1, "audit": 1, "sightings": 1, "obstacles": 1, "admin_sessions": 1}
	if removed := b.housekeep(t, 0); fmt.Sprint(removed) != fmt.Sprint(want) {
		t.Errorf("removed %v, want %v", removed, want)
	}
}

// Several processes clean up at once, while people play.
func TestHousekeep_ConcurrentlyWhileOthersPlay(t *testing.T) {
	b := setup(t)
	if err := storetest.Seed(t.Context(), b.url, 2000); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `
		INSERT INTO players (id, name, session_hash, created_at, seen_at)
		SELECT 'IDLE' || n, 'Idle', int8send(-n), now() - INTERVAL '90 days', now() - INTERVAL '60 days' FROM generate_series(1, 3000) n;
		INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language, closed_at)
		SELECT 'closed-' || n, 'IDLE' || n, 30, 6, '', 'en', now() - INTERVAL '40 days' FROM generate_series(1, 1500) n;
		INSERT INTO members (lobby, player) SELECT 'closed-' || n, 'IDLE' || m FROM generate_series(1, 1500) n, generate_series(n, n + 3) m;
		INSERT INTO sightings (client, player, seen_at) SELECT '192.0.2.1/32', 'IDLE' || n, now() - INTERVAL '9 days' FROM generate_series(1, 3000) n;
		INSERT INTO tickets (player, state, created_at) SELECT 'IDLE' || n, 'matched', now() - INTERVAL '9 days' FROM generate_series(1, 3000) n`)
	var all errgroup.Group
	for range 3 {
		other := storetest.Open(t, b.url)
		all.Go(func() error { _, err := other.Housekeep(t.Context(), 100*24*time.Hour); return err })
	}
	all.Go(func() error {
		for n := range 30 {
			_, err := b.ForgetPlayer(t.Context(), fmt.Sprint("IDLE", 3000-n))
			if err != nil && !strings.Contains(err.Error(), store.ErrNoPlayer.Error()) {
				return err
			}
		}
		return nil
	})
	for range 5 {
		b.game(t)
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	b.housekeep(t, 100*24*time.Hour) // what was passed over
	for _, sql := range []string{
		`SELECT id FROM players WHERE id LIKE 'IDLE%'`,
		`SELECT code FROM lobbies WHERE code LIKE 'closed%'`,
		`SELECT player FROM sightings`,
		`SELECT player FROM tickets WHERE player LIKE 'IDLE%'`,
	} {
		if left := b.rows(t, sql); len(left) > 0 {
			t.Errorf("%s: %d are left, such as %s", sql, len(left), left[0])
		}
	}
	if live := b.rows(t, `SELECT game FROM rooms`); len(live) != 5 {
		t.Errorf("%d games are live, want 5", len(live))
	}
}

// Each statement of housekeeping reads large tables by an index.
func TestHousekeep_ReadsByIndexes(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	storetest.Exec(t, url, `
		SET session_replication_role = replica;
		CREATE TEMP TABLE n AS SELECT generate_series(1, 40000) AS n;
		INSERT INTO players (id, name, session_hash, seen_at) SELECT 'PLAYER' || n, 'Mila', int8send(n), now() - n * INTERVAL '15 minutes' FROM n;
		INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language, closed_at)
		SELECT 'lobby-' || n, 'PLAYER' || n, 30, 6, '', 'en', now() - n * INTERVAL '3 minutes' FROM n;
		INSERT INTO members (lobby, player) SELECT 'lobby-' || n, 'PLAYER' || n FROM n;
		INSERT INTO bans (lobby, player) SELECT 'lobby-' || n, 'PLAYER' || n + 1 FROM n;
		INSERT INTO prompt_sets (id, key, source, title, theme, language, paper, series, created_at)
		SELECT 'SET' || n, '', 'openai', '', '', 'en', '', '[]', now() - n * INTERVAL '3 minutes' FROM n;
		INSERT INTO ready_sets (prompt_set, key, shelf) SELECT 'SET' || n, '', 1 FROM n;
		INSERT INTO games (id, lobby, round_seconds, rounds, theme, language, prompt_set, own_set, state, created_at, ended_at, deleted_at)
		SELECT 'GAME' || n, 'lobby-' || n, 30, 6, '', 'en', 'SET' || n, 'SET' || n, 'finished', now() - n * INTERVAL '5 minutes', now() - n * INTERVAL '5 minutes',
		       CASE WHEN n % 10 = 0 THEN now() - n * INTERVAL '3 minutes' END FROM n;
		INSERT INTO seats (game, seat, player, name) SELECT 'GAME' || n, seat, 'PLAYER' || n, 'Mila' FROM n, generate_series(1, 2) seat;
		INSERT INTO prompt_ratings (game, seat, prompt_set, good) SELECT 'GAME' || n, 1, 'SET' || n, true FROM n;
		INSERT INTO tickets (player, state, created_at, game) SELECT 'PLAYER' || n, 'matched', now() - n * INTERVAL '1 minute', 'GAME' || n FROM n;
		INSERT INTO reports (game, reason, seat, state, decided_at) SELECT 'GAME' || n, 'spam', 1, 'upheld', now() - n * INTERVAL '15 minutes' FROM n;
		INSERT INTO audit (action, subject, client, at) SELECT 'delete_game', 'GAME' || n, '', now() - n * INTERVAL '15 minutes' FROM n;
		INSERT INTO sightings (client, player, seen_at) SELECT '192.0.2.1/32', 'PLAYER' || n, now() - n * INTERVAL '1 minute' FROM n;
		INSERT INTO obstacles (client, made_at) SELECT '192.0.2.1/32', now() - n * INTERVAL '1 minute' FROM n;
		ANALYZE`)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, s := range store.HousekeepingStatements(100 * 24 * time.Hour) {
		var raw []byte
		args := append([]any{pgx.QueryExecModeCacheDescribe}, s.Args...)
		if err := conn.QueryRow(t.Context(), `EXPLAIN (FORMAT JSON) `+s.SQL, args...).Scan(&raw); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		var plans []struct{ Plan node }
		if err := json.Unmarshal(raw, &plans); err != nil {
			t.Fatal(err)
		}
		if whole := plans[0].Plan.whole(); whole != nil {
			t.Errorf("%s reads all of %v:\n%s", s.Name, whole, raw)
		}
	}
}
