package ghost

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"strings"
	"time"

	"github.com/tandem-game/tandem/room/ink"
)

// recordingFiles were drawn for Tandem, so that a fresh install has ghosts. A file is one
// seat's ink for one prompt set of the library; its name without .json names the recording.
//
//go:embed recordings/*.json
var recordingFiles embed.FS

// Shipped is a recording that ships with Tandem.
type Shipped struct {
	Source  string    // its name, such as "cat-wool"
	Name    string    // of who drew it
	DrawnAt time.Time // the day, at midnight UTC
	Set     string    // the key of the library's prompt set that it was drawn for
	Seat    ink.Seat  // the series that it follows
	Rounds  int       // how many rounds it has ink for
	Script  Script
}

// file is the form of a recording's file. Times are ms.
type file struct {
	Name   string     `json:"name"`
	Drawn  string     `json:"drawn"` // 2026-06-03
	Set    string     `json:"set"`
	Seat   ink.Seat   `json:"seat"`
	Rounds [][]stroke `json:"rounds"`
}

type stroke struct {
	At     int64      `json:"at"`   // since the round began
	Tool   string     `json:"tool"` // pen, liner or eraser
	Size   uint16     `json:"size"` // units
	Colour string     `json:"colour"`
	Points [][3]int64 `json:"points"` // x, y in units, and the time since the point before
}

var tools = map[string]ink.Tool{"pen": ink.Pen, "liner": ink.Liner, "eraser": ink.Eraser}

// batch is how many ms of a stroke one op has at least, as on the page.
const batch = 33

// ReadShipped reads the recordings that ship with Tandem, by name. It logs and leaves out
// those that can't be read.
func ReadShipped(log *slog.Logger) map[string]Shipped { return readAll(recordingFiles, log) }

func readAll(files fs.FS, log *slog.Logger) map[string]Shipped {
	all := map[string]Shipped{}
	names, err := fs.Glob(files, "recordings/*.json")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err == nil {
			var s Shipped
			if s, err = readShipped(body); err == nil {
				s.Source = strings.TrimSuffix(path.Base(name), ".json")
				all[s.Source] = s
				continue
			}
		}
		log.Error("a recording that ships with Tandem is left out", "recording", name, "error", err)
	}
	return all
}

// readShipped reads one file. Errors wrap ErrUnreadable.
func readShipped(body []byte) (Shipped, error) {
	var f file
	if err := json.Unmarshal(body, &f); err != nil {
		return Shipped{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	drawn, err := time.Parse(time.DateOnly, f.Drawn)
	if err != nil {
		return Shipped{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if f.Name == "" || f.Set == "" || f.Seat < 1 || f.Seat > 2 {
		return Shipped{}, fmt.Errorf("%w: it needs a name, a set, and seat 1 or 2", ErrUnreadable)
	}
	s := Shipped{Name: f.Name, DrawnAt: drawn, Set: f.Set, Seat: f.Seat, Rounds: len(f.Rounds)}
	for i, strokes := range f.Rounds {
		for j, drawn := range strokes {
			if s.Script.ops, err = drawn.append(s.Script.ops, i+1); err != nil {
				return Shipped{}, fmt.Errorf("%w: round %d, stroke %d: %w", ErrUnreadable, i+1, j+1, err)
			}
		}
	}
	return s, s.Script.check()
}

// append appends the ops of a stroke of the given round.
func (s stroke) append(ops []op, round int) ([]op, error) {
	tool, ok := tools[s.Tool]
	if !ok {
		return ops, fmt.Errorf("unknown tool %q", s.Tool)
	}
	var colour ink.RGB
	if tool != ink.Eraser {
		var err error
		if colour, err = ink.ParseRGB(s.Colour); err != nil {
			return ops, err
		}
	}
	if len(s.Points) == 0 {
		return ops, fmt.Errorf("it has no points")
	}
	at := s.At
	from := point(s.Points[0])
	ops = append(ops, op{round, at, ink.AppendBegin(nil, tool, s.Size, colour, from)})
	var waiting []ink.Point
	var step int64
	for i, p := range s.Points[1:] {
		waiting = append(waiting, point(p))
		step += p[2]
		if step < batch && len(waiting) < ink.MaxPoints && i < len(s.Points)-2 {
			continue
		}
		at += step
		ops = append(ops, op{round, at, ink.AppendPoints(nil, tool, uint32(min(max(step, 0), ink.MaxStep)), from, waiting...)})
		from, waiting, step = waiting[len(waiting)-1], nil, 0
	}
	return append(ops, op{round, at, ink.AppendEnd(nil)}), nil
}

func point(p [3]int64) ink.Point {
	return ink.Point{X: int16(clamp(p[0], ink.MinX, ink.MaxX)), Y: int16(clamp(p[1], ink.MinY, ink.MaxY))}
}

func clamp(v, low, high int64) int64 { return min(max(v, low), high) }

// check returns an error unless a room can read all ops, in the order of their times.
func (s Script) check() error {
	var cursor ink.Cursor
	for i, o := range s.ops {
		if _, _, err := cursor.Next(o.raw); err != nil {
			return fmt.Errorf("%w: op %d: %w", ErrUnreadable, i+1, err)
		}
		if i > 0 && (o.round < s.ops[i-1].round || o.round == s.ops[i-1].round && o.at < s.ops[i-1].at) {
			return fmt.Errorf("%w: op %d is before the one that precedes it", ErrUnreadable, i+1)
		}
	}
	if len(s.ops) == 0 {
		return fmt.Errorf("%w: it has no ink", ErrUnreadable)
	}
	return nil
}
