package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sum writes the hashes of a folder's files as sha256sum does, and prints them with their
// sizes.
func sum(folder string, out io.Writer) error {
	entries, err := os.ReadDir(folder) // by name
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		hash := sha256.New()
		if err := copyFrom(filepath.Join(folder, e.Name()), hash); err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", hash.Sum(nil), e.Name())
		fmt.Fprintf(out, "%7.1f MB  %s\n", float64(info.Size())/1e6, e.Name())
	}
	return os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(sums.String()), 0o644) //nolint:gosec // anybody may read it
}
