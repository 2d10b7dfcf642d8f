package room

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/tandem-game/tandem/room/ink"
)

// The format of the journal stream. The entries of a game stand back to back; journal rows,
// recordings and the frames down to a page are slices of the stream. An entry's seq is its
// place in the stream, from 1. An entry:
//
//	head  1 byte: seat in the low two bits (0 the room, 1, 2) | kind << 2
//	kind  0 durable notice  uvarint by                           on the wire only, takes no seq
//	      1 op            uvarint dt · op                      n = the n of the seat's last op + 1
//	      2 op of a pen   uvarint dt · uvarint pen · uvarint n · op
//	      3 event         uvarint dt · code 1 byte · fields
//
// dt is the ms of the game clock since the previous entry, or since 0 for the first. The
// pen is stated at its first op, and where a refused op left a gap in its numbers. A
// durable notice says how many more entries are durable than this socket was told before.
// An uvarint is at most five bytes long.
const (
	kindDurable = iota
	kindOp
	kindOpOfPen
	kindEvent
)

// Event is the type of an entry that is not an op. The numbers are the codes in the stream,
// so a new one comes last.
type Event uint8

// The events of a game.
const (
	EventBeganCountingIn Event = iota + 1
	EventRound                 // uvarint: its number, from 1
	EventPaused                // the game clock stands still
	EventResumed               // the game clock goes on
	EventLifted                // of a seat: the room ended its open stroke
	EventJoined                // of a seat: a peer came to the empty seat
	EventGone                  // of a seat: its last peer left
	EventGoingOn               // of a seat: its player agrees to start the next round early
	EventReaction              // of a seat, 1 byte: the Reaction
	EventFinished              // 1 byte: How; always the last entry
)

var eventNames = [...]string{
	EventBeganCountingIn: "began_counting_in",
	EventRound:           "round",
	EventPaused:          "paused",
	EventResumed:         "resumed",
	EventLifted:          "lifted",
	EventJoined:          "joined",
	EventGone:            "gone",
	EventGoingOn:         "going_on",
	EventReaction:        "reaction",
	EventFinished:        "finished",
}

// String returns the word that the page and the API use; "op" for no event.
func (e Event) String() string {
	if e == 0 {
		return "op"
	}
	if int(e) < len(eventNames) {
		return eventNames[e]
	}
	return "unknown"
}

// ofSeat reports whether the event belongs to a seat rather than the room.
func (e Event) ofSeat() bool {
	switch e {
	case EventLifted, EventJoined, EventGone, EventGoingOn, EventReaction:
		return true
	case EventBeganCountingIn, EventRound, EventPaused, EventResumed, EventFinished:
	}
	return false
}

// Reaction is one of the six reactions that float up beside the canvas.
type Reaction uint8

// The reactions, in the order of their codes.
const (
	Heart Reaction = iota
	Star
	Laugh
	Wow
	Clap
	Question
)

var reactionNames = [...]string{"heart", "star", "laugh", "wow", "clap", "question"}

// String returns the word that the page knows.
func (r Reaction) String() string {
	if int(r) < len(reactionNames) {
		return reactionNames[r]
	}
	return "unknown"
}

// Entry is one decoded entry of the journal: an op, or an event.
type Entry struct {
	Seq   uint64
	At    int64    // game clock, ms
	Seat  ink.Seat // 0: the room
	Event Event    // 0: an op

	// The op, if the entry is one. It borrows the stream's bytes.
	ink.ID
	Op ink.Op

	// The fields of events that have any.
	Round    int
	Reaction Reaction
	How      How

	op []byte // the op's own bytes
}

// Raw returns the bytes of an op as its author sent them, or nil for an event. The bytes
// belong to the stream.
func (e Entry) Raw() []byte { return e.op }

// ErrStream matches every error of a stream that is malformed or ends within an entry.
var ErrStream = errors.New("malformed stream")

// Entries decodes a whole stream. It stops at the first error, which names the seq of the
// entry that could not be read.
func Entries(stream []byte) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		var t tape
		for len(stream) > 0 {
			e, n, err := t.next(stream)
			if err != nil {
				yield(Entry{}, fmt.Errorf("%w: entry %d: %w", ErrStream, t.seq+1, err))
				return
			}
			if !yield(e, nil) {
				return
			}
			stream = stream[n:]
		}
	}
}

// tape is the position of a stream's reader or writer, with everything that the encoding of
// the next entry depends on. Reading and writing advance it in the same way.
type tape struct {
	seq   uint64 // of the last entry
	at    int64  // of the last entry, ms of the game clock
	hands [2]hand
	over  bool // finished: no entry may follow
}

// hand is what the stream says of a seat's last op.
type hand struct {
	pen, n uint32
	cursor ink.Cursor
}

var (
	errEnds     = errors.New("the stream ends within it")
	errNumber   = errors.New("a number is too long")
	errSeat     = errors.New("it is of the wrong seat")
	errKind     = errors.New("unknown kind")
	errNoPen    = errors.New("an op without a pen")
	errOver     = errors.New("it follows the end of the game")
	errArgument = errors.New("an event says what it can't")
)

