package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func claim(t *testing.T, n *store.Node, game string) room.Game {
	t.Helper()
	g, err := n.Claim(t.Context(), game)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestClaim_ReadsWhatWasFlushed(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)

	g := claim(t, n, id)
	kept, err := b.Game(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := room.Game{
		ID: id, Epoch: 1, Lobby: kept.Lobby, RoundSeconds: 30, Rounds: 6, Language: "en", Difficulty: prompts.Normal,
		Seats:   [2]room.SeatPlayer{{Player: kept.Seats[0].Player, Name: "Mila"}, {Player: kept.Seats[1].Player, Name: "Jonas"}},
		Journal: []byte{},
	}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}

	flush := func(epoch uint32, first, last uint64, body string) {
		t.Helper()
		if err := n.Flush(t.Context(), []room.Row{{Game: id, Epoch: epoch, First: first, Last: last, Body: []byte(body)}}); err != nil {
			t.Fatal(err)
		}
	}
	flush(1, 1, 3, "abc")
	flush(1, 4, 4, "d")
	if g := claim(t, n, id); g.Epoch != 2 || string(g.Journal) != "abcd" || g.Entries != 4 || time.Since(g.StartedAt) > time.Minute {
		t.Errorf("the second owner reads %+v", g)
	}
	flush(2, 5, 11, "efghijk") // sorts before 4 only as text
	if g := claim(t, n, id); g.Epoch != 3 || string(g.Journal) != "abcdefghijk" || g.Entries != 11 {
		t.Errorf("the third owner reads %+v", g)
	}
	if stream, err := b.Journal(t.Context(), id); err != nil || string(stream) != "abcdefghijk" {
		t.Errorf("a reader that claims nothing reads %q, %v", stream, err)
	}
}

func TestClaim_NoRoom(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	b.finish(t, n, id)
	for _, id := range []string{id, "none"} {
		if _, err := n.Claim(t.Context(), id); !errors.Is(err, room.ErrNoRoom) {
			t.Errorf("got %v; want ErrNoRoom", err)
		}
	}
}

func TestClaim_LeavesTheRoomsOfALivingNode(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	storetest.Exec(t, b.url, `INSERT INTO nodes (id, incarnation, lease_until) VALUES ('other', 'living', now() + INTERVAL '1 minute')`)
	storetest.Exec(t, b.url, `UPDATE rooms SET owner = 'living' WHERE game = $1`, id)

	_, err := n.Claim(t.Context(), id)
	if owned, ok := errors.AsType[room.OwnedError](err); !ok || owned.Owner != "living" {
		t.Errorf("claim: %v; want an OwnedError of the living node", err)
	}
	row := room.Row{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("x")}
	for what, err := range map[string]error{
		"flush":   n.Flush(t.Context(), []room.Row{row}),
		"prompts": n.SetPrompts(t.Context(), id, 1, prompts.Set{}),
		"finish":  n.Finish(t.Context(), room.Finished{Game: id, Epoch: 1}),
	} {
		if !errors.Is(err, room.ErrRejected) {
			t.Errorf("%s of another's room: %v; want ErrRejected", what, err)
		}
	}

	storetest.Exec(t, b.url, `DELETE FROM nodes WHERE incarnation = 'living'`)
	if g := claim(t, n, id); g.Epoch != 2 || len(g.Journal) != 0 {
		t.Errorf("claimed from a removed node: epoch %d, journal %q", g.Epoch, g.Journal)
	}
}

