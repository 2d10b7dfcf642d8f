package room

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tandem-game/tandem/room/ink"
)

// model is a game under random messages, and what must be true of it.
type model struct {
	g       *game
	made    Game
	now     time.Time
	shown   []byte  // what a page that is always here has been shown
	peers   []*peer // that were ever attached to this owner
	authors map[uint32]*author
}

// author is a page with its pen: all ops it ever made, in order.
type author struct {
	ops    [][]byte
	tool   ink.Tool
	at     ink.Point
	cursor ink.Cursor
}

// open restores the game from what is durable, as a new owner does.
func (m *model) open(t *rapid.T) {
	g, err := newGame(m.made, m.now)
	if err != nil {
		t.Fatal(err)
	}
	m.g, m.shown, m.peers = g, bytes.Clone(m.made.Journal), nil
	m.step(begin{})
}

func (m *model) step(msg message) {
	for _, e := range m.g.step(msg, m.now) {
		if s, ok := e.(*show); ok {
			m.shown = append(m.shown, s.stream[s.from:]...)
		}
	}
}

func (m *model) anyPeer(t *rapid.T) *peer {
	if len(m.peers) == 0 {
		t.Skip("nobody ever came")
	}
	return rapid.SampledFrom(m.peers).Draw(t, "peer")
}

// taken is the last n that the room took of a peer's current pen.
func (m *model) taken(p *peer) int {
	return int(m.g.liveSeat(p.seat).taken(p.hand))
}

func rarely(t *rapid.T, odds int) bool { return rapid.IntRange(1, odds).Draw(t, "rarely") == 1 }

func (m *model) attach(t *rapid.T) {
	seat := ink.Seat(rapid.IntRange(1, 2).Draw(t, "seat"))
	anyPen := rapid.Map(rapid.Uint32Range(0, 2), func(n uint32) uint32 { return uint32(seat)*10 + n })
	p := &peer{
		seat: seat, pen: anyPen.Draw(t, "pen"), earlier: rapid.SliceOfN(anyPen, 0, 2).Draw(t, "earlier"),
		epoch: rapid.Uint32Range(0, 2).Draw(t, "epoch"), after: rapid.Uint64Range(0, 40).Draw(t, "after"),
	}
	for _, pen := range append(p.earlier, p.pen) {
		if m.authors[pen] == nil {
			m.authors[pen] = &author{}
		}
	}
	p.hand = p.pen // also for a peer that is turned away
	m.peers = append(m.peers, p)
	m.step(attach{p})
}

// draw sends a page's next ops. It also resends some earlier ones, as a page does that
// hasn't heard that they were taken.
func (m *model) draw(t *rapid.T) {
	p := m.anyPeer(t)
	a := m.authors[p.hand]
	for range rapid.IntRange(1, 6).Draw(t, "ops") {
		a.next(t)
	}
	first := max(0, m.taken(p)-rapid.IntRange(0, 4).Draw(t, "again"))
	frame := frameOf(uint32(first + 1))
	for _, op := range a.ops[first:] {
		if len(frame)+len(op) <= MaxFrame {
			frame = append(frame, op...)
		}
	}
	m.step(draw{p, frame})
}

// next adds a valid op after the author's last.
func (a *author) next(t *rapid.T) {
	var op []byte
	switch {
	case !a.cursor.Open() && rarely(t, 3):
		target := ink.ID{N: rapid.Uint32Range(1, uint32(len(a.ops))+2).Draw(t, "target")}
		op = rapid.SampledFrom([][]byte{
			ink.AppendUndo(nil, target), ink.AppendRedo(nil, target), ink.AppendClear(nil), dab,
		}).Draw(t, "op")
	case !a.cursor.Open():
		a.tool = rapid.SampledFrom([]ink.Tool{ink.Pen, ink.PressurePen, ink.Eraser, ink.Liner}).Draw(t, "tool")
		a.at = ink.Point{X: 1000, Y: int16(len(a.ops))}
		op = ink.AppendBegin(nil, a.tool, 12, ink.RGB{}, a.at)
	case rarely(t, 3):
		op = ink.AppendEnd(nil)
	default:
		to := ink.Point{X: a.at.X + 300, Y: a.at.Y + 1, Pressure: 9}
		if to.X > ink.MaxX {
			to.X = 0
		}
		op = ink.AppendPoints(nil, a.tool, 16, a.at, to)
		a.at = to
	}
	if _, _, err := a.cursor.Next(op); err != nil {
		t.Fatal(err)
	}
	a.ops = append(a.ops, op)
}

func (m *model) ask(t *rapid.T) {
	what := rapid.SampledFrom([]request{requestNextRound, requestNextRound, requestNextRound, requestReact, requestAlone, requestAlone, requestEnd, requestLeave}).Draw(t, "request")
	if (what == requestLeave || what == requestEnd) && !rarely(t, 6) {
		what = requestReact
	}
	m.step(ask{m.anyPeer(t), what, Reaction(rapid.IntRange(0, 5).Draw(t, "reaction"))})
}

