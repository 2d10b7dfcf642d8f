package store_test

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// played makes a finished game of two that was dealt the set. It counts as really played unless
// change alters that.
func (b bundle) played(t *testing.T, n *store.Node, set prompts.Set, one, two string, change func(*room.Finished)) (game string) {
	t.Helper()
	code := rand.Text()
	b.lobby(t, code, one, two)
	b.ready(t, code, one, two)
	matches, err := b.Match(t.Context(), code, neighbours, rand.Text)
	if err != nil || len(matches) != 1 {
		t.Fatal(matches, err)
	}
	game = matches[0].Game
	claimed := claim(t, n, game)
	if err := n.SetPrompts(t.Context(), game, claimed.Epoch, set); err != nil {
		t.Fatal(err)
	}
	if err := b.RatePrompts(t.Context(), game, claimed.Seats[0].Player, new(true)); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("a live game was rated: %v", err)
	}
	f := room.Finished{
		Game: game, Epoch: claimed.Epoch, How: room.AllRounds, Recording: []byte("\x01"),
		PlayMS: 60_000, Strokes: 9, Drew: [2]bool{true, true}, StartedAt: time.Now(), EndedAt: time.Now(),
	}
	if change != nil {
		change(&f)
	}
	if err := n.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return game
}

// libraryOf stores a set of the library.
func (b bundle) libraryOf(t *testing.T, id string) prompts.Set {
	lib := set(id)
	lib.Source = prompts.FromLibrary
	b.storeSets(t, lib)
	return lib
}

func (b bundle) retired(t *testing.T, id string) bool {
	t.Helper()
	met, err := b.Met(t.Context(), [2]string{})
	if err != nil {
		t.Fatal(err)
	}
	_, bad := met.Disliked[id]
	return bad
}

// ratings returns the sums that the operator sees.
func (b bundle) ratings(t *testing.T) (good, bad int) {
	t.Helper()
	sets, _, err := b.AdminPromptSets(t.Context(), store.PromptSetFilter{Limit: 10})
	if err != nil || len(sets) != 1 {
		t.Fatal(sets, err)
	}
	return sets[0].Good, sets[0].Bad
}

func (b bundle) rate(t *testing.T, game, player string, good bool) {
	t.Helper()
	if err := b.RatePrompts(t.Context(), game, player, &good); err != nil {
		t.Fatal(err)
	}
}

func TestRatings_RetireABadSet(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "LIB")
	rate := func(good, bad int) {
		for i := range good + bad {
			player := b.player(t, "Mila")
			id := b.played(t, n, lib, player, b.player(t, "Jonas"), nil)
			if err := b.RatePrompts(t.Context(), id, "somebody else", new(true)); !errors.Is(err, store.ErrNoGame) {
				t.Errorf("rated by a player of another game: %v", err)
			}
			for _, say := range []bool{i >= good, i < good} { // a player may change the rating
				b.rate(t, id, player, say)
			}
			if got, err := b.PromptRating(t.Context(), id, 1); err != nil || got == nil || *got != (i < good) {
				t.Errorf("the rating is %v, %v", got, err)
			}
		}
	}
	rate(1, 2)
	if b.retired(t, "LIB") {
		t.Error("retired after two thumbs down")
	}
	rate(0, 1)
	if !b.retired(t, "LIB") {
		t.Error("still dealt after three thumbs down and one up")
	}
	sets, _, err := b.AdminPromptSets(t.Context(), store.PromptSetFilter{State: "retired", Limit: 10})
	if err != nil || len(sets) != 1 || sets[0].Good != 1 || sets[0].Bad != 3 || sets[0].Games != 4 || !sets[0].Retired {
		t.Errorf("the operator sees %+v, %v", sets, err)
	}
	rate(1, 0)
	if b.retired(t, "LIB") {
		t.Error("still retired with three thumbs down and two up")
	}
	rate(0, 2)
	if err := b.ForgetRatings(t.Context(), "LIB", store.AuditNote{Note: "an attack"}); err != nil {
		t.Error(err)
	}
	if good, bad := b.ratings(t); b.retired(t, "LIB") || good != 0 || bad != 0 {
		t.Errorf("after they were forgotten: %d good, %d bad", good, bad)
	}
	if err := b.ForgetRatings(t.Context(), "LIB", store.AuditNote{Note: "again, of none"}); err != nil {
		t.Error(err)
	}
	audit, err := b.Audit(t.Context(), "LIB", 1<<60, 10)
	if err != nil || len(audit) != 1 || audit[0].Action != "forget_ratings" || audit[0].Note != "an attack" {
		t.Errorf("the audit has %+v, %v", audit, err)
	}
	if err := b.ForgetRatings(t.Context(), "unknown", store.AuditNote{}); !errors.Is(err, prompts.ErrNoSet) {
		t.Errorf("of an unknown set: %v", err)
	}
	rate(0, 1)
	if good, bad := b.ratings(t); good != 0 || bad != 1 {
		t.Errorf("rated again: %d good, %d bad", good, bad)
	}
}

