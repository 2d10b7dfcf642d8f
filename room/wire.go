package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/tandem-game/tandem/room/ink"
)

// The text frames of a room's socket. Down: welcome, state, refused, not_now, check,
// start_over, beat. Up: a request, a pen, or a hash. Times of day are unix milliseconds; all
// other times are milliseconds.

// plainPaper is the paper colour until the prompts name another.
const plainPaper = "#FFFDF6"

type (
	welcomeFrame struct {
		Type    string     `json:"type"`
		Epoch   uint32     `json:"epoch"`
		From    uint64     `json:"from"` // the entries from+1..seq follow at once
		Seq     uint64     `json:"seq"`
		Durable uint64     `json:"durable"`
		You     ink.Seat   `json:"you"`
		N       uint32     `json:"n"` // of this pen, the last that was taken
		Earlier []penFrame `json:"earlier,omitempty"`
		State   stateFrame `json:"state"`
	}

	// penFrame is one of the earlier pens that the page brought, and the last n of it that
	// the room took.
	penFrame struct {
		Pen uint32 `json:"pen"`
		N   uint32 `json:"n"`
	}

	stateFrame struct {
		Type         string       `json:"type,omitempty"`
		Phase        string       `json:"phase"`
		How          string       `json:"how"`
		Now          int64        `json:"now"`
		Clock        int64        `json:"clock"`
		EndsAt       *int64       `json:"ends_at"` // null while the clock stands
		LeftMS       int64        `json:"left_ms"` // also while it does
		Paused       *pausedFrame `json:"paused"`
		Round        int          `json:"round"`
		Rounds       int          `json:"rounds"`
		RoundSeconds int64        `json:"round_seconds"`
		Prompt       string       `json:"prompt"`
		Paper        string       `json:"paper"`
		Theme        string       `json:"theme"`
		Chat         bool         `json:"chat"` // the lobby's chat is open to its rooms
		Seats        [2]seatFrame `json:"seats"`
	}

	pausedFrame struct {
		Away []int `json:"away"` // seats; a slice of ink.Seat would be bytes to encoding/json
		// When the last running grace ends; null if none is running and the player who is
		// here may go on alone.
		GraceEndsAt *int64 `json:"grace_ends_at"`
		// When the game ends by itself unless the remaining player does something; null
		// while the partner's grace is running.
		EndsAt *int64 `json:"ends_at"`
		Held   bool   `json:"held"`    // the lobby's host holds the game
		MayEnd bool   `json:"may_end"` // the player who is here may end the game now
	}

	seatFrame struct {
		Seat  ink.Seat `json:"seat"`
		Name  string   `json:"name"`
		Here  bool     `json:"here"`
		Asked bool     `json:"asked"` // is here and has done nothing for a while: the page asks whether they are
		Idle  bool     `json:"idle"`  // is here and has done nothing for long: the partner may end the game
		GoOn  bool     `json:"go_on"`
		Alone bool     `json:"alone"` // plays on without the other
	}

	refusedFrame struct {
		Type   string  `json:"type"`
		Pen    uint32  `json:"pen"`
		N      uint32  `json:"n"`
		Reason refusal `json:"reason"`
	}

	notNowFrame struct {
		Type    string `json:"type"`
		Request string `json:"request"`
		Reason  delay  `json:"reason"`
	}

	checkFrame struct {
		Type string `json:"type"`
		Seq  uint64 `json:"seq"`
	}

	startOverFrame struct {
		Type string `json:"type"`
	}

	beatFrame struct {
		Type string `json:"type"`
	}

	requestFrame struct {
		Type string `json:"type"`
		Kind string `json:"kind"` // of react
		Pen  uint32 `json:"pen"`  // of pen
		Seq  uint64 `json:"seq"`  // of hash
		Hash string `json:"hash"`
	}
)

