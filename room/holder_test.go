package room

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestHolder_SendsEachFrameWithinPatienceAndATick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := new(holder)
		open := func() (*socket, *outgoing) {
			s := &socket{down: make(chan wire, 16), cut: make(chan struct{}), closed: make(chan struct{})}
			return s, newOutgoing(s, h, newMetrics(), func() {})
		}
		one, a := open()
		other, b := open()
		began := time.Now()
		a.binary([]byte{1}, true)
		time.Sleep(holdTick + holdTick/3)
		b.binary([]byte{2}, true) // while the holder watches the first
		sent := func(s *socket) time.Duration {
			<-s.down
			return time.Since(began)
		}
		if at := sent(one); at < patience || at > patience+holdTick {
			t.Errorf("sent after %v", at)
		}
		if at := sent(other) - holdTick - holdTick/3; at < patience || at > patience+holdTick {
			t.Errorf("the other's sent after %v", at)
		}

		// Held frames that another takes along start anew with the next.
		a.binary([]byte{3}, true)
		a.text([]byte("{}"))
		<-one.down
		<-one.down
		time.Sleep(patience - time.Millisecond)
		began = time.Now()
		a.binary([]byte{4}, true)
		if at := sent(one); at < patience || at > patience+holdTick {
			t.Errorf("the next is sent after %v", at)
		}

		for _, o := range []*outgoing{a, b} {
			o.close(CloseKept)
			<-o.gone
		}
		time.Sleep(2 * holdTick)
		synctest.Wait()
		if h.ticking || len(h.waiting) > 0 {
			t.Error("it ticks on with nothing to send")
		}
	})
}
