package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// inRound matches two players and waits until their game is in a round.
func (r *running) inRound(t *testing.T, mila, jonas *visitor) (id string, one, two *hand) {
	t.Helper()
	id = r.match(t, nil, mila, jonas)
	one, two = mila.sitDown(id, 11), jonas.sitDown(id, 22)
	for _, h := range []*hand{one, two} {
		h.until("the first round", func() bool { return h.state.Phase == "round" })
	}
	return id, one, two
}

func TestOutage_RoomsContinueAndNewRequestsGet503(t *testing.T) {
	t.Parallel()
	wire, database := wireTo(t, storetest.URL(t))
	tandem := startOn(t, database, withMetrics)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	eve, tom := tandem.player(t, "Eve"), tandem.player(t, "Tom")
	_, one, two := tandem.inRound(t, mila, jonas)
	other := tandem.match(t, nil, eve, tom)
	tandem.reaches(t, "tandem_flush_seconds_count", 1)

	wire.cut()
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})
	before := len(two.entries)
	two.until("her stroke", func() bool { return len(two.entries) > before })
	tandem.reaches(t, `tandem_flush_failures_total{why="away"}`, 1)
	if tandem.metric(t, "tandem_undurable_bytes") == 0 {
		t.Error("no entry waits for the database")
	}

	res := eve.want(http.StatusServiceUnavailable, "GET", "/api/rooms/"+other, nil, nil)
	if res.Header.Get("Retry-After") == "" {
		t.Error("Retry-After is missing")
	}
	_, res, err := websocket.Dial(t.Context(), eve.socketURL(other, 1), &websocket.DialOptions{HTTPClient: eve.client})
	if err == nil || res == nil || res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("her socket: %v, %v", res, err)
	}

	wire.mend()
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	eventually(t, "she gets in", func() bool {
		res, err := eve.client.Get(eve.url + "/api/rooms/" + other)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	if got := tandem.metric(t, `tandem_sockets_closed_total{reason="gone"}`); got != 0 {
		t.Errorf("%v pages lost their socket", got)
	}
}

// If the answer of a flush is lost, the node can't know whether it was committed. It flushes the
// rows again, and they are stored once.
func TestOutage_RepeatsAFlushWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	database := storetest.URL(t)
	wire, by := wireTo(t, database)
	tandem := startOn(t, by, withMetrics)
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	_, one, two := tandem.inRound(t, mila, jonas)
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	before := journalRows(t, database)

	from := ink.Point{X: 400, Y: 400}
	wire.muteAt(ink.AppendBegin(nil, ink.Pen, 44, ink.Inks[2].Colour, from))
	one.stroke(ink.Inks[2].Colour, from, ink.Point{X: 3600, Y: 600})
	eventually(t, "her stroke is committed", func() bool { return journalRows(t, database) > before })
	if tandem.metric(t, "tandem_undurable_bytes") == 0 {
		t.Error("the entries are durable although the answer was lost")
	}
	wire.cut()
	wire.mend()
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	if tandem.metric(t, `tandem_flush_failures_total{why="away"}`) == 0 || tandem.metric(t, `tandem_flush_failures_total{why="rejected"}`) != 0 {
		t.Error("the first flush did not fail, or the second one was rejected")
	}

	last := len(two.entries)
	one.stroke(ink.Inks[3].Colour, ink.Point{X: 400, Y: 800}, ink.Point{X: 3600, Y: 900})
	two.until("her next stroke", func() bool { return len(two.entries) > last+1 })
	eventually(t, "that is durable, too", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	if kept, seq := journalEntries(t, database); kept != seq {
		t.Errorf("%d entries are stored, and the last is entry %d", kept, seq)
	}
}

// journalEntries returns the number of entries in a database of one game, and the last seq.
func journalEntries(t *testing.T, database string) (kept, seq int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if err := conn.QueryRow(t.Context(), `SELECT sum(last_seq - first_seq + 1), max(last_seq) FROM journal`).Scan(&kept, &seq); err != nil {
		t.Fatal(err)
	}
	return kept, seq
}

func TestStop_TakesAtMostTenSecondsWithoutAnswersOfTheDatabase(t *testing.T) {
	for name, fail := range map[string]func(*wire){"cut off": (*wire).cut, "hanging": (*wire).hang} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wire, database := wireTo(t, storetest.URL(t))
			tandem := startOn(t, database)
			mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
			_, one, two := tandem.inRound(t, mila, jonas)
			fail(wire)
			one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: 400}, ink.Point{X: 3600, Y: 600})
			before := len(two.entries)
			two.until("her stroke", func() bool { return len(two.entries) > before })
			begun := time.Now()
			ended := make(chan error, 1)
			go func() { ended <- tandem.stop() }()
			if code := one.closed(); code != room.CloseRestarting { // the other page never answers
				t.Errorf("closed with %d", code)
			}
			if took := time.Since(begun); took > time.Second {
				t.Errorf("her socket was closed after %s", took)
			}
			err := <-ended
			if t.Log(err); err == nil {
				t.Error("it ended without an error")
			}
			if took := time.Since(begun); took > closeWithin+time.Second/2 {
				t.Errorf("it took %s", took)
			}
		})
	}
}
