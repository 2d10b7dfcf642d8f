package room

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

// together attaches both pages and waits for round 1.
func together(n *node) (mila, jonas *page) {
	mila, jonas = newPage(n.t, 1, 11), newPage(n.t, 2, 22)
	n.attach(mila)
	n.attach(jonas)
	time.Sleep(3 * time.Second)
	mila.wantState("round", 1)
	jonas.wantState("round", 1)
	return mila, jonas
}

func TestRoom_TwoPlayAWholeGame(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		began := time.Now().Add(-3 * time.Second)
		for round := 1; round <= 3; round++ {
			mila.wantState("round", round)
			jonas.wantState("round", round)
			if mila.state.Prompt == "" || mila.state.Prompt == jonas.state.Prompt {
				t.Errorf("prompts %q and %q", mila.state.Prompt, jonas.state.Prompt)
			}
			if *mila.state.EndsAt != *jonas.state.EndsAt {
				t.Error("the clocks differ")
			}
			for range 9 {
				mila.draw(penDown, penMove)
				jonas.draw(touchDown)
				mila.draw(penMove, penUp)
				jonas.draw(touchMove, penUp)
				time.Sleep(time.Second)
			}
			time.Sleep(time.Second)
		}
		// Reads the last second of drawing, and then until the game is stored.
		mila.hear()
		jonas.hear()
		mila.wantClosed(CloseKept)
		jonas.wantClosed(CloseKept)
		mila.wantState("kept", 3)
		if mila.state.How != "all_rounds" {
			t.Errorf("how = %q", mila.state.How)
		}
		f, stream := n.memory.kept(t, "game")
		if !bytes.Equal(mila.stream, stream) || !bytes.Equal(jonas.stream, stream) {
			t.Errorf("%d bytes are kept, the pages saw %d and %d", len(stream), len(mila.stream), len(jonas.stream))
		}
		if f.How != AllRounds || f.PlayMS != 33_000 || f.Strokes != 54 || !f.StartedAt.Equal(began) || !f.EndedAt.Equal(began.Add(33*time.Second)) {
			t.Errorf("kept %v, %d ms, %d strokes, %v to %v", f.How, f.PlayMS, f.Strokes, f.StartedAt, f.EndedAt)
		}
		if mila.durable != mila.tape.seq {
			t.Errorf("durable up to %d of %d", mila.durable, mila.tape.seq)
		}
		if len(n.changes) != 4 { // counting in, round, finishing, kept
			t.Errorf("changes: %q", n.changes)
		}
		if _, err := n.Open(context.Background(), "game"); !errors.Is(err, ErrNoRoom) {
			t.Errorf("a kept game opens: %v", err)
		}
	})
}

func TestRoom_TheSameBytesForBoth(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown, penMove)
		mila.catchUp()
		jonas.hear()
		if !bytes.Equal(mila.stream, jonas.stream) {
			t.Error("the pages see different streams")
		}
		if mila.tape.hands[0].n != 2 {
			t.Errorf("seat 1 is at op %d", mila.tape.hands[0].n)
		}
		time.Sleep(durableWithin)
		jonas.catchUp()
		if jonas.durable != jonas.tape.seq {
			t.Errorf("durable up to %d of %d", jonas.durable, jonas.tape.seq)
		}
	})
}

// A frame costs more than its contents, so one that tells a page nothing new waits for one
// that does.
func TestRoom_OwnInkGoesOutWithThePartners(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		before := mila.frames
		mila.draw(penDown, penMove)
		mila.hear()
		if mila.frames != before || mila.tape.hands[0].n != 0 {
			t.Errorf("her own ink came back in %d frames at once", mila.frames-before)
		}
		jonas.draw(penDown)
		mila.hear()
		jonas.hear()
		if mila.frames != before+1 || mila.tape.hands[0].n != 2 || mila.tape.hands[1].n != 1 {
			t.Errorf("%d frames, ops %d and %d", mila.frames-before, mila.tape.hands[0].n, mila.tape.hands[1].n)
		}
		if jonas.tape.hands[0].n != 2 {
			t.Error("the partner waits")
		}
		time.Sleep(patience)
		jonas.hear()
		if jonas.tape.hands[1].n != 1 {
			t.Error("his own ink does not come back")
		}
		if frames := mila.frames; frames > before+2 {
			t.Errorf("%d frames", frames-before)
		}
	})
}

