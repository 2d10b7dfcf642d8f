package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/room/ink"
)

// lastWriteTime is what a write under way is left with once the page is sent
// away to come back.
const lastWriteTime = time.Second

// peer is one live socket on a seat. What stands first never changes. Two
// goroutines serve it: one reads, one writes.
type peer struct {
	seat    ink.Seat
	pen     uint32
	earlier []uint32
	epoch   uint32
	after   uint64

	speed   *rate.Limiter // of its seat, in bytes
	out     *outgoing
	cut     context.CancelFunc // ends its writes, also one under way
	metrics *Metrics

	// Owned by the room's goroutine.
	welcomed bool
	durable  uint64 // the last that it was told
	hand     uint32 // the pen that it sends ink of: its own, or one of the earlier
}

func newPeer(a Attach, speed *rate.Limiter, m *Metrics, cut context.CancelFunc) *peer {
	return &peer{seat: a.Seat, pen: a.Pen, earlier: a.Earlier, epoch: a.Epoch, after: a.After, speed: speed, out: newOutgoing(), cut: cut, metrics: m}
}

// brings reports whether the pen is the peer's own, or one of those it brought along.
func (p *peer) brings(pen uint32) bool { return pen == p.pen || slices.Contains(p.earlier, pen) }

// read hands what the page sends to send, until the socket or the room ends,
// which is its error, or the page breaks a rule and its socket is to be closed.
func (p *peer) read(ctx context.Context, c Conn, send func(context.Context, message) error) error {
	for {
		binary, b, err := c.Read(ctx)
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

// pace waits while the page sends faster than it may; TCP pushes back on it.
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
		return draw{p, b}, 0 // the ops depend on the game, which reads them
	}
	m, err := readText(p, b)
	if err != nil {
		return nil, CloseMalformed
	}
	return m, 0
}

// write writes what the room puts out, a beat when that is nothing for a while, and at
// the end of that closes the socket; when over is closed it is for the reason that why
// gives. It gives up when ctx ends or the socket does.
func (p *peer) write(ctx context.Context, c Conn, over <-chan struct{}, why func() Close) error {
	var frames []frame
	quiet := time.NewTimer(beatEvery)
	defer quiet.Stop()
	for {
		var code Close
		if frames, code = p.out.take(frames); code != 0 {
			return p.metrics.close(c, code)
		}
		for _, f := range frames {
			if err := p.writeFrame(ctx, c, f); err != nil {
				return errors.Join(err, p.hangUp(c))
			}
		}
		if len(frames) > 0 {
			continue // more may have come meanwhile
		}
		quiet.Reset(beatEvery)
		select {
		case <-p.out.ready:
		case <-quiet.C:
			p.out.text(beat)
		case <-over:
			over = nil
			p.out.close(why())
		case <-ctx.Done():
			return p.hangUp(c)
		}
	}
}

// hangUp closes a socket to which what waits can't be written.
func (p *peer) hangUp(c Conn) error {
	code, gone := p.out.goodbye()
	if gone {
		p.metrics.left.Add(1)
		return c.Close(code, code.Reason())
	}
	return p.metrics.close(c, code)
}

// writeFrame gives each write a time of its own.
func (p *peer) writeFrame(ctx context.Context, c Conn, f frame) error {
	p.metrics.FramesOut.Add(1)
	p.metrics.BytesOut.Add(uint64(len(f.b)))
	within, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	if err := c.Write(within, f.binary, f.b); err != nil {
		if ctx.Err() == nil && within.Err() != nil {
			p.metrics.reached[BoundWrite].Add(1)
		}
		return fmt.Errorf("write socket: %w", err)
	}
	return nil
}

// dismiss closes the peer's socket. A page that comes back resumes, so what
// waits for it is dropped; another still reads to the end.
func (p *peer) dismiss(code Close) {
	if !code.Returns() {
		p.out.close(code)
		return
	}
	p.out.drop(code)
	time.AfterFunc(lastWriteTime, p.cut)
}
