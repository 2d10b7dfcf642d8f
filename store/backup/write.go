package backup

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Write writes a backup. It calls rows for each table of the header, in order; rows writes
// the table's rows.
func Write(w io.Writer, h Header, rows func(t Table, to io.Writer) error) error {
	sum := sha256.New()
	summed := io.MultiWriter(w, sum)
	if _, err := io.WriteString(summed, firstLine); err != nil {
		return err
	}
	packed, err := zstd.NewWriter(summed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("make the encoder: %w", err)
	}
	err = writeSections(packed, h, rows)
	if closed := packed.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	_, err = w.Write(sum.Sum(nil))
	return err
}

func writeSections(w io.Writer, h Header, rows func(t Table, to io.Writer) error) error {
	if err := writeSection(w, func(to io.Writer) error { return json.NewEncoder(to).Encode(h) }); err != nil {
		return err
	}
	for _, t := range h.Tables {
		if err := writeSection(w, func(to io.Writer) error { return rows(t, to) }); err != nil {
			return err
		}
	}
	return nil
}
