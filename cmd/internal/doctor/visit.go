package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// The bounds of an answer.
const (
	answerWithin = 10 * time.Second
	maxAnswer    = 1 << 20 // bytes
)

// visit is one visit to Tandem.
type visit struct {
	Outside
	at      reached
	session *http.Cookie // nil: none was begun
}

// ask sends a request from Tandem's own page, decodes the answer's JSON into into, and
// returns the cookies that it sets.
func (v *visit) ask(ctx context.Context, method, path, body string, into any) ([]*http.Cookie, problem.Problem, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := v.request(ctx, method, path, body)
	if err != nil {
		return nil, problem.Problem{}, err
	}
	res, err := v.Client.Do(req)
	if err != nil {
		return nil, problem.Problem{}, plain(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, problem.Problem{}, fmt.Errorf("read the answer: %w", err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		var p problem.Problem
		if json.Unmarshal(raw, &p) != nil {
			p.Detail = res.Status // not Tandem's own words
		}
		return nil, p, nil
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			return nil, problem.Problem{}, fmt.Errorf("read the answer: %w", err)
		}
	}
	return res.Cookies(), problem.Problem{}, nil
}

// request makes a request as Tandem's own page sends it.
func (v *visit) request(ctx context.Context, method, path, body string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, v.at.base.JoinPath(path).String(), bytes.NewBufferString(body))
	if err != nil {
		return nil, err
	}
	req.Header = v.header()
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// header is what a browser says with a request of Tandem's own page.
func (v *visit) header() http.Header {
	h := http.Header{"Origin": {v.at.origin()}}
	if v.session != nil {
		h.Set("Cookie", v.session.Name+"="+v.session.Value)
	}
	return h
}

// leave has Tandem forget the player that cookie made.
func (v *visit) leave(ctx context.Context) {
	_, _, _ = v.ask(ctx, http.MethodDelete, "api/me", "", nil) // players who don't come back go in their time
}
