package room

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/room/ink"
)

var update = flag.Bool("update", false, "write testdata anew")

// goldenEntry is an entry as testdata/stream.json states it; the page's decoder reads the
// same file.
type goldenEntry struct {
	Seq      uint64    `json:"seq,omitempty"` // a durable notice has none
	At       *int64    `json:"at,omitempty"`
	Kind     string    `json:"kind"` // op, durable or the event
	Seat     ink.Seat  `json:"seat,omitempty"`
	By       uint64    `json:"by,omitempty"` // durable
	Pen      uint32    `json:"pen,omitempty"`
	N        uint32    `json:"n,omitempty"`
	Op       *goldenOp `json:"op,omitempty"`
	Number   int       `json:"number,omitempty"` // round
	Reaction string    `json:"reaction,omitempty"`
	How      string    `json:"how,omitempty"`
}

type goldenOp struct {
	Kind     string  `json:"kind"`
	Tool     string  `json:"tool,omitempty"`
	Size     uint16  `json:"size,omitempty"`
	Colour   *uint32 `json:"colour,omitempty"` // 0xRRGGBB
	X        *int16  `json:"x,omitempty"`
	Y        *int16  `json:"y,omitempty"`
	Pressure *uint8  `json:"pressure,omitempty"` // of a begin, or of the last point
	Step     *uint32 `json:"step,omitempty"`
	Points   []int16 `json:"points,omitempty"` // x, y, x, y …, absolute
}

type goldenStream struct {
	Comment string        `json:"comment"`
	Hex     string        `json:"hex"`
	Entries []goldenEntry `json:"entries"`
	Socket  struct {
		Comment string        `json:"comment"`
		After   uint64        `json:"after"`
		Frames  []string      `json:"frames"`
		Entries []goldenEntry `json:"entries"`
	} `json:"socket"`
}

func golden(e Entry) goldenEntry {
	g := goldenEntry{Seq: e.Seq, At: &e.At, Kind: e.Event.String(), Seat: e.Seat, Number: e.Round}
	switch e.Event {
	case 0:
		g.Pen, g.N, g.Op = e.Pen, e.N, goldenInk(e.Op)
	case EventReaction:
		g.Reaction = e.Reaction.String()
	case EventFinished:
		g.How = e.How.String()
	default:
	}
	return g
}

func goldenInk(op ink.Op) *goldenOp {
	g := &goldenOp{Kind: op.Kind.String()}
	switch op.Kind {
	case ink.Begin:
		g.Tool = [...]string{"pen", "pressure_pen", "eraser"}[op.Tool]
		g.Size, g.X, g.Y = op.Size, &op.At.X, &op.At.Y
		if op.Tool != ink.Eraser {
			c := uint32(op.Colour.R)<<16 | uint32(op.Colour.G)<<8 | uint32(op.Colour.B)
			g.Colour = &c
		}
		if op.Tool == ink.PressurePen {
			g.Pressure = &op.At.Pressure
		}
	case ink.Points:
		g.Step = &op.Step
		for p := range op.Points {
			g.Points = append(g.Points, p.X, p.Y)
			if op.Tool == ink.PressurePen {
				g.Pressure = &p.Pressure
			}
		}
	default:
	}
	return g
}

// anyStream has an entry of every kind, written by the encoder.
func anyStream() []byte {
	var (
		t       tape
		b       []byte
		cursors [3]ink.Cursor
	)
	op := func(at int64, seat ink.Seat, pen, n uint32, raw []byte) {
		if _, _, err := cursors[seat].Next(raw); err != nil {
			panic(err)
		}
		b = t.appendOp(b, at, seat, pen, n, raw, cursors[seat])
	}
	event := func(e Entry) {
		b = t.appendEvent(b, e)
		if e.Event == EventLifted {
			cursors[e.Seat].Lift()
		}
	}
	erase := ink.AppendBegin(nil, ink.Eraser, 200, ink.RGB{}, ink.Point{X: -512, Y: 3584})

	event(Entry{At: 0, Seat: 2, Event: EventJoined})
	event(Entry{At: 0, Seat: 1, Event: EventJoined})
	event(Entry{At: 0, Event: EventBeganCountingIn})
	event(Entry{At: 3000, Event: EventRound, Round: 1})
	op(3120, 1, 0xfffffffe, 1, penDown)
	op(3136, 1, 0xfffffffe, 2, penMove)
	op(3136, 2, 7, 1, touchDown)
	op(3152, 2, 7, 2, touchMove)
	op(3160, 1, 0xfffffffe, 3, penUp)
	op(3171, 1, 0xfffffffe, 5, erase) // 4 was refused
	event(Entry{At: 3300, Seat: 2, Event: EventReaction, Reaction: Clap})
	event(Entry{At: 4000, Seat: 2, Event: EventGone})
	event(Entry{At: 4000, Event: EventPaused})
	op(4000, 1, 0xfffffffe, 6, penUp)
	event(Entry{At: 4000, Seat: 2, Event: EventLifted})
	event(Entry{At: 4000, Seat: 2, Event: EventJoined})
	event(Entry{At: 4000, Event: EventResumed})
	op(4100, 2, 300_000, 1, penDown) // a new pen
	op(4133, 2, 300_000, 2, penMove)
	event(Entry{At: 5000, Seat: 1, Event: EventGoingOn})
	event(Entry{At: 5600, Seat: 2, Event: EventGoingOn})
	event(Entry{At: 5600, Event: EventRound, Round: 200})
	event(Entry{At: 125_600, Seat: 2, Event: EventLifted})
	event(Entry{At: 125_600, Event: EventFinished, How: EndedEarly})
	return b
}

