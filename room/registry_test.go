package room

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/room/ink"
)

func TestRegistry_ClaimsARoomOnce(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		var (
			all   sync.WaitGroup
			mu    sync.Mutex
			rooms = map[*Room]bool{}
		)
		for range 20 {
			all.Go(func() {
				r, err := n.Open(context.Background(), "game")
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				rooms[r] = true
			})
		}
		all.Wait()
		if len(rooms) != 1 || n.memory.claims != 1 {
			t.Errorf("%d rooms of %d claims", len(rooms), n.memory.claims)
		}
	})
}

func TestRegistry_UnknownRoom(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		for range 2 {
			if _, err := n.Open(context.Background(), "other"); !errors.Is(err, ErrNoRoom) {
				t.Errorf("open: %v", err)
			}
		}
		synctest.Wait()
		if len(n.rooms) != 0 {
			t.Errorf("%d rooms are remembered", len(n.rooms))
		}
	})
}

// slowStore claims slowly.
type slowStore struct{ *memory }

func (s slowStore) Claim(ctx context.Context, id string) (Game, error) {
	select {
	case <-time.After(time.Second):
		return s.memory.Claim(ctx, id)
	case <-ctx.Done():
		return Game{}, ctx.Err()
	}
}

func TestRegistry_ACancelledOpenDoesNotAffectOtherCallers(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.config.Store = slowStore{n.memory}
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if _, err := n.Open(ctx, "game"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("open: %v", err)
		}
		if _, err := n.Open(context.Background(), "game"); err != nil || n.memory.claims != 1 {
			t.Errorf("open after %d claims: %v", n.memory.claims, err)
		}
	})
}

func TestRegistry_StopMakesAllDurableAndSendsPagesAway(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.memory.flushTakes = 40 * time.Millisecond
		mila, jonas := together(n)
		time.Sleep(time.Second)
		for range 10 {
			mila.draw(penDown, penMove, penUp)
			jonas.draw(touchDown, touchMove, penUp)
		}
		mila.hear()
		n.halt()
		mila.wantClosed(CloseRestarting)
		jonas.wantClosed(CloseRestarting)
		if stream := n.memory.stream("game"); !bytes.HasPrefix(stream, mila.stream) {
			t.Errorf("%d bytes are durable of %d that were shown", len(stream), len(mila.stream))
		}
		if _, err := n.Open(context.Background(), "game"); !errors.Is(err, ErrStopping) {
			t.Errorf("open: %v", err)
		}

		// The next owner continues at the exact millisecond.
		next := startNode(t, n.memory)
		next.attach(mila)
		if mila.state.Clock != 4000 || mila.state.LeftMS != 9000 || mila.epoch != 2 {
			t.Errorf("goes on at %d ms, %d left, in epoch %d", mila.state.Clock, mila.state.LeftMS, mila.epoch)
		}
	})
}

func TestRegistry_StopDoesNotWaitForeverForTheDatabase(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, _ := together(n)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.mu.Unlock()
		mila.draw(penDown)
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		if err := n.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("stop: %v", err)
		}
		mila.wantClosed(CloseRestarting)
	})
}

// deadStore never answers.
type deadStore struct{ *memory }

func (deadStore) Claim(ctx context.Context, _ string) (Game, error) {
	<-ctx.Done()
	return Game{}, ctx.Err()
}

func (deadStore) FreeSeat(ctx context.Context, _ string, _ ink.Seat) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestRegistry_StopEndsEverythingAtItsDeadline(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
		n.attach(jonas)
		jonas.leave()
		n.dial(jonas, 0) // reads nothing, not even that a newer page took the seat
		n.attach(mila)
		n.attach(newPage(t, 2, 23))
		room, err := n.Open(context.Background(), "game")
		if err != nil {
			t.Fatal(err)
		}
		room.store = deadStore{n.memory} // the room hasn't called its store yet
		n.config.Store = deadStore{n.memory}
		mila.ask("leave")
		opened := make(chan error)
		go func() {
			_, err := n.Open(context.Background(), "other")
			opened <- err
		}()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			if err := n.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("stop: %v", err)
			}
			if d := time.Since(began); d > 3*time.Second {
				t.Errorf("stop took %v", d)
			}
		}()
		if err := <-opened; !errors.Is(err, context.Canceled) {
			t.Errorf("open: %v", err)
		}
		<-stopped
	})
}

