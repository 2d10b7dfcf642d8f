package room

import (
	"iter"
	"time"
)

// This file defines every limit on what a node accepts and holds, so that neither one page
// nor an outage can cost other players their game. It states what each limit is and what
// happens beyond it. Each time a limit is met is counted (Metrics.Reached).

const (
	// mailboxSize is how many messages may queue for a room.
	mailboxSize = 64

	// MaxFrame is the maximum size of one frame from a page, in bytes: enough for the
	// longest op, a fill of ink.MaxRuns.
	MaxFrame = 52 << 10

	// MaxEarlier is how many earlier pens a page may bring besides its own. Each page that
	// ended before its ink was durable leaves one; any more wait in the browser.
	MaxEarlier = 15

	// attachRate is how often a second a seat may be attached to, and attachBurst how often
	// at once.
	attachRate  = 1
	attachBurst = 20

	// frameRate is how many bytes a second the pages of a seat may send, and frameBurst how
	// many at once: far more than a hand can draw. Ink that has waited for minutes on a
	// dead line takes some seconds. Each message also costs a fixed amount, so that empty
	// ones aren't free. A burst from both seats fits into maxWaiting, though an op may take
	// nearly twice its bytes as an entry, so a burst alone makes no page slow.
	frameRate   = 64 << 10
	frameBurst  = maxWaiting / 4
	messageCost = 256

	// maxWaiting is how many bytes may queue for a page to read. The past of the game
	// doesn't count: it stays in the room's own stream. A frame counts frameCost besides
	// its bytes.
	maxWaiting = 256 << 10
	frameCost  = 64

	// beatEvery is the longest time that the room is silent. A page that hears nothing for a
	// second longer while the clock runs dials another socket (ui/src/room/line/patience.ts).
	beatEvery = 1500 * time.Millisecond

	// maxWatchers is how many may watch a room: the pages of a whole lobby, less than the
	// most. Each is shown what is new every watchEvery, in frames of about watchFrame bytes.
	maxWatchers = 128
	watchEvery  = 220 * time.Millisecond
	watchFrame  = 64 << 10

	// haltTime is how long the pages of a room that is handed over stay until all is
	// durable.
	haltTime = 500 * time.Millisecond

	// writeTime is the time limit for writing one frame.
	writeTime = 15 * time.Second

	// maxStream is the maximum length of a stream, and maxInk the part of it that one
	// player's ops may take. The rest is for events: reactions are dropped once half of it
	// is used, and the game ends when almost nothing is left. Two people who draw without a
	// pause for an hour use less than a tenth of it.
	maxStream = 32 << 20
	maxInk    = (maxStream - maxEvents) / 2
	maxEvents = 1 << 20
	lastWords = 64 << 10

	// workRate is how much drawing work (ink.Op), in rows, a player's ops may cause a
	// second, and workBurst how much at once. A second of the broadest brush at full speed
	// is 120,000 rows, a second of a usual stroke 20,000, and two minutes of ink may have
	// waited on a dead line. maxWork limits all the ink of one player: whatever two players
	// draw, a processor draws the picture in five seconds at most, and a usual hand could
	// go on for forty minutes. A point takes at least 20 rows, so 10,000 points a second
	// are too many.
	workRate  = 200_000
	workBurst = 15_000_000
	maxWork   = 50_000_000

	// markRate is how many marks a second a player may make, undo or redo, markBurst how
	// many at once, and maxMarks how many in a game: whoever opens the drawing holds all of
	// them in memory. A held key undoes 30 a second.
	markRate  = 100
	markBurst = 3000
	maxMarks  = 20_000

	// maxUndurable is how many bytes of entries may wait to be durable, in all rooms
	// together.
	maxUndurable = 64 << 20

	// UndurableMemory is the maximum memory, in bytes, that waiting entries take until all
	// of them are flushed: streams grow in steps, each flush copies what it sends, and the
	// garbage collector runs when there is as much garbage as live data.
	UndurableMemory = 3 * maxUndurable

	// maxGroup is roughly how many bytes of entries go into one flush; the entries of one
	// room are not split. A larger flush is no faster and takes more memory.
	maxGroup = 1 << 20

	// flushTime is how long one transaction may take before it counts as lost.
	flushTime = 10 * time.Second

	// sweepRooms is how many rooms one sweep opens at most. They live for one grace, which
	// is as long as the time between two sweeps, so this is also roughly how many of them
	// exist at once.
	sweepRooms = 128
)

// Bound is one of the limits above.
type Bound uint8

// The bounds.
const (
	BoundMailbox Bound = iota
	BoundFrame
	BoundAttach
	BoundRate
	BoundQueue
	BoundWrite
	BoundWork
	BoundStream
	BoundDrawing
	BoundMarks
	BoundGameMarks
	BoundEvents
	BoundUndurable
	BoundGroup
	BoundFlush
	BoundSweep
	BoundWatchers
	boundCount
)

var bounds = [boundCount]struct {
	name   string
	limit  float64
	unit   string
	policy string // what happens beyond it
}{
	BoundMailbox:   {"mailbox", mailboxSize, "messages", "readers wait, TCP pushes back on the pages"},
	BoundFrame:     {"frame", MaxFrame, "bytes", "closed: malformed"},
	BoundAttach:    {"attach", attachRate, "attaches a second", "closed: too_often, the game hears nothing of it, the page comes back later"},
	BoundRate:      {"rate", frameRate, "bytes a second", "its reader waits, TCP pushes back on the page"},
	BoundQueue:     {"peer_queue", maxWaiting, "bytes", "closed: slow, the page resumes"},
	BoundWrite:     {"write", writeTime.Seconds(), "seconds", "the socket is closed, the page comes back"},
	BoundWork:      {"work", workRate, "rows a second", "closed: too_fast, what was taken stays"},
	BoundStream:    {"stream", maxInk, "bytes", "the player's ops are refused: full"},
	BoundDrawing:   {"drawing", maxWork, "rows", "the player's ops are refused: full"},
	BoundMarks:     {"marks", markRate, "marks a second", "closed: too_fast, what was taken stays"},
	BoundGameMarks: {"game_marks", maxMarks, "marks", "the player's ops are refused: full"},
	BoundEvents:    {"events", maxEvents, "bytes", "the game ends early and is kept"},
	BoundUndurable: {"undurable", maxUndurable, "bytes", "clocks stand, pages keep their ink, no room is opened until half of it is durable"},
	BoundGroup:     {"flush_group", maxGroup, "bytes", "the rest waits for the next flush"},
	BoundFlush:     {"flush", flushTime.Seconds(), "seconds", "the same rows again"},
	BoundSweep:     {"sweep", sweepRooms, "rooms", "the rest waits for the next sweep"},
	BoundWatchers:  {"watchers", maxWatchers, "watchers", "refused, their walls show a placeholder"},
}

// Bounds lists all bounds.
func Bounds() iter.Seq[Bound] {
	return func(yield func(Bound) bool) {
		for b := range boundCount {
			if !yield(b) {
				return
			}
		}
	}
}

// String is the bound's name.
func (b Bound) String() string { return bounds[b].name }

// Limit is how much is allowed, counted in Unit.
func (b Bound) Limit() float64 { return bounds[b].limit }

// Unit is what Limit counts.
func (b Bound) Unit() string { return bounds[b].unit }

// Policy says what happens beyond the limit.
func (b Bound) Policy() string { return bounds[b].policy }
