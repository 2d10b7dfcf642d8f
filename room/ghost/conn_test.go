package ghost_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/tandem-game/tandem/prompts"
	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ghost"
	"github.com/tandem-game/tandem/room/ink"
)

func TestMain(m *testing.M) {
	// Create what all synctest bubbles share outside of them.
	if _, err := room.OpenRecording(room.SealRecording(nil)); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// memory is what rooms need of Postgres, in memory. It keeps one game.
type memory struct {
	mu       sync.Mutex
	game     room.Game
	rows     []room.Row
	finished *room.Finished
}

func (m *memory) Claim(context.Context, string) (room.Game, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.finished != nil {
		return room.Game{}, room.ErrNoRoom
	}
	m.game.Epoch++
	g := m.game
	for _, r := range m.rows {
		g.Journal = append(g.Journal, r.Body...)
		g.Entries = int(r.Last)
	}
	return g, nil
}

func (m *memory) Flush(_ context.Context, rows []room.Row) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range rows {
		r.Body = bytes.Clone(r.Body)
		m.rows = append(m.rows, r)
	}
	return nil
}

func (m *memory) Finish(_ context.Context, f room.Finished) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.finished = &f
	return nil
}

func (m *memory) Release(context.Context, string, uint32) error { return nil }

func (m *memory) FreeSeat(context.Context, string, ink.Seat) error { return nil }

func (m *memory) SetPrompts(context.Context, string, uint32, prompts.Set) error { return nil }

func (m *memory) SetLonger(context.Context, string, uint32, []int64) error { return nil }

func (m *memory) ChatOpen(context.Context, string) (bool, error) { return false, nil }

func (m *memory) Claimable(context.Context, string, int) ([]string, error) { return nil, nil }

func (m *memory) Deal(context.Context, prompts.Want) (prompts.Set, error) {
	return prompts.Set{}, errors.New("a ghost's game has its prompts")
}

// set is the prompt set of every game here.
var set = prompts.Set{ID: "SET", Paper: "#FFFDF6", Series: [2][]string{{"a", "b", "c"}, {"d", "e", "f"}}}

func newGame() *memory {
	return &memory{game: room.Game{
		ID: "GAME", RoundSeconds: 10, Rounds: 3, Language: "en", Difficulty: prompts.Normal, Prompts: &set,
		Seats: [2]room.SeatPlayer{{Name: "Ada"}, {Player: "MILA", Name: "Mila"}},
		Ghost: &room.Ghost{Seat: 1, Source: "RECORDED"},
	}}
}

// start starts a node that plays the game. It ends with stop.
func (m *memory) start(t *testing.T, player ghost.Player) (r *room.Room, stop func()) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	writer := room.NewWriter(m, log)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = writer.Run(ctx) })
	player.Logger = log
	registry := room.NewRegistry(room.Config{Store: m, Dealer: m, Writer: writer, Logger: log, Ghost: player.Open})
	r, err := registry.Open(t.Context(), "GAME")
	if err != nil {
		t.Fatal(err)
	}
	return r, func() {
		if err := registry.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		cancel()
		running.Wait()
	}
}

// page is the living player's page.
type page struct {
	up   chan []byte
	gone chan struct{}
	hung sync.Once
	done sync.WaitGroup

	mu    sync.Mutex
	state state
	code  room.Close
}

// state is what the page was told last.
type state struct {
	Round int `json:"round"`
	Seats [2]struct {
		Idle bool `json:"idle"`
		GoOn bool `json:"go_on"`
	} `json:"seats"`
}

