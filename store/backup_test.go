package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/backup"
	"github.com/tandem-game/tandem/store/storetest"
)

// Without a place in either list a new table would be missing from backups.
func TestBackup_HasEachTableOrAReasonNotTo(t *testing.T) {
	b := setup(t)
	tables := b.rows(t, `SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1`)
	listed := append(store.BackedUp(), store.NotBackedUp()...)
	slices.Sort(listed)
	if !slices.Equal(tables, listed) {
		t.Errorf("tables are %v\nlisted are %v", tables, listed)
	}
}

// full returns a database in which the tables that Seed leaves empty have rows, too.
func full(t *testing.T) bundle {
	t.Helper()
	b := setup(t)
	if err := storetest.Seed(t.Context(), b.url, 200); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `
		INSERT INTO nodes (id, incarnation, lease_until) VALUES ('a', 'a.1', now() + INTERVAL '1 hour');
		INSERT INTO places (id, owner) VALUES ('quick', 'a.1');
		INSERT INTO games (id, round_seconds, rounds, theme, language, state) VALUES ('LIVE', 30, 6, E'back\\slash\ttab\nline', 'en', 'live');
		INSERT INTO rooms (game, owner, epoch, wanted_by) VALUES ('LIVE', 'a.1', 3, 'b.1');
		INSERT INTO journal (game, epoch, first_seq, last_seq, body) VALUES ('LIVE', 3, 1, 4, '\x000a5c09ff');
		INSERT INTO sightings (client, player) VALUES ('192.0.2.1', 'PLAYER2'), ('2001:db8::/64', 'PLAYER3');
		INSERT INTO bans (lobby, player) SELECT code, 'PLAYER2' FROM lobbies ORDER BY code LIMIT 1;
		INSERT INTO blocks (blocker, blocked) VALUES ('PLAYER1', 'PLAYER3');
		INSERT INTO shared_secret (value) VALUES ('secret')`)
	return b
}

// sums returns a sum over the rows of each table that a backup has.
func (b bundle) sums(t *testing.T) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, table := range store.BackedUp() {
		row := "r"
		if table == "rooms" {
			row = "(game, epoch)"
		}
		sums[table] = b.rows(t, `SELECT count(*) || ' ' || COALESCE(md5(string_agg(`+row+`::text, ',' ORDER BY r::text)), '') FROM `+table+` r`)[0]
	}
	return sums
}

