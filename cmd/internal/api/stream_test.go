package api

import (
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// patient takes as long as it likes.
type patient struct{ *httptest.ResponseRecorder }

func (patient) SetWriteDeadline(time.Time) error { return nil }

func TestStream_IsOpenBeforeThereIsAnythingToSay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := patient{httptest.NewRecorder()}
		end := make(chan struct{})
		go func() {
			if err := pass(t.Context(), end, newStream(w), make(chan struct{}), false, nil); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		if !w.Flushed || w.Body.Len() != 0 {
			t.Errorf("told the client: %v, %q", w.Flushed, w.Body)
		}
		close(end)
		synctest.Wait()
	})
}
