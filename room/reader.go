package room

import "fmt"

// Reader decodes the binary frames that come down a room's socket, in order: the entries of
// the stream from its start, and durable notices between them. The zero Reader has read
// nothing.
type Reader struct {
	tape tape
}

// Seq returns the seq of the last entry that was read.
func (r *Reader) Seq() uint64 { return r.tape.seq }

// Item is one element of a frame: an entry or a durable notice.
type Item struct {
	Entry Entry  // Seq 0: a durable notice
	By    uint64 // of a durable notice: how many more entries are durable
	Size  int    // in bytes, within the frame
}

// Next decodes the item at the head of b. After an error the reader can't be used any more.
// Errors wrap [ErrStream].
func (r *Reader) Next(b []byte) (Item, error) {
	if len(b) == 0 {
		return Item{}, fmt.Errorf("%w: %w", ErrStream, errEnds)
	}
	if b[0] == kindDurable<<2 {
		by, n, err := uvarint(b, 1)
		if err != nil {
			return Item{}, fmt.Errorf("%w: durable notice: %w", ErrStream, err)
		}
		return Item{By: by, Size: n}, nil
	}
	e, n, err := r.tape.next(b)
	if err != nil {
		return Item{}, fmt.Errorf("%w: entry %d: %w", ErrStream, r.tape.seq+1, err)
	}
	return Item{Entry: e, Size: n}, nil
}
