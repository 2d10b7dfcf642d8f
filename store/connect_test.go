package store_test

import (
	"crypto/rand"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// as makes a role with these attributes, and returns the URL of a database as that role.
func as(t *testing.T, database, attributes string) (role, itsURL string) {
	t.Helper()
	role = "test_" + strings.ToLower(rand.Text())
	storetest.Exec(t, database, `CREATE ROLE `+role+` LOGIN PASSWORD 'secret' `+attributes)
	t.Cleanup(func() {
		storetest.Exec(t, database, `DROP OWNED BY `+role)
		storetest.Exec(t, database, `DROP ROLE `+role)
	})
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, "secret")
	return role, u.String()
}

func TestOpen_RefusesAtOnceWithASentence(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		url  func(t *testing.T, database string) string
		want string
	}{
		{
			"no TLS",
			func(t *testing.T, database string) string {
				gate := newGate(t, database)
				u := strings.Replace(gate.urlWith(t, database, ""), "sslmode=disable", "sslmode=require", 1)
				u = strings.Replace(u, "127.0.0.1%2C", "127.0.0.1", 1)
				return strings.Replace(u, "%2C5432", "", 1)
			},
			"open the database: the server speaks no TLS, which sslmode in the database's URL demands",
		},
		{
			"read-only",
			func(t *testing.T, database string) string {
				role, u := as(t, database, "")
				storetest.Exec(t, database, `ALTER ROLE `+role+` SET default_transaction_read_only = on`)
				return u
			},
			"open the database: the server accepts no writes of this role: default_transaction_read_only is on",
		},
		{
			"a role that may read",
			func(t *testing.T, database string) string {
				role, u := as(t, database, "")
				storetest.Exec(t, database, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO `+role)
				return u
			},
			"may only read: make it the owner of the tables",
		},
		{
			"a role that may not create",
			func(t *testing.T, database string) string {
				storetest.Exec(t, database, `DROP SCHEMA public CASCADE`)
				storetest.Exec(t, database, `CREATE SCHEMA public`)
				storetest.Exec(t, database, `GRANT USAGE ON SCHEMA public TO PUBLIC`) // as in a new database
				_, u := as(t, database, "")
				return u
			},
			"the database's role may not change the schema: make it the database's owner",
		},
		{
			"a newer schema",
			func(t *testing.T, database string) string {
				storetest.MigrateFurther(t, database)
				return database
			},
			"the database belongs to a newer tandem: start that version, or restore a backup from before it",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := test.url(t, storetest.URL(t))
			began := time.Now()
			s, err := store.Open(t.Context(), u, store.Options{Logger: logTo(t.Output()), Fleeting: true})
			if err == nil {
				defer s.Close()
				err = s.Migrate(t.Context())
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// While a new version is rolled out, the processes of the version before go on, and may start
// again.
func TestMigrate_OfTheVersionBefore(t *testing.T) {
	b := setup(t)
	if err := b.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (88888, true)`)
	if err := b.Migrate(t.Context()); err != nil {
		t.Errorf("the version before: %v", err)
	}
	storetest.MigrateFurther(t, b.url)
	if err := b.Migrate(t.Context()); !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("one that is older: %v; want ErrNewerSchema", err)
	}
	if err := b.Ready(t.Context()); err != nil {
		t.Errorf("one that runs already: %v", err)
	}
}

// A server that lets nobody in says nothing about the rows.
func TestFlush_IsNotRejectedWhereTheRoleIsRefused(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	role, u := as(t, database, "SUPERUSER")
	b := bundle{storetest.Open(t, u), database}
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	row := room.Row{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}

	storetest.Exec(t, database, `ALTER ROLE `+role+` NOLOGIN`)
	storetest.Exec(t, database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1`, role)
	for range 3 {
		if err := n.Flush(t.Context(), []room.Row{row}); errors.Is(err, room.ErrRejected) || !store.Away(err) {
			t.Errorf("got %v; want that the database can't be asked", err)
		}
	}
	storetest.Exec(t, database, `ALTER ROLE `+role+` LOGIN`)
	if err := n.Flush(t.Context(), []room.Row{row}); err != nil {
		t.Error(err)
	}
}
