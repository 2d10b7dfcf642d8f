package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tandem-game/tandem/cmd/internal/problem"
	"github.com/tandem-game/tandem/cmd/internal/session"
	"github.com/tandem-game/tandem/lobby"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/store"
)

// logged returns an API and its log.
func logged(t *testing.T) (*API, *bytes.Buffer) {
	t.Helper()
	var said bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return edge(t, Config{Logger: log, Page: builtPage()}), &said
}

func TestLog_ContainsNoSecrets(t *testing.T) {
	a, said := logged(t)
	token := session.Mint()
	r := httptest.NewRequest(http.MethodGet, "/api/admin/games?cursor=SECRET1", nil)
	r.Header.Set("Authorization", "Bearer SECRET2")
	r.AddCookie(a.cookie.Set(token))
	a.ServeHTTP(httptest.NewRecorder(), r)
	get(a, "/l/secret-lobby-code?invite=SECRET3")
	get(a, "/api/nothing/SECRET4")
	for _, secret := range []string{"SECRET", string(token), "secret-lobby-code"} {
		if strings.Contains(said.String(), secret) {
			t.Errorf("the log contains %s:\n%s", secret, said)
		}
	}
	if !strings.Contains(said.String(), `"route":"/api/admin/games"`) {
		t.Errorf("the log lacks the route:\n%s", said)
	}
}

func TestLog_AnswersAPanicWith500AndLogsIt(t *testing.T) {
	a, said := logged(t)
	a.router.Get("/api/broken", func(http.ResponseWriter, *http.Request) { panic("it broke") })
	w := get(a, "/api/broken")
	var p problem.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusInternalServerError || p.Code != problem.Internal {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "it broke") {
		t.Error("the answer reveals the panic")
	}
	id := w.Header().Get("X-Request-Id")
	if id == "" || !strings.Contains(p.Detail, id) || !strings.Contains(said.String(), id) || !strings.Contains(said.String(), "it broke") {
		t.Errorf("request %q, detail %q, log:\n%s", id, p.Detail, said)
	}

	a.router.Get("/api/dropped", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	defer func() {
		if recover() == nil {
			t.Error("the panic of net/http's ErrAbortHandler was swallowed")
		}
	}()
	get(a, "/api/dropped")
}

// silent is a database that doesn't answer.
type silent struct{ Players }

func (silent) PlayerBySession(ctx context.Context, _ []byte) (store.Player, error) {
	<-ctx.Done()
	return store.Player{}, fmt.Errorf("find player: %w", ctx.Err())
}

func TestMeet_LimitsTheWaitForAHangingDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := edge(t, Config{})
		a.Players = silent{}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/me", nil)
		r.AddCookie(a.cookie.Set(session.Mint()))
		w := httptest.NewRecorder()
		begun := time.Now()
		a.ServeHTTP(w, r)
		if took := time.Since(begun); took != answerWithin {
			t.Errorf("answered after %s", took)
		}
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
		}
	})
}

func TestProblemOf(t *testing.T) {
	tests := []struct {
		err    error
		status int
		code   problem.Code
		noted  bool
	}{
		{fmt.Errorf("join: %w", lobby.ErrNotFound), 404, problem.NoSuchLobby, false},
		{lobby.ErrNotHost, 403, problem.NotHost, false},
		{lobby.ErrNotMember, 403, problem.NotMember, false},
		{lobby.ErrPlaying, 409, problem.Playing, false},
		{lobby.ErrTooManyPages, 429, problem.TooMany, false},
		{lobby.ErrStopping, 503, problem.Unavailable, false},
		{room.ErrNoRoom, 404, problem.NoSuchRoom, false},
		{room.ErrBusy, 503, problem.Unavailable, false},
		{room.ErrStopping, 503, problem.Unavailable, false},
		{store.ErrNoGame, 404, problem.NoSuchGame, false},
		{lobby.Invalid{{Field: "rounds", Problem: "must be 3 to 10"}}, 422, problem.Invalid, false},
		{fmt.Errorf("read: %w", &net.OpError{Op: "dial", Err: errors.New("refused")}), 503, problem.Unavailable, true},
		{fmt.Errorf("read: %w", io.ErrUnexpectedEOF), 503, problem.Unavailable, true},
		{fmt.Errorf("read: %w", &pgconn.PgError{Code: "57P03", Message: "the database system is starting up"}), 503, problem.Unavailable, true},
		{fmt.Errorf("read: %w", &pgconn.PgError{Code: "42703", Message: "there is no such column"}), 500, problem.Internal, true},
		{errors.New("column is of another type"), 500, problem.Internal, true},
	}
	for _, test := range tests {
		a, said := logged(t)
		p := a.problemOf(t.Context(), test.err)
		if p.Status != test.status || p.Code != test.code {
			t.Errorf("%v: %d %s, want %d %s", test.err, p.Status, p.Code, test.status, test.code)
		}
		if noted := said.Len() > 0; noted != test.noted {
			t.Errorf("%v: logged: %v", test.err, noted)
		}
		if p.Status >= 500 && strings.Contains(p.Detail, "column") {
			t.Errorf("the answer reveals %q", p.Detail)
		}
		if retry := p.GetHeaders().Get("Retry-After"); (retry != "") != (p.Status == 429 || p.Status == 503) {
			t.Errorf("%v: Retry-After is %q", test.err, retry)
		}
	}
	p := edge(t, Config{}).problemOf(t.Context(), lobby.Invalid{{Field: "rounds", Problem: "must be 3 to 10"}})
	if len(p.Errors) != 1 || p.Errors[0].Location != "body.settings.rounds" {
		t.Errorf("the problem names %+v", p.Errors)
	}
}
