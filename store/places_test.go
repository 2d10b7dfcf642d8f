package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestPlace_HasOneOwner(t *testing.T) {
	b := setup(t)
	nodes := []*store.Node{
		become(t, b.Store, store.NodeConfig{ID: "a", Address: "a"}),
		become(t, storetest.Open(t, b.url), store.NodeConfig{ID: "b", Address: "b"}),
	}
	take := func() []string {
		owners := make([]string, 8)
		var all sync.WaitGroup
		for i := range owners {
			all.Go(func() {
				owner, err := nodes[i%2].TakePlace(t.Context(), store.LobbyPlace("plum"))
				if err != nil {
					t.Error(err)
				}
				owners[i] = owner
			})
		}
		all.Wait()
		return slices.Compact(owners)
	}
	owners := take()
	if len(owners) != 1 {
		t.Fatalf("owners: %v", owners)
	}
	owner := nodes[0]
	if owners[0] != owner.Incarnation() {
		owner = nodes[1]
	}
	if err := owner.ReleasePlaces(t.Context(), []store.Place{store.LobbyPlace("plum")}); err != nil {
		t.Fatal(err)
	}
	if owners := take(); len(owners) != 1 {
		t.Errorf("owners after the release: %v", owners)
	}
}

func TestPlace_OfARemovedNodeIsFree(t *testing.T) {
	b := setup(t)
	other := storetest.Open(t, b.url)
	gone, err := other.BecomeNode(t.Context(), nodeConfig(t, store.NodeConfig{ID: "b", Address: "b"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.TakePlace(t.Context(), store.QuickPlace); err != nil {
		t.Fatal(err)
	}
	leave(t, gone)
	n := become(t, b.Store, store.NodeConfig{ID: "a", Address: "a"})
	if owner, err := n.TakePlace(t.Context(), store.QuickPlace); err != nil || owner != n.Incarnation() {
		t.Errorf("owner %q, %v", owner, err)
	}
}

func TestNode_HearsWhatOthersWant(t *testing.T) {
	b := setup(t)
	type wish struct{ rooms, places []string }
	wishes := make(chan wish, 100)
	owner := become(t, b.Store, store.NodeConfig{ID: "a", Address: "a", OnWanted: func(rooms, places []string) {
		wishes <- wish{rooms, places}
	}})
	other := become(t, storetest.Open(t, b.url), store.NodeConfig{ID: "b", Address: "b"})
	id := b.game(t)
	claim(t, owner, id)
	if _, err := owner.TakePlace(t.Context(), store.QuickPlace); err != nil {
		t.Fatal(err)
	}
	if err := other.WantRoom(t.Context(), id, owner.Incarnation()); err != nil {
		t.Fatal(err)
	}
	if err := other.WantPlace(t.Context(), store.QuickPlace, owner.Incarnation()); err != nil {
		t.Fatal(err)
	}
	if w := <-wishes; !slices.Contains(w.rooms, id) && !slices.Contains(w.places, "quick") {
		t.Errorf("wanted: %+v", w)
	}
	if err := owner.Release(t.Context(), id, 1); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, other, id); got.Epoch != 2 {
		t.Errorf("claimed at epoch %d", got.Epoch)
	}
}

// A room that its owner doesn't play any more may still be writing when the owner gives it
// up: the next one reads what was written.
func TestNode_ReleasesRoomsAfterTheirLastWrite(t *testing.T) {
	b := setup(t)
	owner := become(t, b.Store, store.NodeConfig{ID: "a", Address: "a"})
	other := become(t, storetest.Open(t, b.url), store.NodeConfig{ID: "b", Address: "b"})
	id := b.game(t)
	claim(t, owner, id)

	// The same row in a transaction that is open keeps the flush waiting.
	conn, err := pgx.Connect(t.Context(), b.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	rival, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rival.Exec(t.Context(), `INSERT INTO journal VALUES ($1, 1, 1, 1, 'y')`, id); err != nil {
		t.Fatal(err)
	}
	flushed, claimed := make(chan error, 1), make(chan room.Game, 1)
	go func() {
		flushed <- owner.Flush(t.Context(), []room.Row{{Game: id, Epoch: 1, First: 1, Last: 1, Body: []byte("x")}})
	}()
	b.awaitLocks(t, 1)
	go func() {
		if err := owner.ReleaseRooms(t.Context(), []string{id}); err != nil {
			t.Error(err)
		}
		g, err := other.Claim(t.Context(), id)
		if err != nil {
			t.Error(err)
		}
		claimed <- g
	}()
	time.Sleep(100 * time.Millisecond) // no event says that the release waits
	if err := rival.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-flushed; err != nil {
		t.Fatal(err)
	}
	if g := <-claimed; g.Entries != 1 {
		t.Errorf("the next owner read %d entries; 1 was said to be durable", g.Entries)
	}
}
