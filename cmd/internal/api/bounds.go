package api

import (
	"net/http"
	"time"
)

// How long a client may take, so that none holds a connection and its memory for ever.
const (
	bodyWithin      = 10 * time.Second // to send a body
	readWithin      = 30 * time.Second // to read an answer, and
	readPerMB       = 8 * time.Second  // so much more for each MB of it: 1 Mbit/s
	bytesOfMegabyte = 1 << 20
)

// boundBody refuses a body that is larger than any this API takes, before it is read
// where its length is known. One that doesn't come in time ends the connection, whether
// a handler reads it or net/http, which does before it answers, so as to use the
// connection again; it takes the deadline off for the next request.
func boundBody(within time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength != 0 {
				_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(within)) // a test's writer has none
			}
			if r.ContentLength > maxBody {
				problem(codeTooLarge, "").write(w)
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, maxBody+1)
			next.ServeHTTP(w, r)
		})
	}
}

// boundAnswer gives a client so long to read what it asked for, and perMB more for each
// megabyte of it. Event streams and sockets keep time themselves.
func boundAnswer(within, perMB time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			to := http.NewResponseController(w)
			_ = to.SetWriteDeadline(time.Time{}) // the one of the connection's last answer
			next.ServeHTTP(&timedWriter{ResponseWriter: w, to: to, within: within, perMB: perMB}, r)
		})
	}
}

// timedWriter sets a deadline for each write, until its handler sets one of its own.
type timedWriter struct {
	http.ResponseWriter
	to            *http.ResponseController
	within, perMB time.Duration
	handlers      bool // the handler keeps time
}

func (w *timedWriter) Write(b []byte) (int, error) {
	if !w.handlers {
		share := time.Duration(float64(w.perMB) * float64(len(b)) / bytesOfMegabyte)
		_ = w.to.SetWriteDeadline(time.Now().Add(w.within + share)) // a test's writer has none
	}
	return w.ResponseWriter.Write(b)
}

// SetWriteDeadline is what http.ResponseController looks for.
func (w *timedWriter) SetWriteDeadline(t time.Time) error {
	w.handlers = true
	return w.to.SetWriteDeadline(t)
}

// Unwrap leads http.ResponseController to the rest.
func (w *timedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
