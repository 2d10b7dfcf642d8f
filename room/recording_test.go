package room

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
)

// goldenRecording describes a recording of testdata.
type goldenRecording struct {
	File    string `json:"file"`
	Entries int    `json:"entries"`
	Stream  string `json:"stream"`  // SHA-256
	Picture string `json:"picture"` // its hash, on white
}

const goldenRecordings = "testdata/recordings.json"

// wholeGame has an op of every kind and with every tool, and every event.
func wholeGame() []byte {
	var (
		t       tape
		b       []byte
		cursors [3]ink.Cursor
		n       [3]uint32
	)
	op := func(at int64, seat ink.Seat, raw []byte) {
		if _, _, err := cursors[seat].Next(raw); err != nil {
			panic(err)
		}
		n[seat]++
		b = t.appendOp(b, at, seat, uint32(seat)*1000, n[seat], raw, cursors[seat])
	}
	stroke := func(at int64, seat ink.Seat, tool ink.Tool, colour ink.RGB, from ink.Point, to ...ink.Point) ink.ID {
		op(at, seat, ink.AppendBegin(nil, tool, 60, colour, from))
		id := ink.ID{Pen: uint32(seat) * 1000, N: n[seat]}
		op(at+16, seat, ink.AppendPoints(nil, tool, 16, from, to...))
		op(at+32, seat, ink.AppendEnd(nil))
		return id
	}
	event := func(e Entry) { b = t.appendEvent(b, e) }

	for seat := ink.Seat(1); seat <= 2; seat++ {
		event(Entry{Seat: seat, Event: EventJoined})
	}
	event(Entry{Event: EventBeganCountingIn})
	event(Entry{At: 3000, Event: EventRound, Round: 1})
	line := stroke(3100, 1, ink.Pen, ink.RGB{R: 0xd5, G: 0x5e}, ink.Point{X: 400, Y: 400}, ink.Point{X: 2000, Y: 700}, ink.Point{X: 3600, Y: 2600})
	stroke(3200, 2, ink.PressurePen, ink.RGB{G: 0x72, B: 0xb2}, ink.Point{X: 3500, Y: 500, Pressure: 10}, ink.Point{X: 600, Y: 2500, Pressure: 60})
	stroke(3300, 1, ink.Liner, ink.RGB{R: 0x4b, G: 0x2a, B: 0x63}, ink.Point{X: 1000, Y: 1000}, ink.Point{X: 3000, Y: 1000})
	stroke(3400, 2, ink.Eraser, ink.RGB{}, ink.Point{X: 1900, Y: 300}, ink.Point{X: 2100, Y: 2900})
	event(Entry{At: 3500, Seat: 2, Event: EventReaction, Reaction: Clap})
	op(4000, 1, ink.AppendFill(nil, ink.RGB{R: 0xf0, G: 0xe4, B: 0x42}, ink.RGB{R: 255, G: 255, B: 255}, 100, 100, 50, bytes.Repeat([]byte{255}, 50*40)))
	op(4100, 1, ink.AppendUndo(nil, line))
	op(4200, 1, ink.AppendRedo(nil, line))
	event(Entry{At: 4300, Seat: 2, Event: EventGone})
	event(Entry{At: 4300, Event: EventPaused})
	event(Entry{At: 4300, Seat: 2, Event: EventJoined})
	event(Entry{At: 4300, Event: EventResumed})
	op(4400, 2, ink.AppendClear(nil))
	stroke(4500, 2, ink.Pen, ink.RGB{G: 0x9e, B: 0x73}, ink.Point{X: 300, Y: 2800}, ink.Point{X: 3800, Y: 2700})
	event(Entry{At: 5000, Seat: 1, Event: EventGoingOn})
	event(Entry{At: 5000, Seat: 2, Event: EventGoingOn})
	event(Entry{At: 5000, Event: EventRound, Round: 2})
	op(5100, 1, ink.AppendBegin(nil, ink.Pen, 20, ink.RGB{}, ink.Point{X: 50, Y: 50}))
	event(Entry{At: 6000, Seat: 1, Event: EventLifted})
	event(Entry{At: 6000, Event: EventFinished, How: AllRounds})
	return b
}

// Recordings of every released version must stay readable and draw the same. A file of
// testdata for an old version is never rewritten: -update only adds one for the present
// version if it is missing.
func TestRecording_EachVersionStaysReadable(t *testing.T) {
	var all []goldenRecording
	raw, err := os.ReadFile(goldenRecordings)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if err == nil {
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
	}
	if *update && len(all) < recordingVersion {
		all = addGolden(t, all)
	}
	if len(all) != recordingVersion {
		t.Errorf("%d golden recordings of %d versions", len(all), recordingVersion)
	}
	for i, want := range all {
		recording, err := os.ReadFile("testdata/" + want.File)
		if err != nil {
			t.Fatal(err)
		}
		if v := int(recording[0]); v != i+1 {
			t.Errorf("%s is of version %d", want.File, v)
		}
		stream, err := OpenRecording(recording)
		if err != nil {
			t.Fatalf("%s: %v", want.File, err)
		}
		if got := describe(t, want.File, stream); got != want {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
}

// describe returns what a stream holds.
func describe(t *testing.T, file string, stream []byte) goldenRecording {
	t.Helper()
	entries := 0
	for _, err := range Entries(stream) {
		if err != nil {
			t.Fatal(err)
		}
		entries++
	}
	c, err := Draw(t.Context(), stream, ink.RGB{R: 255, G: 255, B: 255})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(stream)
	return goldenRecording{File: file, Entries: entries, Stream: hex.EncodeToString(sum[:]), Picture: c.Hash()}
}

// addGolden stores a recording of the present version.
func addGolden(t *testing.T, all []goldenRecording) []goldenRecording {
	t.Helper()
	file := fmt.Sprintf("recording.v%d", recordingVersion)
	stream := wholeGame()
	all = append(all, describe(t, file, stream))
	raw, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"testdata/" + file: SealRecording(stream), goldenRecordings: append(raw, '\n')} {
		if err := os.WriteFile(name, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