func TestRegistry_AStuckSocketDoesNotHoldUpStop(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		jonas.leave()
		n.dial(jonas, 0)
		synctest.Wait()
		mila.draw(penDown)
		began := time.Now()
		n.halt()
		if d := time.Since(began); d > 2*lastWriteTime {
			t.Errorf("stop took %v", d)
		}
		jonas.wantClosed(CloseRestarting)
	})
}

func TestRegistry_AfterACrashTheGameGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(12 * time.Second)
		mila.draw(penDown, penMove, penUp, touchDown)
		jonas.draw(touchDown, touchMove)
		time.Sleep(time.Second)
		mila.hear()
		jonas.hear()
		mila.wantState("round", 2)
		durable := mila.durable

		n.kill()
		mila.wantClosed(CloseRestarting)
		next := startNode(t, n.memory)
		next.attach(mila)
		if mila.epoch != 2 || mila.state.Phase != "round" || mila.state.Round != 2 || mila.state.Paused == nil {
			t.Errorf("epoch %d, %+v", mila.epoch, mila.state)
		}
		if mila.state.Prompt != "boat 2" || mila.n != 4 {
			t.Errorf("prompt %q, at op %d", mila.state.Prompt, mila.n)
		}
		// The second before the crash, in which nothing was written, is played again.
		if mila.state.Clock != 15_000 || mila.state.LeftMS != 8000 {
			t.Errorf("at %d ms, %d left", mila.state.Clock, mila.state.LeftMS)
		}
		if mila.tape.seq < durable {
			t.Errorf("%d entries of %d durable ones", mila.tape.seq, durable)
		}
		next.attach(jonas)
		if jonas.state.Paused != nil {
			t.Errorf("both are back: %+v", jonas.state.Paused)
		}
		// The same pens continue their open strokes.
		jonas.draw(touchMove, penUp)
		mila.draw(touchMove, penUp)
		mila.catchUp()
		jonas.catchUp()
		if !bytes.Equal(mila.stream, jonas.stream) || mila.tape.hands[0].n != 6 || mila.tape.hands[1].n != 4 {
			t.Errorf("at ops %d and %d", mila.tape.hands[0].n, mila.tape.hands[1].n)
		}
		time.Sleep(20 * time.Second)
		if f, stream := next.memory.kept(t, "game"); f.How != AllRounds || f.PlayMS != 33_000 || f.Strokes != 3 || !bytes.Equal(stream, mila.hearAll()) {
			t.Errorf("kept %v, %d ms, %d strokes", f.How, f.PlayMS, f.Strokes)
		}
	})
}

func (p *page) hearAll() []byte {
	p.hear()
	return p.stream
}

func TestRegistry_WhatWasNotDurableIsSentAgain(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown, penMove)
		time.Sleep(time.Second)
		mila.hear()
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.mu.Unlock()
		mila.draw(penMove, penUp)
		jonas.hear()
		if jonas.tape.hands[0].n != 4 {
			t.Fatal("not shown while the database is away")
		}
		n.kill()

		next := startNode(t, n.memory)
		next.attach(mila)
		next.attach(jonas)
		if mila.n != 2 || jonas.tape.hands[0].n != 2 {
			t.Fatalf("after the crash at ops %d and %d, want 2: the rest was never durable", mila.n, jonas.tape.hands[0].n)
		}
		mila.draw(penMove, penUp)
		jonas.hear()
		if jonas.tape.hands[0].n != 4 || jonas.tape.hands[0].cursor.Open() {
			t.Error("not taken when sent again")
		}
	})
}

// Server and page crash at the same time: the page comes back as a new one, with what the
// browser had stored.
func TestRegistry_AnotherPageSendsAgainWhatWasNotDurable(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown, penMove)
		time.Sleep(time.Second)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.mu.Unlock()
		mila.draw(penMove, penUp)
		jonas.hear()
		n.kill()

		next := startNode(t, n.memory)
		again := newPage(t, 1, 12)
		again.earlier = []uint32{11}
		next.attach(again)
		next.attach(jonas)
		if !slices.Equal(again.had, []penFrame{{11, 2}}) {
			t.Fatalf("after the crash the room has %v of the page before", again.had)
		}
		again.switchPen(11)
		again.send(true, frameOf(3, penMove, penUp))
		again.switchPen(12)
		again.draw(penDown, penUp)
		jonas.hear()
		again.catchUp()
		if got := jonas.tape.hands[0]; got.pen != 12 || got.n != 2 || jonas.strokes() != 2 {
			t.Errorf("%d strokes, the last of pen %d", jonas.strokes(), got.pen)
		}
		if len(again.refused) != 0 || !bytes.Equal(again.stream, jonas.stream) {
			t.Errorf("refused %v; streams of %d and %d bytes", again.refused, len(again.stream), len(jonas.stream))
		}
	})
}

