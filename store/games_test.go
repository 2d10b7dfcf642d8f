package store_test

import (
	"errors"
	"fmt"
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

// keepSets keeps prompt sets.
func (b bundle) keepSets(t testing.TB, sets ...prompts.Set) {
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
		b.keepSets(t, want)
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
		!g.StartedAt.Equal(f.StartedAt) || !g.EndedAt.Equal(f.EndedAt) {
		t.Errorf("the kept game: %+v", g)
	}
	if got, err := b.Recording(t.Context(), id); err != nil || string(got) != string(f.Recording) {
		t.Errorf("recording %q, %v", got, err)
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
	if err != nil || g.Seats != [2]store.Seat{{Name: "Mila"}, {Name: "Jonas"}} {
		t.Errorf("seats %+v, %v", g.Seats, err)
	}
}

// history fills the database with games 1 to n, one an hour; each third is
// abandoned, the others are finished. Games 5 and 6 are of the same moment.
func (b bundle) history(t *testing.T, n int) {
	t.Helper()
	storetest.Exec(t, b.url, fmt.Sprintf(`
		INSERT INTO games (id, round_seconds, rounds, theme, language, state, created_at)
		SELECT to_char(n, 'FM00'), 30, 6, '', 'en', CASE WHEN n %% 3 = 0 THEN 'abandoned' ELSE 'finished' END,
		       TIMESTAMPTZ '2026-01-01Z' + (CASE n WHEN 6 THEN 5 ELSE n END) * INTERVAL '1 hour'
		FROM generate_series(1, %d) n`, n))
	storetest.Exec(t, b.url, `
		INSERT INTO seats (game, seat, name)
		SELECT id, seat, 'Mila' FROM games, generate_series(1, 2) seat`)
}

func TestAdminGames_Pages(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	var got []string
	after := ""
	for page := 1; ; page++ {
		games, next, err := b.AdminGames(t.Context(), store.GameFilter{Limit: 5, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range games {
			got = append(got, g.ID)
		}
		if page == 1 {
			storetest.Exec(t, b.url, `
				INSERT INTO games (id, round_seconds, rounds, theme, language) VALUES ('new', 30, 6, '', 'en');
				INSERT INTO seats (game, seat, name) VALUES ('new', 1, 'Ida'), ('new', 2, 'Ben')`)
		}
		if next == "" {
			break
		}
		after = next
	}
	if want := []string{"10", "09", "08", "07", "06", "05", "04", "03", "02", "01"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
}

func TestAdminGames_Filters(t *testing.T) {
	b := setup(t)
	b.history(t, 10)
	hour := func(h int) time.Time { return time.Date(2026, 1, 1, h, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		name   string
		filter store.GameFilter
		want   []string
	}{
		{"by state", store.GameFilter{State: store.Abandoned}, []string{"09", "06", "03"}},
		{"from, inclusive", store.GameFilter{From: hour(9)}, []string{"10", "09"}},
		{"to, exclusive", store.GameFilter{To: hour(3)}, []string{"02", "01"}},
		{"all of it", store.GameFilter{State: store.Finished, From: hour(4), To: hour(8)}, []string{"07", "05", "04"}},
		{"nothing", store.GameFilter{State: store.Live}, nil},
	} {
		test.filter.Limit = 100
		games, next, err := b.AdminGames(t.Context(), test.filter)
		if err != nil || next != "" {
			t.Errorf("%s: next %q, %v", test.name, next, err)
		}
		var got []string
		for _, g := range games {
			got = append(got, g.ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestAdminGames_RefusesAForeignCursor(t *testing.T) {
	b := setup(t)
	for _, after := range []string{"!", "bm90IGEgY3Vyc29y", "MTIz"} {
		if _, _, err := b.AdminGames(t.Context(), store.GameFilter{Limit: 1, After: after}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("cursor %q: %v; want ErrCursor", after, err)
		}
	}
}