// backedUp returns a backup of the database.
func (b bundle) backedUp(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := b.Backup(t.Context(), "test", &file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// restored restores a backup.
func (b bundle) restored(t *testing.T, file []byte, replace bool) error {
	t.Helper()
	f, err := backup.Open(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return b.Restore(t.Context(), f, replace)
}

func TestRestore_GivesBackEachRow(t *testing.T) {
	b := full(t)
	want, file := b.sums(t), b.backedUp(t)
	url := storetest.Empty(t)
	other := bundle{storetest.Open(t, url), url}
	if err := other.restored(t, file, false); err != nil {
		t.Fatal(err)
	}
	for table, sum := range other.sums(t) {
		if sum != want[table] {
			t.Errorf("%s: %s, was %s", table, sum, want[table])
		}
	}
	if got := other.rows(t, `SELECT count(*)::text FROM rooms WHERE owner IS NULL AND wanted_by IS NULL`); got[0] != "1" {
		t.Errorf("%s rooms are free", got)
	}
	if got := other.rows(t, `SELECT id FROM (SELECT 'secret' AS id FROM shared_secret UNION ALL SELECT id FROM nodes UNION ALL SELECT id FROM places) held`); len(got) != 0 {
		t.Errorf("it has what belongs to nodes: %v", got)
	}
	if off := other.rows(t, `SELECT tgname::text FROM pg_trigger WHERE tgenabled <> 'O'`); len(off) != 0 {
		t.Errorf("triggers are off: %v", off)
	}
	// New rows get new numbers, and triggers work again.
	storetest.Exec(t, url, `
		INSERT INTO tickets (player, language, difficulty) VALUES ('PLAYER5', 'en', 'normal');
		INSERT INTO bans (lobby, player) SELECT code, 'PLAYER3' FROM lobbies ORDER BY code LIMIT 1`)
	if got := other.rows(t, `SELECT count(*)::text FROM obstacles`); got[0] != "3" {
		t.Errorf("%s obstacles", got)
	}
}

func TestRestore_ReplacesWhatIsThereOnRequestOnly(t *testing.T) {
	b := full(t)
	want, file := b.sums(t), b.backedUp(t)
	url := storetest.URL(t)
	other := bundle{storetest.Open(t, url), url}
	other.player(t, "Mila")
	if err := other.restored(t, file, false); !errors.Is(err, store.ErrHasPlayers) {
		t.Errorf("got %v", err)
	}
	storetest.Exec(t, url, `INSERT INTO nodes (id, incarnation, lease_until) VALUES ('a', 'a.1', now() + INTERVAL '1 hour')`)
	if err := other.restored(t, file, true); !errors.Is(err, store.ErrServed) {
		t.Errorf("got %v", err)
	}
	if names := other.rows(t, `SELECT name FROM players WHERE name <> ''`); !slices.Equal(names, []string{"Mila"}) {
		t.Errorf("players are %v", names)
	}
	storetest.Exec(t, url, `UPDATE nodes SET lease_until = now() - INTERVAL '1 s'`)
	if err := other.restored(t, file, true); err != nil {
		t.Fatal(err)
	}
	for table, sum := range other.sums(t) {
		if sum != want[table] {
			t.Errorf("%s: %s, was %s", table, sum, want[table])
		}
	}
}

// made returns a backup with this header, and the same text as the rows of each table.
func made(t *testing.T, h backup.Header, rows string) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := backup.Write(&file, h, func(_ backup.Table, to io.Writer) error {
		_, err := io.WriteString(to, rows)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestRestore_ChangesNothingUnlessAllIsRestored(t *testing.T) {
	const newest = 1 << 40
	b := setup(t)
	b.player(t, "Mila")
	var step int64
	if _, err := fmt.Sscan(b.rows(t, `SELECT max(version_id)::text FROM goose_db_version`)[0], &step); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		h    backup.Header
		rows string
		says string
	}{
		{"a newer backup", backup.Header{Schema: newest}, "", "newer tandem"},
		{"an older backup", backup.Header{Schema: 1}, "", "older than the database's schema"},
		{"a table that nobody knows", backup.Header{Schema: step, Tables: []backup.Table{{Name: "pg_authid"}}}, "", `"pg_authid"`},
		{"a column that nobody knows", backup.Header{Schema: step, Tables: []backup.Table{{Name: "players", Columns: []string{"wings"}}}}, "", "wings"},
		{"rows that don't fit", backup.Header{Schema: step, Tables: []backup.Table{{Name: "players", Columns: []string{"id"}}}}, "A\tB\n", "players"},
		{"rows that are missing", backup.Header{Schema: step, Tables: []backup.Table{{Name: "players", Columns: []string{"id", "name", "session_hash"}, Rows: 2}}}, "A\tAda\t\\\\x01\n", "1 rows of 2"},
		{"rows that refer to nothing", backup.Header{Schema: step, Tables: []backup.Table{{Name: "rooms", Columns: []string{"game"}, Rows: 1}}}, "NOBODY\n", "rooms"},
	} {
		before := b.sums(t)
		err := b.restored(t, made(t, test.h, test.rows), true)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
		for table, sum := range b.sums(t) {
			if sum != before[table] {
				t.Errorf("%s: %s has changed", test.name, table)
			}
		}
	}
	if off := b.rows(t, `SELECT tgname::text FROM pg_trigger WHERE tgenabled <> 'O'`); len(off) != 0 {
		t.Errorf("triggers are off: %v", off)
	}
}

// A backup of an earlier version goes into its own schema, which is then brought up to date.
func TestRestore_BringsAnOlderSchemaUpToDate(t *testing.T) {
	url := storetest.Empty(t)
	b := bundle{storetest.Open(t, url), url}
	file := made(t, backup.Header{Schema: 1, Tables: []backup.Table{{Name: "players", Columns: []string{"id", "name", "session_hash"}, Rows: 1}}}, "A\tMila\t\\\\x01\n")
	if err := b.restored(t, file, false); err != nil {
		t.Fatal(err)
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if names := b.rows(t, `SELECT name FROM players WHERE name <> ''`); !slices.Equal(names, []string{"Mila"}) {
		t.Errorf("players are %v", names)
	}
}

func TestBackup_RefusesADatabaseThatItDoesNotKnow(t *testing.T) {
	b := setup(t)
	storetest.Exec(t, b.url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	if _, err := b.Backup(t.Context(), "test", io.Discard); !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("got %v", err)
	}
	empty := storetest.Open(t, storetest.Empty(t))
	if _, err := empty.Backup(t.Context(), "test", io.Discard); !errors.Is(err, store.ErrNotMigrated) {
		t.Errorf("got %v", err)
	}
}
