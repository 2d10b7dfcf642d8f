package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/store"
)

// Health says that all is well.
type Health struct {
	Status  string `json:"status" enum:"ok"`
	Version string `json:"version" doc:"The running Tandem." example:"v0.1.0"`
}

// ErrLeaving is why a Tandem isn't ready that hands over to the others.
var ErrLeaving = errors.New("this tandem is leaving")

// readyWithin is the time limit of the database for a probe.
const readyWithin = 3 * time.Second

type healthOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         Health
}

func (a *API) registerHealth() {
	register(a, huma.Operation{
		OperationID: "healthz",
		Method:      http.MethodGet,
		Path:        "/healthz",
		Tags:        []string{tagHealth},
		Summary:     "Alive?",
		Description: "Answers as long as the process runs.",
	}, a.healthz)
	register(a, huma.Operation{
		OperationID: "readyz",
		Method:      http.MethodGet,
		Path:        "/readyz",
		Tags:        []string{tagHealth},
		Summary:     "Ready for players?",
		Description: "Answers ok when the database is reached, its schema is current, and this process is not leaving.",
		Errors:      []int{http.StatusServiceUnavailable},
	}, a.readyz)
}

func (a *API) healthz(context.Context, *struct{}) (*healthOutput, error) {
	return a.healthy(), nil
}

func (a *API) readyz(ctx context.Context, _ *struct{}) (*healthOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	err := a.Ready(ctx)
	if errors.Is(err, ErrLeaving) { // as it was told to
		return nil, problem.New(problem.Unavailable, "This Tandem is leaving; the others go on.")
	}
	if short := store.ShortageOf(err); short != "" { // which is logged where it is met
		return nil, problem.New(problem.Unavailable, "Tandem can't store anything: "+short.Error()+".")
	}
	if err != nil {
		a.warn(ctx, "not ready", slog.Any("error", err))
		return nil, problem.New(problem.Unavailable, "Tandem does not reach its database, or its schema is not current.")
	}
	return a.healthy(), nil
}

func (a *API) healthy() *healthOutput {
	return &healthOutput{CacheControl: cacheNothing, Body: Health{Status: "ok", Version: a.cfg.Version}}
}

// Starting answers all requests to a process that can't serve players yet, for example
// because it waits for an older one to end: a probe finds that it is alive and not ready.
// public is PUBLIC_URL, or nil.
func Starting(public *url.URL) http.Handler {
	at := baseOf(public)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at.strip(r).URL.Path != "/healthz" {
			at.refuse(w, problem.New(problem.Unavailable, "Tandem is starting. Try again in a few seconds."))
			return
		}
		w.Header().Set("Cache-Control", cacheNothing)
		w.WriteHeader(http.StatusOK)
	})
}
