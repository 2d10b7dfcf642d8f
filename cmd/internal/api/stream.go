package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// writeWithin is the time limit of one write to an event stream: a page that reads nothing
// for so long is gone.
const writeWithin = 10 * time.Second

// MostStreams is how many event streams one client may have open: a school of a thousand
// behind one address, each with two pages. Sockets of rooms have no such limit: a seat has
// one, and a player with a seat is never refused because of others' streams.
const MostStreams = 2000

// isStream reports whether an operation answers with an event stream.
func isStream(op *huma.Operation) bool {
	answer := op.Responses["200"]
	return answer != nil && answer.Content["text/event-stream"] != nil
}

// boundStreams refuses a client more streams than it may have open.
func (a *API) boundStreams(ctx huma.Context, next func(huma.Context)) {
	if isStream(ctx.Operation()) {
		release, ok := a.streams.Hold(visitOf(ctx.Context()).client)
		if !ok {
			_, w := humachi.Unwrap(ctx)
			a.base.refuse(w, problem.New(problem.TooMany, "Too many pages are open at your address. Close some, and try again."))
			return
		}
		defer release()
	}
	next(ctx)
}

// sink receives the events that a page waits for. One goroutine writes to it.
type sink interface {
	// open is called before the first event, beat when there was no event for long.
	open() error
	beat() error
	event(name string, data any) error
	// eventWithID writes an event that a reconnecting client can name.
	eventWithID(id, name string, data any) error
}

// stream writes server-sent events. One goroutine owns it.
type stream struct {
	w  http.ResponseWriter
	to *http.ResponseController
}

// newStream begins the answer.
func newStream(w http.ResponseWriter) *stream {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", cacheNothing)
	h.Set("X-Accel-Buffering", "no") // otherwise nginx buffers events
	w.WriteHeader(http.StatusOK)
	return &stream{w: w, to: http.NewResponseController(w)}
}

// event sends one event with its data as JSON.
func (s *stream) event(name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write event %s: %w", name, err)
	}
	return s.write("event: %s\ndata: %s\n\n", name, body)
}

// eventWithID sends one event that a reconnecting client can name.
func (s *stream) eventWithID(id, name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("write event %s: %w", name, err)
	}
	return s.write("id: %s\nevent: %s\ndata: %s\n\n", id, name, body)
}

// beat sends a comment, which keeps proxies from closing a quiet stream and detects that
// nobody reads any more.
func (s *stream) beat() error { return s.write(":\n\n") }

// open tells the client that the stream is there, before the first event.
func (s *stream) open() error { return s.write("") }

func (s *stream) write(format string, args ...any) error {
	if err := s.to.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	return s.to.Flush()
}

// pass writes events, through tell, until there are no more, the client is gone, or the
// server ends. A quiet stream sends a comment now and then. If the page beats, it also
// sends an event that the page answers: one at once, so that the page soon knows that
// events get through, and then regularly.
func pass[E any](ctx context.Context, end <-chan struct{}, s sink, events <-chan E, beats bool, tell func(E) error) error {
	if err := s.open(); err != nil {
		return err
	}
	quiet := time.NewTicker(heartbeat)
	defer quiet.Stop()
	var beat <-chan time.Time
	if beats {
		if err := s.event("beat", struct{}{}); err != nil {
			return err
		}
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		beat = ticker.C
	}
	for {
		var err error
		select {
		case e, ok := <-events:
			if !ok {
				return nil
			}
			quiet.Reset(heartbeat)
			err = tell(e)
		case <-beat:
			err = s.event("beat", struct{}{})
		case <-quiet.C:
			err = s.beat()
		case <-ctx.Done():
			return nil
		case <-end:
			return nil
		}
		if err != nil {
			return err
		}
	}
}