func TestClaim_RefusesAJournalWithAGap(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	for _, row := range []room.Row{
		{Game: id, Epoch: 1, First: 1, Last: 2, Body: []byte("ab")},
		{Game: id, Epoch: 1, First: 4, Last: 4, Body: []byte("d")},
	} {
		if err := n.Flush(t.Context(), []room.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if g, err := n.Claim(t.Context(), id); err == nil {
		t.Errorf("a game is restored without its third entry: %+v", g)
	}
}

// TestClaim_SeesAllThatWasAcked lets one owner flush while the next one claims: the new owner
// has read every entry that the old one was told is durable.
func TestClaim_SeesAllThatWasAcked(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	old := claim(t, n, id)
	seq := uint64(0)
	for range 10 {
		started, acked := make(chan struct{}), make(chan uint64, 1)
		go func() {
			start := sync.OnceFunc(func() { close(started) })
			defer start()
			last := seq
			for {
				row := room.Row{Game: id, Epoch: old.Epoch, First: last + 1, Last: last + 1, Body: []byte("x")}
				if err := n.Flush(t.Context(), []room.Row{row}); err != nil {
					if !errors.Is(err, room.ErrRejected) {
						t.Error(err)
					}
					acked <- last
					return
				}
				if last++; last == seq+3 {
					start()
				}
			}
		}()
		<-started
		next := claim(t, n, id)
		seq = <-acked
		if uint64(next.Entries) != seq {
			t.Fatalf("the new owner read %d entries, the old one was told that %d are durable", next.Entries, seq)
		}
		old = next
	}
}

func TestFlush_Again(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	one, two := b.game(t), b.game(t)
	claim(t, n, one)
	claim(t, n, two)
	rows := []room.Row{
		{Game: one, Epoch: 1, First: 1, Last: 3, Body: []byte("abc")},
		{Game: two, Epoch: 1, First: 1, Last: 1, Body: []byte("A")},
	}
	for range 2 { // the first answer may have been lost on the way
		if err := n.Flush(t.Context(), rows); err != nil {
			t.Fatal(err)
		}
	}
	if g := claim(t, n, one); string(g.Journal) != "abc" {
		t.Errorf("journal %q", g.Journal)
	}
	if err := n.Flush(t.Context(), nil); err != nil {
		t.Errorf("nothing to flush: %v", err)
	}
}

func TestFlush_Rejects(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	good, bad := b.game(t), b.game(t)
	claim(t, n, good)
	claim(t, n, bad)
	claim(t, n, bad) // now at epoch 2
	first := room.Row{Game: bad, Epoch: 2, First: 1, Last: 2, Body: []byte("ab")}
	if err := n.Flush(t.Context(), []room.Row{first}); err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		name string
		row  room.Row
	}{
		{"an epoch that is over", room.Row{Game: bad, Epoch: 1, First: 1, Last: 2, Body: []byte("ab")}},
		{"more entries in place of fewer", room.Row{Game: bad, Epoch: 2, First: 1, Last: 3, Body: []byte("abc")}},
		{"other entries in place of stored ones", room.Row{Game: bad, Epoch: 2, First: 1, Last: 2, Body: []byte("xy")}},
		{"an unknown game", room.Row{Game: "none", Epoch: 1, First: 1, Last: 1, Body: []byte("a")}},
		{"no body", room.Row{Game: bad, Epoch: 2, First: 3, Last: 3}},
	} {
		others := room.Row{Game: good, Epoch: 1, First: uint64(i + 1), Last: uint64(i + 1), Body: []byte("a")}
		if err := n.Flush(t.Context(), []room.Row{others, test.row}); !errors.Is(err, room.ErrRejected) {
			t.Errorf("%s: %v; want ErrRejected", test.name, err)
		}
		if err := n.Flush(t.Context(), []room.Row{others}); err != nil {
			t.Errorf("%s: the other room, retried alone: %v", test.name, err)
		}
	}
	if g := claim(t, n, bad); string(g.Journal) != "ab" {
		t.Errorf("journal %q", g.Journal)
	}
}

func TestFlush_TellsALostConnectionFromBadRows(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	storetest.Exec(t, b.url, `ALTER TABLE journal RENAME TO gone`)
	row := room.Row{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}
	if err := n.Flush(t.Context(), []room.Row{row}); !errors.Is(err, room.ErrRejected) {
		t.Errorf("refused by Postgres: %v; want ErrRejected", err)
	}
	storetest.Exec(t, b.url, `ALTER TABLE gone RENAME TO journal`)
	storetest.Exec(t, b.url, `
		CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
		CREATE TRIGGER die BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION die()`)
	if err := n.Flush(t.Context(), []room.Row{row}); err == nil || errors.Is(err, room.ErrRejected) || errors.Is(err, room.ErrFenced) {
		t.Errorf("cut off: %v; want an error that allows a retry", err)
	}
	storetest.Exec(t, b.url, `DROP TRIGGER die ON journal`)
	if err := n.Flush(t.Context(), []room.Row{row}); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestFinish_ReplacesTheJournal(t *testing.T) {
	for how, state := range map[room.How]string{
		room.AllRounds:  store.Finished,
		room.EndedEarly: store.EndedEarly,
		room.Abandoned:  store.Abandoned,
	} {
		t.Run(state, func(t *testing.T) {
			b := setup(t)
			n := b.node(t)
			id := b.game(t)
			claim(t, n, id)
			if err := n.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("a")}}); err != nil {
				t.Fatal(err)
			}
			f := room.Finished{Game: id, Epoch: 1, How: how, Recording: []byte("\x01r"), EndedAt: time.Now()}
			for range 2 {
				if err := n.Finish(t.Context(), f); err != nil {
					t.Fatal(err)
				}
			}
			if g, err := b.Game(t.Context(), id); err != nil || g.State != state || !g.StartedAt.IsZero() {
				t.Errorf("kept as %s, begun %s, %v; want %s, never begun", g.State, g.StartedAt, err, state)
			}
			if stream, err := b.Journal(t.Context(), id); err != nil || len(stream) != 0 {
				t.Errorf("its journal still has %q, %v", stream, err)
			}
		})
	}
}

func TestFinish_RefusesAnOldEpoch(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	claim(t, n, id)
	f := room.Finished{Game: id, Epoch: 1, Recording: []byte("\x01r"), EndedAt: time.Now()}
	if err := n.Finish(t.Context(), f); !errors.Is(err, room.ErrRejected) {
		t.Errorf("got %v; want ErrRejected", err)
	}
	if g, err := b.Game(t.Context(), id); err != nil || g.State != store.Live {
		t.Errorf("the game is %s, %v", g.State, err)
	}
}

