package room

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room/ink"
)

func TestMain(m *testing.M) {
	// Create what all synctest bubbles share outside of them.
	if _, err := OpenRecording(SealRecording(nil)); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// memory is a store in memory: Store, Flusher and Dealer at once.
type memory struct {
	mu       sync.Mutex
	games    map[string]Game
	rows     map[string][]Row
	finished map[string]Finished
	claims   int
	released []string
	deals    int
	flushes  [][]Row
	// flush, finish and list, if set, are called before the real method; if one returns an
	// error, the real method isn't called.
	flush  func([]Row) error
	finish func(Finished) error
	list   func() error
	// chatOpen is whether the chat of every lobby is open to its rooms.
	chatOpen bool
	// flushTakes is how long a flush takes. Set it before the first flush.
	flushTakes time.Duration
}

func newMemory(games ...Game) *memory {
	m := &memory{games: map[string]Game{}, rows: map[string][]Row{}, finished: map[string]Finished{}}
	for _, g := range games {
		m.games[g.ID] = g
	}
	return m
}

func (m *memory) Claim(_ context.Context, id string) (Game, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	g, ok := m.games[id]
	if _, done := m.finished[id]; done || !ok {
		return Game{}, ErrNoRoom
	}
	m.claims++
	g.Epoch++
	m.games[id] = g
	g.Journal, g.Entries = m.journal(id)
	return g, nil
}

func (m *memory) Release(_ context.Context, id string, _ uint32) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.released = append(m.released, id)
	return nil
}

func (m *memory) Claimable(_ context.Context, after string, limit int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.list != nil {
		if err := m.list(); err != nil {
			return nil, err
		}
	}
	var ids []string
	for id := range m.games {
		if _, done := m.finished[id]; !done && id > after {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids[:min(limit, len(ids))], nil
}

func (m *memory) journal(id string) (stream []byte, entries int) {
	for _, r := range m.rows[id] {
		stream = append(stream, r.Body...)
		entries += int(r.Last - r.First + 1)
	}
	return stream, entries
}

func (m *memory) Deal(context.Context, prompts.Want) (prompts.Set, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deals++
	return anySet, nil
}

func (m *memory) SetPrompts(_ context.Context, id string, _ uint32, set prompts.Set) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.games[id]
	g.Prompts = &set
	m.games[id] = g
	return nil
}

func (m *memory) SetLonger(_ context.Context, id string, _ uint32, longer []int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.games[id]
	if slices.Compare(longer, g.Longer) > 0 {
		g.Longer = longer
	}
	m.games[id] = g
	return nil
}

func (m *memory) ChatOpen(context.Context, string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.chatOpen, nil
}

func (m *memory) FreeSeat(_ context.Context, id string, seat ink.Seat) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.games[id]
	g.Seats[seat-1].Left = true
	m.games[id] = g
	return nil
}

func (m *memory) Flush(_ context.Context, rows []Row) error {
	time.Sleep(m.flushTakes) // without the lock: a bubble's clock stops while a goroutine waits for it
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.flush != nil {
		if err := m.flush(rows); err != nil {
			return err
		}
	}
	m.flushes = append(m.flushes, rows)
	for _, r := range rows {
		r.Body = bytes.Clone(r.Body)
		had := m.rows[r.Game]
		if n := len(had); n > 0 && had[n-1].First == r.First && had[n-1].Epoch == r.Epoch {
			if !bytes.Equal(had[n-1].Body, r.Body) {
				return errors.New("the same row with another body")
			}
			continue
		} else if n > 0 && had[n-1].Last+1 != r.First || n == 0 && r.First != 1 {
			return errors.New("a gap between rows")
		}
		m.rows[r.Game] = append(had, r)
	}
	return nil
}

func (m *memory) Finish(_ context.Context, f Finished) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.finish != nil {
		if err := m.finish(f); err != nil {
			return err
		}
	}
	m.finished[f.Game] = f
	delete(m.rows, f.Game)
	return nil
}

// stream returns what is durable of a game.
func (m *memory) stream(id string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	stream, _ := m.journal(id)
	return stream
}

func (m *memory) kept(t *testing.T, id string) (Finished, []byte) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.finished[id]
	if !ok {
		t.Fatal("the game is not kept")
	}
	stream, err := OpenRecording(f.Recording)
	if err != nil {
		t.Fatal(err)
	}
	return f, stream
}

