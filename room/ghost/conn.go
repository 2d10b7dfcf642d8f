package ghost

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/tandem-game/tandem/room"
)

// Conn plays a script to a room, as if it were a page's socket. It has no goroutine of its
// own: the room's Read waits until the next op is due.
type Conn struct {
	script Script
	news   chan struct{} // holds a token when the room has said something new
	closed chan struct{}

	mu   sync.Mutex
	hung bool // closed is closed
	you  int  // the seat; 0 before the welcome
	next int  // index of the next op
	now  state

	// The round that plays: its number, and when it began by the game clock.
	round int
	began int64

	agreed int // the latest round whose end it has agreed to
	left   bool
}

var _ room.Conn = (*Conn)(nil)

// NewConn returns a connection that plays a script.
func NewConn(s Script) *Conn {
	return &Conn{script: s, news: make(chan struct{}, 1), closed: make(chan struct{})}
}

// state is what a ghost has to know of its room. package room describes the frames.
type state struct {
	at time.Time // when it was told

	Phase        string `json:"phase"`
	How          string `json:"how"`
	Clock        int64  `json:"clock"`
	EndsAt       *int64 `json:"ends_at"`
	LeftMS       int64  `json:"left_ms"`
	Round        int    `json:"round"`
	RoundSeconds int64  `json:"round_seconds"`
	Paused       *struct {
		Away        []int  `json:"away"`
		GraceEndsAt *int64 `json:"grace_ends_at"`
	} `json:"paused"`
	Seats []struct {
		Seat int  `json:"seat"`
		GoOn bool `json:"go_on"`
	} `json:"seats"`
}

// frame is a text frame of the room.
type frame struct {
	Type string `json:"type"`
	You  int    `json:"you"`   // of welcome
	N    int    `json:"n"`     // of welcome: the last op that was taken
	Told state  `json:"state"` // of welcome
	state
}

// The requests of a ghost.
var (
	goOn  = []byte(`{"type":"go_on"}`)
	leave = []byte(`{"type":"leave"}`)
)

// frameSize is roughly the maximum size of a frame of ink, in bytes.
const frameSize = 8 << 10

// Read waits until the ghost has something to do, and returns it.
func (c *Conn) Read() (binary bool, b []byte, err error) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		binary, b, wait := c.act(time.Now())
		if b != nil {
			return binary, b, nil
		}
		var due <-chan time.Time
		if wait > 0 {
			timer.Reset(wait)
			due = timer.C
		}
		select {
		case <-c.closed:
			return false, nil, io.EOF
		case <-c.news:
		case <-due:
		}
	}
}

// Write takes what the room says. The ghost needs its state only, not the ink.
func (c *Conn) Write(binary bool, b []byte) error {
	if binary {
		return nil
	}
	var f frame
	if err := json.Unmarshal(b, &f); err != nil {
		return fmt.Errorf("read a frame of the room: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch f.Type {
	case "welcome":
		c.you, c.next = f.You, f.N
		c.hear(f.Told)
	case "state":
		c.hear(f.state)
	}
	return nil
}

// hear takes a new state. The caller holds mu.
func (c *Conn) hear(s state) {
	s.at = time.Now()
	if s.Phase == "round" && s.Round != c.round { // later the host may have made it longer
		c.round, c.began = s.Round, s.Clock-(s.RoundSeconds*1000-s.LeftMS)
	}
	c.now = s
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// act returns the next frame that is due, or how long the ghost waits for the next op; 0:
// until the room says something.
func (c *Conn) act(now time.Time) (isInk bool, b []byte, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.you == 0, c.left:
		return false, nil, 0
	case c.alone():
		c.left = true
		return false, leave, 0
	case !c.runs():
		return false, nil, 0
	}
	hurried := c.hurried()
	clock := c.now.Clock + now.Sub(c.now.at).Milliseconds() - c.began
	from := c.next
	for c.next < len(c.script.ops) && len(b) < frameSize {
		o := c.script.ops[c.next]
		late := o.round < c.round || o.round == c.round && (hurried || o.at <= clock)
		if !late || b != nil && len(b)+len(o.raw) > frameSize {
			break
		}
		if b == nil {
			b = binary.AppendUvarint(nil, uint64(from)+1)
		}
		b = append(b, o.raw...)
		c.next++
	}
	switch {
	case b != nil:
		return true, b, 0
	case hurried && c.agreed < c.round:
		c.agreed = c.round
		return false, goOn, 0
	case c.next < len(c.script.ops) && c.script.ops[c.next].round == c.round:
		return false, nil, time.Duration(c.script.ops[c.next].at-clock) * time.Millisecond
	}
	return false, nil, 0
}

// runs reports whether the clock of a round runs. After the last round it still does for a
// moment, in which open strokes end.
func (c *Conn) runs() bool {
	return c.now.Phase == "round" && c.now.EndsAt != nil || c.now.Phase == "finishing" && c.now.How == ""
}

// hurried reports whether the partner wants to go on.
func (c *Conn) hurried() bool {
	for _, s := range c.now.Seats {
		if s.Seat != c.you && s.GoOn && c.now.Phase == "round" {
			return true
		}
	}
	return false
}

// alone reports whether the partner is away and their seat is no longer held.
func (c *Conn) alone() bool {
	return c.now.Paused != nil && len(c.now.Paused.Away) > 0 && c.now.Paused.GraceEndsAt == nil
}

// Close ends the connection.
func (c *Conn) Close(room.Close, string) error {
	c.Cut()
	return nil
}

// Cut ends the connection.
func (c *Conn) Cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.hung {
		c.hung = true
		close(c.closed)
	}
}
