package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
)

// SelectClaimable is for the test of its plan.
const SelectClaimable = selectClaimable

// Statement is a query with values, for the tests of plans.
type Statement struct {
	Name, SQL string
	Args      []any
	Settings  []string
	Scan      bool // in the order of an index
	Covered   bool // that index has all that is compared
}

// AdminStatements returns the queries of the operator's lists, with realistic values.
func AdminStatements(f GameFilter, id string) (all []Statement) {
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for o := range orders {
		p := GamePage{GameFilter: f, Order: o, Limit: 50}
		list := func(name string, q listQuery) {
			scan := name != "matching"
			all = append(all, Statement{name + " " + string(o), q.sql, []any{q.args}, q.settings, scan, scan && !o.byTime()})
		}
		args := f.args()
		args["at"], args["id"], args["scanned"], args["limit"] = nil, "", maxScanned, 51
		if f.Allows(o) {
			list("scanned", scanned(p, selectListed, args))
			list("beyond", scanned(p, selectBeyond, args))
		}
		if f != (GameFilter{}) { // a scan finds them all
			list("matching", matching(p, args))
		}
	}
	query := func(name, sql string, args ...any) {
		all = append(all, Statement{Name: name, SQL: sql, Args: args})
	}
	query("a player's games", selectPlayerGames, "PLAYER7", nil, "", 51)
	query("audit", selectAudit, nil, int64(1<<40), 51)
	query("audit of one", selectAudit, &id, int64(1<<40), 51)
	query("lobbies", selectLobbies, nil, "", 51)
	query("players", selectPlayers, nil, nil, nil, "", 51)
	query("players by id", selectPlayers, &id, nil, nil, "", 51)
	query("players by name", selectPlayers, nil, &id, nil, "", 51)
	query("days counted", selectDays, day, day)
	query("days", countDay, day, day.AddDate(0, 0, 1))
	query("claimable games", selectClaimable, "", 256, "node")
	query("one game", selectGame+`WHERE g.id = $1`, id)
	return all
}

// GalleryStatement returns the query for a page of a gallery.
func GalleryStatement(p GalleryPage) Statement {
	q := galleryQuery(p, cursor{})
	return Statement{Name: string(p.Order), SQL: q.sql, Args: []any{q.args}, Settings: q.settings, Scan: p.Order != ThisWeek}
}

// TryOnce turns off retries, so that a transaction fails if another one gets in its way.
func (s *Store) TryOnce() { s.maxTries = 1 }

// ScanAtOnce sets how many games a page of the operator's list looks through.
func (s *Store) ScanAtOnce(games int) { s.maxScanned = games }

// QueueAgain gives any player a ticket in quick play, even a banned one.
func (s *Store) QueueAgain(ctx context.Context, player string) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO tickets (player, language, difficulty) VALUES ($1, 'en', 'normal') ON CONFLICT DO NOTHING`, player)
	return err
}

// RuledTables returns the tables that retention has a rule for.
func RuledTables() (tables []string) {
	for _, r := range retention(0) {
		tables = append(tables, r.table)
	}
	return tables
}

// BackedUp returns the tables that a backup has, and NotBackedUp the others.
func BackedUp() []string    { return slices.Clone(backedUp) }
func NotBackedUp() []string { return slices.Collect(maps.Keys(notBackedUp)) }

// HousekeepingStatements returns the statements that Housekeep runs.
func HousekeepingStatements(keep time.Duration) (all []Statement) {
	for _, r := range retention(keep) {
		for _, p := range r.purges {
			args := []any{time.Now().Add(-p.after), purgeAtOnce}
			if p.walks {
				args = append(args, time.Time{}, "")
			}
			all = append(all, Statement{Name: r.table, SQL: p.sql, Args: args})
		}
	}
	return all
}

// FillPool opens that many connections of the pool.
func (s *Store) FillPool(ctx context.Context, connections int) error {
	for range connections {
		c, err := s.pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer c.Release()
	}
	return nil
}

// Migrations is for the test that undoes each.
func (s *Store) Migrations() *goose.Provider { return s.migrations }