func (m *model) pass(t *rapid.T) {
	m.now = m.now.Add(rapid.SampledFrom([]time.Duration{
		3 * time.Millisecond, 300 * time.Millisecond, time.Second, 4 * time.Second, 25 * time.Second,
	}).Draw(t, "passes"))
	if w := m.g.wake(); !w.IsZero() && !w.After(m.now) {
		m.step(tick{})
	}
}

func (m *model) crash(t *rapid.T) {
	if !rarely(t, 6) {
		return
	}
	m.made.Epoch++
	m.made.Journal = bytes.Clone(m.g.stream[:m.g.offsets[m.g.durable]])
	m.made.Entries = int(m.g.durable)
	m.open(t)
}

func (m *model) check(t *rapid.T) {
	g := m.g
	if !bytes.Equal(m.shown, g.stream) {
		t.Fatalf("%d bytes were shown of a stream of %d", len(m.shown), len(g.stream))
	}
	if g.durable > g.seq || len(g.offsets) != int(g.seq)+1 || int(g.offsets[g.seq]) != len(g.stream) {
		t.Fatalf("seq %d, durable %d, %d offsets", g.seq, g.durable, len(g.offsets))
	}

	// A restored game has the live one's state.
	made := m.made
	made.Journal, made.Entries = g.stream, int(g.seq)
	restored, err := newGame(made, m.now)
	if err != nil {
		t.Fatal(err)
	}
	if g.phase != kept {
		restored.elapse(g.clock())
		if diff := cmp.Diff(g.fold, restored.fold, all); diff != "" {
			t.Fatalf("restored (-live +restored):\n%s", diff)
		}
	}

	// Every op in the stream was made by its author, and stands there once and in order.
	last := map[uint32]uint32{}
	for e, err := range Entries(g.stream) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Event != 0 {
			continue
		}
		if a := m.authors[e.Pen]; e.N <= last[e.Pen] || int(e.N) > len(a.ops) || !bytes.Equal(a.ops[e.N-1], e.op) {
			t.Fatalf("op %d of pen %d after %d: % x", e.N, e.Pen, last[e.Pen], e.op)
		}
		last[e.Pen] = e.N
	}
	for i, h := range g.liveSeats {
		for id, pen := range h.pens {
			if pen.n < last[id] {
				t.Fatalf("pen %d is at %d, the stream at %d", id, pen.n, last[id])
			}
		}
		if here := h.peer != nil; !g.over && here != g.seats[i].here {
			t.Fatalf("seat %d: here is %v, in the stream %v", i+1, here, g.seats[i].here)
		}
	}
	if g.running && g.phase < finishing && (!g.complete() || g.held() || g.stuck) {
		t.Fatal("the clock runs while somebody is waited for")
	}
	if g.clock() < g.at {
		t.Fatalf("the clock shows %d, the last entry %d", g.clock(), g.at)
	}
	for seat := ink.Seat(1); seat <= 2; seat++ {
		if f := g.state(seat); f.LeftMS < 0 || (f.EndsAt != nil) != (g.running && g.phase < finishing) {
			t.Fatalf("state %+v", f)
		}
	}
}

func TestGame_KeepsItsInvariantsForAnyMessages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{made: anyGame(), now: start, authors: map[uint32]*author{}}
		if rapid.Bool().Draw(t, "undealt") {
			m.made.Prompts = nil
		}
		m.open(t)
		t.Repeat(map[string]func(*rapid.T){
			"attach": m.attach,
			"detach": func(t *rapid.T) { m.step(detach{m.anyPeer(t)}) },
			"pick": func(t *rapid.T) {
				p := m.anyPeer(t)
				m.step(switchPen{p, rapid.SampledFrom(append([]uint32{p.pen}, p.earlier...)).Draw(t, "hand")})
			},
			"draw": m.draw,
			"scrawl": func(t *rapid.T) {
				p := m.anyPeer(t)
				m.step(draw{p, frameOf(uint32(m.taken(p)+1), []byte{0xff})})
			},
			"gap": func(t *rapid.T) {
				p := m.anyPeer(t)
				m.step(draw{p, frameOf(uint32(m.taken(p)+2), penDown)})
			},
			"ask": m.ask,
			"deal": func(*rapid.T) {
				if m.g.set == nil {
					set := anySet
					m.made.Prompts = &set
					m.step(dealt{set})
				}
			},
			"time":    m.pass,
			"flushed": func(t *rapid.T) { m.step(flushed{rapid.Uint64Range(0, m.g.seq).Draw(t, "seq")}) },
			"hold":    func(t *rapid.T) { m.step(hold{rapid.Bool().Draw(t, "on")}) },
			"extend": func(*rapid.T) {
				m.step(extend{})
				m.made.Longer = slices.Clone(m.g.longer)
			},
			"stuck":    func(t *rapid.T) { m.step(stuck{rapid.Bool().Draw(t, "on")}) },
			"openChat": func(t *rapid.T) { m.step(openChat{rapid.Bool().Draw(t, "on")}) },
			"crash":    m.crash,
			"":         m.check,
		})
	})
}
