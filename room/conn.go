package room

import "github.com/tandem-game/tandem/room/ink"

// Conn is a page's socket. One goroutine calls Read; Write is called by one goroutine at a
// time; Close is called once, after the last Write. The edge wraps a websocket as a Conn,
// limits messages to MaxFrame bytes, and keeps the connection alive with pings; tests build
// one of two channels.
//
// No call takes a context: to bound each write by one costs as much as the room's own work
// for it.
type Conn interface {
	// Read waits for the next message.
	Read() (binary bool, b []byte, err error)
	// Write sends one message; it does not keep b.
	Write(binary bool, b []byte) error
	// Close sends a close frame with a code of the table, and frees what the socket holds.
	// It unblocks a pending Read.
	Close(code Close, reason string) error
	// Cut ends the connection without a close frame and unblocks a pending Read or Write.
	// Close must still be called. Cut may be called by any goroutine.
	Cut()
}

// Attach is what a page says when it attaches to its seat.
type Attach struct {
	Seat ink.Seat // 1 or 2; the edge has checked that the seat is the player's
	Pen  uint32   // named by the page, never 0; the page's ops are numbered within it
	// Earlier are the pens of earlier pages whose ink may not be durable, oldest first:
	// this page resends what they left. At most MaxEarlier, none of them 0 or Pen.
	Earlier []uint32
	Epoch   uint32 // of what the page already has; 0: it has nothing
	After   uint64 // the page has the stream up to this seq
	// Reconnect: the page has held the seat before and reconnects by itself. It doesn't
	// take the seat from another page, which the player opened later.
	Reconnect bool
}
