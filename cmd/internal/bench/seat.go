//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// recent is how many messages of a player may be under way.
const recent = 2048

// seat is a player's socket. It speaks the websocket protocol (RFC 6455) by itself: a
// library's client would cost more than the server that is measured.
type seat struct {
	conn   net.Conn
	frames *bufio.Reader
	talk   talk

	// Of the goroutine that sends.
	next int    // the number of the next message
	out  []byte // reused

	sentAt [recent]atomic.Int64 // when a message was sent, by its number modulo recent

	// Of the goroutine that reads.
	news                 // all so far
	took []time.Duration // how long the partner's messages took that count
	acks []time.Duration // how long it took until the own messages that count were durable
}

// talk is what a protocol says on a socket.
type talk interface {
	// encode appends message n, from 0.
	encode(dst []byte, n int) []byte
	// count is what a message of the server brings.
	count(binary bool, message []byte) (news, error)
}

// news is how many messages of the partner have arrived, and how many own ones are durable.
type news struct{ arrived, acked int }

// dial opens a websocket.
func dial(ctx context.Context, addr, path string, header http.Header, t talk) (*seat, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &seat{conn: conn, frames: bufio.NewReader(conn), talk: t}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return nil, err
	}
	if header != nil {
		req.Header = header
	}
	req.Header.Set("Upgrade", "websocket")
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Sec-WebSocket-Version", "13")
	req.Header.Set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==") // RFC 6455's example
	if err := req.Write(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	res, err := http.ReadResponse(s.frames, req) //nolint:bodyclose // it has none
	if err == nil && res.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("open a socket: %s", res.Status)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return s, nil
}

// The opcodes of frames.
const (
	opText   = 1
	opBinary = 2
	opClose  = 8
	opPing   = 9
	opPong   = 10
)

// read waits for the next message.
func (s *seat) read() (isBinary bool, message []byte, err error) {
	for {
		op, payload, err := s.readFrame()
		switch {
		case err != nil:
			return false, nil, err
		case op == opClose:
			return false, nil, fmt.Errorf("the server closed the socket: %q", payload)
		case op == opPing:
			if err := s.write(opPong, payload); err != nil {
				return false, nil, err
			}
		case op == opText, op == opBinary:
			return op == opBinary, payload, nil
		}
	}
}

// readAll reads until the server ends the socket.
func (s *seat) readAll() {
	for {
		if _, _, err := s.read(); err != nil {
			_ = s.conn.Close() // nobody waits for it
			return
		}
	}
}

// readFrame reads a frame; servers send each message as one.
func (s *seat) readFrame() (op byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(s.frames, head[:]); err != nil {
		return 0, nil, err
	}
	n := uint64(head[1] & 127)
	switch n {
	case 126:
		var long [2]byte
		_, err = io.ReadFull(s.frames, long[:])
		n = uint64(binary.BigEndian.Uint16(long[:]))
	case 127:
		var long [8]byte
		_, err = io.ReadFull(s.frames, long[:])
		n = binary.BigEndian.Uint64(long[:])
	}
	if err != nil {
		return 0, nil, err
	}
	payload = make([]byte, n)
	_, err = io.ReadFull(s.frames, payload)
	return head[0] & 15, payload, err
}

// write sends a frame of at most 64 KB, masked as a browser's.
func (s *seat) write(op byte, payload []byte) error {
	_, err := s.conn.Write(appendFrame(nil, op, payload))
	return err
}

func appendFrame(dst []byte, op byte, payload []byte) []byte {
	dst = append(dst, 0x80|op)
	if len(payload) < 126 {
		dst = append(dst, 0x80|byte(len(payload)))
	} else {
		dst = binary.BigEndian.AppendUint16(append(dst, 0x80|126), uint16(len(payload)))
	}
	mask := [4]byte{0x37, 0xfa, 0x21, 0x3d} // any will do: the server takes it off all the same
	dst = append(dst, mask[:]...)
	for i, b := range payload {
		dst = append(dst, b^mask[i%4])
	}
	return dst
}

// send sends the next message.
func (s *seat) send(start time.Time) error {
	s.out = appendFrame(s.out[:0], opBinary, s.talk.encode(nil, s.next))
	s.sentAt[s.next%recent].Store(int64(time.Since(start)))
	s.next++
	_, err := s.conn.Write(s.out)
	return err
}