func TestRoom_PausesAndGoesOnWhereItWas(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(4 * time.Second)
		jonas.draw(penDown, penMove)
		jonas.hear()
		before := jonas.tape.seq
		jonas.leave()
		mila.hear()
		if mila.state.Paused == nil || mila.state.LeftMS != 6000 || mila.state.EndsAt != nil {
			t.Errorf("paused %+v, %d ms left", mila.state.Paused, mila.state.LeftMS)
		}
		time.Sleep(40 * time.Second)
		mila.draw(penDown, penUp) // drawing continues

		n.attach(jonas)
		if jonas.state.Paused != nil || jonas.state.LeftMS != 6000 {
			t.Errorf("back: paused %+v, %d ms left", jonas.state.Paused, jonas.state.LeftMS)
		}
		if jonas.n != 2 || jonas.tape.seq <= before {
			t.Errorf("back at op %d, seq %d after %d", jonas.n, jonas.tape.seq, before)
		}
		jonas.draw(penUp) // the same pen continues its stroke
		jonas.catchUp()
		mila.hear()
		if !bytes.Equal(mila.stream, jonas.stream) || mila.tape.hands[1].n != 3 {
			t.Error("who came back sees something else")
		}
		if len(jonas.refused) != 0 {
			t.Errorf("refused %v", jonas.refused)
		}
	})
}

func TestRoom_ResumeGivesTheSameStream(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		for range 700 { // several frames of past entries
			mila.draw(penDown, penMove, penMove, penUp)
		}
		mila.hear()
		fresh := newPage(t, 2, 23)
		n.attach(fresh)
		jonas.wantClosed(CloseReplaced)
		some := newPage(t, 1, 11)
		some.epoch = mila.epoch
		for some.tape.seq < 1000 { // it has only a part of the stream
			_, size, err := some.tape.next(mila.stream[len(some.stream):])
			if err != nil {
				t.Fatal(err)
			}
			some.stream = append(some.stream, mila.stream[len(some.stream):len(some.stream)+size]...)
		}
		n.attach(some)
		fresh.hear()
		if len(fresh.stream) < 2*chunk || fresh.largest > chunk {
			t.Errorf("%d bytes of past came in frames of up to %d", len(fresh.stream), fresh.largest)
		}
		if some.tape.seq != fresh.tape.seq || !bytes.Equal(some.stream, fresh.stream) || !bytes.HasPrefix(fresh.stream, mila.stream) {
			t.Errorf("streams of %d, %d and %d bytes differ", len(mila.stream), len(some.stream), len(fresh.stream))
		}
	})
}

func TestRoom_ANewerPageReplacesTheOlder(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		newer := newPage(t, 1, 12)
		n.attach(newer)
		mila.wantClosed(CloseReplaced)
		if err := <-mila.served; err != nil {
			t.Errorf("served: %v", err)
		}
		jonas.hear()
		if jonas.state.Paused != nil {
			t.Error("the partner was made to wait")
		}
		n.attach(mila) // Take back
		newer.wantClosed(CloseReplaced)
		mila.draw(penDown)
		jonas.hear()
		if jonas.tape.hands[0].pen != 11 {
			t.Error("the page that took its seat back can't draw")
		}
	})
}

// flood makes one page draw more than may be queued for the other, which reads nothing.
func (n *node) flood(drawing, slow *page) {
	slow.leave()
	n.dial(slow, 0) // reads nothing
	synctest.Wait()
	stroke := longStroke(200)
	for range 2000 {
		drawing.draw(stroke...)
		time.Sleep(time.Millisecond)
		drawing.hear()
	}
}

func TestRoom_ASlowPageResumes(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		n.flood(mila, jonas)
		time.Sleep(lastWriteTime)
		jonas.wantClosed(CloseSlow)
		mila.hear()
		if mila.state.Paused == nil {
			t.Error("the game didn't wait for the slow page")
		}
		n.attach(jonas)
		mila.hear()
		if mila.state.Paused != nil || !bytes.Equal(mila.stream, jonas.stream) {
			t.Error("the slow page didn't catch up")
		}
	})
}

func TestRoom_ASlowPartnerKeepsTheirGrace(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		n.flood(mila, jonas)
		jonas.wantClosed(CloseSlow)
		mila.ask("end")
		time.Sleep(seatGrace / 2) // what she sent earlier goes first, as fast as the rate allows
		mila.hear()
		if !slices.Equal(mila.notNow, []string{"end: coming_back"}) || mila.state.Phase != "round" || mila.state.Paused.MayEnd {
			t.Errorf("told %q; %s, %+v", mila.notNow, mila.state.Phase, mila.state.Paused)
		}
		n.attach(jonas)
		mila.wantState("round", 1)
		if mila.state.Paused != nil {
			t.Error("the game does not go on")
		}
		jonas.leave() // by choice
		mila.hear()
		if !mila.state.Paused.MayEnd {
			t.Errorf("paused: %+v", mila.state.Paused)
		}
		mila.ask("end")
		time.Sleep(seatGrace / 2)
		mila.wantClosed(CloseKept)
	})
}

