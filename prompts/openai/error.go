package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

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
	Wait time.Duration // how long the server wants to be left alone; 0 if it didn't say
}

// Outage reports whether the server fails, rather than this one answer.
func (e *Error) Outage() (down bool, wait time.Duration) {
	switch e.Kind {
	case Unauthorized:
		return true, unauthorizedWait // until the operator has seen to the key
	case RateLimited, Unavailable, Rejected, TimedOut:
		return true, e.Wait
	case Refused, BadAnswer, TooLarge:
	}
	return false, 0
}

const unauthorizedWait = 5 * time.Minute

func (e *Error) Error() string { return fmt.Sprintf("%s: %v", e.Kind, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// explain turns a failed request into an Error. response is nil if there was
// none.
func explain(ctx context.Context, err error, response *http.Response) *Error {
	switch {
	case ctx.Err() != nil:
		return &Error{Kind: TimedOut, Err: ctx.Err()}
	case errors.As(err, new(*http.MaxBytesError)):
		return &Error{Kind: TooLarge, Err: err}
	case response == nil:
		return &Error{Kind: Unavailable, Err: err}
	case response.StatusCode >= http.StatusBadRequest:
		reason := http.StatusText(response.StatusCode)
		kind := kindOf(response.StatusCode)
		var said *openai.Error
		if errors.As(err, &said) {
			if said.Message != "" {
				reason = clip(said.Message)
			}
			if said.Code == "content_filter" { // as Azure says it
				kind = Refused
			}
		}
		return &Error{
			Kind: kind, Wait: pause(response),
			Err: fmt.Errorf("status %d: %s", response.StatusCode, reason),
		}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Kind: Unavailable, Err: err} // cut off on the way
	}
	return &Error{Kind: BadAnswer, Err: err}
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

// pause is how long the server wants us to wait, by Retry-After in seconds or as a
// date; 0 if it doesn't say.
func pause(response *http.Response) time.Duration {
	said := response.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil && seconds > 0 {
		return min(time.Duration(seconds)*time.Second, longestPause)
	}
	if at, err := http.ParseTime(said); err == nil {
		return min(max(0, time.Until(at)), longestPause)
	}
	return 0
}

const longestPause = 24 * time.Hour

// clip shortens what a server or a model says, for a line of the log.
func clip(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
