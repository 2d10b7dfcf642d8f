package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/store/storetest"
)

var crowdFor = flag.Duration("crowd", 2*time.Second, "how long TestCrowd goes on: 60s to be sure")

// TestCrowd lets 200 players join, get ready, invite, wait in quick play, cancel and vanish
// at random, in a lobby of each way of pairing and in quick play, while their games end.
// At no time does anybody sit in two rooms, every room has two seats, and nobody is stuck
// in the end.
func TestCrowd(t *testing.T) {
	b := setup(t)
	const players = 200
	var ids []string
	for i := range players {
		ids = append(ids, b.player(t, fmt.Sprint("Player ", i)))
	}
	codes := map[string]lobby.Pairing{"as-they-come": lobby.AsTheyCome, "every-one-all": lobby.Everyone, "pick-your-own": lobby.Pick}
	for code, way := range codes {
		b.lobby(t, code, ids[0])
		b.rule(t, code, ids[0], func(r *lobby.Rules) { r.Pairing = way })
	}
	logger := slog.New(slog.DiscardHandler)
	var mu sync.Mutex
	var rooms []string
	onMatch := func(m lobby.Match) {
		mu.Lock()
		defer mu.Unlock()
		rooms = append(rooms, m.Game)
	}
	lobbies := lobby.NewService(lobby.Config{Store: b.Store, Logger: logger, OnMatch: onMatch})
	quick := lobby.NewQuickPlay(lobby.QuickConfig{Store: b.Store, Logger: logger, OnMatch: onMatch, OnCancel: lobbies.Changed})
	defer lobbies.Stop()
	defer quick.Stop()

	ctx, cancel := context.WithTimeout(t.Context(), *crowdFor)
	defer cancel()
	all, ctx := errgroup.WithContext(ctx)
	for i, id := range ids {
		all.Go(func() error {
			return restless{lobbies, quick, id, ids[i^1], rand.New(rand.NewPCG(uint64(i), 7))}.run(ctx) //nolint:gosec // it is to be repeatable
		})
	}
	all.Go(func() error { // games end
		for ctx.Err() == nil {
			mu.Lock()
			over := rooms
			rooms = nil
			mu.Unlock()
			b.assertSound(t)
			for _, room := range over {
				storetest.Exec(t, b.url, `DELETE FROM rooms WHERE game = $1`, room)
			}
			for code := range codes {
				lobbies.Changed(code)
			}
			host := b.read(t, "every-one-all").Host
			if err := lobbies.StartWave(ctx, "every-one-all", host); !harmless(err) && ctx.Err() == nil {
				return err
			}
		}
		return nil
	})
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	b.assertSound(t)
	for code := range codes {
		t.Logf("%s: %d games on the wall", code, len(b.read(t, code).Games))
	}

	// Two who wait are matched still: nothing is stuck.
	storetest.Exec(t, b.url, `DELETE FROM rooms`)
	storetest.Exec(t, b.url, `DELETE FROM tickets WHERE state = 'waiting'`)
	for _, id := range ids[:2] {
		if err := lobbies.Leave(t.Context(), "as-they-come", id); err != nil {
			t.Fatal(err)
		}
		if _, err := lobbies.Join(t.Context(), "as-they-come", id); err != nil {
			t.Fatal(err)
		}
	}
	matched := make(chan lobby.Event, 2)
	for _, id := range ids[:2] {
		events, err := lobbies.Follow(t.Context(), "as-they-come", id, lobby.Page{})
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for e := range events {
				if m, ok := e.(lobby.Matched); ok {
					matched <- m
				}
			}
		}()
		if _, err := lobbies.SetReady(t.Context(), "as-they-come", id, true); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		select {
		case <-matched:
		case <-time.After(20 * time.Second):
			t.Fatal("two who are ready are stuck")
		}
	}
}

// assertSound fails when somebody sits in two live rooms, or a room lacks a seat, or one
// who plays waits.
func (b bundle) assertSound(t *testing.T) {
	t.Helper()
	storetest.Exec(t, b.url, `
		DO $$ BEGIN
			ASSERT NOT EXISTS (SELECT player FROM seats JOIN rooms USING (game) GROUP BY player HAVING count(*) > 1), 'a player sits in two rooms';
			ASSERT NOT EXISTS (SELECT FROM rooms WHERE (SELECT count(*) FROM seats WHERE seats.game = rooms.game) <> 2), 'a room lacks a seat';
			ASSERT NOT EXISTS (SELECT FROM tickets JOIN seats USING (player) JOIN rooms ON rooms.game = seats.game WHERE state = 'waiting'), 'one who plays waits, too';
			ASSERT NOT EXISTS (SELECT FROM tickets WHERE state = 'matched' AND game IS NULL), 'a match without a game';
		END $$`)
}

// restless is a player that can't make up its mind.
type restless struct {
	lobbies *lobby.Service
	quick   *lobby.QuickPlay
	id      string
	friend  string
	chance  *rand.Rand
}

// run does one thing after the other until ctx ends.
func (r restless) run(ctx context.Context) error {
	codes := []string{"as-they-come", "every-one-all", "pick-your-own"}
	for ctx.Err() == nil {
		code := codes[r.chance.IntN(len(codes))]
		page, vanish := context.WithCancel(ctx)
		var err error
		switch r.chance.IntN(9) {
		case 0, 1:
			_, err = r.lobbies.Join(ctx, code, r.id)
		case 2:
			err = r.lobbies.Leave(ctx, code, r.id)
		case 3, 4:
			err = r.drain(page, code)
			if err == nil {
				_, err = r.lobbies.SetReady(ctx, code, r.id, r.chance.IntN(4) > 0)
			}
		case 5:
			if err = r.drain(page, "pick-your-own"); err == nil {
				_, err = r.lobbies.Invite(ctx, "pick-your-own", r.id, r.friend)
			}
		case 6:
			_, err = r.lobbies.Uninvite(ctx, "pick-your-own", r.id, r.friend)
		case 7:
			if err = r.drainQuick(page); err == nil {
				_, err = r.quick.Wait(ctx, r.id, lobby.Wish{Language: []string{"en", "es"}[r.chance.IntN(2)], Difficulty: "normal"})
			}
		case 8:
			err = r.quick.Cancel(ctx, r.id)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(r.chance.IntN(60)) * time.Millisecond):
		}
		vanish()
		if !harmless(err) && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// drain opens a page of a lobby that reads all it is sent.
func (r restless) drain(ctx context.Context, code string) error {
	events, err := r.lobbies.Follow(ctx, code, r.id, lobby.Page{})
	if err == nil {
		go func() {
			for range events { // until ctx ends
			}
		}()
	}
	return err
}

func (r restless) drainQuick(ctx context.Context) error {
	events, err := r.quick.Follow(ctx, r.id)
	if err == nil {
		go func() {
			for range events { // until ctx ends
			}
		}()
	}
	return err
}

// harmless tells whether an error is what one has to expect who can't make up its mind.
func harmless(err error) bool {
	for _, e := range []error{nil, lobby.ErrNotMember, lobby.ErrPlaying, lobby.ErrNoPartner, lobby.ErrNotHost, lobby.ErrTooManyPages} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