func TestRoom_APageThatIsNeverReadDoesNotDelayThePartner(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		jonas.leave()
		n.dial(jonas, 0)
		synctest.Wait()
		sent := time.Now()
		for range 20 {
			mila.draw(penDown, penUp)
			mila.catchUp()
		}
		if mila.tape.hands[0].n != 40 || time.Since(sent) != 20*patience {
			t.Errorf("%d ops came back after %v", mila.tape.hands[0].n, time.Since(sent))
		}
		jonas.leave()
	})
}

func TestRoom_BadFrames(t *testing.T) {
	for _, c := range []struct {
		name string
		send func(*page)
		want Close
	}{
		{"ink that can't be read", func(p *page) { p.send(true, []byte{3, 0xff}) }, CloseMalformed},
		{"a frame too long", func(p *page) { p.send(true, make([]byte, MaxFrame+1)) }, CloseMalformed},
		{"no JSON", func(p *page) { p.send(false, []byte("hello")) }, CloseMalformed},
		{"a pen that it did not bring", func(p *page) { p.switchPen(99) }, CloseMalformed},
		{"an unknown request", func(p *page) { p.ask("win") }, CloseMalformed},
		{"an unknown reaction", func(p *page) { p.send(false, []byte(`{"type":"react","kind":"yawn"}`)) }, CloseMalformed},
		{"a gap", func(p *page) { p.n = 5; p.draw(penDown) }, CloseGap},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, n *node) {
				mila, jonas := together(n)
				jonas.draw(penDown, penMove)
				c.send(jonas)
				jonas.wantClosed(c.want)
				if err := <-jonas.served; err != nil {
					t.Errorf("served: %v", err)
				}
				mila.draw(penDown, penUp)
				mila.catchUp()
				if mila.tape.hands[0].n != 2 || mila.tape.hands[1].n != 2 {
					t.Errorf("after %d and %d ops the partner is disturbed", mila.tape.hands[0].n, mila.tape.hands[1].n)
				}
			})
		})
	}
}

// TestRoom_AFloodOfOneDoesNotTouchTheOther checks that a page which sends all it can is
// slowed down, also across reconnects, and that the partner who reads stays connected.
func TestRoom_AFloodOfOneDoesNotTouchTheOther(t *testing.T) {
	const size = 8 << 10 // bytes of a frame
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		full := longStroke(size - 32)
		began, sent := time.Now(), 0
		for range 4 { // reconnects
			for range 2 * frameBurst / size {
				mila.draw(full...)
				sent += size
			}
			mila.hear()
			jonas.hear()
			n.attach(mila)
		}
		if took := time.Since(began); took < time.Duration(sent-2*frameBurst)*time.Second/frameRate {
			t.Errorf("%d bytes were taken in %v", sent, took)
		}
		jonas.hear()
		if got := n.Metrics().Reached(BoundQueue); got != 0 || jonas.state.Paused != nil || jonas.tape.hands[0].n != mila.n {
			t.Errorf("%d queues ran over; the partner sees %d ops of %d", got, jonas.tape.hands[0].n, mila.n)
		}
	})
}

// TestRoom_ABurstOfBothFitsTheQueue lets both send all they may while a page reads nothing.
func TestRoom_ABurstOfBothFitsTheQueue(t *testing.T) {
	const size = 8 << 10 // bytes of a frame
	// The shortest ops make the most of a frame.
	short := slices.Concat([][]byte{penDown}, slices.Repeat([][]byte{ink.AppendPoints(nil, ink.Pen, 0, ink.Point{}, ink.Point{})}, (size-32)/4), [][]byte{penUp})
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		jonas.leave()
		n.dial(jonas, 0)
		synctest.Wait()
		for _, p := range []*page{mila, jonas} {
			for range frameBurst / (size + messageCost) {
				p.draw(short...)
			}
		}
		mila.hear()
		if mila.state.Paused != nil || n.Metrics().Reached(BoundQueue) != 0 {
			t.Errorf("a burst was too much: %+v", mila.state.Paused)
		}
		jonas.leave()
	})
}

