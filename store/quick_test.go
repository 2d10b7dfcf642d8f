package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store/storetest"
)

var english = lobby.Wish{Language: "en", Difficulty: "normal"}

// enqueue gives players tickets in quick play.
func (b bundle) enqueue(t *testing.T, players ...string) {
	t.Helper()
	for _, p := range players {
		if _, err := b.Enqueue(t.Context(), p, english); err != nil {
			t.Fatal(err)
		}
	}
}

// meet matches the players who wait in quick play, by the usual rule.
func (b bundle) meet(t *testing.T) []lobby.QuickMatch {
	t.Helper()
	made, err := b.SeatStrangers(t.Context(), lobby.Strangers(b.waiting(t)), rand.Text)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// waiting returns the waiting tickets of quick play.
func (b bundle) waiting(t *testing.T) []lobby.Stranger {
	t.Helper()
	tickets, err := b.Strangers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tickets
}

func TestQuick_TwoMeet(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	wish := lobby.Wish{Language: "es", Difficulty: "wild"}
	for range 2 { // a second ticket is no error
		for _, p := range []string{mila, jonas} {
			if _, err := b.Enqueue(t.Context(), p, wish); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := b.waiting(t); len(got) != 2 || got[0].Player != mila || got[0].Name != "Mila" || got[0].Wish != wish || got[0].Waited <= 0 {
		t.Errorf("waiting %+v", got)
	}
	made := b.meet(t)
	if len(made) != 1 || made[0].Players != [2]string{mila, jonas} || made[0].Names != [2]string{"Mila", "Jonas"} || made[0].Wish != wish {
		t.Fatalf("made %+v", made)
	}
	g, err := b.Game(t.Context(), made[0].Game)
	if err != nil || g.Lobby != "" || g.Language != "es" || g.Difficulty != "wild" || g.RoundSeconds != 30 || g.Rounds != 6 || g.State != "live" || g.Seats[1].Player != jonas {
		t.Errorf("game %+v, %v", g, err)
	}
	if playing, err := b.PlayingNow(t.Context(), []string{jonas}); err != nil || playing[jonas] != (lobby.Matched{Room: g.ID, Seat: 2, Partner: "Mila"}) {
		t.Errorf("he plays %+v, %v", playing, err)
	}
	if _, err := b.Enqueue(t.Context(), mila, wish); !errors.Is(err, lobby.ErrPlaying) {
		t.Errorf("a player in a game: %v; want ErrPlaying", err)
	}
	if err := b.Dequeue(t.Context(), mila); err != nil { // after the match
		t.Error(err)
	}
	if again := b.meet(t); again != nil {
		t.Errorf("again: %+v", again)
	}
}

func TestQuick_GivesAPlayerOneTicket(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.lobby(t, "plum-kite-otter", mila, jonas)
	b.ready(t, "plum-kite-otter", mila)
	if cancelled, err := b.Enqueue(t.Context(), mila, english); err != nil || cancelled != "plum-kite-otter" {
		t.Errorf("cancelled in %q, %v", cancelled, err)
	}
	if got := b.state(t, "plum-kite-otter", mila); got != lobby.Here {
		t.Errorf("in the lobby she is %s", got)
	}
	b.ready(t, "plum-kite-otter", mila)
	if got := b.waiting(t); len(got) != 0 {
		t.Errorf("ready in the lobby, she still waits in quick play: %+v", got)
	}
	b.enqueue(t, jonas)
	for range 2 {
		if err := b.Dequeue(t.Context(), jonas); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.waiting(t); len(got) != 0 {
		t.Errorf("cancelled, he still waits: %+v", got)
	}
	if got := b.state(t, "plum-kite-otter", mila); got != lobby.Ready {
		t.Errorf("in the lobby she is %s", got)
	}
}

func TestQuick_KnowsWhoIsBlockedAndWhoHasMet(t *testing.T) {
	b := setup(t)
	n := b.node(t)
	mila, jonas, ida := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida")
	b.enqueue(t, mila, jonas)
	b.finish(t, n, b.meet(t)[0].Game)
	if err := b.Block(t.Context(), ida, mila); err != nil {
		t.Fatal(err)
	}
	b.enqueue(t, mila, jonas, ida)
	for _, ticket := range b.waiting(t) {
		want := map[string]lobby.Stranger{
			mila:  {Recent: []string{jonas}, Blocked: []string{ida}},
			jonas: {Recent: []string{mila}},
			ida:   {Blocked: []string{mila}},
		}[ticket.Player]
		if !cmp.Equal(ticket.Recent, want.Recent) || !cmp.Equal(ticket.Blocked, want.Blocked) {
			t.Errorf("%s: recent %v, blocked %v", ticket.Name, ticket.Recent, ticket.Blocked)
		}
	}
	if made := b.meet(t); len(made) != 1 || made[0].Players != [2]string{jonas, ida} {
		t.Errorf("made %+v", made)
	}
}

func TestQuick_ExpiresTicketsOfPlayersWhoHaveLeft(t *testing.T) {
	b := setup(t)
	mila, jonas := b.player(t, "Mila"), b.player(t, "Jonas")
	b.enqueue(t, mila, jonas)
	storetest.Exec(t, b.url, `UPDATE tickets SET beat_at = now() - INTERVAL '1 minute'`)
	if err := b.RefreshWaiting(t.Context(), []string{mila}, 20*time.Second); err != nil {
		t.Fatal(err)
	}
	if got := b.waiting(t); len(got) != 1 || got[0].Player != mila {
		t.Errorf("waiting %+v", got)
	}
	b.enqueue(t, jonas) // he comes back
	if got := b.waiting(t); len(got) != 2 {
		t.Errorf("waiting %+v", got)
	}
}

func TestQuick_DoesNotMatchAPlayerWhoCancelsMeanwhile(t *testing.T) {
	b := setup(t)
	mila, jonas, ida, ben := b.player(t, "Mila"), b.player(t, "Jonas"), b.player(t, "Ida"), b.player(t, "Ben")
	b.enqueue(t, mila, jonas, ida, ben)
	pairs := lobby.Strangers(b.waiting(t))
	if err := b.Dequeue(t.Context(), jonas); err != nil {
		t.Error(err)
	}
	made, err := b.SeatStrangers(t.Context(), pairs, rand.Text)
	if err != nil || len(made) != 1 || made[0].Players != [2]string{ida, ben} {
		t.Errorf("made %+v, %v", made, err)
	}
	if got := b.waiting(t); len(got) != 1 || got[0].Player != mila {
		t.Errorf("waiting %+v", got)
	}
}

func TestQuick_NeverMatchesTwiceConcurrently(t *testing.T) {
	b := setup(t)
	var players []string
	for i := range 60 {
		players = append(players, b.player(t, fmt.Sprint("Player ", i)))
	}
	b.lobby(t, "plum-kite-otter", players...)
	var all errgroup.Group
	for i, p := range players {
		all.Go(func() error { // they queue and cancel
			for range 3 {
				if _, err := b.Enqueue(t.Context(), p, english); err != nil && !errors.Is(err, lobby.ErrPlaying) {
					return err
				}
				if _, err := b.SetReady(t.Context(), "plum-kite-otter", p, i%2 == 0); err != nil && !errors.Is(err, lobby.ErrPlaying) {
					return err
				}
				if i%5 == 0 {
					if err := b.Dequeue(t.Context(), p); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	for range 4 {
		all.Go(func() error {
			for range 10 {
				tickets, err := b.Strangers(t.Context())
				if err != nil {
					return err
				}
				if _, err := b.SeatStrangers(t.Context(), lobby.Strangers(tickets), rand.Text); err != nil {
					return err
				}
				if _, err := b.Match(t.Context(), "plum-kite-otter", neighbours, rand.Text); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	storetest.Exec(t, b.url, `
		DO $$ BEGIN
			ASSERT (SELECT count(*) FROM seats) > 0, 'nobody was matched';
			ASSERT (SELECT count(*) = count(DISTINCT player) FROM seats), 'a player sits in two games';
			ASSERT NOT EXISTS (SELECT FROM tickets JOIN seats USING (player) WHERE state = 'waiting'), 'one who plays waits, too';
			ASSERT NOT EXISTS (SELECT FROM games WHERE (SELECT count(*) FROM seats WHERE game = id) <> 2), 'a game lacks a player';
		END $$`)
}