func (p *page) now() state {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

func visit(t *testing.T, r *room.Room) *page {
	p := &page{up: make(chan []byte), gone: make(chan struct{})}
	p.done.Go(func() { _ = r.Serve(t.Context(), p, room.Attach{Seat: 2, Pen: 7}) })
	synctest.Wait()
	return p
}

func (p *page) Read() (bool, []byte, error) {
	select {
	case b := <-p.up:
		return false, b, nil
	case <-p.gone:
		return false, nil, io.EOF
	}
}

func (p *page) Write(isBinary bool, b []byte) error {
	if isBinary {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var f struct {
		Type  string          `json:"type"`
		State json.RawMessage `json:"state"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	switch f.Type {
	case "welcome":
		return json.Unmarshal(f.State, &p.state)
	case "state":
		return json.Unmarshal(b, &p.state)
	}
	return nil
}

func (p *page) Close(code room.Close, _ string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.code = code
	p.hangUp()
	return nil
}

func (p *page) Cut() { p.hangUp() }

func (p *page) hangUp() { p.hung.Do(func() { close(p.gone) }) }

// say sends a request, and waits until everybody has done what follows from it.
func (p *page) say(request string) {
	p.up <- []byte(`{"type":"` + request + `"}`)
	synctest.Wait()
}

// played is one op as a stream holds it.
type played struct {
	round int
	at    int64 // since its round began
	raw   string
}

// inkOf returns the ops of a seat in a stream.
func inkOf(t *testing.T, stream []byte, seat ink.Seat) (ops []played) {
	t.Helper()
	var round int
	var began int64
	for e, err := range room.Entries(stream) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Event == room.EventRound {
			round, began = e.Round, e.At
		}
		if e.Event == 0 && e.Seat == seat {
			ops = append(ops, played{round, e.At - began, string(e.Raw())})
		}
	}
	return ops
}

// kept returns the stream of the finished game.
func (m *memory) kept(t *testing.T) (stream []byte, how room.How) {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.finished == nil {
		t.Fatal("the game is not kept")
	}
	stream, err := room.OpenRecording(m.finished.Recording)
	if err != nil {
		t.Fatal(err)
	}
	return stream, m.finished.How
}

// script is some ink in three rounds of ten seconds, as a recording has it.
func script(t *testing.T) (ghost.Player, []played) {
	t.Helper()
	return playerOf(t, func(hand *hand) {
		for round := 1; round <= 3; round++ {
			hand.round(round)
			for at := int64(400); at < 9_000; at += 1_300 {
				hand.stroke(at, 5)
			}
			hand.op(9_100, ink.AppendUndo(nil, ink.ID{N: hand.last}))
			hand.op(9_200, ink.AppendRedo(nil, ink.ID{N: hand.last}))
		}
	})
}

// playerOf plays what a hand draws on seat 1 of a finished game, and returns it.
func playerOf(t *testing.T, draw func(*hand)) (ghost.Player, []played) {
	t.Helper()
	var h hand
	draw(&h)
	recording := room.SealRecording(h.stream)
	player := ghost.Player{Recording: func(context.Context, string) ([]byte, error) { return recording, nil }}
	return player, inkOf(t, h.stream, 1)
}

// hand writes the stream of a game that seat 1 draws in.
type hand struct {
	stream []byte
	at     int64 // of the last entry
	began  int64 // the round
	n      uint32
	last   uint32 // the number of the last stroke
}

func (h *hand) head(at int64, kind byte) {
	h.stream = append(h.stream, kind)
	h.stream = binary.AppendUvarint(h.stream, uint64(at-h.at))
	h.at = at
}

func (h *hand) round(n int) {
	h.began = int64(3_000 + (n-1)*10_000)
	h.head(h.began, 0|3<<2)
	h.stream = append(h.stream, byte(room.EventRound), byte(n))
}

func (h *hand) op(at int64, raw []byte) {
	kind := byte(1 | 1<<2)
	if h.n == 0 {
		kind = 1 | 2<<2
	}
	h.head(h.began+at, kind)
	if h.n == 0 {
		h.stream = append(h.stream, 1, 1) // pen 1, n 1
	}
	h.n++
	h.stream = append(h.stream, raw...)
}

func (h *hand) stroke(at int64, points int) {
	from := ink.Point{X: 100, Y: int16(h.at % 3000)}
	h.op(at, ink.AppendBegin(nil, ink.Pen, 24, ink.RGB{R: 200}, from))
	h.last = h.n
	for i := range points {
		at += 40
		to := ink.Point{X: from.X + 30, Y: from.Y + int16(i)}
		h.op(at, ink.AppendPoints(nil, ink.Pen, 40, from, to))
		from = to
	}
	h.op(at+20, ink.AppendEnd(nil))
}

// wantSame compares ink with its recording: all ops, in order, each at its moment, which may
// differ by late ms.
func wantSame(t *testing.T, got, want []played, late int64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d ops, want %d", len(got), len(want))
	}
	for i, g := range got {
		w := want[i]
		if g.round != w.round || g.raw != w.raw || g.at < w.at || g.at > w.at+late {
			t.Fatalf("op %d: round %d at %d ms, %x; want round %d at %d ms, %x", i+1, g.round, g.at, g.raw, w.round, w.at, w.raw)
		}
	}
}

func TestGhost_PlaysAllOpsInOrderAtTheirMoments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		player, want := script(t)
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(40 * time.Second)
		stop()
		p.done.Wait()
		stream, how := m.kept(t)
		if how != room.AllRounds {
			t.Errorf("the game ended as %v", how)
		}
		wantSame(t, inkOf(t, stream, 1), want, 1)
	})
}

func TestGhost_WaitsWhileTheClockStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		player, want := script(t)
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(7321 * time.Millisecond)
		p.hangUp()
		p.done.Wait()
		time.Sleep(30 * time.Second)
		p = visit(t, r)
		time.Sleep(40 * time.Second)
		stop()
		p.done.Wait()
		stream, _ := m.kept(t)
		wantSame(t, inkOf(t, stream, 1), want, 1)
	})
}

func TestGhost_GoesOnAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		player, want := script(t)
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(16 * time.Second)
		stop()
		p.done.Wait()
		if p.code != room.CloseRestarting {
			t.Fatalf("the page was closed with %v", p.code)
		}
		r, stop = m.start(t, player)
		p = visit(t, r)
		time.Sleep(40 * time.Second)
		stop()
		p.done.Wait()
		stream, how := m.kept(t)
		if how != room.AllRounds {
			t.Errorf("the game ended as %v", how)
		}
		wantSame(t, inkOf(t, stream, 1), want, 1)
	})
}

func TestGhost_AgreesToGoOnOnceItsRoundIsDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		player, want := script(t)
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(4 * time.Second)
		if p.now().Round != 1 || p.now().Seats[0].GoOn {
			t.Fatalf("state %+v; want round 1, and a ghost that doesn't ask", p.now())
		}
		for round := 1; round <= 3; round++ {
			p.say("go_on")
			time.Sleep(time.Second)
			if round < 3 && p.now().Round != round+1 {
				t.Fatalf("after going on in round %d the page is in %+v", round, p.now())
			}
		}
		stop()
		p.done.Wait()
		stream, how := m.kept(t)
		if how != room.AllRounds {
			t.Errorf("the game ended as %v", how)
		}
		got := inkOf(t, stream, 1)
		if len(got) != len(want) {
			t.Fatalf("%d ops, want all %d", len(got), len(want))
		}
		for i := range got {
			if got[i].raw != want[i].raw || got[i].round != want[i].round {
				t.Fatalf("op %d is %+v, want %+v", i+1, got[i], want[i])
			}
		}
	})
}

func TestGhost_IsNeverIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		m.game.RoundSeconds = 120
		player, _ := playerOf(t, func(h *hand) {
			h.round(1)
			h.stroke(100, 2)
		})
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(100 * time.Second)
		if p.now().Round != 1 || p.now().Seats[0].Idle || !p.now().Seats[1].Idle {
			t.Errorf("state %+v; want an idle player and a ghost that is not", p.now())
		}
		stop()
		p.done.Wait()
	})
}

func TestGhost_LeavesWhenItsPartnerIsGone(t *testing.T) {
	for name, vanish := range map[string]func(*page){
		"the partner left": func(p *page) { p.say("leave") },
		"the partner's page is gone, and the grace is over": func(p *page) {
			p.hangUp()
			time.Sleep(61 * time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newGame()
				player, _ := script(t)
				r, stop := m.start(t, player)
				p := visit(t, r)
				time.Sleep(9 * time.Second)
				vanish(p)
				time.Sleep(time.Second)
				if _, how := m.kept(t); how != room.Abandoned {
					t.Errorf("the game ended as %v, want abandoned", how)
				}
				stop()
				p.done.Wait()
			})
		})
	}
}

func TestGhost_WithoutInkStillAgrees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		r, stop := m.start(t, ghost.Player{Recording: func(context.Context, string) ([]byte, error) {
			return []byte("no recording"), nil
		}})
		p := visit(t, r)
		time.Sleep(4 * time.Second)
		p.say("go_on")
		if p.now().Round != 2 {
			t.Errorf("state %+v, want round 2", p.now())
		}
		stop()
		p.done.Wait()
	})
}

func TestFromStream_RenumbersWhatSeveralPagesDrew(t *testing.T) {
	var h hand
	h.round(1)
	h.stroke(100, 1) // 1..3 of pen 1
	// Another page begins a stroke, and the room lifts it.
	h.head(h.began+500, 1|2<<2)
	h.stream = append(h.stream, 9, 4) // pen 9, n 4
	h.stream = append(h.stream, ink.AppendBegin(nil, ink.Liner, 12, ink.RGB{}, ink.Point{X: 5, Y: 5})...)
	h.head(h.began+900, 1|3<<2)
	h.stream = append(h.stream, byte(room.EventLifted))
	h.head(h.began+1_000, 1|1<<2)
	h.stream = append(h.stream, ink.AppendUndo(nil, ink.ID{Pen: 1, N: 1})...)
	h.head(h.began+1_100, 1|1<<2)
	h.stream = append(h.stream, ink.AppendUndo(nil, ink.ID{N: 4})...)

	player, _ := playerOf(t, func(mine *hand) { *mine = h })
	synctest.Test(t, func(t *testing.T) {
		m := newGame()
		r, stop := m.start(t, player)
		p := visit(t, r)
		time.Sleep(8 * time.Second)
		p.say("leave")
		time.Sleep(time.Second)
		stop()
		p.done.Wait()
		stream, _ := m.kept(t)
		var undone []ink.ID
		ops := inkOf(t, stream, 1)
		for e, err := range room.Entries(stream) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Op.Kind == ink.Undo {
				undone = append(undone, e.Op.Target)
			}
		}
		if want := []ink.ID{{N: 1}, {N: 4}}; len(ops) != 7 || !slices.Equal(undone, want) {
			t.Errorf("%d ops undo %v; want 7 and %v", len(ops), undone, want)
		}
	})
}

func TestFromStream_Unreadable(t *testing.T) {
	for name, stream := range map[string][]byte{"broken": {9, 9, 9}, "without ink": {}} {
		if _, err := ghost.FromStream(stream, 1); !errors.Is(err, ghost.ErrUnreadable) {
			t.Errorf("%s: %v, want ErrUnreadable", name, err)
		}
	}
}