func TestRoom_AttachesAreLimited(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		for range attachBurst {
			n.attach(mila)
			time.Sleep(10 * time.Millisecond)
		}
		jonas.hear()
		before := jonas.tape.seq
		flood := newPage(t, 1, 12)
		n.dial(flood, 1)
		flood.wantClosed(CloseTooOften)
		mila.draw(penDown) // the page that has the seat keeps it
		jonas.hear()
		if jonas.tape.seq != before+1 {
			t.Errorf("%d entries were added", jonas.tape.seq-before)
		}
		time.Sleep(2 * time.Second / attachRate)
		n.attach(flood)
		mila.wantClosed(CloseReplaced)
	})
}

// The page does nothing wrong: it must come back by itself, with all its ink.
func TestRoom_APageThatReconnectsTooOftenComesBackLater(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		for range attachBurst + 5 {
			mila.leave()
			time.Sleep(10 * time.Millisecond)
			n.dial(mila, 4096)
			synctest.Wait()
			select {
			case <-mila.closed:
				if !mila.code.Returns() {
					t.Fatalf("sent away for good: %s", mila.code.Reason())
				}
				time.Sleep(time.Second / attachRate)
				n.attach(mila)
			default:
				mila.hear()
			}
			mila.draw(penDown, penUp)
			mila.catchUp()
		}
		jonas.hear()
		if !bytes.Equal(mila.stream, jonas.stream) || jonas.tape.hands[0].n != mila.n || jonas.state.Paused != nil {
			t.Errorf("she is at op %d, and he sees %d; paused: %+v", mila.n, jonas.tape.hands[0].n, jonas.state.Paused)
		}
	})
}

func TestRoom_BadAttach(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		for _, c := range []struct {
			seat    ink.Seat
			pen     uint32
			earlier []uint32
			want    Close
		}{
			{0, 11, nil, CloseNotYourSeat},
			{3, 11, nil, CloseNotYourSeat},
			{1, 0, nil, CloseMalformed},
			{1, 11, []uint32{10, 0}, CloseMalformed},
			{1, 11, make([]uint32, MaxEarlier+1), CloseMalformed},
		} {
			p := newPage(t, c.seat, c.pen)
			p.earlier = c.earlier
			n.dial(p, 1)
			p.wantClosed(c.want)
		}
	})
}

func TestRoom_TextRequests(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.ask("go_on")
		mila.send(false, []byte(`{"type":"react","kind":"wow"}`))
		jonas.ask("go_on")
		mila.wantState("round", 2)
		jonas.ask("leave")
		jonas.wantClosed(CloseLeft)
		mila.ask("alone")
		mila.hear()
		if mila.state.Paused != nil || !mila.state.Seats[0].Alone {
			t.Errorf("alone: %+v", mila.state)
		}
		mila.ask("end")
		mila.hear()
		time.Sleep(durableWithin)
		mila.wantState("kept", 2)
		if _, stream := n.memory.kept(t, "game"); !bytes.Equal(stream, mila.stream) {
			t.Error("another stream is kept than was shown")
		}
	})
}

func TestRoom_LastWordsAreWritten(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		jonas.leave()
		mila.ask("end")
		time.Sleep(time.Second)
		mila.wantClosed(CloseKept)
		mila.wantState("kept", 1) // though it read nothing until the socket was closed
		if mila.state.How != "ended_early" || mila.durable != mila.tape.seq {
			t.Errorf("how %q, durable up to %d of %d", mila.state.How, mila.durable, mila.tape.seq)
		}
	})
}

func TestRoom_IsNeverSilentForLong(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(4 * time.Second)
		mila.wantState("round", 1) // the clock runs
		for range 5 {
			before := mila.frames
			time.Sleep(beatEvery)
			mila.hear()
			if mila.frames == before {
				t.Fatalf("nothing in %v of play", beatEvery)
			}
		}
		jonas.leave()           // the clock stands still, and nothing happens
		time.Sleep(time.Second) // except that this becomes durable
		mila.hear()
		for range 5 {
			before := mila.beats
			time.Sleep(beatEvery)
			mila.hear()
			if mila.beats != before+1 {
				t.Fatalf("%d beats in %v of quiet", mila.beats-before, beatEvery)
			}
		}
		// Any other frame is a sign of life, too.
		before := mila.beats
		for range 4 {
			mila.draw(penDown, penUp)
			time.Sleep(beatEvery - time.Millisecond)
		}
		mila.hear()
		if mila.beats != before {
			t.Errorf("%d beats beside ink", mila.beats-before)
		}
	})
}

func TestRoom_Abandoned(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown)
		mila.hear()
		mila.leave()
		jonas.leave()
		time.Sleep(seatGrace + time.Second)
		f, stream := n.memory.kept(t, "game")
		if f.How != Abandoned || !bytes.HasPrefix(stream, mila.stream) {
			t.Errorf("kept as %v", f.How)
		}
	})
}

