package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/store/storetest"
)

// state returns the state of a member of a lobby.
func (b bundle) state(t *testing.T, code, player string) lobby.State {
	t.Helper()
	for _, m := range b.read(t, code).Members {
		if m.Player == player {
			return m.State
		}
	}
	t.Fatalf("%s is not in %s", player, code)
	return ""
}

func TestSetReady(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila)
	b.lobby(t, "calm-pear-comet", jonas, mila)

	for range 2 {
		b.ready(t, "plum-kite-otter", mila)
		if got := b.state(t, "plum-kite-otter", mila); got != lobby.Ready {
			t.Errorf("she is %s, want ready", got)
		}
	}
	if cancelled, err := b.SetReady(t.Context(), "calm-pear-comet", mila, true); err != nil || cancelled != "plum-kite-otter" {
		t.Errorf("cancelled in %q, %v; want in the other lobby", cancelled, err)
	}
	if one, two := b.state(t, "plum-kite-otter", mila), b.state(t, "calm-pear-comet", mila); one != lobby.Here || two != lobby.Ready {
		t.Errorf("ready in another lobby: %s and %s", one, two)
	}
	for range 2 {
		if _, err := b.SetReady(t.Context(), "calm-pear-comet", mila, false); err != nil {
			t.Fatal(err)
		}
		if got := b.state(t, "calm-pear-comet", mila); got != lobby.Here {
			t.Errorf("no longer ready, she is %s", got)
		}
	}
	if _, err := b.SetReady(t.Context(), "plum-kite-otter", jonas, true); !errors.Is(err, lobby.ErrNotMember) {
		t.Errorf("by a stranger: %v; want ErrNotMember", err)
	}
}

func TestSetWatching_CancelsReady(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila)
	expect := func(when string, want lobby.State) {
		t.Helper()
		if got := b.state(t, "plum-kite-otter", mila); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	watch := func(watching bool) {
		t.Helper()
		if err := b.SetWatching(t.Context(), "plum-kite-otter", mila, watching); err != nil {
			t.Fatal(err)
		}
	}
	b.ready(t, "plum-kite-otter", mila)
	watch(true)
	watch(true)
	expect("watches", lobby.Watching)
	b.ready(t, "plum-kite-otter", mila)
	expect("ready after all", lobby.Ready)
	if _, err := b.SetReady(t.Context(), "plum-kite-otter", mila, false); err != nil {
		t.Fatal(err)
	}
	expect("not ready", lobby.Here)
	watch(true)
	watch(false)
	expect("doesn't only watch", lobby.Here)
	if err := b.SetWatching(t.Context(), "plum-kite-otter", jonas, true); !errors.Is(err, lobby.ErrNotMember) {
		t.Errorf("a stranger: %v; want ErrNotMember", err)
	}
}

func TestGetReady_SkipsMembersWhoPlayWaitOrWatch(t *testing.T) {
	b := setup(t)
	mila, jonas, ida, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida"), b.player(t, "Ben")
	stranger := b.player(t, "Stranger")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida, ben)
	b.lobby(t, "calm-pear-comet", jonas)
	b.ready(t, "plum-kite-otter", mila)
	b.ready(t, "calm-pear-comet", jonas)
	if err := b.SetWatching(t.Context(), "plum-kite-otter", ida, true); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := b.GetReady(t.Context(), "plum-kite-otter", []string{mila, jonas, ida, ben, stranger}); err != nil {
			t.Fatal(err)
		}
		for player, want := range map[string]lobby.State{mila: lobby.Ready, jonas: lobby.Here, ida: lobby.Watching, ben: lobby.Ready} {
			if got := b.state(t, "plum-kite-otter", player); got != want {
				t.Errorf("%s is %s, want %s", player, got, want)
			}
		}
	}
	if got := b.state(t, "calm-pear-comet", jonas); got != lobby.Ready {
		t.Errorf("elsewhere he is %s, want ready", got)
	}
	if err := b.GetReady(t.Context(), "plum-kite-otter", nil); err != nil {
		t.Error(err)
	}
}

func TestSetReady_NotWhilePlaying(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	b.lobby(t, "calm-pear-comet", mila)
	b.ready(t, "plum-kite-otter", mila, jonas)
	if _, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"plum-kite-otter", "calm-pear-comet"} {
		if _, err := b.SetReady(t.Context(), code, mila, true); !errors.Is(err, lobby.ErrPlaying) {
			t.Errorf("in %s: %v; want ErrPlaying", code, err)
		}
		if _, err := b.SetReady(t.Context(), code, mila, false); err != nil {
			t.Errorf("cancelling while playing: %v", err)
		}
	}
}

