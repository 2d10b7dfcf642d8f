package store_test

import (
	"errors"
	"testing"

	"github.com/tandem-game/tandem/store"
)

func TestPlayers(t *testing.T) {
	b := setup(t)
	session := []byte("the hash of a session")
	if _, err := b.PlayerBySession(t.Context(), session); !errors.Is(err, store.ErrNoPlayer) {
		t.Errorf("before: %v; want ErrNoPlayer", err)
	}
	mila, err := b.UpsertPlayer(t.Context(), session, "Mila")
	if err != nil || len(mila.ID) != 26 || mila.Name != "Mila" {
		t.Fatalf("%+v, %v", mila, err)
	}
	renamed, err := b.UpsertPlayer(t.Context(), session, "Míla")
	if err != nil || renamed != (store.Player{ID: mila.ID, Name: "Míla"}) {
		t.Errorf("renamed: %+v, %v; want the same player", renamed, err)
	}
	found, err := b.PlayerBySession(t.Context(), session)
	if err != nil || found != renamed {
		t.Errorf("found %+v, %v; want %+v", found, err, renamed)
	}
	if b.player(t, "Mila") == mila.ID {
		t.Error("two sessions share a player")
	}
}
