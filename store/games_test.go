package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// someSet is a prompt set with every field filled.
func someSet() prompts.Set {
	return prompts.Set{
		ID: "SET", Source: prompts.FromModel, Title: "The lighthouse picnic", Theme: "under the sea", Language: "en",
		Paper: "#FFF3CF", Caption: "An octopus pours tea for a lighthouse.",
		Series:     [2][]string{{"a lighthouse", "its hat", "its shadow"}, {"an octopus", "a teapot", "eight cups"}},
		Difficulty: prompts.Wild, Key: "KEY", Model: "a model", Took: 1300 * time.Millisecond,
		Usage: prompts.Usage{InputTokens: 812, OutputTokens: 344, CostMicros: 253},
	}
}

// storeSets stores prompt sets.
func (b bundle) storeSets(t testing.TB, sets ...prompts.Set) {
	t.Helper()
	if err := b.SavePromptSets(t.Context(), sets); err != nil {
		t.Fatal(err)
	}
}

// finish plays a game to its end and returns how it was kept.
func (b bundle) finish(t *testing.T, n *store.Node, game string) room.Finished {
	t.Helper()
	claimed, err := n.Claim(t.Context(), game)
	if err != nil {
		t.Fatal(err)
	}
	f := room.Finished{
		Game: game, Epoch: claimed.Epoch, How: room.AllRounds,
		Recording: []byte("\x01recording"), PlayMS: 183_000, Strokes: 212,
		StartedAt: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), EndedAt: time.Date(2026, 5, 1, 12, 3, 0, 0, time.UTC),
		RoundStarts: []int64{3000, 33_000},
	}
	if err := n.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGame_FromMatchToRecord(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)

	g, err := b.Game(t.Context(), id)
	if err != nil || g.State != store.Live || g.Prompts != nil || !g.StartedAt.IsZero() || !g.EndedAt.IsZero() || g.Epoch != 0 {
		t.Errorf("a new game: %+v, %v", g, err)
	}
	if _, err := b.Recording(t.Context(), id); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("recording of a live game: %v; want ErrNoGame", err)
	}

	want := someSet()
	for range 2 {
		b.storeSets(t, want)
	}
	claimed, err := n.Claim(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.SetPrompts(t.Context(), id, claimed.Epoch, want); err != nil {
		t.Fatal(err)
	}
	f := b.finish(t, n, id)

	g, err = b.Game(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&want, g.Prompts); diff != "" {
		t.Error(diff)
	}
	if g.State != store.Finished || g.PlayMS != f.PlayMS || g.Strokes != f.Strokes || g.Epoch != 0 ||
		!g.StartedAt.Equal(f.StartedAt) || !g.EndedAt.Equal(f.EndedAt) || g.PictureHash != "" || !slices.Equal(g.RoundStarts, f.RoundStarts) {
		t.Errorf("the kept game: %+v", g)
	}
	if got, err := b.Recording(t.Context(), id); err != nil || string(got) != string(f.Recording) {
		t.Errorf("recording %q, %v", got, err)
	}
}

// The first value of each derived fact is stored. A live game has none.
func TestGame_StoresDerivedFacts(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	learn := func(hash string, starts []int64) (g store.Game) {
		t.Helper()
		_, err := b.Game(t.Context(), id)
		err = errors.Join(err, b.SetPictureHash(t.Context(), id, hash), b.SetRoundStarts(t.Context(), id, starts))
		if err != nil {
			t.Fatal(err)
		}
		if g, err = b.Game(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		return g
	}
	if g := learn("early", []int64{1}); g.PictureHash != "" || g.RoundStarts != nil {
		t.Errorf("of a live game: %+v", g)
	}
	b.finish(t, n, id)
	storetest.Exec(t, b.url, `UPDATE games SET round_starts = NULL`) // as of a game that was kept long ago
	for _, hash := range []string{"9f86d081884c7d65", "another"} {
		if g := learn(hash, []int64{3000}); g.PictureHash != "9f86d081884c7d65" || !slices.Equal(g.RoundStarts, []int64{3000}) {
			t.Errorf("of a kept game: %+v", g)
		}
	}
}

func TestGame_Unknown(t *testing.T) {
	b := setup(t)
	if _, err := b.Game(t.Context(), "none"); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("Game: %v; want ErrNoGame", err)
	}
	if _, err := b.Recording(t.Context(), "none"); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("Recording: %v; want ErrNoGame", err)
	}
}

func TestGame_OutlivesItsPlayers(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	id := b.game(t)
	b.finish(t, n, id)
	storetest.Exec(t, b.url, `UPDATE seats SET player = NULL`)
	g, err := b.Game(t.Context(), id)
	if err != nil || g.Seats != [2]store.Seat{{Name: "Mila", Open: true}, {Name: "Jonas", Open: true}} {
		t.Errorf("seats %+v, %v", g.Seats, err)
	}
}
