package metrics

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/tandem-game/tandem/cmd/internal/api"
	"github.com/tandem-game/tandem/cmd/internal/cluster"
	"github.com/tandem-game/tandem/cmd/internal/pictures"
	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
)

func get(t *testing.T, h http.Handler, path string) (status int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	b, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(b)
}

func TestHandler(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	answers := NewHTTP()
	answers.Answered("GET", "/api/lobbies/{code}", 200, 30*time.Millisecond)
	answers.Answered("SOMETHING", "none", 405, time.Millisecond)
	h, err := Handler(Sources{
		Version:  "v1",
		Ready:    func(context.Context) error { return errors.New("no database") },
		Rooms:    room.NewRegistry(room.Config{Writer: room.NewWriter(nil, log), Logger: log}),
		Prompts:  &prompts.Metrics{},
		Pictures: &pictures.Metrics{},
		HTTP:     answers,
		Cluster:  cluster.New(cluster.Config{}),

		Obstacles: &api.ObstacleMetrics{},
	})
	if err != nil {
		t.Fatal(err)
	}
	status, text := get(t, h, "/metrics")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, text)
	}
	for _, line := range []string{
		`tandem_build_info{version="v1"} 1`,
		`tandem_ready 0`,
		`tandem_rooms 0`,
		`tandem_nodes_answering 0`,
		`tandem_rooms_opened_total{as="restored"} 0`,
		`tandem_sockets_closed_total{reason="slow"} 0`,
		`tandem_bound{bound="undurable",policy="clocks stand, pages keep their ink, no room is opened until half of it is durable",unit="bytes"} 6.7108864e+07`,
		`tandem_bound_reached_total{bound="mailbox"} 0`,
		`tandem_flush_seconds_bucket{le="+Inf"} 0`,
		`tandem_prompt_sets_total{source="library"} 0`,
		`tandem_pictures_total{how="drawn"} 0`,
		`tandem_picture_bytes{what="rasters"} 0`,
		`tandem_newcomers_total{turn="kept_out",why="banned"} 0`,
		`tandem_prompt_dollars_total 0`,
		`tandem_prompt_model_resting 0`,
		`tandem_http_seconds_bucket{method="GET",route="/api/lobbies/{code}",status="200",le="0.1"} 1`,
		`tandem_http_seconds_count{method="other",route="none",status="405"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("missing line %s", line)
		}
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}

	if status, text := get(t, h, "/debug/pprof/goroutine?debug=1"); status != http.StatusOK || !strings.Contains(text, "goroutine profile") {
		t.Errorf("the goroutines: %d: %.80s", status, text)
	}
	if status, _ := get(t, h, "/debug/pprof/cmdline"); status != http.StatusNotFound {
		t.Errorf("the command line, which may hold secrets: %d", status)
	}
}
