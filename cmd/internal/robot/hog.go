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

// fatFrameSize is roughly the size of a hog's frame in bytes, and hogEvery how often it
// sends one: together as much as a seat may send.
const (
	fatFrameSize = 8 << 10
	hogEvery     = 130 * time.Millisecond
)

// Hog takes a seat and, once the first round has begun, sends as much as a seat may until
// ctx ends. It ignores what it hears, and doesn't hold ink back, as a page without acks
// does. It calls began when it begins.
func (p *Player) Hog(ctx context.Context, id string, pen uint32, began func()) error {
	ws, _, err := websocket.Dial(ctx, p.socketURL(id, attach{pen: pen}), &websocket.DialOptions{HTTPClient: p.client, HTTPHeader: p.headers()}) //nolint:bodyclose // Dial leaves none open
	if err != nil {
		return fmt.Errorf("open the socket: %w", err)
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
			_ = ws.Write(ctx, websocket.MessageBinary, frame) // if it fails, the socket has ended
		case err := <-ended:
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// awaitRound reads until the socket ends, and closes round when the first round begins.
func awaitRound(ctx context.Context, ws *websocket.Conn, round chan<- struct{}) error {
	begun := false
	for {
		kind, frame, err := ws.Read(ctx)
		if err != nil {
			return fmt.Errorf("read frames: %w", err)
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

// fatFrame returns a frame of ops from n on, of one endless stroke that stays in place: no
// other ink takes as many bytes for so little work.
func fatFrame(n uint32, first bool) (frame []byte, ops uint32) {
	frame = binary.AppendUvarint(nil, uint64(n))
	if first {
		frame = ink.AppendBegin(frame, ink.Pen, 1, ink.RGB{}, ink.Point{X: 2000, Y: 1500})
		ops++
	}
	points := ink.AppendPoints(nil, ink.Pen, 16, ink.Point{}, make([]ink.Point, ink.MaxPoints)...)
	nowhere := len(points) - 2*ink.MaxPoints
	// A zero may be encoded in one byte or in five.
	points = append(points[:nowhere], bytes.Repeat([]byte{0x80, 0x80, 0x80, 0x80, 0}, 2*ink.MaxPoints)...)
	for len(frame)+len(points) <= fatFrameSize {
		frame = append(frame, points...)
		ops++
	}
	return frame, ops
}
