package robot

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// deafen makes the robot take its seat with a socket that it never reads, for as long as it
// should be deaf. The robot asks for the whole past, draws nothing, and learns of nothing,
// not even that the socket was closed.
func (r *robot) deafen(ctx context.Context, now time.Time) bool {
	deaf := r.plan.Deaf != nil && r.plan.Deaf.Load()
	switch {
	case deaf && r.unread == nil:
		if r.line != nil {
			r.comeBack(now, -1)
		}
		r.retry, r.due = time.Time{}, time.Time{}
		// After an error the server is away; then the robot tries again.
		r.unread, _ = r.player.openUnread(ctx, r.room, r.own.ID)
	case !deaf && r.unread != nil:
		_ = r.unread.CloseNow() // it may be closed
		r.unread, r.retry = nil, now
	}
	return deaf
}

// openUnread opens a socket that nobody reads.
func (p *Player) openUnread(ctx context.Context, room string, pen uint32) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	client := &http.Client{Jar: p.client.Jar, Transport: &http.Transport{DisableKeepAlives: true, DialContext: narrow.DialContext}}
	ws, _, err := websocket.Dial(ctx, p.socketURL(room, attach{pen: pen}), &websocket.DialOptions{HTTPClient: client, HTTPHeader: p.headers()}) //nolint:bodyclose // Dial leaves none open
	return ws, err
}
