package backup

import (
	"bufio"
	"encoding/binary"
	"io"
)

// chunkSize is how many bytes a chunk has, except the last of a section.
const chunkSize = 64 << 10

// writeSection writes one section.
func writeSection(w io.Writer, body func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(chunks{w}, chunkSize)
	if err := body(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return writeLength(w, 0)
}

// chunks writes each slice as a chunk.
type chunks struct{ w io.Writer }

func (c chunks) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil // it would end the section
	}
	if err := writeLength(c.w, uint32(len(p))); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}

func writeLength(w io.Writer, n uint32) error {
	_, err := w.Write(binary.BigEndian.AppendUint32(nil, n))
	return err
}

// section reads one section. io.EOF at its end, io.ErrUnexpectedEOF where the file ends
// within it.
type section struct {
	r     io.Reader
	left  uint32 // bytes of this chunk that are not read yet
	ended bool
}

func (s *section) Read(p []byte) (int, error) {
	if s.ended {
		return 0, io.EOF
	}
	if s.left == 0 {
		var length [4]byte
		if _, err := io.ReadFull(s.r, length[:]); err != nil {
			return 0, unexpected(err)
		}
		if s.left = binary.BigEndian.Uint32(length[:]); s.left == 0 {
			s.ended = true
			return 0, io.EOF
		}
	}
	n, err := s.r.Read(p[:min(len(p), int(s.left))])
	s.left -= uint32(n)
	return n, unexpected(err)
}

// unexpected turns the end of the file into an error.
func unexpected(err error) error {
	if err == io.EOF { //nolint:errorlint // io.Reader returns it as it is
		return io.ErrUnexpectedEOF
	}
	return err
}
