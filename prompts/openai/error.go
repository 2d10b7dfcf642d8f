package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	openai "github.com/openai/openai-go/v3"
)

// Kind says why there is no set.
type Kind string

// The kinds.
const (
	Unauthorized Kind = "unauthorized" // the key is missing, wrong or not allowed (401, 403)
	RateLimited  Kind = "rate_limited" // too many requests, or no credit left (429)
	Unavailable  Kind = "unavailable"  // the server fails (5xx) or can't be reached
	Rejected     Kind = "rejected"     // the server doesn't take the request: no such model, say
	Refused      Kind = "refused"      // the model will not write about this
	BadAnswer    Kind = "bad_answer"   // the answer is no set, or no good one, also when asked again
	TooLarge     Kind = "too_large"    // the answer is longer than any set
	TimedOut     Kind = "timed_out"    // the context ended first
)

// Error is why there is no set.
type Error struct {
	Kind Kind
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Kind, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// explain turns a failed request into an Error. response is nil if there was
// none.
func explain(ctx context.Context, err error, response *http.Response) *Error {
	switch {
	case ctx.Err() != nil:
		return &Error{TimedOut, ctx.Err()}
	case errors.As(err, new(*http.MaxBytesError)):
		return &Error{TooLarge, err}
	case response == nil:
		return &Error{Unavailable, err}
	case response.StatusCode >= http.StatusBadRequest:
		reason := http.StatusText(response.StatusCode)
		var said *openai.Error
		if errors.As(err, &said) && said.Message != "" {
			reason = clip(said.Message)
		}
		return &Error{kindOf(response.StatusCode), fmt.Errorf("status %d: %s", response.StatusCode, reason)}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Unavailable, err} // cut off on the way
	}
	return &Error{BadAnswer, err}
}

func kindOf(status int) Kind {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return Unauthorized
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusConflict:
		return Unavailable
	}
	return Rejected
}

// clip shortens what a server or a model says, for a line of the log.
func clip(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
