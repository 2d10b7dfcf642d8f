package room

import "github.com/tandem-game/tandem/room/ink"

// Durations that are the same in every game, in ms of the game clock.
const (
	countInMS = 3_000 // 3-2-1
	tailMS    = 1_000 // after time-up, so that open strokes can end
)

// phase is the stage of a game.
type phase uint8

const (
	gathering  phase = iota // waiting for the players and the prompts
	countingIn              // 3-2-1
	inRound
	finishing // the time is up, or the game has ended and isn't stored yet
	kept
)

var phaseNames = [...]string{"gathering", "counting_in", "round", "finishing", "kept"}

func (p phase) String() string { return phaseNames[p] }

// fold is the part of a game's state that derives from its stream alone. A live room folds
// the entries that it writes and a restored room those that it reads, so both reach the
// same state.
type fold struct {
	tape

	rounds  int
	roundMS int64
	longer  []int64 // by how many ms a round is longer than that, from the first on

	phase   phase
	running bool  // whether the game clock runs
	round   int   // 0 before the first
	endsAt  int64 // of the count-in or the round, by the game clock; in finishing, when time was up
	how     How   // set once tape.over
	strokes int   // begun
	drew    [2]bool
	starts  []int64 // when each round began, by the game clock
	seats   [2]seatFold
}

// seatFold is what the stream says of a seat.
type seatFold struct {
	here          bool
	goingOn       bool
	playedWithout bool // the game goes on without this seat
}

// apply folds in the entry that the tape has just read or written.
func (f *fold) apply(e Entry) {
	f.elapse(e.At)
	switch e.Event {
	case 0:
		switch e.Op.Kind {
		case ink.Begin:
			f.strokes++
			f.drew[e.Seat-1] = true
		case ink.Fill:
			f.drew[e.Seat-1] = true
		case ink.Points, ink.End, ink.Undo, ink.Redo, ink.Clear: // no ink of its own
		}
	case EventBeganCountingIn:
		f.phase, f.endsAt = countingIn, e.At+countInMS
		f.run()
	case EventRound:
		f.phase, f.round, f.endsAt = inRound, e.Round, e.At+f.lengthOf(e.Round)
		f.starts = append(f.starts, e.At)
		f.seats[0].goingOn, f.seats[1].goingOn = false, false
	case EventPaused:
		f.running = false
	case EventResumed:
		f.run()
	case EventJoined:
		f.seats[e.Seat-1] = seatFold{here: true, goingOn: f.seats[e.Seat-1].goingOn}
	case EventGone:
		f.seats[e.Seat-1].here = false
	case EventGoingOn:
		f.seats[e.Seat-1].goingOn = true
	case EventFinished:
		f.phase, f.running, f.how = finishing, false, e.How
	case EventLifted, EventReaction:
	}
	if f.agreed() && f.round == f.rounds {
		f.endsAt = e.At
		f.elapse(e.At)
	}
}

// run starts the clock. From now on the game doesn't wait for a seat that is empty: the
// player who is here has chosen to go on alone.
func (f *fold) run() {
	f.running = true
	for i := range f.seats {
		if s := &f.seats[i]; !s.here {
			s.playedWithout, s.goingOn = true, false
		}
	}
}

// elapse applies the one change that happens by time alone: the end of the last round.
// Every other phase ends with an entry.
func (f *fold) elapse(at int64) {
	if f.phase == inRound && f.round == f.rounds && at >= f.endsAt {
		f.phase = finishing
	}
}

// lengthOf returns how long a round is, in ms.
func (f *fold) lengthOf(round int) int64 {
	if round <= len(f.longer) {
		return f.roundMS + f.longer[round-1]
	}
	return f.roundMS
}

// agreed reports whether every player in play wants the next prompt now.
func (f *fold) agreed() bool {
	if f.phase != inRound || !f.running {
		return false
	}
	for _, s := range f.seats {
		if !s.goingOn && !s.playedWithout {
			return false
		}
	}
	return true
}

// strokeOpen reports whether the seat's last stroke has begun and not ended.
func (f *fold) strokeOpen(seat ink.Seat) bool { return f.hands[seat-1].cursor.Open() }