// state returns the full state as a seat's page is told it.
func (g *game) state(seat ink.Seat) stateFrame {
	f := stateFrame{
		Type: "state", Phase: g.phase.String(), Now: g.now.UnixMilli(), Clock: g.clock(),
		Round: g.round, Rounds: g.rounds, RoundSeconds: g.roundMS / 1000,
		Prompt: g.prompts[seat-1], Paper: g.paper(), Theme: g.want.Theme, Chat: g.chat,
	}
	if g.set != nil {
		f.Theme = g.set.Theme
	}
	if g.over {
		f.How = g.how.String()
	}
	if g.phase == countingIn || g.phase == inRound {
		f.LeftMS = g.endsAt - f.Clock
		if g.running {
			ends := f.Now + f.LeftMS
			f.EndsAt = &ends
		}
	}
	if g.phase < finishing {
		f.Paused = g.paused(seat)
	}
	for i := range f.Seats {
		s := ink.Seat(i + 1)
		f.Seats[i] = seatFrame{
			Seat: s, Name: g.names[i], Here: g.liveSeats[i].peer != nil, Asked: g.liveSeats[i].asked, Idle: g.liveSeats[i].idle,
			GoOn: g.seats[i].goingOn, Alone: g.other(s).playedWithout,
		}
	}
	return f
}

// paper returns the colour below the ink.
func (g *game) paper() string {
	if g.set == nil {
		return plainPaper
	}
	return g.set.Paper
}

// paused tells a seat whom the game waits for; nil when it waits for no one.
func (g *game) paused(seat ink.Seat) *pausedFrame {
	if g.complete() && !g.held() && !g.stuck {
		return nil
	}
	f := &pausedFrame{Away: []int{}, Held: g.held(), MayEnd: g.mayEnd(seat)}
	var ends time.Time
	for i := range g.liveSeats {
		h := &g.liveSeats[i]
		if h.peer != nil || h.playedWithout {
			continue
		}
		f.Away = append(f.Away, i+1)
		if at := h.awaySince.Add(seatGrace); !h.lapsed && at.After(ends) {
			ends = at
		}
	}
	f.GraceEndsAt, f.EndsAt = unixMilli(ends), unixMilli(g.unplayedAt())
	return f
}

// unixMilli returns nil for the zero time.
func unixMilli(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// welcome completes the welcome of a new peer: the present state, and the entries after
// frame.From, cut between entries.
func (g *game) welcome(w welcome) welcome {
	p, f := w.peer, &w.frame
	f.Type, f.Epoch, f.Seq, f.Durable, f.You = "welcome", g.epoch, g.seq, g.durable, p.seat
	f.State = g.state(p.seat)
	f.State.Type = ""
	p.durable = g.durable
	at := g.offsets[f.From]
	for s := f.From + 1; s <= g.seq; s++ {
		if s == g.seq || g.offsets[s+1]-at > chunk {
			w.past = append(w.past, g.stream[at:g.offsets[s]])
			at = g.offsets[s]
		}
	}
	return w
}

// beat is the frame that says that the connection is alive.
var beat = text(beatFrame{"beat"})

// text returns the JSON of a text frame.
func text(frame any) []byte {
	b, err := json.Marshal(frame)
	if err != nil {
		panic(err) // the frames above always encode
	}
	return b
}

// requestNames are the types of the frames that make a request.
var requestNames = map[request]string{
	requestNextRound: "go_on",
	requestLeave:     "leave",
	requestEnd:       "end",
	requestAlone:     "alone",
	requestReact:     "react",
}

var errText = errors.New("unknown request")

// readText reads a text frame of a page: a request, another pen, or the answer to a check.
func readText(p *peer, b []byte) (message, error) {
	var f requestFrame
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	for what, name := range requestNames {
		if name != f.Type {
			continue
		}
		if what != requestReact {
			return ask{p, what, 0}, nil
		}
		for r, name := range reactionNames {
			if name == f.Kind {
				return ask{p, requestReact, Reaction(r)}, nil
			}
		}
	}
	switch f.Type {
	case "pen":
		if p.brings(f.Pen) {
			return switchPen{p, f.Pen}, nil
		}
	case "hash":
		if v, err := strconv.ParseUint(f.Hash, 16, 64); err == nil && len(f.Hash) == 16 {
			return hashed{p, f.Seq, v}, nil
		}
	}
	return nil, fmt.Errorf("%w: %q %q", errText, f.Type, f.Kind)
}
