package room

import (
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// recordingVersion is the first byte of a recording, which is that byte and then the whole
// stream of a finished game as zstd. Every picture and replay of a stored game is made from
// it. A new kind of entry or op needs no new version, because older recordings keep their
// meaning. If a change gives old bytes another meaning, the version rises, and old versions
// are still read.
const recordingVersion = 1

// ErrRecording matches every error of a recording that can't be opened.
var ErrRecording = errors.New("malformed recording")

var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err) // the options are wrong
		}
		return e
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxStream))
		if err != nil {
			panic(err) // the options are wrong
		}
		return d
	})
)

// SealRecording returns the recording of a stream.
func SealRecording(stream []byte) []byte {
	return packer().EncodeAll(stream, []byte{recordingVersion})
}

// OpenRecording returns the stream of a recording. It never unpacks more than a game can
// hold. Errors wrap ErrRecording.
func OpenRecording(recording []byte) ([]byte, error) {
	if len(recording) == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrRecording)
	}
	if v := recording[0]; v != recordingVersion {
		return nil, fmt.Errorf("%w: version %d is unknown", ErrRecording, v)
	}
	stream, err := unpacker().DecodeAll(recording[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecording, err)
	}
	return stream, nil
}
