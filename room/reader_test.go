package room

import (
	"errors"
	"slices"
	"testing"

	"github.com/tandem-game/tandem/room/ink"
)

func TestReader_ReadsEntriesAndDurableNotices(t *testing.T) {
	var tape tape
	frame := tape.appendEvent(nil, Entry{At: 0, Seat: 1, Event: EventJoined})
	frame = appendDurable(frame, 1)
	frame = tape.appendEvent(frame, Entry{At: 7, Event: EventBeganCountingIn})
	op := ink.AppendBegin(nil, ink.Pen, 12, ink.RGB{R: 1}, ink.Point{X: 5, Y: 6})
	var cursor ink.Cursor
	if _, _, err := cursor.Next(op); err != nil {
		t.Fatal(err)
	}
	frame = tape.appendOp(frame, 9, 2, 77, 1, op, cursor)
	frame = appendDurable(frame, 300)

	var r Reader
	var seqs, notices []uint64
	var last Entry
	for rest := frame; len(rest) > 0; {
		item, err := r.Next(rest)
		if err != nil {
			t.Fatal(err)
		}
		if item.Entry.Seq == 0 {
			notices = append(notices, item.By)
		} else {
			last = item.Entry
			seqs = append(seqs, last.Seq)
		}
		rest = rest[item.Size:]
	}
	if !slices.Equal(seqs, []uint64{1, 2, 3}) || !slices.Equal(notices, []uint64{1, 300}) || r.Seq() != 3 {
		t.Errorf("entries %v, notices %v, at %d", seqs, notices, r.Seq())
	}
	if last.Pen != 77 || last.N != 1 || last.At != 9 || string(last.Raw()) != string(op) {
		t.Errorf("the op came as %+v", last)
	}
}

func TestReader_RefusesTruncatedItems(t *testing.T) {
	for _, frame := range [][]byte{{}, {0}, {0, 0x80}, {kindEvent << 2, 0}, {0xFF, 0}} {
		if _, err := new(Reader).Next(frame); !errors.Is(err, ErrStream) {
			t.Errorf("%x: %v", frame, err)
		}
	}
}
