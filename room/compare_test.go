package room

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// say answers the last check with a hash.
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
		if mila.afresh != 0 || n.Metrics().Differed.Load() != 0 {
			t.Error("equal pictures count as different")
		}
	})
}

func TestRoom_SendsBothBackToTheStreamWhenTheirPicturesDiffer(t *testing.T) {
	bubble(t, func(t *testing.T, n *node) {
		mila, jonas := together(n)
		differ := func() {
			mila.draw(penDown, penUp)
			time.Sleep(compareEvery)
			mila.draw(penDown, penUp)
			mila.say(oneHash)
			jonas.say(anotherHash)
			mila.hear()
			jonas.hear()
		}
		differ()
		if mila.afresh != 1 || jonas.afresh != 1 || n.Metrics().Differed.Load() != 1 {
			t.Fatalf("sent back %d and %d times, %d counted", mila.afresh, jonas.afresh, n.Metrics().Differed.Load())
		}
		differ() // a page that lies doesn't keep the other busy
		if mila.afresh != 1 || n.Metrics().Differed.Load() != 2 {
			t.Errorf("sent back %d times, %d counted", mila.afresh, n.Metrics().Differed.Load())
		}
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
		if n.Metrics().Differed.Load() != 0 {
			t.Error("hashes at different entries were compared")
		}
		for _, bad := range []string{`"hash":""`, `"hash":"0123456789abcdeg"`, `"hash":"+123456789abcdef"`, `"seq":-1`} {
			n.attach(jonas)
			jonas.send(false, []byte(`{"type":"hash",`+bad+`}`))
			jonas.wantClosed(CloseMalformed)
		}
	})
}
