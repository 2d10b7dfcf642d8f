package robot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

// What the systems of both ends hold for a page that doesn't read, they hold before
// the room has to. A loopback holds megabytes; with segments and a buffer this small it
// is some 40 KB, less than on a real network.
const (
	smallSegment = 536
	smallBuffer  = 2 << 10
)

// narrow dials connections that hold next to nothing under way.
var narrow = net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
	var err error
	failed := c.Control(func(fd uintptr) {
		err = errors.Join(
			syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, smallBuffer),
			syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, smallSegment),
		)
	})
	return errors.Join(err, failed)
}}

// deafen has the robot take its seat with a socket that it never reads, for as long as
// it is to be deaf. It asks for all of the past, draws nothing, and learns of nothing,
// not even that the socket was closed.
func (r *robot) deafen(ctx context.Context, now time.Time) bool {
	deaf := r.plan.Deaf != nil && r.plan.Deaf.Load()
	switch {
	case deaf && r.unread == nil:
		if r.line != nil {
			r.comeBack(now, -1)
		}
		r.retry, r.due = time.Time{}, time.Time{}
		// An error is that of a server that is away; then it is tried again.
		r.unread, _ = r.player.openUnread(ctx, r.room, r.own.ID)
	case !deaf && r.unread != nil:
		_ = r.unread.CloseNow() // it may be closed
		r.unread, r.retry = nil, now
	}
	return deaf
}

// openUnread opens a socket that nobody will read.
func (p *Player) openUnread(ctx context.Context, room string, pen uint32) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	client := &http.Client{Jar: p.client.Jar, Transport: &http.Transport{DisableKeepAlives: true, DialContext: narrow.DialContext}}
	ws, _, err := websocket.Dial(ctx, p.socketURL(room, attach{pen: pen}), &websocket.DialOptions{HTTPClient: client, HTTPHeader: p.headers()}) //nolint:bodyclose // Dial leaves none open
	return ws, err
}
