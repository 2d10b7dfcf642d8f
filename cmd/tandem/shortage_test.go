package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// A disk that is full refuses what grows, and answers the rest.
func TestShortage_PlayersDrawOnWhileTheDiskIsFull(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	tandem := startOn(t, database, withMetrics)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	_, one, two := tandem.inRound(t, mila, jonas)
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })

	before, _ := journalEntries(t, database)
	const strokes = 3

	storetest.Exec(t, database, `CREATE FUNCTION full_disk() RETURNS TRIGGER LANGUAGE plpgsql AS $$
		BEGIN RAISE 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100', HINT = 'Check free disk space.'; END $$`)
	storetest.Exec(t, database, `CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION full_disk()`)
	for i := range strokes {
		seen := len(two.entries)
		y := int16(400 + 200*i)
		one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: y}, ink.Point{X: 3600, Y: y})
		two.until("her stroke", func() bool { return len(two.entries) > seen })
		tandem.reaches(t, `tandem_flush_failures_total{why="away"}`, float64(2*i+2))
		p := mila.problem(http.StatusServiceUnavailable, "unavailable", "GET", "/readyz", nil)
		if !strings.Contains(p.Detail, "disk is full: make room on it") {
			t.Errorf("it isn't ready because %q", p.Detail)
		}
	}
	if n := strings.Count(tandem.log.String(), "level=WARN"); n != 2 { // the cause, and that a journal waits
		t.Errorf("%d warnings of one cause", n)
	}

	storetest.Exec(t, database, `DROP TRIGGER full_disk ON journal`)
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	if kept, seq := journalEntries(t, database); kept != seq || kept < before+3*strokes {
		t.Errorf("%d entries are stored, %d before the shortage, and the last is entry %d", kept, before, seq)
	}
	eventually(t, "it is ready", func() bool {
		res, err := mila.client.Get(mila.url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}
