package main

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
	"github.com/tandem-game/tandem/store/storetest"
)

// journalStream returns the stored entries in a database of one game.
func journalStream(t *testing.T, database string) (stream []byte) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if err := conn.QueryRow(t.Context(), `SELECT string_agg(body, '' ORDER BY epoch, first_seq) FROM journal`).Scan(&stream); err != nil {
		t.Fatal(err)
	}
	return stream
}

// stream returns the received entries, without the notices of what is durable.
func (h *hand) stream() (stream []byte) {
	h.t.Helper()
	var r room.Reader
	for b := h.entries; len(b) > 0; {
		item, err := r.Next(b)
		if err != nil {
			h.t.Fatal(err)
		}
		if item.Entry.Seq != 0 {
			stream = append(stream, b[:item.Size]...)
		}
		b = b[item.Size:]
	}
	return stream
}

// draws lets one hand draw a stroke and waits until the other sees it.
func draws(one, two *hand, y int16) {
	one.t.Helper()
	before := len(two.stream())
	one.stroke(ink.Inks[2].Colour, ink.Point{X: 400, Y: y}, ink.Point{X: 3600, Y: y + 200})
	two.until("the stroke", func() bool { return len(two.stream()) > before })
}

func TestFailover_TheGameGoesOnOnTheStandby(t *testing.T) {
	t.Parallel()
	pair := storetest.NewPair(t)
	tandem := startOn(t, pair.URL(), withMetrics)
	durable := func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 }
	mila, jonas := tandem.player(t, "Mila"), tandem.player(t, "Jonas")
	_, one, two := tandem.inRound(t, mila, jonas)
	draws(one, two, 400)
	eventually(t, "it is durable", durable)
	acked := two.stream()

	pair.KillFirst()
	killed := time.Now()
	draws(one, two, 800)
	tandem.reaches(t, `tandem_flush_failures_total{why="away"}`, 1)
	pair.PromoteSecond()
	promoted := time.Now()
	eventually(t, "all is durable on the standby", durable)
	t.Logf("flushes paused for %s, of which %s after the promotion", time.Since(killed).Round(time.Millisecond), time.Since(promoted).Round(time.Millisecond))
	draws(two, one, 1200)
	eventually(t, "what follows is durable, too", durable)

	stream := journalStream(t, pair.Second())
	if page := two.stream(); len(page) <= len(acked) || !bytes.HasPrefix(stream, page) {
		t.Errorf("the standby has %d bytes of entries, the page %d, of which %d were durable before", len(stream), len(page), len(acked))
	}
	if kept, seq := journalEntries(t, pair.Second()); kept != seq {
		t.Errorf("%d entries are stored, and the last is entry %d", kept, seq)
	}
	for _, failures := range []string{`tandem_flush_failures_total{why="rejected"}`, `tandem_sockets_closed_total{reason="gone"}`} {
		if got := tandem.metric(t, failures); got != 0 {
			t.Errorf("%s is %v", failures, got)
		}
	}
	tandem.visitor(t).want(http.StatusOK, "GET", "/readyz", nil, nil)
	tandem.match(t, nil, tandem.player(t, "Eve"), tandem.player(t, "Tom"))
}

func TestHosting_BehindPgbouncer(t *testing.T) {
	t.Parallel()
	direct := storetest.URL(t)
	pooled := storetest.NewBouncer(t, direct).URL(direct)
	tandem := startOn(t, pooled, withMetrics, func(c *Config) { c.DirectURL = direct })
	tandem.visitor(t).want(http.StatusOK, "GET", "/readyz", nil, nil)
	_, one, two := tandem.inRound(t, tandem.player(t, "Mila"), tandem.player(t, "Jonas"))
	for y := range int16(8) {
		draws(one, two, 400+200*y)
	}
	eventually(t, "all is durable", func() bool { return tandem.metric(t, "tandem_undurable_bytes") == 0 })
	if stream := journalStream(t, direct); !bytes.HasPrefix(stream, two.stream()) {
		t.Errorf("%d bytes of entries are stored, the page has %d", len(stream), len(two.stream()))
	}
}
