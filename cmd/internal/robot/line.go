package robot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coder/websocket"
)

const (
	// silence is how long a room may say nothing before it counts as unreachable; it
	// doubles with each socket that ends this way, until one has caught up. A page is as
	// patient while the clock stands; while it runs, the page dials a second socket earlier.
	silence        = 5 * time.Second
	longestSilence = 4 * silence

	// The limits of the pause before a reconnect are those of the page.
	firstWait     = 250 * time.Millisecond
	eagerWait     = 500 * time.Millisecond
	eagerAttempts = 12
	longestWait   = 2 * time.Second

	// writeTime is the time limit for writing one frame.
	writeTime = 10 * time.Second
	// maxFrame is the maximum size of a frame down, in bytes.
	maxFrame = 4 << 20
)

// backoff returns the pause before the attempt-th reconnect (0, 1, 2 …), as
// ui/src/room/line/backoff.ts does.
func backoff(attempt int, rng *rand.Rand) time.Duration {
	ceiling := longestWait
	if attempt < eagerAttempts {
		ceiling = min(eagerWait, firstWait<<attempt)
	}
	return time.Duration(float64(ceiling) * (0.5 + rng.Float64()/2))
}

// heard is what comes from one socket: that it is open, a frame, or, last, its end.
type heard struct {
	line   *line
	opened bool
	binary bool
	frame  []byte
	at     time.Time
	err    error
}

// line is one socket, from its dial to its end. What it hears goes to news.
type line struct {
	ws   *websocket.Conn // set once it has opened
	news chan<- heard
	hang context.CancelFunc
}

// dial opens a socket in the background. ctx ends it.
func (p *Player) dial(ctx context.Context, room string, at attach, news chan<- heard) *line {
	ctx, hang := context.WithCancel(ctx)
	l := &line{news: news, hang: hang}
	go l.run(ctx, func(ctx context.Context) (*websocket.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, longestSilence)
		defer cancel()
		ws, res, err := websocket.Dial(ctx, p.socketURL(room, at), &websocket.DialOptions{HTTPClient: p.client, HTTPHeader: p.headers()}) //nolint:bodyclose // Dial leaves none open
		if err != nil && res != nil && res.StatusCode >= 400 && res.StatusCode < 500 {
			err = &Refusal{Asked: "socket of " + room, Status: res.StatusCode}
		}
		return ws, err
	})
	return l
}

// attach is how a page attaches to its seat: with its pens, and the part of the stream that
// it has.
type attach struct {
	pen     uint32
	earlier []string
	epoch   uint32
	after   uint64
	// reconnect: the page has held the seat, and takes it from no newer page.
	reconnect bool
}

// Socket is where a player's socket of a room is, below the address of Tandem, and what a
// request for it brings.
func (p *Player) Socket(room string, pen uint32) (path string, header http.Header) {
	address := p.socketURL(room, attach{pen: pen})
	path = address[strings.Index(address, "/api/"):]
	header = p.headers()
	if u, err := url.Parse(p.url); err == nil {
		for _, c := range p.client.Jar.Cookies(u) {
			header.Add("Cookie", c.Name+"="+c.Value)
		}
	}
	return path, header
}

// socketURL is where a page's socket is.
func (p *Player) socketURL(room string, at attach) string {
	address := fmt.Sprintf("%s/api/rooms/%s/socket?pen=%d&epoch=%d&after=%d", strings.Replace(p.url, "http", "ws", 1), room, at.pen, at.epoch, at.after)
	if at.reconnect {
		address += "&reconnect=true"
	}
	if len(at.earlier) > 0 {
		address += "&earlier=" + strings.Join(at.earlier, ",")
	}
	return address
}

func (l *line) run(ctx context.Context, dial func(context.Context) (*websocket.Conn, error)) {
	defer l.hang()
	ws, err := dial(ctx)
	if err != nil {
		l.tell(ctx, heard{err: err})
		return
	}
	ws.SetReadLimit(maxFrame)
	defer func() { _ = ws.CloseNow() }() // it may be closed
	l.ws = ws
	if !l.tell(ctx, heard{opened: true}) {
		return
	}
	for {
		kind, frame, err := ws.Read(ctx)
		if !l.tell(ctx, heard{binary: kind == websocket.MessageBinary, frame: frame, err: err}) || err != nil {
			return
		}
	}
}

// tell passes on to the robot what was heard, unless it no longer listens.
func (l *line) tell(ctx context.Context, h heard) bool {
	h.line, h.at = l, time.Now()
	select {
	case l.news <- h:
		return true
	case <-ctx.Done():
		return false
	}
}

// write sends a frame.
func (l *line) write(ctx context.Context, kind websocket.MessageType, frame []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return l.ws.Write(ctx, kind, frame)
}
