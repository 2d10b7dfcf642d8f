package store_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// big are the tables that grow with the games.
var big = map[string]bool{"sightings": true, "reports": true, "obstacles": true, "bans": true, "ready_sets": true, "prompt_sets": true, "prompt_ratings": true, "games": true, "seats": true, "tickets": true, "players": true, "lobbies": true, "audit": true, "days": true, "members": true, "rooms": true, "exhibits": true, "likes": true}

// node is a step of a plan.
type node struct {
	Kind  string `json:"Node Type"`
	Table string `json:"Relation Name"`
	Index string `json:"Index Name"`
	Plans []node
}

// whole returns the big tables that a plan reads completely.
func (n node) whole() (tables []string) {
	if n.Kind == "Seq Scan" && big[n.Table] {
		tables = append(tables, n.Table)
	}
	for _, child := range n.Plans {
		tables = append(tables, child.whole()...)
	}
	return tables
}

// scansGames reports whether a plan reads rows of games along an index, other than by id.
func (n node) scansGames() bool {
	return n.Kind == "Index Scan" && n.Table == "games" && n.Index != "games_pkey" || slices.ContainsFunc(n.Plans, node.scansGames)
}

// sorts reports whether a plan sorts anything.
func (n node) sorts() bool {
	return strings.Contains(n.Kind, "Sort") || slices.ContainsFunc(n.Plans, node.sorts)
}

// explain returns the plan of a statement.
func explain(t *testing.T, conn *pgx.Conn, s store.Statement) (plan node, raw []byte) {
	t.Helper()
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range s.Settings {
		if _, err := tx.Exec(t.Context(), `SET LOCAL `+set); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]any{pgx.QueryExecModeCacheDescribe}, s.Args...)
	if err := tx.QueryRow(t.Context(), `EXPLAIN (FORMAT JSON) `+s.SQL, args...).Scan(&raw); err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	var plans []struct{ Plan node }
	if err := json.Unmarshal(raw, &plans); err != nil {
		t.Fatal(err)
	}
	return plans[0].Plan, raw
}

// Each query of the operator's lists reads an index, whatever the filter, so that its cost
// doesn't grow with the number of games.
func TestAdmin_ReadsByIndexes(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	if err := storetest.Seed(t.Context(), url, 5000); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, url, `
		INSERT INTO audit (action, subject, client) SELECT 'delete_game', 'GAME' || n, '' FROM generate_series(1, 3000) n;
		INSERT INTO days SELECT DATE '2020-01-01' + n, 1, 1, 1, 1, 1, 1, 1 FROM generate_series(1, 2000) n;
		INSERT INTO rooms (game) SELECT 'GAME' || n FROM generate_series(1, 5000, 5) n;
		INSERT INTO lobbies (code, host, round_seconds, rounds, theme, language, created_at)
		SELECT 'open-' || n, 'PLAYER1', 30, 6, '', 'en', TIMESTAMPTZ '2025-01-01Z' + n * INTERVAL '1 minute' FROM generate_series(1, 3000) n;
		INSERT INTO members (lobby, player) SELECT 'plum-kite-' || translate(n::text, '0123456789', 'abcdefghij'), 'PLAYER' || m FROM generate_series(1, 100) n, generate_series(1, 20) m;
		ANALYZE audit, days, rooms, members, lobbies`)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	filters := map[string]store.GameFilter{
		"all":      {},
		"time":     {From: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2025, 1, 8, 0, 0, 0, 0, time.UTC)},
		"player":   {Player: strings.Repeat("A", 26)},
		"name":     {Player: "mila"},
		"lobby":    {Lobby: "plum-kite-h"},
		"theme":    {Theme: "space"},
		"language": {Language: "es"},
		"state":    {State: store.Abandoned},
		"source":   {Source: "openai"},
		"text":     {Text: "moose"},
		"deleted":  {Deleted: true},
		"several":  {State: store.Finished, Language: "en", Text: "moon", Player: "ada"},
	}
	for name, filter := range filters {
		for _, s := range store.AdminStatements(filter, "GAME7") {
			plan, raw := explain(t, conn, s)
			if whole := plan.whole(); whole != nil {
				t.Errorf("%s, filtered by %s, reads all of %v:\n%s", s.Name, name, whole, raw)
			}
			if s.Covered && plan.scansGames() {
				t.Errorf("%s, filtered by %s, reads the rows of games that it doesn't list:\n%s", s.Name, name, raw)
			}
			if s.Scan && plan.sorts() {
				t.Errorf("%s, filtered by %s, needs a sort:\n%s", s.Name, name, raw)
			}
		}
	}
}
