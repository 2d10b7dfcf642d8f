package room

import "github.com/tandem-game/tandem/room/ink"

// Conn is a page's socket. Read is called by one goroutine, Write by another at a
// time, Close once, after the last Write. The edge makes one of a websocket, limits
// what it reads to MaxFrame bytes a message, and keeps it alive with pings; tests make
// one of two channels.
//
// No call has a context: to bound each write by one costs as much as the room does for it.
type Conn interface {
	// Read waits for the next message.
	Read() (binary bool, b []byte, err error)
	// Write sends one message; it does not keep b.
	Write(binary bool, b []byte) error
	// Close says goodbye, with a code of the table, and frees what the socket
	// holds. It ends a Read under way.
	Close(code Close, reason string) error
	// Cut ends the connection without a goodbye, and with it a Read or a Write under
	// way. Close is still to be called. Any goroutine may.
	Cut()
}

// Attach is how a page comes to its seat.
type Attach struct {
	Seat ink.Seat // 1 or 2; the edge has checked that it is the player's
	Pen  uint32   // named by the page, not 0; its ops are numbered within it
	// Pens of earlier pages whose ink may not be durable, oldest first: this page
	// sends on what they left. At most MaxEarlier, none of them 0 or Pen.
	Earlier []uint32
	Epoch   uint32 // of what the page has already; 0: it has nothing
	After   uint64 // the seq up to which it has the stream
}
