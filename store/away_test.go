package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestAway(t *testing.T) {
	answer := func(code string) error { return fmt.Errorf("read: %w", &pgconn.PgError{Code: code}) }
	for _, test := range []struct {
		what string
		err  error
		away bool
	}{
		{"a connection that fails", answer("08006"), true},
		{"a disk that is full", answer("53100"), true},
		{"too many connections", answer("53300"), true},
		{"a server that stops", answer("57P01"), true},
		{"a server that crashed", answer("57P02"), true},
		{"a server that starts", answer("57P03"), true},
		{"a session that was idle too long", answer("57P05"), true},
		{"a disk that fails", answer("58030"), true},
		{"a standby", answer("25006"), true},
		{"a deadlock", answer("40P01"), true},
		{"a statement that took too long", answer("57014"), false},
		{"a database that is no more", answer("57P04"), false},
		{"data that is not valid", answer("22021"), false},
		{"data that is damaged", answer("XX001"), false},
		{"a role that may not connect", new(pgconn.ConnectError), true},
		{"a broken line", io.ErrUnexpectedEOF, true},
		{"no answer in time", context.DeadlineExceeded, true},
		{"anything else", errors.New("odd"), false},
	} {
		if got := store.Away(test.err); got != test.away {
			t.Errorf("%s: away %v", test.what, got)
		}
	}
}

func TestStore_LeavesAReadOnlyServer(t *testing.T) {
	b := setup(t)
	change := func(how string) {
		storetest.Exec(t, b.url+"&default_transaction_read_only=off",
			`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I `+how+`', current_database()); END $$`)
	}
	change("SET default_transaction_read_only = on")
	storetest.Exec(t, b.url, `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	for range 2 { // on a connection that was open, then on none
		if _, err := b.UpsertPlayer(t.Context(), []byte("session"), "Mila"); !store.Away(err) {
			t.Errorf("got %v; want that the database is away", err)
		}
	}
	change("RESET default_transaction_read_only")
	if _, err := b.UpsertPlayer(t.Context(), []byte("session"), "Mila"); err != nil { // by a new connection
		t.Errorf("once there is a primary: %v", err)
	}
}

func TestFlush_AnUnknownErrorRejectsTheRow(t *testing.T) {
	for _, code := range []string{"57014", "XX001", "P0001", "55000"} {
		t.Run(code, func(t *testing.T) {
			b := setup(t)
			n := b.node(t)
			id := b.game(t)
			claim(t, n, id)
			storetest.Exec(t, b.url, `CREATE FUNCTION fail() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RAISE 'odd' USING ERRCODE = '`+code+`'; END $$`)
			storetest.Exec(t, b.url, `CREATE TRIGGER fail BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION fail()`)
			if err := n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}}); !errors.Is(err, room.ErrRejected) {
				t.Errorf("got %v; want ErrRejected, so that the others' rows are tried without it", err)
			}
		})
	}
}