func TestRoom_NobodyEverCame(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		if _, err := n.Open(context.Background(), "game"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(seatGrace + time.Second)
		if f, _ := n.memory.kept(t, "game"); f.How != Abandoned || !f.StartedAt.IsZero() || f.PlayMS != 0 {
			t.Errorf("kept %+v", f)
		}
	})
}

func TestRoom_RetriesUntilPromptsAreDealt(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		dealer := &failing{memory: n.memory, times: 3}
		n.config.Dealer, n.config.Store = dealer, dealer
		mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
		n.attach(mila)
		n.attach(jonas)
		mila.wantState("gathering", 0)
		time.Sleep(5 * taskPause)
		mila.wantState("gathering", 0) // three times no set, three times not stored
		time.Sleep(taskPause)
		mila.wantState("counting_in", 0)
		if n.memory.deals != 1 {
			t.Errorf("dealt %d times", n.memory.deals)
		}
		if mila.state.Theme != anySet.Theme || mila.state.Paper != anySet.Paper {
			t.Errorf("theme %q on %q", mila.state.Theme, mila.state.Paper)
		}
	})
}

// failing fails the given number of times before it deals, and before it stores.
type failing struct {
	*memory
	times       int
	deal, store int
}

func (f *failing) Deal(ctx context.Context, w prompts.Want) (prompts.Set, error) {
	if f.deal++; f.deal <= f.times {
		return prompts.Set{}, errors.New("no answer")
	}
	return f.memory.Deal(ctx, w)
}

func (f *failing) SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error {
	if f.store++; f.store <= f.times {
		return errors.New("no database")
	}
	return f.memory.SetPrompts(ctx, id, epoch, set)
}

func TestRoom_DealsAnotherSetWhenTheFirstIsGone(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		dealer := &refusing{memory: n.memory, keep: []error{ErrRejected, errors.New("no database"), ErrRejected}}
		n.config.Dealer, n.config.Store = dealer, dealer
		mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
		n.attach(mila)
		n.attach(jonas)
		time.Sleep(3*taskPause + 3*time.Second)
		mila.wantState("round", 1)
		if n.memory.deals != 3 {
			t.Errorf("dealt %d times", n.memory.deals)
		}
	})
}

func TestRoom_EndsAGameWhosePromptsCannotBeStored(t *testing.T) {
	always := func(err error) []error { return slices.Repeat([]error{err}, 1000) }
	for name, dealer := range map[string]*refusing{
		"none can be stored":         {keep: always(ErrRejected)},
		"none can be dealt":          {deal: always(ErrRejected)},
		"now the one, now the other": {deal: []error{ErrRejected, nil, ErrRejected, nil}, keep: always(ErrRejected)},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, n *node) {
				dealer.memory = n.memory
				n.config.Dealer, n.config.Store = dealer, dealer
				mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
				n.attach(mila)
				n.attach(jonas)
				time.Sleep(2 * dealTries * taskPause)
				mila.wantClosed(CloseKept)
				jonas.wantClosed(CloseKept)
				if f, _ := n.memory.kept(t, "game"); f.How != EndedEarly || !f.StartedAt.IsZero() {
					t.Errorf("kept %+v", f)
				}
			})
		})
	}
}

func TestRoom_WaitsForPromptsAsLongAsPostgresIsAway(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		dealer := &refusing{memory: n.memory, deal: slices.Repeat([]error{errors.New("no database")}, 600)}
		n.config.Dealer, n.config.Store = dealer, dealer
		mila, jonas := newPage(t, 1, 11), newPage(t, 2, 22)
		n.attach(mila)
		n.attach(jonas)
		time.Sleep(600*taskPause + 3*time.Second)
		mila.wantState("round", 1)
	})
}

// refusing fails with these errors in turn before it deals, and before it stores.
type refusing struct {
	*memory
	deal, keep []error
}

func next(errs *[]error) error {
	if len(*errs) == 0 {
		return nil
	}
	err := (*errs)[0]
	*errs = (*errs)[1:]
	return err
}

func (r *refusing) Deal(ctx context.Context, w prompts.Want) (prompts.Set, error) {
	if err := next(&r.deal); err != nil {
		return prompts.Set{}, err
	}
	return r.memory.Deal(ctx, w)
}

func (r *refusing) SetPrompts(ctx context.Context, id string, epoch uint32, set prompts.Set) error {
	if err := next(&r.keep); err != nil {
		return err
	}
	return r.memory.SetPrompts(ctx, id, epoch, set)
}
