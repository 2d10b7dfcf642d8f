package room

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/tandem-game/tandem/room/ink"
)

// eightPoints is what a typical frame of a drawing hand holds: one op of eight points. The
// points end where they began.
var eightPoints = ink.AppendPoints(nil, ink.Pen, 16, ink.Point{},
	ink.Point{X: 9, Y: 4}, ink.Point{X: 20, Y: 6}, ink.Point{X: 28, Y: 13}, ink.Point{X: 30, Y: 22},
	ink.Point{X: 25, Y: 27}, ink.Point{X: 17, Y: 20}, ink.Point{X: 8, Y: 11}, ink.Point{})

// benchInk is how long a stream may grow in a benchmark before a new game begins: about the
// length of a long game.
const benchInk = 1 << 20

// BenchmarkReference is work that no change of Tandem makes faster or slower. `make
// bench-go` prints times as multiples of it, so that machines can be compared.
func BenchmarkReference(b *testing.B) {
	numbers := make([]uint32, 4096)
	for b.Loop() {
		for i := range numbers {
			numbers[i] = uint32(i) * 2654435761 // Knuth's multiplicative hash
		}
		slices.Sort(numbers)
	}
}

// BenchmarkStep measures the rules: from a frame's bytes to the effects.
func BenchmarkStep(b *testing.B) {
	now := start.Add(countInMS * time.Millisecond)
	begun := func() (*game, *peer) {
		g, err := newGame(anyGame(), start)
		if err != nil {
			b.Fatal(err)
		}
		mila := &peer{seat: 1, pen: 11}
		g.step(attach{mila}, start)
		g.step(attach{&peer{seat: 2, pen: 22}}, start)
		g.step(draw{mila, frameOf(1, penDown)}, now)
		g.liveSeat(1).workPace.SetLimit(rate.Inf) // the clock stands still
		return g, mila
	}
	g, mila := begun()
	n := uint32(2)
	b.ReportAllocs()
	for b.Loop() {
		if len(g.step(draw{mila, frameOf(n, eightPoints)}, now)) != 1 {
			b.Fatal("the op was not taken")
		}
		if n++; len(g.stream) > benchInk {
			b.StopTimer()
			g, mila = begun()
			n = 2
			b.StartTimer()
		}
	}
}

// reader is the socket of a page that reads at once. It signals every op that arrives.
type reader struct {
	seat   ink.Seat
	up     chan []byte
	ops    chan struct{}
	closed chan struct{}
	tape   tape
}

func (r *reader) Read() (bool, []byte, error) {
	select {
	case b := <-r.up:
		return true, b, nil
	case <-r.closed:
		return false, nil, errors.New("closed")
	}
}

func (r *reader) Write(binary bool, b []byte) error {
	for binary && len(b) > 0 {
		if b[0] == kindDurable {
			_, n, err := uvarint(b, 1)
			if err != nil {
				return err
			}
			b = b[n:]
			continue
		}
		e, n, err := r.tape.next(b)
		if err != nil {
			return err
		}
		if b = b[n:]; e.Event == 0 && e.Seat != r.seat {
			r.ops <- struct{}{}
		}
	}
	return nil
}

func (r *reader) Close(Close, string) error {
	close(r.closed)
	return nil
}

func (r *reader) Cut() {}

// BenchmarkRelay measures an op's whole way through a live room: from one page's socket to
// the other's, with the journal behind it.
func BenchmarkRelay(b *testing.B) {
	// As many frames as a page may send at once; then the next game begins.
	const frames = frameBurst / (messageCost + 32)
	b.ReportAllocs()
	for left := b.N; left > 0; left -= frames {
		b.StopTimer()
		relay, stop := benchRoom(b)
		relay(frameOf(1, penDown))
		b.StartTimer()
		for i := range min(left, frames) {
			relay(frameOf(uint32(i+2), eightPoints))
		}
		b.StopTimer()
		stop()
	}
}

// benchRoom opens a room in which a round runs; relay sends a frame of one op
// from one page and waits until the other has it.
func benchRoom(b *testing.B) (relay func([]byte), stop func()) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	made := anyGame()
	// The count-in is already over.
	var t tape
	for _, e := range []Entry{
		{Event: EventJoined, Seat: 1},
		{Event: EventJoined, Seat: 2},
		{Event: EventBeganCountingIn},
		{Event: EventRound, Round: 1, At: countInMS},
	} {
		made.Journal = t.appendEvent(made.Journal, e)
		made.Entries++
	}
	made.RoundSeconds = 3600
	m := newMemory(made)
	m.rows["game"] = []Row{{Game: "game", Epoch: 1, First: 1, Last: uint64(made.Entries), Body: made.Journal}}
	logger := slog.New(slog.DiscardHandler)
	w := NewWriter(m, logger)
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	rooms := NewRegistry(Config{Store: m, Dealer: m, Writer: w, Logger: logger})
	r, err := rooms.Open(ctx, "game")
	if err != nil {
		b.Fatal(err)
	}
	var pages [2]*reader
	for i := range pages {
		p := &reader{seat: ink.Seat(i + 1), up: make(chan []byte), ops: make(chan struct{}), closed: make(chan struct{})}
		pages[i] = p
		go func() { _ = r.Serve(ctx, p, Attach{Seat: ink.Seat(i + 1), Pen: uint32(i + 1)}) }()
	}
	relay = func(frame []byte) {
		pages[0].up <- frame
		select {
		case <-pages[1].ops:
		case <-pages[1].closed:
			b.Fatal("a page was sent away")
		}
	}
	return relay, func() {
		if err := rooms.Stop(ctx); err != nil {
			b.Error(err)
		}
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	}
}

// BenchmarkDraw_AtTheLimit draws the most that two players who send all they may can reach
// in a game of three minutes, with many kinds of brushes and paths.
func BenchmarkDraw_AtTheLimit(b *testing.B) {
	for name, c := range map[string]struct {
		size uint16
		by   ink.Point
	}{
		"broad leaps": {ink.MaxSize, ink.Point{X: 4000, Y: 3000}},
		"thin leaps":  {1, ink.Point{X: 4000, Y: 3000}},
		"a hatch":     {88, ink.Point{X: 1200, Y: 40}},
		"a tremble":   {ink.MaxSize, ink.Point{X: 30, Y: 9}},
	} {
		b.Run(name, func(b *testing.B) {
			var t tape
			var cursor ink.Cursor
			var stream []byte
			n, work := uint32(0), 0
			take := func(raw []byte) {
				op, _, err := cursor.Next(raw)
				if err != nil {
					b.Fatal(err)
				}
				work += op.Work
				n++
				stream = t.appendOp(stream, 0, 1, 1, n, raw, cursor)
			}
			points := ink.AppendPoints(nil, ink.Pen, 16, ink.Point{}, slices.Repeat([]ink.Point{c.by, {}}, ink.MaxPoints/2)...)
			for work < 2*(workBurst+180*workRate) {
				take(ink.AppendBegin(nil, ink.Pen, c.size, ink.RGB{R: 1}, ink.Point{}))
				for range 8 {
					take(points)
				}
				take(penUp)
			}
			for b.Loop() {
				if _, err := Draw(b.Context(), stream, ink.RGB{R: 255}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(work), "rows")
		})
	}
}
