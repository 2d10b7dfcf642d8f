package room

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tandem-game/tandem/room/ink"
)

// say answers the last check with the given hash.
func (p *page) say(hash string) {
	p.hear()
	p.send(false, fmt.Appendf(nil, `{"type":"hash","seq":%d,"hash":%q}`, p.checks[len(p.checks)-1], hash))
}

const (
	oneHash     = "0123456789abcdef"
	anotherHash = "0123456789abcdee"
)

func TestRoom_ComparesPicturesWhileThereIsNewInk(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(10 * time.Second)
		mila.hear()
		if len(mila.checks) != 0 {
			t.Fatalf("asked at %v with no ink", mila.checks)
		}
		for range 12 {
			mila.draw(penDown, penUp)
			time.Sleep(time.Second)
		}
		mila.hear()
		jonas.hear()
		if len(mila.checks) != 3 || !slices.Equal(mila.checks, jonas.checks) {
			t.Fatalf("in 12 s asked at %v and %v", mila.checks, jonas.checks)
		}
		mila.say(oneHash)
		jonas.say(oneHash)
		mila.hear()
		if mila.startOvers != 0 || n.Metrics().Differed.Load() != 0 {
			t.Error("equal pictures count as different")
		}
	})
}

// lengthen makes the rounds of the game so many seconds long.
func (n *node) lengthen(seconds int) {
	n.memory.mu.Lock()
	defer n.memory.mu.Unlock()
	g := n.memory.games["game"]
	g.RoundSeconds = seconds
	n.memory.games["game"] = g
}

// judging makes the server compute the given hash, and counts how often it is asked.
func (n *node) judging(hash string) (asked *atomic.Int32) {
	n.t.Helper()
	r, err := n.Open(context.Background(), "game")
	if err != nil {
		n.t.Fatal(err)
	}
	value, err := strconv.ParseUint(hash, 16, 64)
	if err != nil {
		n.t.Fatal(err)
	}
	asked = new(atomic.Int32)
	r.hash = func(context.Context, []byte, string) (uint64, error) {
		asked.Add(1)
		return value, nil
	}
	return asked
}

// compared makes both pages answer a check with the given hashes.
func compared(mila, jonas *page, milas, jonass string) {
	mila.draw(penDown, penUp)
	time.Sleep(compareEvery)
	mila.draw(penDown, penUp)
	mila.say(milas)
	jonas.say(jonass)
	mila.hear()
	jonas.hear()
}

func (n *node) wantDiffered(mila, jonas *page, milas, jonass int, differed, wrong uint64) {
	n.t.Helper()
	m := n.Metrics()
	if mila.startOvers != milas || jonas.startOvers != jonass || m.Differed.Load() != differed || m.WrongPages.Load() != wrong {
		n.t.Errorf("mila started over %d times, jonas %d; differed %d, wrong pages %d; want %d, %d, %d, %d",
			mila.startOvers, jonas.startOvers, m.Differed.Load(), m.WrongPages.Load(), milas, jonass, differed, wrong)
	}
}

func TestRoom_OnlyThePageThatIsWrongStartsOver(t *testing.T) {
	bubble(t, func(_ *testing.T, n *node) {
		n.lengthen(100)
		mila, jonas := together(n)
		n.judging(oneHash)
		compared(mila, jonas, oneHash, anotherHash)
		n.wantDiffered(mila, jonas, 0, 1, 0, 1)
		time.Sleep(judgeEvery)
		compared(mila, jonas, anotherHash, oneHash)
		n.wantDiffered(mila, jonas, 1, 1, 0, 2)
	})
}

func TestRoom_APageThatLiesCostsItsPartnerNothing(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		n.lengthen(1000)
		mila, jonas := together(n)
		asked := n.judging(oneHash)
		for range 100 {
			mila.draw(penDown, penUp)
			time.Sleep(compareEvery)
			mila.hear()
			jonas.hear()
			if len(jonas.checks) > 0 && jonas.checks[len(jonas.checks)-1] == jonas.tape.seq {
				mila.say(oneHash)
				jonas.say(anotherHash)
				mila.hear()
			}
		}
		n.wantDiffered(mila, jonas, 0, maxWrong, 0, maxWrong)
		if asked.Load() != maxWrong {
			t.Errorf("the server drew %d pictures", asked.Load())
		}
		checks := len(mila.checks)
		compareNoMore := func() {
			mila.draw(penDown, penUp)
			time.Sleep(compareEvery)
			mila.draw(penDown, penUp)
			mila.hear()
		}
		compareNoMore()
		if len(mila.checks) != checks {
			t.Error("what that page says is still compared")
		}
	})
}