// next decodes the entry at the head of b and returns it with its length. After an error
// the tape can't be used any more.
func (t *tape) next(b []byte) (Entry, int, error) {
	if t.over {
		return Entry{}, 0, errOver
	}
	head := b[0]
	e := Entry{Seq: t.seq + 1, Seat: ink.Seat(head & 3)}
	dt, n, err := uvarint(b, 1)
	if err != nil {
		return Entry{}, 0, err
	}
	e.At = t.at + int64(dt)
	switch head >> 2 {
	case kindOp, kindOpOfPen:
		n, err = t.nextOp(&e, head>>2 == kindOpOfPen, b, n)
	case kindEvent:
		n, err = t.nextEvent(&e, b, n)
	default:
		err = errKind
	}
	if err != nil {
		return Entry{}, 0, err
	}
	t.seq, t.at = e.Seq, e.At
	return e, n, nil
}

func (t *tape) nextOp(e *Entry, stated bool, b []byte, n int) (int, error) {
	if e.Seat < 1 || e.Seat > 2 {
		return 0, errSeat
	}
	h := &t.hands[e.Seat-1]
	pen, opN := uint64(h.pen), uint64(h.n)+1
	if stated {
		var err error
		if pen, n, err = uvarint(b, n); err != nil {
			return 0, err
		}
		if opN, n, err = uvarint(b, n); err != nil {
			return 0, err
		}
	}
	if pen == 0 || opN == 0 {
		return 0, errNoPen
	}
	if pen > math.MaxUint32 || opN > math.MaxUint32 {
		return 0, errNumber
	}
	op, size, err := h.cursor.Next(b[n:])
	if err != nil {
		return 0, err
	}
	h.pen, h.n = uint32(pen), uint32(opN)
	e.Pen, e.N, e.Op, e.op = h.pen, h.n, op, b[n:n+size:n+size]
	return n + size, nil
}

func (t *tape) nextEvent(e *Entry, b []byte, n int) (int, error) {
	if n >= len(b) {
		return 0, errEnds
	}
	e.Event = Event(b[n])
	n++
	if e.Event == 0 || int(e.Event) >= len(eventNames) {
		return 0, errKind
	}
	if e.Event.ofSeat() != (e.Seat == 1 || e.Seat == 2) || e.Seat > 2 {
		return 0, errSeat
	}
	switch e.Event {
	case EventRound:
		number, after, err := uvarint(b, n)
		if err != nil {
			return 0, err
		}
		if number == 0 || number > math.MaxInt32 {
			return 0, errArgument
		}
		e.Round, n = int(number), after
	case EventReaction:
		if n >= len(b) {
			return 0, errEnds
		}
		if e.Reaction = Reaction(b[n]); e.Reaction > Question {
			return 0, errArgument
		}
		n++
	case EventFinished:
		if n >= len(b) {
			return 0, errEnds
		}
		if e.How = How(b[n]); e.How > Abandoned {
			return 0, errArgument
		}
		t.over = true
		n++
	case EventLifted:
		t.hands[e.Seat-1].cursor.Lift()
	default:
	}
	return n, nil
}

// appendOp appends an op of seat and sets the seat's cursor to after.
func (t *tape) appendOp(dst []byte, at int64, seat ink.Seat, pen, n uint32, op []byte, after ink.Cursor) []byte {
	h := &t.hands[seat-1]
	if h.pen == pen && h.n+1 == n {
		dst = t.appendHead(dst, at, seat, kindOp)
	} else {
		dst = t.appendHead(dst, at, seat, kindOpOfPen)
		dst = binary.AppendUvarint(dst, uint64(pen))
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	h.pen, h.n, h.cursor = pen, n, after
	return append(dst, op...)
}

// appendEvent appends the event that e holds; it ignores e's Seq.
func (t *tape) appendEvent(dst []byte, e Entry) []byte {
	dst = t.appendHead(dst, e.At, e.Seat, kindEvent)
	dst = append(dst, byte(e.Event))
	switch e.Event {
	case EventRound:
		dst = binary.AppendUvarint(dst, uint64(e.Round))
	case EventReaction:
		dst = append(dst, byte(e.Reaction))
	case EventFinished:
		dst = append(dst, byte(e.How))
		t.over = true
	case EventLifted:
		t.hands[e.Seat-1].cursor.Lift()
	default:
	}
	return dst
}

func (t *tape) appendHead(dst []byte, at int64, seat ink.Seat, kind byte) []byte {
	dst = append(dst, byte(seat)|kind<<2)
	dst = binary.AppendUvarint(dst, uint64(at-t.at))
	t.seq++
	t.at = at
	return dst
}

// appendDurable appends a durable notice.
func appendDurable(dst []byte, by uint64) []byte {
	return binary.AppendUvarint(append(dst, kindDurable<<2), by)
}

// uvarint reads the number of at most five bytes at b[n:] and returns it with the offset of
// the byte after it.
func uvarint(b []byte, n int) (uint64, int, error) {
	v, size := binary.Uvarint(b[n:min(len(b), n+5)])
	switch {
	case size > 0:
		return v, n + size, nil
	case len(b)-n >= 5:
		return 0, 0, errNumber
	default:
		return 0, 0, errEnds
	}
}
