package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// failSeat makes Postgres fail with this code, so many times, when a player is given a seat.
func (b bundle) failSeat(t *testing.T, player, code string, times int) {
	t.Helper()
	storetest.Exec(t, b.url, `CREATE SEQUENCE failures`)
	storetest.Exec(t, b.url, fmt.Sprintf(`
		CREATE FUNCTION fail() RETURNS TRIGGER LANGUAGE plpgsql AS $$
		BEGIN
			IF NEW.player = '%s' AND nextval('failures') <= %d THEN
				RAISE 'refused' USING ERRCODE = '%s';
			END IF;
			RETURN NEW;
		END $$`, player, times, code))
	storetest.Exec(t, b.url, `CREATE TRIGGER fail BEFORE INSERT ON seats FOR EACH ROW EXECUTE FUNCTION fail()`)
}

func TestSeatStrangers_ReturnsNothingOfATransactionThatFails(t *testing.T) {
	b := setup(t)
	mila, jonas, ida, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida"), b.player(t, "Ben")
	b.enqueue(t, mila, jonas, ida, ben)
	b.failSeat(t, ben, "P0001", 1)
	pairs := lobby.Strangers(b.waiting(t))
	if made, err := b.SeatStrangers(t.Context(), pairs, rand.Text); err == nil || made != nil {
		t.Errorf("made %+v, %v; want nothing and an error", made, err)
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*) FROM rooms`); n != 0 {
		t.Errorf("%d rooms are left", n)
	}
	if made := b.meet(t); len(made) != 2 {
		t.Errorf("afterwards made %+v; want both pairs", made)
	}
}

func TestTransactions_RunAgainAfterADeadlock(t *testing.T) {
	for _, code := range []string{"40P01", "40001"} {
		t.Run(code, func(t *testing.T) {
			b := setup(t)
			mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
			b.lobby(t, "plum-kite-otter", mila, jonas)
			b.ready(t, "plum-kite-otter", mila, jonas)
			b.failSeat(t, jonas, code, 3)
			if made, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text); err != nil || len(made) != 1 {
				t.Errorf("made %+v, %v; want one pair", made, err)
			}
			if n := storetest.Value[int](t, b.url, `SELECT count(*) FROM games`); n != 1 {
				t.Errorf("%d games, want one", n)
			}
		})
	}
}

// TestBan_WhileOthersAreMatched bans and forgets members of two lobbies while both lobbies
// match players. There is no deadlock.
func TestBan_WhileOthersAreMatched(t *testing.T) {
	b := setup(t)
	codes := []string{"plum-kite-otter", "calm-pear-comet"}
	var players []string
	for i := range 12 {
		players = append(players, b.player(t, fmt.Sprint("Player ", i)))
	}
	for _, code := range codes {
		b.lobby(t, code, players...)
	}
	harmless := func(err error) error {
		if errors.Is(err, lobby.ErrPlaying) || errors.Is(err, lobby.ErrNotMember) || errors.Is(err, store.ErrNoPlayer) || errors.Is(err, lobby.ErrRemoved) {
			return nil
		}
		return err
	}
	var all errgroup.Group
	for i, p := range players {
		all.Go(func() error {
			for n := range 10 {
				code := codes[n%2]
				if i == 0 && n == 9 {
					_, err := b.ForgetPlayer(t.Context(), p)
					return harmless(err)
				}
				if i%3 == 0 {
					if _, err := b.BanPlayer(t.Context(), p, store.AuditNote{}); harmless(err) != nil {
						return err
					}
					if err := harmless(b.UnbanPlayer(t.Context(), p, store.AuditNote{})); err != nil {
						return err
					}
				}
				for _, code := range codes {
					if err := harmless(b.Join(t.Context(), code, p)); err != nil {
						return err
					}
				}
				if _, err := b.SetReady(t.Context(), code, p, true); harmless(err) != nil {
					return err
				}
				if _, err := b.Match(t.Context(), codes[(n+1)%2], neighbours, rand.Text); err != nil {
					return err
				}
				storetest.Exec(t, b.url, `DELETE FROM rooms`)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	b.assertSound(t)
}

// TestBan_LocksInOneOrder bans a member of two lobbies while the second lobby matches: the
// match holds its lobby's lock and waits for a player's.
func TestBan_LocksInOneOrder(t *testing.T) {
	b := setup(t)
	b.TryOnce() // so that a deadlock is an error
	ids := []string{b.player(t, "One"), b.player(t, "Two")}
	slices.Sort(ids)
	first, second := ids[0], ids[1] // in lock order
	b.lobby(t, "calm-pear-comet", first, second)
	b.lobby(t, "plum-kite-otter", first, second)
	b.ready(t, "plum-kite-otter", first, second)
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	holding, err := conn.Begin(t.Context())
	if err == nil {
		_, err = holding.Exec(t.Context(), `SELECT FROM players WHERE id = $1 FOR UPDATE`, first)
	}
	if err != nil {
		t.Fatal(err)
	}
	var both errgroup.Group
	both.Go(func() error {
		_, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
		return err
	})
	b.awaitLocks(t, 1)
	both.Go(func() error {
		_, err := b.BanPlayer(t.Context(), second, store.AuditNote{})
		return err
	})
	b.awaitLocks(t, 2)
	if err := holding.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := both.Wait(); err != nil {
		t.Error(err)
	}
}

func TestBan_CancelsTicketsAndLeavesLobbies(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	b.lobby(t, "calm-pear-comet", jonas, mila)
	b.ready(t, "calm-pear-comet", mila)
	b.enqueue(t, ida, jonas)
	pairs := lobby.Strangers(b.waiting(t))
	for player, want := range map[string][]string{mila: {"calm-pear-comet", "plum-kite-otter"}, ida: nil} {
		for range 2 { // the second time there is nothing to leave
			left, err := b.BanPlayer(t.Context(), player, store.AuditNote{})
			if err != nil || !cmp.Equal(left, want) {
				t.Errorf("left %v, %v; want %v", left, err, want)
			}
			want = nil
		}
	}
	if got := b.waiting(t); len(got) != 1 || got[0].Player != jonas {
		t.Errorf("waiting %+v; want Jonas alone", got)
	}
	if made, err := b.SeatStrangers(t.Context(), pairs, rand.Text); err != nil || made != nil {
		t.Errorf("paired before the ban: %+v, %v; want nobody", made, err)
	}
	b.assertSound(t)
	// A request under way can't bring the player back.
	if err := b.Join(t.Context(), "plum-kite-otter", mila); !errors.Is(err, lobby.ErrRemoved) {
		t.Errorf("joins: %v; want ErrRemoved", err)
	}
	if _, err := b.Enqueue(t.Context(), mila, english); err == nil {
		t.Error("waits in quick play")
	}
}

func TestSetReady_NotInALobbyThatClosesMeanwhile(t *testing.T) {
	b := setup(t)
	mila := b.player(t, "Mila")
	b.lobby(t, "plum-kite-otter", mila)
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	closing, err := conn.Begin(t.Context())
	if err == nil {
		_, err = closing.Exec(t.Context(), `UPDATE lobbies SET closed_at = now()`)
	}
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := b.SetReady(t.Context(), "plum-kite-otter", mila, true)
		answered <- err
	}()
	b.awaitLocks(t, 1)
	if err := closing.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; !errors.Is(err, lobby.ErrClosed) {
		t.Errorf("got %v; want ErrClosed", err)
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*) FROM tickets`); n != 0 {
		t.Errorf("%d tickets wait in a closed lobby", n)
	}
}