func TestClaimable_ListsGamesInPages(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	games := []string{b.game(t), b.game(t), b.game(t), b.game(t)}
	b.finish(t, n, games[1])
	live := slices.Delete(slices.Clone(games), 1, 2)
	slices.Sort(live)
	var got []string
	for after := ""; ; after = got[len(got)-1] {
		page, err := n.Claimable(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, page...); len(page) < 2 {
			break
		}
	}
	if diff := cmp.Diff(live, got); diff != "" {
		t.Error(diff)
	}
}

func TestClaimable_ReadsAnIndex(t *testing.T) {
	b := setup(t)
	storetest.Exec(t, b.url, `
		INSERT INTO games (id, round_seconds, rounds, theme, language) SELECT 'game ' || n, 30, 6, '', 'en' FROM generate_series(1, 5000) n;
		INSERT INTO rooms (game) SELECT id FROM games;
		ANALYZE rooms`)
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var plan []byte
	if err := conn.QueryRow(t.Context(), `EXPLAIN (FORMAT JSON) `+store.SelectClaimable, "game 17", 256, "node").Scan(&plan); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(plan, []byte("rooms_pkey")) || bytes.Contains(plan, []byte(`"Sort"`)) {
		t.Errorf("a page of live games is read by\n%s", plan)
	}
}

func TestSetLonger(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	for _, longer := range [][]int64{{0, 60_000}, {0, 120_000}, {0, 60_000}} {
		if err := n.SetLonger(t.Context(), id, 1, longer); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.SetLonger(t.Context(), id, 2, []int64{0, 180_000}); err != nil { // of another epoch
		t.Fatal(err)
	}
	if g := claim(t, n, id); !cmp.Equal(g.Longer, []int64{0, 120_000}) {
		t.Errorf("the next owner has %v", g.Longer)
	}
}

func TestSetPrompts_Rejects(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	claim(t, n, id)
	if err := n.SetPrompts(t.Context(), id, 1, someSet()); !errors.Is(err, room.ErrRejected) {
		t.Errorf("a set that isn't stored: %v; want ErrRejected", err)
	}
	b.storeSets(t, someSet())
	if err := n.SetPrompts(t.Context(), id, 2, someSet()); !errors.Is(err, room.ErrRejected) {
		t.Errorf("another epoch: %v; want ErrRejected", err)
	}
	want := someSet()
	for range 2 {
		if err := n.SetPrompts(t.Context(), id, 1, want); err != nil {
			t.Fatal(err)
		}
	}
	if g := claim(t, n, id); !cmp.Equal(g.Prompts, &want) {
		t.Errorf("the next owner has %+v", g.Prompts)
	}
}

func TestFreeSeat_LetsThePlayerBeMatchedAgain(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	b.ready(t, "plum-kite-otter", mila, jonas)
	matches, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
	if err != nil {
		t.Fatal(err)
	}
	seat := ink.Seat(1 + slices.Index(matches[0].Players[:], jonas))
	for range 2 {
		if err := n.FreeSeat(t.Context(), matches[0].Game, seat); err != nil {
			t.Fatal(err)
		}
	}
	g := claim(t, n, matches[0].Game)
	if !g.Seats[seat-1].Left || g.Seats[2-seat].Left {
		t.Errorf("the next owner has %+v", g.Seats)
	}
	if got := b.state(t, "plum-kite-otter", mila); got != lobby.Playing {
		t.Errorf("the player who stays is %s", got)
	}
	if got := b.state(t, "plum-kite-otter", jonas); got != lobby.Here {
		t.Errorf("the player who left is %s", got)
	}
	if _, err := b.SetReady(t.Context(), "plum-kite-otter", jonas, true); err != nil {
		t.Errorf("the player who left can't be ready: %v", err)
	}
}

func BenchmarkFlush(b *testing.B) {
	for _, rooms := range []int{1, 50} {
		b.Run(fmt.Sprint(rooms, " rooms"), func(b *testing.B) {
			url := storetest.URL(b)
			s := storetest.Open(b, url)
			n, err := s.BecomeNode(b.Context(), nodeConfig(b, store.NodeConfig{ID: "here"}))
			if err != nil {
				b.Fatal(err)
			}
			defer leave(b, n)
			storetest.Exec(b, url, fmt.Sprintf(`
				INSERT INTO games (id, round_seconds, rounds, theme, language) SELECT 'game ' || n, 30, 6, '', 'en' FROM generate_series(0, %d) n;
				INSERT INTO rooms (game, epoch) SELECT id, 1 FROM games`, rooms-1))
			rows := make([]room.Row, rooms)
			seq := uint64(0)
			for b.Loop() {
				seq++
				for i := range rows {
					rows[i] = room.Row{Game: fmt.Sprint("game ", i), Epoch: 1, First: seq, Last: seq, Body: make([]byte, 120)}
				}
				if err := n.Flush(b.Context(), rows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
