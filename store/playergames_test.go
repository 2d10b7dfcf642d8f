package store_test

import (
	"errors"
	"testing"

	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

func TestPlayerGames_ListsTheNewestFirst(t *testing.T) {
	b := setup(t)
	ada := b.variety(t) // she has seat 2 of games 02 and 08
	storetest.Exec(t, b.url, `UPDATE seats SET player = $1 WHERE game IN ('05', '06', '10') AND seat = 1`, ada)
	var ids string
	for after := ""; ; {
		games, next, err := b.PlayerGames(t.Context(), ada, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range games {
			ids += g.ID + " "
		}
		if after = next; after == "" {
			break
		}
	}
	if ids != "08 06 05 02 " { // the operator has deleted game 10
		t.Errorf("games %s", ids)
	}
	games, _, err := b.PlayerGames(t.Context(), ada, "", 1)
	if err != nil {
		t.Fatal(err)
	}
	if g := games[0]; g.Seat != 2 || g.Partner != "Mila" || g.Title != "The lighthouse picnic" || g.Theme != "sea" || g.Paper != "#FFF3CF" || g.Open {
		t.Errorf("got %+v", g)
	}
	if games, _, err := b.PlayerGames(t.Context(), "nobody", "", 10); err != nil || len(games) != 0 {
		t.Errorf("nobody has %+v, %v", games, err)
	}
	if _, _, err := b.PlayerGames(t.Context(), ada, "!", 10); !errors.Is(err, store.ErrCursor) {
		t.Errorf("another list's cursor: %v", err)
	}
}
