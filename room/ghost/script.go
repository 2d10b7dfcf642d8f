package ghost

import (
	"errors"
	"fmt"

	"github.com/tandem-game/tandem/room"
	"github.com/tandem-game/tandem/room/ink"
)

// ErrUnreadable matches every error of a recording whose ink can't be played.
var ErrUnreadable = errors.New("the ghost's recording can't be read")

// Script is the ink of one seat, ready to be played. It is immutable.
type Script struct {
	ops []op
}

// op is one op of a script. Its number, counted from 1, is its place in the script.
type op struct {
	round int   // from 1
	at    int64 // ms since its round began
	raw   []byte
}

// Len returns how many ops the script has.
func (s Script) Len() int { return len(s.ops) }

// FromRecording returns the ink of one seat of a finished game. Errors wrap ErrUnreadable.
func FromRecording(recording []byte, seat ink.Seat) (Script, error) {
	stream, err := room.OpenRecording(recording)
	if err != nil {
		return Script{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return FromStream(stream, seat)
}

// FromStream returns the ink of one seat of a game's stream. Errors wrap ErrUnreadable, also
// if that seat drew nothing.
func FromStream(stream []byte, seat ink.Seat) (Script, error) {
	var s Script
	var round int
	var began int64
	renumbered := map[ink.ID]ink.ID{} // the ops of all pages of the seat are of one pen now
	write := func(at int64, raw []byte) {
		s.ops = append(s.ops, op{round: round, at: at - began, raw: raw})
	}
	for e, err := range room.Entries(stream) {
		switch {
		case err != nil:
			return Script{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
		case e.Event == room.EventRound:
			round, began = e.Round, e.At
		case e.Seat != seat:
		case e.Event == room.EventLifted:
			write(e.At, ink.AppendEnd(nil)) // what the room did then, the ghost does itself
		case e.Event == 0:
			write(e.At, renumber(e, renumbered))
			if !e.Op.Kind.Within() {
				renumbered[e.ID] = ink.ID{N: uint32(len(s.ops))}
			}
		}
	}
	if len(s.ops) == 0 {
		return Script{}, fmt.Errorf("%w: seat %d drew nothing", ErrUnreadable, seat)
	}
	return s, nil
}

// renumber returns the bytes of an op. An undo or redo names its mark by the number that it
// has in the script, of the pen that plays it.
func renumber(e room.Entry, to map[ink.ID]ink.ID) []byte {
	target := e.Op.Target
	if target.Pen == 0 {
		target.Pen = e.Pen
	}
	switch e.Op.Kind {
	case ink.Undo:
		return ink.AppendUndo(nil, known(to, target))
	case ink.Redo:
		return ink.AppendRedo(nil, known(to, target))
	case ink.Begin, ink.Points, ink.End, ink.Fill, ink.Clear:
	}
	return e.Raw()
}

// known returns the new number of a mark. A mark that isn't in the stream, which changed
// nothing, gets the highest number: it changes nothing either.
func known(to map[ink.ID]ink.ID, target ink.ID) ink.ID {
	if id, ok := to[target]; ok {
		return id
	}
	return ink.ID{N: ^uint32(0)}
}