// node is a process with its rooms. It lives in a synctest bubble.
type node struct {
	*Registry
	t       *testing.T
	memory  *memory
	changes []string
	stop    context.CancelFunc
	writer  chan error // Run's error
}

func startNode(t *testing.T, m *memory) *node {
	ctx, cancel := context.WithCancel(context.Background())
	n := &node{t: t, memory: m, stop: cancel, writer: make(chan error, 1)}
	logger := slog.New(slog.DiscardHandler)
	w := NewWriter(m, logger)
	go func() { n.writer <- w.Run(ctx) }()
	var mu sync.Mutex
	n.Registry = NewRegistry(Config{
		Store: m, Dealer: m, Writer: w, Logger: logger,
		OnChange: func(game, lobby string) {
			mu.Lock()
			defer mu.Unlock()
			n.changes = append(n.changes, game+" "+lobby)
		},
	})
	t.Cleanup(n.halt)
	return n
}

// halt stops the node as a deployment does.
func (n *node) halt() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := n.Stop(ctx); err != nil {
		n.t.Errorf("stop: %v", err)
	}
	n.stop()
}

// kill ends the node without closing anything, as far as a process can do that to itself:
// nothing more becomes durable.
func (n *node) kill() {
	n.memory.mu.Lock()
	n.memory.flush = func([]Row) error { return ErrFenced }
	n.memory.mu.Unlock()
	n.stop()
	n.halt()
	n.memory.mu.Lock()
	n.memory.flush = nil
	n.memory.mu.Unlock()
}

// page is a browser's page on a seat: the far end of its socket, and what it has learnt
// from it.
type page struct {
	t    *testing.T
	seat ink.Seat
	pen  uint32
	n    uint32 // number of its last op

	earlier []uint32   // pens of earlier pages
	had     []penFrame // how far the room took them, as the last welcome says

	// Kept across reconnects.
	epoch      uint32
	tape       tape
	stream     []byte
	durable    uint64
	state      stateFrame
	refused    []uint32
	notNow     []string // requests that had to wait
	checks     []uint64 // seqs at which its hash was asked for
	beats      int
	startOvers int // how often the room made it start over from the stream
	frames     int
	largest    int // of the binary frames, in bytes

	*socket
}

type socket struct {
	up, down chan wire
	cut      chan struct{}
	cutOnce  sync.Once
	closed   chan struct{}
	code     Close
	served   chan error // Serve's error
}

type wire struct {
	binary bool
	b      []byte
}

func (s *socket) Read() (bool, []byte, error) {
	select {
	case m, ok := <-s.up:
		if !ok {
			return false, nil, errors.New("the page is gone")
		}
		return m.binary, m.b, nil
	case <-s.closed:
	case <-s.cut:
	}
	return false, nil, errors.New("closed")
}

func (s *socket) Write(binary bool, b []byte) error {
	select {
	case s.down <- wire{binary, bytes.Clone(b)}:
		return nil
	case <-s.closed:
	case <-s.cut:
	}
	return errors.New("closed")
}

func (s *socket) Cut() { s.cutOnce.Do(func() { close(s.cut) }) }

func (s *socket) Close(code Close, _ string) error {
	s.code = code
	close(s.closed)
	return nil
}

// attach opens or reopens the page's socket and reads the welcome.
func (n *node) attach(p *page) {
	n.t.Helper()
	n.dial(p, 4096)
	p.hear()
}

func (n *node) dial(p *page, holds int) {
	n.t.Helper()
	r, err := n.Open(context.Background(), "game")
	if err != nil {
		n.t.Fatal(err)
	}
	s := &socket{up: make(chan wire), down: make(chan wire, holds), closed: make(chan struct{}), cut: make(chan struct{}), served: make(chan error, 1)}
	p.socket = s
	go func() {
		s.served <- r.Serve(context.Background(), s, Attach{Seat: p.seat, Pen: p.pen, Earlier: p.earlier, Epoch: p.epoch, After: p.tape.seq})
	}()
}

func newPage(t *testing.T, seat ink.Seat, pen uint32) *page {
	return &page{t: t, seat: seat, pen: pen}
}

// catchUp reads everything, including frames that may wait.
func (p *page) catchUp() {
	p.t.Helper()
	time.Sleep(patience)
	p.hear()
}

// hear reads everything that was sent to the page.
func (p *page) hear() {
	p.t.Helper()
	synctest.Wait()
	for {
		select {
		case m := <-p.down:
			p.take(m)
		default:
			return
		}
	}
}