func TestRatings_CountOnlyForGamesThatWereReallyPlayed(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "LIB")
	for what, change := range map[string]func(*room.Finished){
		"left at once":          func(f *room.Finished) { f.How, f.PlayMS, f.Strokes, f.Drew = room.EndedEarly, 0, 0, [2]bool{} },
		"left in the count-in":  func(f *room.Finished) { f.How, f.PlayMS, f.Drew = room.EndedEarly, 2_000, [2]bool{} },
		"left after a dot each": func(f *room.Finished) { f.How, f.PlayMS, f.Strokes = room.EndedEarly, 4_000, 2 },
		"all rounds cut short":  func(f *room.Finished) { f.PlayMS = 6_000 },
		"abandoned":             func(f *room.Finished) { f.How = room.Abandoned },
		"nobody drew":           func(f *room.Finished) { f.Strokes, f.Drew = 0, [2]bool{} },
		"only one drew":         func(f *room.Finished) { f.Drew = [2]bool{true, false} },
		"only the other drew":   func(f *room.Finished) { f.Drew = [2]bool{false, true} },
	} {
		for range 4 {
			one, two := b.player(t, "Mila"), b.player(t, "Jonas")
			game := b.played(t, n, lib, one, two, change)
			b.rate(t, game, one, false)
			b.rate(t, game, two, false)
		}
		if good, bad := b.ratings(t); good != 0 || bad != 0 {
			t.Errorf("%s: %d good, %d bad", what, good, bad)
		}
	}
	one := b.player(t, "Mila")
	early := b.played(t, n, lib, one, b.player(t, "Jonas"), func(f *room.Finished) { f.How, f.PlayMS = room.EndedEarly, 14_000 })
	b.rate(t, early, one, false)
	if _, bad := b.ratings(t); bad != 1 {
		t.Errorf("a game that ended early after a round: %d bad", bad)
	}
}

func TestRatings_CountOncePerPlayerAndPerPair(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "LIB")
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	play := func(one, two string) string {
		t.Helper()
		return b.played(t, n, lib, one, two, nil)
	}
	want := func(what string, good, bad int) {
		t.Helper()
		if g, b := b.ratings(t); g != good || b != bad {
			t.Errorf("%s: %d good, %d bad; want %d, %d", what, g, b, good, bad)
		}
	}
	first := play(mila, jonas)
	b.rate(t, first, mila, false)
	b.rate(t, first, jonas, false)
	want("a pair", 0, 1)
	for range 3 {
		again := play(jonas, mila)
		b.rate(t, again, mila, false)
		b.rate(t, again, jonas, false)
	}
	want("the same pair, again and again", 0, 1)
	b.rate(t, play(mila, ida), mila, false)
	want("one of them with somebody else", 0, 2) // the pair has jonas's
	b.rate(t, play(ida, mila), mila, true)
	want("who changed her mind", 1, 1)
	b.rate(t, first, jonas, true) // his latest rating, though not of his latest game
	want("and the other", 2, 0)
	if err := b.RatePrompts(t.Context(), first, jonas, nil); err != nil {
		t.Fatal(err)
	}
	want("who took it back, of that game", 1, 1)
}
