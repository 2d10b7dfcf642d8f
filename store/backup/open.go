package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// The most that a file can make a reader hold: the header, and the window of zstd.
const (
	maxHeader = 1 << 20
	maxWindow = 64 << 20
)

// File is a backup that is whole. It is for one goroutine.
type File struct {
	Header Header

	packed *zstd.Decoder // after the header
}

// Open reads a backup as far as its header, after it has compared the whole file with its
// checksum. The reader must stay open until Close. ErrNotBackup, ErrDamaged.
func Open(r io.ReadSeeker) (*File, error) {
	size, err := check(r)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(int64(len(firstLine)), io.SeekStart); err != nil {
		return nil, err
	}
	body := io.LimitReader(r, size-int64(len(firstLine))-sha256.Size)
	packed, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	f := &File{packed: packed}
	text, err := io.ReadAll(io.LimitReader(&section{r: packed}, maxHeader))
	if err == nil {
		err = json.Unmarshal(text, &f.Header)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return f, nil
}

// check compares the first line and the checksum, and returns the file's size in bytes.
func check(r io.ReadSeeker) (size int64, err error) {
	if size, err = r.Seek(0, io.SeekEnd); err != nil {
		return 0, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	first := make([]byte, len(firstLine))
	if _, err := io.ReadFull(r, first); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, ErrNotBackup
	} else if err != nil {
		return 0, err
	}
	if string(first) != firstLine {
		return 0, ErrNotBackup
	}
	if size < int64(len(firstLine))+sha256.Size {
		return 0, ErrDamaged
	}
	sum := sha256.New()
	sum.Write(first)
	if _, err := io.CopyN(sum, r, size-int64(len(firstLine))-sha256.Size); err != nil {
		return 0, err
	}
	var want [sha256.Size]byte
	if _, err := io.ReadFull(r, want[:]); err != nil {
		return 0, err
	}
	if !bytes.Equal(sum.Sum(nil), want[:]) {
		return 0, ErrDamaged
	}
	return size, nil
}

// Read calls rows for each table of the header, in order; rows reads the table's rows. It
// may be called once.
func (f *File) Read(rows func(t Table, from io.Reader) error) error {
	for _, t := range f.Header.Tables {
		body := &section{r: f.packed}
		if err := rows(t, body); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return err
		}
	}
	return nil
}

// Close releases the decoder. The reader is the caller's to close.
func (f *File) Close() { f.packed.Close() }