func (p *page) take(m wire) {
	p.t.Helper()
	p.frames++
	if !m.binary {
		p.takeText(m.b)
		return
	}
	p.largest = max(p.largest, len(m.b))
	for len(m.b) > 0 {
		if m.b[0] == kindDurable {
			by, n, err := uvarint(m.b, 1)
			if err != nil || by == 0 {
				p.t.Fatalf("a durable notice by %d: %v", by, err)
			}
			p.durable += by
			m.b = m.b[n:]
			if p.durable > p.tape.seq {
				p.t.Fatalf("durable up to %d, shown up to %d", p.durable, p.tape.seq)
			}
			continue
		}
		e, n, err := p.tape.next(m.b)
		if err != nil {
			p.t.Fatalf("entry %d: %v", p.tape.seq+1, err)
		}
		if e.Event == 0 && e.Pen == p.pen {
			p.n = max(p.n, e.N)
		}
		p.stream = append(p.stream, m.b[:n]...)
		m.b = m.b[n:]
	}
}

func (p *page) takeText(b []byte) {
	p.t.Helper()
	var f struct {
		welcomeFrame
		Request, Reason string
	}
	if err := json.Unmarshal(b, &f); err != nil {
		p.t.Fatal(err)
	}
	switch f.Type {
	case "welcome":
		if f.From == 0 {
			p.tape, p.stream = tape{}, nil
		} else if f.From != p.tape.seq || f.Epoch != p.epoch {
			p.t.Fatalf("goes on from %d of epoch %d; the page has %d of %d", f.From, f.Epoch, p.tape.seq, p.epoch)
		}
		p.epoch, p.durable, p.n, p.had, p.state = f.Epoch, f.Durable, f.N, f.Earlier, f.State
	case "state":
		if err := json.Unmarshal(b, &p.state); err != nil {
			p.t.Fatal(err)
		}
	case "refused":
		p.refused = append(p.refused, f.N)
	case "not_now":
		p.notNow = append(p.notNow, f.Request+": "+f.Reason)
	case "check":
		if f.Seq != p.tape.seq {
			p.t.Fatalf("asked for the hash at %d; the page is at %d", f.Seq, p.tape.seq)
		}
		p.checks = append(p.checks, f.Seq)
	case "start_over":
		p.startOvers++
	case "beat":
		p.beats++
	default:
		p.t.Fatalf("unknown frame %s", b)
	}
}

func (p *page) send(binary bool, b []byte) {
	select {
	case p.up <- wire{binary, b}:
	case <-p.closed:
	}
}

// draw sends the pen's next ops in one frame.
func (p *page) draw(ops ...[]byte) {
	p.send(true, frameOf(p.n+1, ops...))
	p.n += uint32(len(ops))
}

// switchPen makes the ink that is sent from now on belong to another pen.
func (p *page) switchPen(pen uint32) { p.send(false, fmt.Appendf(nil, `{"type":"pen","pen":%d}`, pen)) }

// strokes counts the strokes that have ended.
func (p *page) strokes() int {
	p.t.Helper()
	ends := 0
	for e, err := range Entries(p.stream) {
		if err != nil {
			p.t.Fatal(err)
		}
		if e.Event == 0 && e.Op.Kind == ink.End {
			ends++
		}
	}
	return ends
}

func (p *page) ask(request string) { p.send(false, []byte(`{"type":"`+request+`"}`)) }

// leave closes the socket from the page's side.
func (p *page) leave() {
	close(p.up)
	if err := <-p.served; err == nil {
		p.t.Error("the room says that it closed the socket")
	}
}

func (p *page) wantClosed(code Close) {
	p.t.Helper()
	synctest.Wait()
	select {
	case <-p.closed:
		if p.code != code {
			p.t.Errorf("closed with %d %s, want %d %s", p.code, p.code.Reason(), code, code.Reason())
		}
	default:
		p.t.Errorf("still open, want closed with %d %s", code, code.Reason())
	}
}

func (p *page) wantState(phase string, round int) {
	p.t.Helper()
	p.hear()
	if p.state.Phase != phase || p.state.Round != round {
		p.t.Errorf("seat %d sees %s, round %d; want %s, round %d", p.seat, p.state.Phase, p.state.Round, phase, round)
	}
}

// bubble runs a test in a bubble, with a node and an unplayed game.
func bubble(t *testing.T, f func(t *testing.T, n *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		made := anyGame()
		made.Epoch, made.Prompts = 0, nil
		f(t, startNode(t, newMemory(made)))
	})
}
