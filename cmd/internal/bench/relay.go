//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// relay serves the least that two players need: what one sends, the other gets, by the
// same library. It keeps and checks nothing.
func relay(ctx context.Context, addr string) error {
	rooms := relayRooms{pairs: map[string]*relayPair{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rooms/{room}", func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
		if err != nil {
			return // Accept has answered
		}
		_ = rooms.pair(r.PathValue("room")).serve(ctx, ws) // the player has left
	})
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	srv := http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	defer context.AfterFunc(ctx, func() { _ = srv.Close() })()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("relay: %w", err)
	}
	return nil
}

type relayRooms struct {
	mu    sync.Mutex
	pairs map[string]*relayPair
}

func (r *relayRooms) pair(name string) *relayPair {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pairs[name] == nil {
		r.pairs[name] = &relayPair{}
	}
	return r.pairs[name]
}

type relayPair struct {
	mu     sync.Mutex
	joined int
	seats  [2]*websocket.Conn
}

// serve passes on what a player sends until its socket ends, which is the error.
func (p *relayPair) serve(ctx context.Context, ws *websocket.Conn) error {
	defer ws.CloseNow() //nolint:errcheck // it has ended
	p.mu.Lock()
	seat := p.joined % 2
	p.seats[seat] = ws
	p.joined++
	p.mu.Unlock()
	for {
		kind, b, err := ws.Read(ctx)
		if err != nil {
			return err
		}
		p.mu.Lock()
		partner := p.seats[1-seat]
		p.mu.Unlock()
		if partner == nil {
			continue
		}
		if err := partner.Write(ctx, kind, b); err != nil {
			return err
		}
	}
}
