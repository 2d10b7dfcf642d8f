package metrics

import (
	"iter"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/tandem-game/tandem/room"
)

// ofRooms are the metrics of a node's rooms and of its journal.
func ofRooms(rooms *room.Registry) []prometheus.Collector {
	m := rooms.Metrics()
	return []prometheus.Collector{
		gauge("tandem_rooms", "Rooms that are live on this node.", func(e emit) { e(float64(rooms.Load().Rooms)) }),
		gauge("tandem_peers", "Sockets that are open on the seats of rooms.", func(e emit) { e(float64(m.Peers.Load())) }),
		gauge("tandem_watchers", "Sockets that show the ink of rooms to walls.", func(e emit) { e(float64(m.Watchers.Load())) }),
		counter("tandem_rooms_opened_total", "Rooms this node claimed: new ones, and those it restored from their journal.", func(e emit) {
			e(float64(m.New.Load()), "new")
			e(float64(m.Restored.Load()), "restored")
		}, "as"),
		counter("tandem_rooms_unopened_total", "Rooms that could not be claimed or restored.", one(&m.Unopened)),
		counter("tandem_rooms_swept_total", "Rooms opened because nobody had come back to their game.", one(&m.Swept)),
		counter("tandem_games_kept_total", "Games that were kept, by how they ended.", each(m.Kept()), "how"),

		counter("tandem_sockets_closed_total", "Sockets that ended, by the reason of the close code; gone: by the page or the network.", each(m.Closed()), "reason"),
		counter("tandem_socket_frames_total", "Frames from (in) and to (out) pages.", func(e emit) {
			e(float64(m.FramesIn.Load()), "in")
			e(float64(m.FramesOut.Load()), "out")
		}, "way"),
		counter("tandem_socket_bytes_total", "Bytes of these frames.", func(e emit) {
			e(float64(m.BytesIn.Load()), "in")
			e(float64(m.BytesOut.Load()), "out")
		}, "way"),

		counter("tandem_entries_total", "Entries of journals that were shown.", one(&m.Entries)),
		counter("tandem_ops_total", "Of these, changes to a canvas.", one(&m.Ops)),
		counter("tandem_ops_refused_total", "Ops that were not taken, by the reason.", each(m.Refused()), "reason"),
		counter("tandem_pictures_differed_total", "How often neither page of a room showed the pixels that the server computed at the same entry. It must stay 0.", one(&m.Differed)),
		counter("tandem_pages_wrong_total", "How often one page showed other pixels than its partner and the server: a bug, a broken browser, or a page that lies. It started over.", one(&m.WrongPages)),

		durations("tandem_flush_seconds", "How long the transactions took that made entries durable.", &m.Flush),
		durations("tandem_durable_seconds", "How long after it was shown a room's first entry of a flush was durable.", &m.Durable),
		counter("tandem_flushed_bytes_total", "Bytes of entries that became durable.", one(&m.Flushed)),
		counter("tandem_flush_failures_total", "Transactions that Postgres did not answer (away) or refused (rejected).", func(e emit) {
			e(float64(m.Away.Load()), "away")
			e(float64(m.Rejected.Load()), "rejected")
		}, "why"),
		gauge("tandem_undurable_bytes", "Bytes of entries that wait to be durable.", func(e emit) { e(float64(rooms.Load().Undurable)) }),
		gauge("tandem_durable_lag_seconds", "For how long the first entry has waited that isn't durable.", func(e emit) { e(rooms.Load().Lag.Seconds()) }),

		gauge("tandem_bound", "What is bounded, and what happens beyond it.", func(e emit) {
			for b := range room.Bounds() {
				e(b.Limit(), b.String(), b.Unit(), b.Policy())
			}
		}, "bound", "unit", "policy"),
		counter("tandem_bound_reached_total", "How often something met a bound.", func(e emit) {
			for b := range room.Bounds() {
				e(float64(m.Reached(b)), b.String())
			}
		}, "bound"),
	}
}

// one reads a word.
func one(word *atomic.Uint64) func(emit) {
	return func(e emit) { e(float64(word.Load())) }
}

// each reads words by the value of a label.
func each(words iter.Seq2[string, uint64]) func(emit) {
	return func(e emit) {
		for label, n := range words {
			e(float64(n), label)
		}
	}
}