func decoded(t *testing.T, stream []byte) (list []goldenEntry) {
	t.Helper()
	for e, err := range Entries(stream) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, golden(e))
	}
	return list
}

// The page's decoder is tested with the same file.
func TestStream_Golden(t *testing.T) {
	const file = "testdata/stream.json"
	var want goldenStream
	stream := anyStream()
	want.Comment = "A journal stream with every kind of entry, and what it says. Made by go test ./room -run Golden -update."
	want.Hex = hex.EncodeToString(stream)
	want.Entries = decoded(t, stream)
	for _, name := range eventNames[1:] {
		if !slices.ContainsFunc(want.Entries, func(e goldenEntry) bool { return e.Kind == name }) {
			t.Errorf("the stream lacks %q", name)
		}
	}

	want.Socket.Comment = "What a socket that has the stream up to after is sent, with durable marks between; a frame a string."
	want.Socket.After = 10
	offset := func(after uint64) int {
		var tp tape
		at := 0
		for tp.seq < after {
			_, n, err := tp.next(stream[at:])
			if err != nil {
				t.Fatal(err)
			}
			at += n
		}
		return at
	}
	frame := func(b []byte) { want.Socket.Frames = append(want.Socket.Frames, hex.EncodeToString(b)) }
	frame(stream[offset(10):offset(13)])
	frame(appendDurable(nil, 3))
	frame(appendDurable(appendDurable(bytes.Clone(stream[offset(13):offset(20)]), 1), 300))
	frame(stream[offset(20):])
	want.Socket.Entries = append(want.Socket.Entries, want.Entries[10:13]...)
	want.Socket.Entries = append(want.Socket.Entries, goldenEntry{Kind: "durable", By: 3})
	want.Socket.Entries = append(want.Socket.Entries, want.Entries[13:20]...)
	want.Socket.Entries = append(want.Socket.Entries, goldenEntry{Kind: "durable", By: 1}, goldenEntry{Kind: "durable", By: 300})
	want.Socket.Entries = append(want.Socket.Entries, want.Entries[20:]...)

	if *update {
		b, err := json.MarshalIndent(want, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got goldenStream
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the format has changed (-now +kept):\n%s", diff)
	}
}

func TestEntries_Malformed(t *testing.T) {
	joined := []byte{1 | kindEvent<<2, 0, byte(EventJoined)}
	over := []byte{kindEvent << 2, 0, byte(EventFinished), 0}
	for _, c := range []struct {
		name   string
		stream []byte
		want   error
	}{
		{"only a head", joined[:1], errEnds},
		{"no code", joined[:2], errEnds},
		{"a durable notice", appendDurable(nil, 3), errKind},
		{"unknown kind", []byte{4 << 2, 0, 0}, errKind},
		{"code 0", []byte{kindEvent << 2, 0, 0}, errKind},
		{"unknown code", []byte{kindEvent << 2, 0, byte(len(eventNames))}, errKind},
		{"the room joins", []byte{kindEvent << 2, 0, byte(EventJoined)}, errSeat},
		{"a seat pauses", []byte{1 | kindEvent<<2, 0, byte(EventPaused)}, errSeat},
		{"seat 3", []byte{3 | kindEvent<<2, 0, byte(EventPaused)}, errSeat},
		{"seat 3 joins", []byte{3 | kindEvent<<2, 0, byte(EventJoined)}, errSeat},
		{"the room draws", append([]byte{kindOpOfPen << 2, 0, 1, 1}, penDown...), errSeat},
		{"no pen yet", append([]byte{1 | kindOp<<2, 0}, penDown...), errNoPen},
		{"pen 0", append([]byte{1 | kindOpOfPen<<2, 0, 0, 1}, penDown...), errNoPen},
		{"n 0", append([]byte{1 | kindOpOfPen<<2, 0, 1, 0}, penDown...), errNoPen},
		{"pen too great", append([]byte{1 | kindOpOfPen<<2, 0, 0xff, 0xff, 0xff, 0xff, 0x1f, 1}, penDown...), errNumber},
		{"dt too long", []byte{kindEvent << 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 3}, errNumber},
		{"round 0", []byte{kindEvent << 2, 0, byte(EventRound), 0}, errArgument},
		{"no round", []byte{kindEvent << 2, 0, byte(EventRound)}, errEnds},
		{"unknown reaction", []byte{1 | kindEvent<<2, 0, byte(EventReaction), 6}, errArgument},
		{"no reaction", []byte{1 | kindEvent<<2, 0, byte(EventReaction)}, errEnds},
		{"unknown how", []byte{kindEvent << 2, 0, byte(EventFinished), 3}, errArgument},
		{"no how", []byte{kindEvent << 2, 0, byte(EventFinished)}, errEnds},
		{"after the end", append(bytes.Clone(over), joined...), errOver},
		{"a stroke that isn't open", append([]byte{1 | kindOpOfPen<<2, 0, 1, 1}, penUp...), ink.ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			var last error
			for _, err := range Entries(c.stream) {
				last = err
			}
			if !errors.Is(last, c.want) || !errors.Is(last, ErrStream) {
				t.Errorf("%v, want %v", last, c.want)
			}
		})
	}
}