func TestMatch_MakesGamesByTheSettings(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida)
	settings := lobby.Settings{RoundSeconds: 45, Rounds: 4, Theme: "under the sea", Language: "es", Difficulty: prompts.Easy}
	setsAll(t, settings, lobby.DefaultSettings(), "OwnSet")
	if err := b.UpdateSettings(t.Context(), "plum-kite-otter", mila, settings); err != nil {
		t.Fatal(err)
	}
	b.ready(t, "plum-kite-otter", jonas, mila, ida)
	matches, err := b.Match(t.Context(), "plum-kite-otter", neighbours, func() string { return "the game" })
	if err != nil {
		t.Fatal(err)
	}
	want := []lobby.Match{{Game: "the game", Players: [2]string{jonas, mila}, Names: [2]string{"Jonas", "Mila"}}}
	if diff := cmp.Diff(want, matches); diff != "" {
		t.Error(diff)
	}
	g, err := b.Game(t.Context(), "the game")
	if err != nil {
		t.Fatal(err)
	}
	claimed, err := b.node(t).Claim(t.Context(), "the game")
	if err != nil {
		t.Fatal(err)
	}
	set := reflect.ValueOf(settings)
	for i := range set.NumField() {
		name := set.Type().Field(i).Name
		for _, game := range []any{g, claimed} {
			if got := reflect.ValueOf(game).FieldByName(name); got.IsValid() && !got.Equal(set.Field(i)) {
				t.Errorf("%s of a %T is %v, of the lobby %v", name, game, got, set.Field(i))
			}
		}
	}
	if g.Lobby != "plum-kite-otter" ||
		g.State != "live" || g.Seats[0].Player != jonas || g.Seats[1].Name != "Mila" {
		t.Errorf("game %+v", g)
	}
	if got := b.state(t, "plum-kite-otter", ida); got != lobby.Ready {
		t.Errorf("the third player is %s, want ready", got)
	}
	again, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
	if err != nil || again != nil {
		t.Errorf("a second wave: %v, %v; want nobody", again, err)
	}
}

func TestMatch_NumbersEqualNames(t *testing.T) {
	b := setup(t)
	one, two := b.player(t, "Mila"), b.player(t, "MILA")
	b.lobby(t, "plum-kite-otter", one, two)
	b.ready(t, "plum-kite-otter", one, two)
	matches, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
	if err != nil || len(matches) != 1 || matches[0].Names != [2]string{"Mila", "MILA (2)"} {
		t.Fatalf("made %+v, %v", matches, err)
	}
	if g, err := b.Game(t.Context(), matches[0].Game); err != nil || g.Seats[1].Name != "MILA (2)" {
		t.Errorf("the second seat is %+v, %v", g.Seats[1], err)
	}
}

func TestMatch_GivesTicketsOldestFirstWithTheLastPartner(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida)
	b.ready(t, "plum-kite-otter", mila, jonas)
	matches, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text)
	if err != nil {
		t.Fatal(err)
	}
	b.finish(t, n, matches[0].Game)

	b.ready(t, "plum-kite-otter", ida, jonas, mila)
	var got []lobby.Ticket
	if _, err := b.Match(t.Context(), "plum-kite-otter", func(tickets []lobby.Ticket) []lobby.Pair {
		got = tickets
		return nil
	}, rand.Text); err != nil {
		t.Fatal(err)
	}
	type wish struct{ player, last string }
	var wishes []wish
	for _, ticket := range got {
		wishes = append(wishes, wish{ticket.Player, ticket.LastPartner})
	}
	if want := []wish{{ida, ""}, {jonas, mila}, {mila, jonas}}; !cmp.Equal(want, wishes, cmp.AllowUnexported(wish{})) {
		t.Errorf("got %v, want %v", wishes, want)
	}
}

func TestMatch_RefusesAPlayerPairedTwice(t *testing.T) {
	b := setup(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.lobby(t, "plum-kite-otter", mila, jonas, ida)
	b.ready(t, "plum-kite-otter", mila, jonas, ida)
	if _, err := b.Match(t.Context(), "plum-kite-otter", func(tickets []lobby.Ticket) []lobby.Pair {
		return []lobby.Pair{{tickets[0], tickets[1]}, {tickets[1], tickets[2]}}
	}, rand.Text); err == nil {
		t.Error("a player has two games")
	}
	if got := b.state(t, "plum-kite-otter", mila); got != lobby.Ready {
		t.Errorf("after the failure she is %s, want ready as before", got)
	}
}

func TestMatch_NeverMatchesTwiceConcurrently(t *testing.T) {
	b := setup(t)
	const members, matchers = 50, 6
	var players []string
	for i := range members {
		players = append(players, b.player(t, fmt.Sprint("Player ", i)))
	}
	b.lobby(t, "plum-kite-otter", players...)
	b.lobby(t, "calm-pear-comet", players...)

	var all errgroup.Group
	for _, p := range players { // each is in two lobbies, and keeps changing its readiness
		all.Go(func() error {
			for _, code := range []string{"plum-kite-otter", "calm-pear-comet", "plum-kite-otter"} {
				if _, err := b.SetReady(t.Context(), code, p, true); err != nil && !errors.Is(err, lobby.ErrPlaying) {
					return err
				}
			}
			return nil
		})
	}
	for i := range matchers {
		code := []string{"plum-kite-otter", "calm-pear-comet"}[i%2]
		all.Go(func() error {
			for range 10 {
				if _, err := b.Match(t.Context(), code, neighbours, rand.Text); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"plum-kite-otter", "calm-pear-comet"} { // the players who are left over
		if _, err := b.Match(t.Context(), code, neighbours, rand.Text); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Exec(t, b.url, `
		DO $$ BEGIN
			ASSERT (SELECT count(*) FROM seats) >= 48, 'players were lost';
			ASSERT (SELECT count(*) = count(DISTINCT player) FROM seats), 'a player sits in two games';
			ASSERT NOT EXISTS (SELECT FROM tickets JOIN seats USING (player) WHERE state = 'waiting'), 'one who plays waits, too';
			ASSERT NOT EXISTS (SELECT FROM games WHERE (SELECT count(*) FROM seats WHERE game = id) <> 2), 'a game lacks a player';
			ASSERT NOT EXISTS (SELECT FROM games WHERE id NOT IN (SELECT game FROM rooms)), 'a game lacks a room';
		END $$`)
}
