package robot

import (
	"sync"
	"time"
)

// Record is what a robot did and was sent in one game.
type Record struct {
	Seat    int
	Pens    []*Pen // one for each time that the page was loaded, in that order
	Refused int    // ops

	// Forgotten is how many of a pen's last acked numbers the room did not know any
	// more; such a game can't go on.
	Forgotten int

	// What was shown, an element for each time that the stream began anew.
	Streams []Stream

	// Times. ToPartner is how long the partner's ops took from when they were due
	// until they were here, Echo how long own ones took until they were shown here, and
	// Ack until they were durable; of ops that were due before the game was to end.
	ToPartner, Echo, Ack []Sample
	InPlay               []Span // the seat was open and the game was not paused

	Reloads    int
	Reconnects int
	Closes     map[int]int // sockets that ended, by close code; -1 for none
	Ended      bool        // the room said that the game is kept
}

// Pen is what was drawn with one pen.
type Pen struct {
	ID    uint32
	Ops   [][]byte // Ops[n-1] is op n
	Acked []bool   // Acked[n-1]: the room said that op n is durable

	// So many of the ops were drawn and sent before the robot agreed to end the game:
	// they must be in the recording, acked or not, unless the room said that it would not have one.
	InTime  int
	Refused map[uint32]bool // by n
}

// Stream is what was shown of a room's journal in one epoch, from its start.
type Stream struct {
	Epoch    uint32
	Bytes    []byte
	Durable  int  // so many of the bytes were said to be durable
	Finished bool // the game's end was shown
}

// Span is a time from From to To; To is zero while it lasts.
type Span struct{ From, To time.Time }

// acked is how many ops were acked.
func (r *Record) acked() int {
	count := 0
	for _, pen := range r.Pens {
		for _, acked := range pen.Acked {
			if acked {
				count++
			}
		}
	}
	return count
}

// Ledger tells the robots of one room when each other's ops were due. It is safe for
// use by many goroutines.
type Ledger struct {
	mu  sync.Mutex
	due map[uint32][]time.Time // by pen; of op n at n-1
}

// NewLedger makes an empty one.
func NewLedger() *Ledger { return &Ledger{due: map[uint32][]time.Time{}} }

// add notes when the next op of a pen is due.
func (l *Ledger) add(pen uint32, due time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due[pen] = append(l.due[pen], due)
}

// of finds when an op was due.
func (l *Ledger) of(pen, n uint32) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	due := l.due[pen]
	if n < 1 || int(n) > len(due) {
		return time.Time{}, false
	}
	return due[n-1], true
}
