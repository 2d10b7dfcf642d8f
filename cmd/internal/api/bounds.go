package api

import (
	"net/http"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// Time limits for clients, so that none holds a connection and its memory forever.
const (
	bodyWithin      = 10 * time.Second // to send a body
	readWithin      = 30 * time.Second // to read an answer
	readPerMB       = 8 * time.Second  // and this much longer for each MB of it: 1 Mbit/s
	bytesOfMegabyte = 1 << 20
)

// boundBody refuses a body that is too large for any operation, before reading it if its
// length is known. A body that doesn't arrive in time ends the connection, whether a
// handler reads it or net/http does, which drains it before answering in order to reuse the
// connection; net/http clears the deadline for the next request.
func (b base) boundBody(within time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength != 0 {
				_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(within)) // a test's writer has none
			}
			if r.ContentLength > maxBody {
				b.refuse(w, problem.New(problem.TooLarge, ""))
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, maxBody+1)
			next.ServeHTTP(w, r)
		})
	}
}

// boundAnswer limits how long a client may take to read an answer, and allows perMB more
// for each megabyte. Event streams and sockets set their own limits.
func boundAnswer(within, perMB time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			to := http.NewResponseController(w)
			_ = to.SetWriteDeadline(time.Time{}) // remove the deadline of the connection's previous answer
			next.ServeHTTP(&timedWriter{ResponseWriter: w, to: to, within: within, perMB: perMB}, r)
		})
	}
}

// timedWriter sets a deadline for each write, until its handler sets one.
type timedWriter struct {
	http.ResponseWriter
	to            *http.ResponseController
	within, perMB time.Duration
	handlers      bool // the handler sets deadlines itself
}

func (w *timedWriter) Write(b []byte) (int, error) {
	if !w.handlers {
		share := time.Duration(float64(w.perMB) * float64(len(b)) / bytesOfMegabyte)
		_ = w.to.SetWriteDeadline(time.Now().Add(w.within + share)) // a test's writer has none
	}
	return w.ResponseWriter.Write(b)
}

// SetWriteDeadline implements what http.ResponseController looks for.
func (w *timedWriter) SetWriteDeadline(t time.Time) error {
	w.handlers = true
	return w.to.SetWriteDeadline(t)
}

// Unwrap gives http.ResponseController the rest.
func (w *timedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