func TestRegistry_StoresAGameThatHadEnded(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		n.memory.finish = func(Finished) error { return errAway }
		jonas.leave()
		mila.ask("end")
		time.Sleep(time.Second)
		mila.wantState("finishing", 1)
		n.kill()

		n.memory.finish = nil
		next := startNode(t, n.memory)
		if _, err := next.Open(context.Background(), "game"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if f, stream := n.memory.kept(t, "game"); f.How != EndedEarly || !bytes.Equal(stream, mila.hearAll()) {
			t.Errorf("kept as %v", f.How)
		}
	})
}

func TestRegistry_ARoomThatCannotBeWrittenStopsAlone(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, _ := together(n)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return ErrRejected }
		n.memory.mu.Unlock()
		mila.draw(penDown)
		time.Sleep(durableWithin)
		mila.wantClosed(CloseRestarting)
		n.memory.mu.Lock()
		n.memory.flush = nil
		n.memory.mu.Unlock()
		n.attach(mila) // restored from what is durable
		if mila.epoch != 2 || mila.n != 0 {
			t.Errorf("epoch %d, at op %d", mila.epoch, mila.n)
		}
	})
}

func TestRegistry_FencedSendsAllAway(t *testing.T) {
	bubble(t, func(_ *testing.T, n *node) {
		mila, jonas := together(n)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return ErrFenced }
		n.memory.mu.Unlock()
		mila.draw(penDown)
		time.Sleep(durableWithin)
		mila.wantClosed(CloseRestarting)
		jonas.wantClosed(CloseRestarting)
	})
}

func TestRegistry_DropForgetsWhatIsNotDurable(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(time.Second)
		mila.hear()
		before := len(n.memory.stream("game"))
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.mu.Unlock()
		mila.draw(penDown, penUp)
		time.Sleep(time.Second)
		n.Drop()
		mila.wantClosed(CloseRestarting)
		jonas.wantClosed(CloseRestarting)
		n.memory.mu.Lock()
		n.memory.flush = nil
		n.memory.mu.Unlock()
		time.Sleep(2 * maxRetry)
		n.attach(mila)
		if mila.epoch != 2 {
			t.Errorf("the room goes on in epoch %d", mila.epoch)
		}
		// A flush that was under way may still arrive: the fence refuses it where it matters.
		if after := len(n.memory.stream("game")); after < before {
			t.Errorf("%d bytes are durable of %d", after, before)
		}
		if len(n.memory.released) != 0 {
			t.Errorf("released %v, which other nodes may own", n.memory.released)
		}
	})
}

func TestRegistry_HandsARoomOverOnceAllIsDurable(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.memory.flushTakes = 40 * time.Millisecond
		mila, jonas := together(n)
		time.Sleep(time.Second)
		mila.draw(penDown, penMove, penUp)
		mila.hear()
		if n.HandOver("another") || !n.HandOver("game") || !n.HandOver("game") {
			t.Error("it doesn't say what it plays")
		}
		time.Sleep(2 * durableWithin)
		mila.wantClosed(CloseRestarting)
		jonas.wantClosed(CloseRestarting)
		if stream := n.memory.stream("game"); !bytes.HasPrefix(stream, mila.stream) {
			t.Errorf("%d bytes are durable of %d that were shown", len(stream), len(mila.stream))
		}
		if !slices.Equal(n.memory.released, []string{"game"}) {
			t.Errorf("released %v", n.memory.released)
		}
		next := startNode(t, n.memory)
		next.attach(mila)
		if mila.epoch != 2 || mila.n != 3 {
			t.Errorf("goes on in epoch %d after op %d", mila.epoch, mila.n)
		}
	})
}

