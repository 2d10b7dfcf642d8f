package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room"
)

// Line is a websocket to the node that serves a room, for a page that has its socket here.
type Line struct {
	ws        *websocket.Conn
	answering context.Context
	traffic   *Traffic
}

// Dial opens a line for a request. If the node answers with something else than a
// websocket, Dial returns that answer, with at most the first kilobyte of its body.
// ErrNobody as for Pass.
func (r *Remote) Dial(req *http.Request, p Passed) (*Line, *http.Response, error) {
	answering := r.answering()
	ctx, cancel := context.WithTimeout(req.Context(), silentAfter)
	defer cancel()
	defer context.AfterFunc(answering, cancel)()
	header := http.Header{}
	for _, name := range []string{"Cookie", "User-Agent", "Accept-Language"} {
		if v := req.Header.Values(name); v != nil {
			header[name] = v
		}
	}
	p.setIn(header, r.cluster.key)
	ws, res, err := websocket.Dial(ctx, "http://"+r.Address+req.URL.RequestURI(), &websocket.DialOptions{
		HTTPClient: r.client, HTTPHeader: header, Host: req.Host, CompressionMode: websocket.CompressionDisabled,
	})
	switch {
	case err == nil:
		ws.SetReadLimit(-1) // a node is trusted
		return &Line{ws, answering, r.traffic}, nil, nil
	case res == nil || res.Header.Get(movedHeader) != "":
		return nil, nil, ErrNobody
	}
	return nil, res, nil
}

// Cut ends a line that isn't needed.
func (l *Line) Cut() { _ = l.ws.CloseNow() }

// buffers hold messages on their way.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Carry carries messages between a page and the node until one of them ends the socket, or
// ctx ends, or the node stops answering. The page gets the node's close code, and is sent
// away to come back if there is none.
func (l *Line) Carry(ctx context.Context, page room.Conn) error {
	l.traffic.Sockets.Add(1)
	defer l.Cut()
	defer context.AfterFunc(l.answering, l.Cut)()
	defer context.AfterFunc(ctx, l.Cut)()
	up := make(chan error, 1)
	go func() {
		err := l.up(page)
		l.Cut() // the page has gone
		up <- err
	}()
	err := l.down(page)
	code := room.CloseResume
	if said := room.Close(max(websocket.CloseStatus(err), 0)); said.Reason() != "" { //nolint:gosec // a close code has 16 bits
		code, err = said, nil
	}
	err = errors.Join(err, page.Close(code, code.Reason()))
	page.Cut()
	return errors.Join(err, <-up)
}

// up carries the page's messages to the node.
func (l *Line) up(page room.Conn) error {
	for {
		binary, b, err := page.Read()
		if err != nil {
			return fmt.Errorf("from the page: %w", err)
		}
		kind := websocket.MessageText
		if binary {
			kind = websocket.MessageBinary
		}
		if err := l.ws.Write(context.Background(), kind, b); err != nil {
			return fmt.Errorf("to the node: %w", err)
		}
		l.traffic.Messages.Add(1)
	}
}

// down carries the node's messages to the page.
func (l *Line) down(page room.Conn) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	for {
		kind, r, err := l.ws.Reader(context.Background())
		if err != nil {
			return fmt.Errorf("from the node: %w", err)
		}
		b.Reset()
		if _, err := b.ReadFrom(r); err != nil {
			return fmt.Errorf("from the node: %w", err)
		}
		if err := page.Write(kind == websocket.MessageBinary, b.Bytes()); err != nil {
			return fmt.Errorf("to the page: %w", err)
		}
		l.traffic.Messages.Add(1)
	}
}
