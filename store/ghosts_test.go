package store_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
	"github.com/tandem-game/tandem/store/storetest"
)

// wild is the wish that the sets of these tests fulfil.
var wild = lobby.Wish{Language: "en", Difficulty: prompts.Wild}

// lend lets a player's half of a game play with others.
func (b bundle) lend(t *testing.T, game, player string) {
	t.Helper()
	if err := b.LendInk(t.Context(), game, player, true); err != nil {
		t.Fatal(err)
	}
}

// ghost returns the source of the ghost that would be dealt to a player; "" for none.
func (b bundle) ghost(t *testing.T, player string, shipped ...lobby.Ghost) string {
	t.Helper()
	g, err := b.FindGhost(t.Context(), player, wild, shipped)
	if errors.Is(err, lobby.ErrNoGhost) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return g.Source
}

// meetGhost gives a player a game with the ghost that is dealt to them, and plays it.
func (b bundle) meetGhost(t *testing.T, n *store.Node, player string, shipped ...lobby.Ghost) (game, source string) {
	t.Helper()
	g, err := b.FindGhost(t.Context(), player, wild, shipped)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := b.SeatGhost(t.Context(), "", player, g, rand.Text())
	if err != nil {
		t.Fatal(err)
	}
	claimed := claim(t, n, m.Game)
	f := room.Finished{Game: m.Game, Epoch: claimed.Epoch, Recording: []byte("\x01"), Drew: [2]bool{true, true}, EndedAt: time.Now()}
	if err := n.Finish(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return m.Game, g.Source
}

func TestGhost_IsAGameLikeAnyOther(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	lib := b.libraryOf(t, "SET")
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	drawn := b.played(t, n, lib, mila, jonas, nil)
	b.lend(t, drawn, mila)
	seat := 1
	if g, _ := b.Game(t.Context(), drawn); g.Seats[1].Player == mila {
		seat = 2
	}
	b.lobby(t, "plum-kite-otter", ada)
	b.ready(t, "plum-kite-otter", ada)

	g, err := b.FindGhost(t.Context(), ada, wild, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, cancelled, err := b.SeatGhost(t.Context(), "", ada, g, "GAME")
	if err != nil || cancelled != "plum-kite-otter" {
		t.Fatalf("%+v, cancelled in %q, %v", m, cancelled, err)
	}
	want := store.Ghost{Seat: seat, Source: drawn}
	game, err := b.Game(t.Context(), "GAME")
	if err != nil || game.Ghost == nil || game.Ghost.DrawnAt.IsZero() || game.Prompts == nil || game.Prompts.ID != lib.ID {
		t.Fatalf("%+v, %v", game, err)
	}
	want.DrawnAt = game.Ghost.DrawnAt
	seats := [2]store.Seat{}
	seats[seat-1] = store.Seat{Name: "Mila", Open: true}
	seats[2-seat] = store.Seat{Player: ada, Name: "Ada"}
	if d := cmp.Diff(want, *game.Ghost) + cmp.Diff(seats, game.Seats); d != "" {
		t.Error(d)
	}
	if playing, err := b.PlayingNow(t.Context(), []string{ada}); err != nil || playing[ada].Partner != "Mila" || !playing[ada].Ghost.Equal(want.DrawnAt) {
		t.Errorf("she plays %+v, %v", playing, err)
	}
	if players, err := b.WithGhosts(t.Context()); err != nil || !slices.Equal(players, []string{ada}) {
		t.Errorf("%v draw with a ghost, %v", players, err)
	}
	if c := claim(t, n, "GAME"); c.Ghost == nil || *c.Ghost != (room.Ghost{Seat: c.Ghost.Seat, Source: drawn}) || int(c.Ghost.Seat) != seat {
		t.Errorf("the room has %+v", c.Ghost)
	}
	if _, _, err := b.SeatGhost(t.Context(), "", ada, g, "OTHER"); !errors.Is(err, lobby.ErrPlaying) {
		t.Errorf("a second one: %v; want ErrPlaying", err)
	}
	if met, err := b.Met(t.Context(), [2]string{ada}); err != nil || met.At[lib.Key].IsZero() {
		t.Errorf("she has met %v, %v", met.At, err)
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	if days, err := b.Days(t.Context(), today, today); err != nil || days[0].Games != 2 || days[0].Ghosts != 1 || days[0].Waits != 2 {
		t.Errorf("today %+v, %v", days, err)
	}
}

func TestFindGhost_LeavesOut(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, b bundle, game, mila, jonas string){
		"ink that was taken back": func(t *testing.T, b bundle, game, mila, _ string) {
			for range 2 { // the second time it is taken back already
				if err := b.LendInk(t.Context(), game, mila, false); err != nil {
					t.Fatal(err)
				}
			}
		},
		"a game that its player made private": func(t *testing.T, b bundle, game, mila, _ string) {
			if err := b.SetOpen(t.Context(), game, mila, false); err != nil {
				t.Fatal(err)
			}
		},
		"a game that the other player made private": func(t *testing.T, b bundle, game, _, jonas string) {
			if err := b.SetOpen(t.Context(), game, jonas, false); err != nil {
				t.Fatal(err)
			}
		},
		"a game that the other player took their part of back": func(t *testing.T, b bundle, game, _, jonas string) {
			if err := b.ForgetSeat(t.Context(), game, jonas); err != nil {
				t.Fatal(err)
			}
		},
		"a player who was forgotten": func(t *testing.T, b bundle, _, mila, _ string) {
			if _, err := b.ForgetPlayer(t.Context(), mila); err != nil {
				t.Fatal(err)
			}
		},
		"a game that was reported": func(t *testing.T, b bundle, game, mila, _ string) {
			if err := b.MakeReport(t.Context(), game, mila, "drawing", "", nil); err != nil {
				t.Fatal(err)
			}
		},
		"a game that the operator deleted": func(t *testing.T, b bundle, game, _, _ string) {
			if err := b.DeleteGame(t.Context(), game, store.AuditNote{}); err != nil {
				t.Fatal(err)
			}
		},
		"ink of a banned player": func(t *testing.T, b bundle, _, mila, _ string) {
			if _, err := b.BanPlayer(t.Context(), mila, store.AuditNote{}); err != nil {
				t.Fatal(err)
			}
		},
		"ink that can't be read": func(t *testing.T, b bundle, _, _, _ string) {
			storetest.Exec(t, b.url, `UPDATE ghosts SET plays = 0`)
			g, err := b.FindGhost(t.Context(), b.player(t, "Eve"), wild, nil)
			if err == nil {
				err = b.RetireGhost(t.Context(), g)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
			game := b.played(t, b.node(t), b.libraryOf(t, "SET"), mila, jonas, nil)
			b.lend(t, game, mila)
			if got := b.ghost(t, ada); got != game {
				t.Fatalf("before, the ghost is %q", got)
			}
			spoil(t, b, game, mila, jonas)
			if got := b.ghost(t, ada); got != "" {
				t.Errorf("afterwards, the ghost is still %q", got)
			}
		})
	}
}

func TestFindGhost_FitsThePlayer(t *testing.T) {
	b := setup(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	game := b.played(t, b.node(t), b.libraryOf(t, "SET"), mila, jonas, nil)
	b.lend(t, game, mila)
	for player, want := range map[string]string{mila: "", jonas: "", ada: game} {
		if got := b.ghost(t, player); got != want {
			t.Errorf("%s gets %q, want %q", player, got, want)
		}
	}
	for _, other := range []lobby.Wish{{Language: "es", Difficulty: prompts.Wild}, english} {
		if g, err := b.FindGhost(t.Context(), ada, other, nil); !errors.Is(err, lobby.ErrNoGhost) {
			t.Errorf("for %v: %+v, %v", other, g, err)
		}
	}
	if err := b.Block(t.Context(), ada, mila); err != nil {
		t.Fatal(err)
	}
	if got := b.ghost(t, ada); got != "" {
		t.Errorf("after a block she gets %q", got)
	}
}

func TestFindGhost_DealsTheOneThatPlayedLeast(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada"), b.player(t, "Ben")
	one := b.played(t, n, b.libraryOf(t, "ONE"), mila, jonas, nil)
	two := b.played(t, n, b.libraryOf(t, "TWO"), mila, jonas, nil)
	b.lend(t, one, mila)
	b.lend(t, two, mila)

	_, first := b.meetGhost(t, n, ada)
	_, second := b.meetGhost(t, n, ben)
	if first == second || !slices.Contains([]string{one, two}, second) {
		t.Errorf("the first got %s, the second %s; want the other", first, second)
	}
	_, third := b.meetGhost(t, n, ada)
	if third != second {
		t.Errorf("then the first got %s; want the one that she had not met", third)
	}
	if got := b.ghost(t, ada); got != "" {
		t.Errorf("she has met both, and gets %q", got)
	}
}

func TestFindGhost_ShippedOnesComeAfterPlayersAndNeverEnd(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	var shipped []lobby.Ghost
	for _, id := range []string{"CAT", "DOG", "BEE"} {
		lib := b.libraryOf(t, id)
		shipped = append(shipped, lobby.Ghost{
			Source: id, Shipped: true, Name: "Nuria", DrawnAt: time.Now(), Seat: 2, Set: lib.ID,
			Language: "en", Difficulty: prompts.Wild, Rounds: 6, RoundSeconds: 30,
		})
	}
	storetest.Exec(t, b.url, `UPDATE prompt_sets SET difficulty = 'easy' WHERE id = 'DOG'`)
	storetest.Exec(t, b.url, `UPDATE prompt_sets SET disabled_at = now() WHERE id = 'BEE'`)
	game := b.played(t, n, b.libraryOf(t, "SET"), mila, jonas, nil)
	b.lend(t, game, mila)
	var got []string
	for range 4 {
		_, source := b.meetGhost(t, n, ada, shipped...)
		got = append(got, source)
	}
	if want := []string{game, "CAT", "DOG", "CAT"}; !slices.Equal(got, want) {
		t.Errorf("she drew with %v, want %v", got, want)
	}
}

func TestLendInk_OnlyOfWholeGames(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	lib := b.libraryOf(t, "SET")
	own := set("OWN")
	own.Source, own.Owner = prompts.FromHost, mila
	b.storeSets(t, own)
	for name, game := range map[string]string{
		"ended early":     b.played(t, n, lib, mila, jonas, func(f *room.Finished) { f.How = room.EndedEarly }),
		"drew nothing":    b.played(t, n, lib, mila, jonas, func(f *room.Finished) { f.Drew = [2]bool{} }),
		"a host's own":    b.played(t, n, own, mila, jonas, nil),
		"no such game":    "GAME",
		"somebody else's": b.played(t, n, lib, jonas, ada, nil),
	} {
		if err := b.LendInk(t.Context(), game, mila, true); !errors.Is(err, store.ErrNoGame) {
			t.Errorf("%s: %v, want ErrNoGame", name, err)
		}
		if l, err := b.Lending(t.Context(), game, mila); err == nil && (l.Lent || l.Possible) {
			t.Errorf("%s: %+v", name, l)
		}
	}
	whole := b.played(t, n, lib, mila, jonas, nil)
	for _, want := range []bool{true, true, false} {
		if err := b.LendInk(t.Context(), whole, mila, want); err != nil {
			t.Fatal(err)
		}
		if l, err := b.Lending(t.Context(), whole, mila); err != nil || l != (store.Lending{Lent: want, Possible: true}) {
			t.Errorf("%+v, %v", l, err)
		}
	}
}

// The game of a ghost whose ink is taken back, or whose player is forgotten, goes on.
func TestGhost_TakenBackWhileItPlays(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	drawn := b.played(t, n, b.libraryOf(t, "SET"), mila, jonas, nil)
	b.lend(t, drawn, mila)
	g, err := b.FindGhost(t.Context(), ada, wild, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.SeatGhost(t.Context(), "", ada, g, "GAME"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.ForgetPlayer(t.Context(), mila); err != nil {
		t.Fatal(err)
	}
	if c := claim(t, n, "GAME"); c.Ghost == nil || c.Ghost.Source != drawn || c.Seats[c.Ghost.Seat-1].Name != "" {
		t.Errorf("the room has %+v and %+v", c.Ghost, c.Seats)
	}
	if _, err := b.Recording(t.Context(), drawn); err != nil {
		t.Errorf("its ink is gone: %v", err)
	}
	if tables := storetest.Holding(t, b.url, "Mila"); len(tables) != 0 {
		t.Errorf("her name is still in %v", tables)
	}
	if _, _, err := b.SeatGhost(t.Context(), "", jonas, g, "OTHER"); !errors.Is(err, lobby.ErrNoGhost) {
		t.Errorf("it is dealt again: %v; want ErrNoGhost", err)
	}
}

// Nobody else can ask for it.
func TestForgetSeat_OfTheOnlyPlayerDeletesTheGame(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada")
	b.lend(t, b.played(t, n, b.libraryOf(t, "SET"), mila, jonas, nil), mila)
	game, _ := b.meetGhost(t, n, ada)
	if err := b.ForgetSeat(t.Context(), game, ada); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Game(t.Context(), game); !errors.Is(err, store.ErrNoGame) {
		t.Errorf("the game is still there: %v", err)
	}
}

func TestReports_OfAGhostReachItsPlayer(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ada, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ada"), b.player(t, "Ben")
	b.lend(t, b.played(t, n, b.libraryOf(t, "SET"), mila, jonas, nil), mila)
	game, _ := b.meetGhost(t, n, ada)
	if err := b.MakeReport(t.Context(), game, ada, "drawing", "", nil); err != nil {
		t.Fatal(err)
	}
	reports, err := b.Reports(t.Context(), store.ReportOpen, 0, 10)
	if err != nil || len(reports) != 1 || reports[0].Reported != mila || reports[0].ReportedName != "Mila" {
		t.Errorf("reports %+v, %v", reports, err)
	}
	if blocked, err := b.Blocks(t.Context(), ada, mila); err != nil || !blocked {
		t.Errorf("they are kept apart: %v, %v", blocked, err)
	}
	if got := b.ghost(t, ben); got != "" {
		t.Errorf("the ghost is still dealt: %s", got)
	}
}