func FuzzEntries(f *testing.F) {
	f.Add(anyStream())
	f.Add([]byte{})
	f.Add([]byte{1 | kindEvent<<2, 0, byte(EventJoined)})
	f.Fuzz(func(t *testing.T, stream []byte) {
		// What can be read can be written, and reads back the same.
		var (
			w       tape
			written []byte
			want    []goldenEntry
		)
		var r tape
		for rest := stream; len(rest) > 0; {
			e, n, err := r.next(rest)
			if err != nil {
				break
			}
			if n < 1 || n > len(rest) {
				t.Fatalf("an entry of %d bytes out of %d", n, len(rest))
			}
			rest = rest[n:]
			want = append(want, golden(e))
			if e.Event == 0 {
				written = w.appendOp(written, e.At, e.Seat, e.Pen, e.N, e.op, r.hands[e.Seat-1].cursor)
			} else {
				written = w.appendEvent(written, e)
			}
			if w != r {
				t.Fatalf("writing entry %d left %+v, reading it %+v", e.Seq, w, r)
			}
		}
		if diff := cmp.Diff(want, decoded(t, written)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRecording(t *testing.T) {
	stream := anyStream()
	sealed := SealRecording(stream)
	if sealed[0] != 1 {
		t.Errorf("version %d", sealed[0])
	}
	got, err := OpenRecording(sealed)
	if err != nil || !bytes.Equal(got, stream) {
		t.Errorf("opened %d bytes of %d: %v", len(got), len(stream), err)
	}
	for name, bad := range map[string][]byte{
		"empty":           nil,
		"unknown version": append([]byte{2}, sealed[1:]...),
		"cut off":         sealed[:len(sealed)-5],
		"not compressed":  append([]byte{1}, stream...),
		"a bomb":          SealRecording(make([]byte, maxStream+1)),
	} {
		if _, err := OpenRecording(bad); !errors.Is(err, ErrRecording) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDraw_FoldsTheStream(t *testing.T) {
	paper := ink.RGB{R: 0xff, G: 0xfd, B: 0xf6}
	got, err := Draw(t.Context(), anyStream(), paper)
	if err != nil {
		t.Fatal(err)
	}
	want := ink.NewCanvas(ink.RasterWidth, ink.RasterHeight, paper)
	n := uint32(0)
	apply := func(seat ink.Seat, ops ...[]byte) {
		var c ink.Cursor
		for _, b := range ops {
			op, _, err := c.Next(b)
			if err != nil {
				t.Fatal(err)
			}
			n++
			want.Apply(seat, ink.ID{Pen: 1, N: n}, op)
		}
	}
	apply(1, penDown, penMove, penUp)
	apply(1, ink.AppendBegin(nil, ink.Eraser, 200, ink.RGB{}, ink.Point{X: -512, Y: 3584}), penUp)
	apply(2, touchDown, touchMove)
	want.Lift(2)
	apply(2, penDown, penMove)
	want.Lift(2)
	if got.Hash() != want.Hash() {
		t.Errorf("hash %s, want %s", got.Hash(), want.Hash())
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := Draw(gone, anyStream(), paper); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
	if _, err := Draw(t.Context(), []byte{0xff}, paper); !errors.Is(err, ErrStream) {
		t.Errorf("a broken stream: %v", err)
	}
}