func TestRoom_BothStartOverWhenNeitherHasTheServersPicture(t *testing.T) {
	bubble(t, func(_ *testing.T, n *node) {
		mila, jonas := together(n)
		n.judging("00000000000000ff")
		compared(mila, jonas, oneHash, anotherHash)
		n.wantDiffered(mila, jonas, 1, 1, 1, 0)
	})
}

func TestRoom_NobodyStartsOverWhileTheServerCannotSeeWhoIsRight(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		asked := n.judging(oneHash)
		n.judges <- struct{}{} // another room's picture is being drawn
		compared(mila, jonas, oneHash, anotherHash)
		n.wantDiffered(mila, jonas, 0, 0, 0, 0)
		if asked.Load() != 0 {
			t.Error("more is drawn at once than may be")
		}
		<-n.judges
	})
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		r, err := n.Open(context.Background(), "game")
		if err != nil {
			t.Fatal(err)
		}
		r.hash = func(ctx context.Context, _ []byte, _ string) (uint64, error) { // exceeds the time limit
			<-ctx.Done()
			return 0, ctx.Err()
		}
		compared(mila, jonas, oneHash, anotherHash)
		if mila.draw(penDown, penUp); len(n.judges) != 1 {
			t.Error("the room waits for the picture")
		}
		jonas.hear()
		if jonas.tape.seq != mila.tape.seq+2 {
			t.Errorf("drawn up to %d, shown up to %d", mila.tape.seq+2, jonas.tape.seq)
		}
		time.Sleep(judgeTime)
		mila.hear()
		jonas.hear()
		n.wantDiffered(mila, jonas, 0, 0, 0, 0)
	})
}

func TestRoom_AnotherPageOnTheSeatDoesNotStartOver(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		r, err := n.Open(context.Background(), "game")
		if err != nil {
			t.Fatal(err)
		}
		drawn := make(chan struct{})
		r.hash = func(context.Context, []byte, string) (uint64, error) {
			<-drawn
			return 0x0123456789abcdef, nil
		}
		compared(mila, jonas, oneHash, anotherHash)
		n.attach(jonas)
		close(drawn)
		mila.hear()
		jonas.hear()
		n.wantDiffered(mila, jonas, 0, 0, 0, 1)
	})
}

func TestRoom_TheServerDrawsWhatThePagesShow(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		mila.draw(penDown, penMove, penUp)
		time.Sleep(compareEvery)
		jonas.draw(touchDown, touchMove)
		mila.hear()
		paper, err := ink.ParseRGB(anySet.Paper)
		if err != nil {
			t.Fatal(err)
		}
		shown, err := Draw(t.Context(), mila.stream, paper)
		if err != nil {
			t.Fatal(err)
		}
		jonas.say(anotherHash)
		jonas.draw(touchMove, penUp) // the room has a later seq by then
		mila.send(false, fmt.Appendf(nil, `{"type":"hash","seq":%d,"hash":%q}`, mila.checks[0], shown.Hash()))
		mila.hear()
		jonas.hear()
		n.wantDiffered(mila, jonas, 0, 1, 0, 1)
	})
}

func TestRoom_ComparesNothingThatWasNotAsked(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		time.Sleep(compareEvery)
		mila.draw(penDown, penUp)
		jonas.hear()
		mila.say(oneHash)
		jonas.send(false, []byte(`{"type":"hash","seq":1,"hash":"`+anotherHash+`"}`))
		mila.hear()
		if n.Metrics().Differed.Load()+n.Metrics().WrongPages.Load() != 0 {
			t.Error("hashes at different entries were compared")
		}
		for _, bad := range []string{`"hash":""`, `"hash":"0123456789abcdeg"`, `"hash":"+123456789abcdef"`, `"seq":-1`} {
			n.attach(jonas)
			jonas.send(false, []byte(`{"type":"hash",`+bad+`}`))
			jonas.wantClosed(CloseMalformed)
		}
	})
}
