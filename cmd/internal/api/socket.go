package api

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room"
)

// pulse is how a connection is kept alive: how often it is pinged, and how long the answer
// may take.
type pulse struct{ every, within time.Duration }

// socket is a websocket as a room uses it. It pings the page: a page that doesn't answer is
// gone, and its seat must know.
type socket struct {
	ws    *websocket.Conn
	wire  net.Conn
	pulse pulse
	ping  *time.Timer // runs while no ping is in progress, so it costs no goroutine
}

var _ room.Conn = (*socket)(nil)

// goodbyeWithin is how long a page may take to answer a close frame.
const goodbyeWithin = 2 * time.Second

// The buffers of a socket, in bytes. Ink comes and goes in smaller messages; net/http's own
// buffers are 4 KB each and mostly empty.
const (
	readBuffer  = 256
	writeBuffer = 1024
)

// grip keeps the connection that a websocket takes over, and gives it smaller buffers.
type grip struct {
	http.ResponseWriter
	wire net.Conn
}

func (g *grip) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	wire, rw, err := http.NewResponseController(g.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	g.wire = wire
	// Read first what the page has already sent, although it should wait for the answer.
	n := rw.Reader.Buffered()
	r := bufio.NewReaderSize(io.MultiReader(io.LimitReader(rw.Reader, int64(n)), wire), max(readBuffer, n))
	if _, err := r.Peek(n); err != nil {
		return nil, nil, err
	}
	return wire, bufio.NewReadWriter(r, bufio.NewWriterSize(wire, writeBuffer)), nil
}

// openSocket answers the request with a websocket. If it fails, it has answered the
// request. The caller has checked the origin.
func openSocket(w http.ResponseWriter, r *http.Request, p pulse) (*socket, error) {
	g := &grip{ResponseWriter: w}
	ws, err := websocket.Accept(g, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true,                          // guardOrigin has checked the origin
		CompressionMode:    websocket.CompressionDisabled, // ink is already dense, and 1 MB a pair is much
	})
	if err != nil {
		return nil, fmt.Errorf("open socket: %w", err)
	}
	ws.SetReadLimit(-1) // Read limits a message itself, so that the room can say what was wrong
	s := &socket{ws: ws, wire: g.wire, pulse: p}
	s.ping = time.AfterFunc(p.every, s.beat)
	return s, nil
}

// beat checks that the page still answers.
func (s *socket) beat() {
	ctx, cancel := context.WithTimeout(context.Background(), s.pulse.within)
	defer cancel()
	if err := s.ws.Ping(ctx); err != nil {
		_ = s.ws.CloseNow() // ends the room's Read
		return
	}
	s.ping.Reset(s.pulse.every)
}

// scratch holds a message until its length is known; the room keeps the copy that it gets.
var scratch = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Read waits for the next message. It cuts a message longer than MaxFrame to one byte more
// than that, so that the room refuses it.
func (s *socket) Read() (binary bool, b []byte, err error) {
	kind, r, err := s.ws.Reader(context.Background())
	if err != nil {
		return false, nil, fmt.Errorf("read socket: %w", err)
	}
	buffer := scratch.Get().(*bytes.Buffer)
	defer scratch.Put(buffer)
	buffer.Reset()
	if _, err := buffer.ReadFrom(io.LimitReader(r, room.MaxFrame+1)); err != nil {
		return false, nil, fmt.Errorf("read socket: %w", err)
	}
	return kind == websocket.MessageBinary, bytes.Clone(buffer.Bytes()), nil
}

// Write sends one message.
func (s *socket) Write(binary bool, b []byte) error {
	kind := websocket.MessageText
	if binary {
		kind = websocket.MessageBinary
	}
	if err := s.ws.Write(context.Background(), kind, b); err != nil {
		return fmt.Errorf("write socket: %w", err)
	}
	return nil
}

// Close sends a close frame and ends the connection.
func (s *socket) Close(code room.Close, reason string) error {
	s.ping.Stop()
	defer time.AfterFunc(goodbyeWithin, func() { _ = s.wire.Close() }).Stop()
	if err := s.ws.Close(websocket.StatusCode(code), reason); err != nil {
		return fmt.Errorf("close socket: %w", err)
	}
	return nil
}

// Cut ends the connection, and every Read or Write that waits for it.
func (s *socket) Cut() { _ = s.wire.Close() }
