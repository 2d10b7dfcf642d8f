package room

import (
	"iter"
	"time"
)

// What a node takes in and what it holds is bounded, so that no page and no
// outage can cost the others their game. This file is the one place of all
// bounds: what each is, what happens beyond it, and that it is counted when that
// happens (Metrics.Reached).

const (
	// mailboxSize is how many messages may wait for a room.
	mailboxSize = 64

	// MaxFrame is the most bytes that one frame of a page may have: enough for the
	// longest op, a fill of ink.MaxRuns.
	MaxFrame = 52 << 10

	// MaxEarlier is how many pens a page may bring along besides its own. One comes of
	// each page that ended before its ink was durable; more wait in the browser.
	MaxEarlier = 15

	// A seat may be attached to so often a second, and so many times at once.
	attachRate  = 1
	attachBurst = 20

	// The pages of a seat may send so many bytes a second, and so many at once: far
	// more than a hand can draw. What has waited for minutes on a dead line takes
	// some seconds. A message costs a share of its own, so that empty ones aren't
	// free. What comes at once from both seats fits into maxWaiting, though an op may
	// be nearly twice as long as an entry, so it is no burst that makes a page slow.
	frameRate   = 64 << 10
	frameBurst  = maxWaiting / 4
	messageCost = 256

	// maxWaiting is how many bytes may wait for a page to read them. The past of
	// the game, which waits in the room's own stream, doesn't count. A frame
	// counts frameCost besides its bytes.
	maxWaiting = 256 << 10
	frameCost  = 64

	// beatEvery is how long the room is silent at most: a page that hears nothing for
	// some of these (ui/src/room/line/connection.ts) comes back on another socket.
	beatEvery = 2 * time.Second

	// writeTime is how long one frame may take to be written.
	writeTime = 15 * time.Second

	// maxStream is how long a stream may be, and maxInk how much of it one player's
	// ops may take. The rest is for events: reactions are dropped once half of it is
	// gone, and the game ends when next to nothing is left. Two people who draw
	// without a pause for an hour stay below a tenth of it.
	maxStream = 32 << 20
	maxInk    = (maxStream - maxEvents) / 2
	maxEvents = 1 << 20
	lastWords = 64 << 10

	// What a player draws may take so much work (ink.Op) a second, in rows, and so
	// much at once: a second of the broadest brush as fast as a hand goes is 120,000
	// rows, of a usual stroke 20,000, and two minutes may have waited on a dead line.
	// maxWork is that of all of a player's ink: whatever two players draw, its picture
	// takes a processor five seconds at most, and a usual hand could go on for forty
	// minutes. A point takes 20 rows at least, so 10,000 a second are too many.
	workRate  = 200_000
	workBurst = 15_000_000
	maxWork   = 50_000_000

	// A player may make, undo or bring back so many marks a second, so many at once,
	// and so many in a game: who has the drawing keeps them all. A key that is held
	// undoes 30 a second.
	markRate  = 100
	markBurst = 3000
	maxMarks  = 20_000

	// maxUndurable is how many bytes of entries may wait to be durable, in all
	// rooms together.
	maxUndurable = 64 << 20

	// UndurableMemory is how many bytes of memory what waits takes at most, until all
	// of it is flushed: streams grow in steps, each flush copies what it sends, and
	// the collector comes when garbage is as much as what lives.
	UndurableMemory = 3 * maxUndurable

	// maxGroup is how many bytes of entries go into one flush, about: one room's
	// are not split. More at once is no faster, and takes more memory.
	maxGroup = 1 << 20

	// flushTime is how long one transaction may take before it counts as lost.
	flushTime = 10 * time.Second

	// sweepRooms is how many rooms one sweep opens at most. They live for a grace,
	// which is as long as from one sweep to the next, so this is also about how many
	// of them there are at once.
	sweepRooms = 128
)

// Bound is one of the bounds above.
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

// Limit is how much is allowed, in Unit.
func (b Bound) Limit() float64 { return bounds[b].limit }

// Unit is what Limit counts.
func (b Bound) Unit() string { return bounds[b].unit }

// Policy says what happens beyond the limit.
func (b Bound) Policy() string { return bounds[b].policy }
