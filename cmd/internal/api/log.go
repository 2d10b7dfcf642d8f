package api

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/problem"
)

// answerWithin is how long a request may wait for the database. Without it a hanging
// database would keep the page waiting just as long.
const answerWithin = 10 * time.Second

// meet is the outermost layer: it gives each request its visit, logs it once it is
// answered, and turns a panic into a 500 that leaves the process running.
//
// A request is a line at debug: what fails says why where that is known. The log line has the route, not the path or the query: anyone who knows a lobby's code
// can join it, so the code must not be in a log.
func (a *API) meet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		v := a.visitFor(r)
		if token, ok := a.cookie.Token(r); ok {
			v.token = token
		}
		ctx, giveUp := context.WithCancel(r.Context())
		defer giveUp()
		late := time.AfterFunc(answerWithin, func() {
			giveUp()
			a.warn(ctx, "requests are given up: the database, or this machine, takes too long",
				slog.Duration("longer than", answerWithin), slog.String("request", v.id))
		})
		defer late.Stop()
		v.takesLonger = late.Stop
		var last []func()
		v.afterwards = func(do func()) { last = append(last, do) }
		defer func() {
			for _, do := range last {
				do()
			}
		}()
		if strings.HasPrefix(r.URL.Path, "/api/") { // the operator's proof changes nothing elsewhere
			v.operator = a.proofOf(ctx, r, v.client)
		}
		r = r.WithContext(withVisit(ctx, v))
		w.Header().Set("X-Request-Id", v.id)
		answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)

		defer func() {
			if failure := recover(); failure != nil {
				if err, ok := failure.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(failure) // net/http's own way to drop a connection
				}
				a.log.ErrorContext(r.Context(), "panic", "request", v.id, "route", route(r),
					"panic", fmt.Sprint(failure), "stack", string(debug.Stack()))
				if answer.Status() == 0 {
					a.base.refuse(answer, problem.New(problem.Internal, "").ForRequest(v.id))
				}
			}
			took := time.Since(start)
			a.cfg.Answered(r.Method, route(r), answer.Status(), took)
			a.log.LogAttrs(r.Context(), slog.LevelDebug, "request",
				slog.String("request", v.id),
				slog.Any("client", v.client),
				slog.String("method", r.Method),
				slog.String("route", route(r)),
				slog.Int("status", answer.Status()),
				slog.Int("bytes", answer.BytesWritten()),
				slog.Duration("took", took.Round(time.Microsecond)),
			)
		}()
		next.ServeHTTP(answer, r)
	})
}

// visitFor begins the visit of a request. Another node that has passed it on knows the
// client.
func (a *API) visitFor(r *http.Request) visit {
	if p, ok := cluster.PassedOf(r.Context()); ok {
		return visit{id: p.Request, client: p.Client, address: p.Address}
	}
	return visit{id: rand.Text(), client: a.clientOf(r), address: a.addressOf(r)}
}

// route returns the pattern that matched, once routing is done.
func route(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		return c.RoutePattern()
	}
	return "none"
}
