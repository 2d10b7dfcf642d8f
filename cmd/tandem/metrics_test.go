package main

import (
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

func withMetrics(c *Config) { c.AdminAddr = "127.0.0.1:0" }

// metrics reads all metrics from the admin address.
func (r *running) metrics(t *testing.T) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r.app.admin.Addr().String()+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// metric reads one metric.
func (r *running) metric(t *testing.T, name string) float64 {
	t.Helper()
	found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindStringSubmatch(r.metrics(t))
	if found == nil {
		t.Fatalf("no metric %s", name)
	}
	value, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// reaches waits until a metric has a given value.
func (r *running) reaches(t *testing.T, name string, want float64) {
	t.Helper()
	eventually(t, name, func() bool { return r.metric(t, name) >= want })
}

func TestMetrics_AreOnTheAdminAddressOnly(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database, withMetrics)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	id := tandem.match(t, nil, mila, jonas)
	one, two := mila.sitDown(id, 11), jonas.sitDown(id, 22)
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})
	for name, want := range map[string]float64{
		`tandem_ready`:                               1,
		`tandem_rooms`:                               1,
		`tandem_peers`:                               2,
		`tandem_rooms_opened_total{as="new"}`:        1,
		`tandem_ops_total`:                           3,
		`tandem_socket_frames_total{way="in"}`:       1,
		`tandem_prompt_sets_total{source="library"}`: 1,
		`tandem_http_seconds_count{method="GET",route="/api/rooms/{id}/socket",status="101"}`: 2,
	} {
		tandem.reaches(t, name, want)
		if got := tandem.metric(t, name); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	tandem.reaches(t, "tandem_flush_seconds_count", 1)

	for _, path := range []string{"/metrics", "/debug/pprof/goroutine?debug=1"} {
		res, err := mila.client.Get(mila.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || strings.Contains(string(body), "goroutine") {
			t.Errorf("on the public address: %s, %v", path, err)
		}
	}
	if err := tandem.stop(); err != nil {
		t.Error(err)
	}

	// The first sweep of the next process finds the abandoned game.
	startOn(t, database, withMetrics).reaches(t, `tandem_rooms_swept_total`, 1)
}