// awaitLocks waits until so many connections wait for a lock.
func (b bundle) awaitLocks(t *testing.T, n int) {
	t.Helper()
	for range 500 {
		if storetest.Value[int](t, b.url, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nobody waits for a lock")
}

func TestTickets_CancelledOnesLeaveNoRows(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	for range 3 {
		for _, ready := range []bool{true, false} {
			if _, err := b.SetReady(t.Context(), "plum-kite-otter", mila, ready); err != nil {
				t.Fatal(err)
			}
		}
		b.enqueue(t, mila)
		if err := b.Dequeue(t.Context(), mila); err != nil {
			t.Fatal(err)
		}
		b.enqueue(t, mila)
		b.ready(t, "plum-kite-otter", mila)
	}
	if n := storetest.Value[int](t, b.url, `SELECT count(*) FROM tickets`); n != 1 {
		t.Errorf("%d rows, want only the waiting one", n)
	}
}

func TestBlock_OfAPlayerWhoIsForgottenMeanwhile(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	if _, err := b.ForgetPlayer(t.Context(), jonas); err != nil {
		t.Fatal(err)
	}
	if err := b.Block(t.Context(), mila, jonas); !errors.Is(err, store.ErrNoPlayer) {
		t.Errorf("got %v; want ErrNoPlayer", err)
	}
}
