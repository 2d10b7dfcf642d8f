package robot

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/coder/websocket"

	"github.com/tandem-game/tandem/room/ink"
)

// fatFrameSize is how many bytes a frame of a hog has, about, and hogEvery how often it
// sends one: together what a seat may send.
const (
	fatFrameSize = 8 << 10
	hogEvery     = 130 * time.Millisecond
)

// Hog sits on a seat and, once the first round has begun, sends as much as a seat may,
// until ctx ends. It keeps nothing of what it hears, nor does it hold ink back, as a
// page does that gets no acks. began is told when it begins.
func (p *Player) Hog(ctx context.Context, id string, pen uint32, began func()) error {
	ws, _, err := websocket.Dial(ctx, p.socketURL(id, attach{pen: pen}), &websocket.DialOptions{HTTPClient: p.client, HTTPHeader: p.headers()}) //nolint:bodyclose // Dial leaves none open
	if err != nil {
		return fmt.Errorf("sit down: %w", err)
	}
	defer func() { _ = ws.CloseNow() }() // it may be closed
	ws.SetReadLimit(maxFrame)
	round := make(chan struct{})
	ended := make(chan error, 1)
	go func() { ended <- awaitRound(ctx, ws, round) }()
	select {
	case <-round:
		began()
	case err := <-ended:
		return err
	}
	tick := time.NewTicker(hogEvery)
	defer tick.Stop()
	for n, first := uint32(1), true; ; first = false {
		frame, ops := fatFrame(n, first)
		n += ops
		select {
		case <-tick.C:
			_ = ws.Write(ctx, websocket.MessageBinary, frame) // that it can't is why the socket ended
		case err := <-ended:
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// awaitRound reads until the socket ends, and closes round in the first one.
func awaitRound(ctx context.Context, ws *websocket.Conn, round chan<- struct{}) error {
	begun := false
	for {
		kind, frame, err := ws.Read(ctx)
		if err != nil {
			return fmt.Errorf("hear: %w", err)
		}
		if begun || kind != websocket.MessageText {
			continue
		}
		var said struct {
			state
			Welcome state `json:"state"`
		}
		if err := json.Unmarshal(frame, &said); err != nil {
			return fmt.Errorf("a frame %.200s: %w", frame, err)
		}
		if said.Phase == "round" || said.Welcome.Phase == "round" {
			begun = true
			close(round)
		}
	}
}

// fatFrame is a frame of ops from n on, of one endless stroke
// that stays where it is: no ink takes as many bytes for so little work.
func fatFrame(n uint32, first bool) (frame []byte, ops uint32) {
	frame = binary.AppendUvarint(nil, uint64(n))
	if first {
		frame = ink.AppendBegin(frame, ink.Pen, 1, ink.RGB{}, ink.Point{X: 2000, Y: 1500})
		ops++
	}
	points := ink.AppendPoints(nil, ink.Pen, 16, ink.Point{}, make([]ink.Point, ink.MaxPoints)...)
	nowhere := len(points) - 2*ink.MaxPoints
	// A zero may be written in one byte or in five.
	points = append(points[:nowhere], bytes.Repeat([]byte{0x80, 0x80, 0x80, 0x80, 0}, 2*ink.MaxPoints)...)
	for len(frame)+len(points) <= fatFrameSize {
		frame = append(frame, points...)
		ops++
	}
	return frame, ops
}