func TestRegistry_AFullNodeTakesNoInkAndNoRooms(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		n.memory.mu.Lock()
		n.memory.flush = func([]Row) error { return errAway }
		n.memory.games["other"] = anyGame()
		n.memory.mu.Unlock()
		n.config.Writer.mu.Lock()
		n.config.Writer.limit = 200
		n.config.Writer.mu.Unlock()
		mila.draw(slices.Repeat([][]byte{penDown, penUp}, 20)...)
		jonas.hear()
		if jonas.state.Paused == nil || len(jonas.state.Paused.Away) != 0 {
			t.Errorf("paused: %+v", jonas.state.Paused)
		}
		for range 2 * mailboxSize {
			mila.draw(penDown, penUp)
		}
		jonas.hear()
		if jonas.tape.hands[0].n != 40 {
			t.Errorf("a full node took %d ops", jonas.tape.hands[0].n)
		}
		newer := newPage(t, 2, 23) // pages can still come and go
		n.attach(newer)
		jonas.wantClosed(CloseReplaced)
		if _, err := n.Open(context.Background(), "other"); !errors.Is(err, ErrBusy) {
			t.Errorf("open: %v", err)
		}

		n.memory.mu.Lock()
		n.memory.flush = nil
		n.memory.mu.Unlock()
		time.Sleep(2 * maxRetry)
		mila.wantClosed(CloseResume)
		n.attach(mila)
		mila.draw(penDown, penUp)
		newer.hear()
		if newer.state.Paused != nil || newer.tape.hands[0].n != 42 {
			t.Errorf("paused %+v, at op %d", newer.state.Paused, newer.tape.hands[0].n)
		}
	})
}

func TestRegistry_ABrokenJournalOpensNothing(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		for name, rows := range map[string][]Row{
			"garbage":          {{Game: "game", First: 1, Last: 1, Body: []byte{0xff}}},
			"fewer than it is": {{Game: "game", First: 1, Last: 2, Body: []byte{0x0d, 0, 6}}},
		} {
			n.memory.rows["game"] = rows
			if _, err := n.Open(context.Background(), "game"); !errors.Is(err, ErrStream) {
				t.Errorf("%s: %v", name, err)
			}
			synctest.Wait()
		}
	})
}

func TestRestore_IsTheFoldOfTheStream(t *testing.T) {
	s, mila, jonas := playing(t)
	s.draw(mila, 1, penDown, penMove)
	s.draw(jonas, 1, touchDown, touchMove, penUp, penDown)
	s.wait(11 * time.Second)
	s.ask(mila, requestNextRound)
	s.attach(2, 23)

	made := anyGame()
	made.Epoch, made.Journal, made.Entries = 2, s.g.stream, int(s.g.seq)
	g, err := newGame(made, start)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.g.fold, g.fold, all); diff != "" {
		t.Errorf("restored (-live +restored):\n%s", diff)
	}
	if diff := cmp.Diff(s.g.offsets, g.offsets); diff != "" {
		t.Errorf("offsets: %s", diff)
	}
	for i := range g.liveSeats {
		if diff := cmp.Diff(s.g.liveSeats[i].pens, g.liveSeats[i].pens, all); diff != "" {
			t.Errorf("pens of seat %d: %s", i+1, diff)
		}
	}
	if s.g.prompts != g.prompts {
		t.Errorf("prompts %q, want %q", g.prompts, s.g.prompts)
	}
}

func TestRegistry_OpensAheadUntilItStops(t *testing.T) {
	for range 20 {
		bubble(t, func(t *testing.T, n *node) {
			n.OpenAhead("game")
			synctest.Wait()
			if !n.Has("game") || n.memory.claims != 1 {
				t.Fatalf("open: %t, claimed %d times", n.Has("game"), n.memory.claims)
			}
			n.memory.flushTakes = time.Second // the final flush is slow
			var matches sync.WaitGroup
			for i := range 8 {
				matches.Go(func() {
					for range 100 {
						n.OpenAhead(fmt.Sprint("game ", i))
					}
				})
			}
			if err := n.Stop(context.Background()); err != nil {
				t.Error(err)
			}
			n.memory.mu.Lock()
			claims := n.memory.claims
			n.memory.mu.Unlock()
			matches.Wait()
			synctest.Wait()
			n.OpenAhead("late")
			synctest.Wait()
			if n.memory.claims != claims || n.Has("late") || n.Load().Rooms != 0 {
				t.Errorf("%d rooms after the end", n.Load().Rooms)
			}
		})
	}
}
