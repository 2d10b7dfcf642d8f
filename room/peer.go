package room

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/room/ink"
)

// peer is one live socket on a seat. The first group of fields never changes. One goroutine
// reads from the socket; another writes to it while there is something to write.
type peer struct {
	seat    ink.Seat
	pen     uint32
	earlier []uint32
	epoch   uint32
	after   uint64
	// reconnect: the page redials by itself, without an act of the player.
	reconnect bool

	speed   *rate.Limiter // of its seat, in bytes
	conn    Conn
	out     *outgoing
	metrics *Metrics

	// Owned by the room's goroutine.
	durable uint64 // how far the peer was told that entries are durable
	hand    uint32 // the pen of the ink that it sends now: its own or an earlier one
}

// newPeer returns the peer of a socket; ended is called once the socket is closed.
func newPeer(c Conn, a Attach, speed *rate.Limiter, m *Metrics, ended func()) *peer {
	return &peer{
		seat: a.Seat, pen: a.Pen, earlier: a.Earlier, epoch: a.Epoch, after: a.After, reconnect: a.Reconnect,
		speed: speed, conn: c, out: newOutgoing(c, m, ended), metrics: m,
	}
}

// brings reports whether the pen is the peer's own or one of its earlier ones.
func (p *peer) brings(pen uint32) bool { return pen == p.pen || slices.Contains(p.earlier, pen) }

// read passes what the page sends to send. It returns an error when the socket or the room
// ends, or the code to close with when the page breaks a rule.
func (p *peer) read(ctx context.Context, send func(context.Context, message) error) error {
	for {
		binary, b, err := p.conn.Read()
		if err != nil {
			return fmt.Errorf("read socket: %w", err)
		}
		p.metrics.FramesIn.Add(1)
		p.metrics.BytesIn.Add(uint64(len(b)))
		m, code := p.message(binary, b)
		if code != 0 {
			p.out.close(code)
			return nil
		}
		if err := p.pace(ctx, len(b)+messageCost); err != nil {
			return err
		}
		if err := send(ctx, m); err != nil {
			return err
		}
	}
}

// pace waits while the page sends faster than it may; TCP then slows the page down.
func (p *peer) pace(ctx context.Context, bytes int) error {
	if p.speed.AllowN(time.Now(), bytes) {
		return nil
	}
	p.metrics.reached[BoundRate].Add(1)
	if err := p.speed.WaitN(ctx, bytes); err != nil {
		return fmt.Errorf("pace socket: %w", err)
	}
	return nil
}

func (p *peer) message(binary bool, b []byte) (message, Close) {
	if len(b) > MaxFrame {
		p.metrics.reached[BoundFrame].Add(1)
		return nil, CloseMalformed
	}
	if binary {
		return draw{p, b}, 0 // the game reads the ops, because their decoding depends on its state
	}
	m, err := readText(p, b)
	if err != nil {
		return nil, CloseMalformed
	}
	return m, 0
}

// dismiss closes the peer's socket. A page that comes back resumes, so its queued frames
// are dropped; any other page still gets them.
func (p *peer) dismiss(code Close) {
	if code.Returns() {
		p.out.drop(code)
	} else {
		p.out.close(code)
	}
}
