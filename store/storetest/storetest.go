package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/store"
)

// New gives the test a store on a migrated database of its own, which is dropped when the test
// ends.
func New(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, URL(t))
}

// URL gives the test a migrated database of its own, which is dropped when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	return newDatabase(t, (*server).clone)
}

// Empty gives the test a database of its own without a schema, which is dropped when the test
// ends.
func Empty(t testing.TB) string {
	t.Helper()
	return newDatabase(t, (*server).create)
}

func newDatabase(t testing.TB, create func(s *server, ctx context.Context, name string) error) string {
	t.Helper()
	srv, err := shared()
	if err != nil {
		t.Fatalf("no test database: %v", err)
	}
	name := "tandem_test_" + strings.ToLower(rand.Text())
	if err := create(srv, t.Context(), name); err != nil {
		t.Fatalf("no test database: %v", err)
	}
	t.Cleanup(func() {
		if err := srv.drop(context.Background(), name); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	url, err := srv.database(name)
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Open gives the test another store on a database of URL, as another process would have.
func Open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Exec runs SQL that no method of the store should run.
func Exec(t testing.TB, url, sql string, args ...any) {
	t.Helper()
	ctx := context.Background() // a cleanup may call it
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql, args...); err != nil {
		t.Fatal(err)
	}
}

// MigrateFurther makes a database one that a program has migrated which is ahead of this one
// by two releases.
func MigrateFurther(t testing.TB, url string) {
	t.Helper()
	Exec(t, url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	Exec(t, url, `COMMENT ON TABLE goose_db_version IS 'A tandem must know step 99998 to serve this database.'`)
}

// Holding returns the tables with a row that, as text, contains the given text in any case.
func Holding(t testing.TB, url, text string) (tables []string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(all) == 0 {
		t.Fatalf("%d tables, %v", len(all), err)
	}
	for _, table := range all {
		var holds bool
		sql := `SELECT EXISTS (SELECT FROM ` + pgx.Identifier{table}.Sanitize() + ` row WHERE position(lower($1) IN lower(row::text)) > 0)`
		if err := conn.QueryRow(t.Context(), sql, text).Scan(&holds); err != nil {
			t.Fatal(err)
		}
		if holds {
			tables = append(tables, table)
		}
	}
	return tables
}

// IgnoreServer makes goleak ignore the goroutines that run the process's Postgres.
func IgnoreServer() []goleak.Option {
	const localpg = "github.com/tandem-game/tandem/store/localpg."
	return []goleak.Option{goleak.IgnoreAnyFunction(localpg + "(*process).run"), goleak.IgnoreAnyFunction(localpg + "(*Server).keep")}
}

// Value reads one value from the database.
func Value[T any](t testing.TB, url, sql string, args ...any) (value T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// Lock runs a statement that locks rows, and keeps them locked until release is called.
func Lock(t testing.TB, url, sql string, args ...any) (release func()) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.Begin(ctx)
	if err == nil {
		_, err = tx.Exec(ctx, sql, args...)
	}
	if err != nil {
		t.Fatal(errors.Join(err, conn.Close(ctx)))
	}
	return func() { _ = conn.Close(ctx) } // which rolls back
}
