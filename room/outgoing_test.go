package room

import (
	"testing"
	"testing/synctest"
	"time"
)

// The alarm may go off between adding the first frame and writing it.
func TestOutgoing_BeatsOnWhenTheAlarmRingsAsItsFirstWriteBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &socket{down: make(chan wire, 16), cut: make(chan struct{}), closed: make(chan struct{})}
		o := newOutgoing(s, new(holder), newMetrics(), func() {})
		o.alarm.Stop() // it goes off here:
		o.text([]byte("{}"))
		o.ring()
		time.Sleep(3 * beatEvery)
		synctest.Wait()
		if frames := len(s.down); frames < 3 {
			t.Errorf("%d frames in %v", frames, 3*beatEvery)
		}
		o.close(CloseKept)
		<-o.gone
	})
}
