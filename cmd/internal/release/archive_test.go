package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Whoever builds a release again gets the same bytes, whenever its files were made.
func TestArchives_AreTheSameEachTime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tandem")
	if err := os.WriteFile(name, []byte("a binary"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := release{version: "1.2.3", made: time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)}
	files := []file{{name, "tandem_1.2.3/tandem", 0o755}}
	for kind, pack := range map[string]func(io.Writer, release, []file) error{"tar": tarball, "zip": zipFile} {
		var packed [2]bytes.Buffer
		for i := range packed {
			if err := errors.Join(pack(&packed[i], r, files), os.Chtimes(name, time.Time{}, time.Now().Add(time.Hour))); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(packed[0].Bytes(), packed[1].Bytes()) {
			t.Errorf("%s: it differs the second time", kind)
		}
		got, mode, content := unpacked(t, kind, packed[0].Bytes())
		if got != "tandem_1.2.3/tandem" || mode&0o111 != 0o111 || content != "a binary" {
			t.Errorf("%s: it holds %q of mode %v: %q", kind, got, mode, content)
		}
	}
}

// unpacked reads the one file of an archive.
func unpacked(t *testing.T, kind string, packed []byte) (name string, mode os.FileMode, content string) {
	t.Helper()
	var from io.Reader
	if kind == "zip" {
		r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		if err != nil || len(r.File) != 1 {
			t.Fatal(err)
		}
		name, mode = r.File[0].Name, r.File[0].Mode()
		if from, err = r.File[0].Open(); err != nil {
			t.Fatal(err)
		}
	} else {
		zipped, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		r := tar.NewReader(zipped)
		header, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		name, mode, from = header.Name, header.FileInfo().Mode(), r
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return name, mode, string(text)
}
