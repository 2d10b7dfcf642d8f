package backup_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tandem-game/tandem/store/backup"
)

var example = backup.Header{
	Made: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Version: "v1.2.3", Schema: 48,
	Tables: []backup.Table{
		{Name: "games", Columns: []string{"id", "state"}, Rows: 2},
		{Name: "blocks", Columns: []string{"blocker"}},
		{Name: "journal", Columns: []string{"body"}, Rows: 1},
	},
}

// The rows of the last are more than a chunk.
var exampleRows = map[string]string{"games": "A\tlive\nB\tkept\n", "blocks": "", "journal": strings.Repeat("ink ", 50_000) + "\n"}

// written returns the file of the example.
func written(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	err := backup.Write(&file, example, func(table backup.Table, to io.Writer) error {
		_, err := io.WriteString(to, exampleRows[table.Name])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// read reads a whole file.
func read(file []byte) (h backup.Header, rows map[string]string, err error) {
	f, err := backup.Open(bytes.NewReader(file))
	if err != nil {
		return h, nil, err
	}
	defer f.Close()
	rows = map[string]string{}
	err = f.Read(func(table backup.Table, from io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(from, 1<<20))
		rows[table.Name] = string(text)
		return err
	})
	return f.Header, rows, err
}

func TestBackup_IsReadAsItWasWritten(t *testing.T) {
	h, rows, err := read(written(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(example, h); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(exampleRows, rows); d != "" {
		t.Error(d)
	}
}

func TestFile_SkipsRowsThatAreNotRead(t *testing.T) {
	f, err := backup.Open(bytes.NewReader(written(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var last string
	if err := f.Read(func(table backup.Table, from io.Reader) error {
		if table.Name != "journal" {
			return nil
		}
		text, err := io.ReadAll(from)
		last = string(text)
		return err
	}); err != nil || last != exampleRows["journal"] {
		t.Errorf("%d bytes, %v", len(last), err)
	}
}

func TestWrite_ReportsWhatRowsReports(t *testing.T) {
	broken := errors.New("broken")
	if err := backup.Write(io.Discard, example, func(backup.Table, io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_RefusesEveryDamage(t *testing.T) {
	whole := written(t)
	for n := range whole {
		if _, err := backup.Open(bytes.NewReader(whole[:n])); !isRefusal(err) {
			t.Fatalf("cut off after %d of %d bytes: %v", n, len(whole), err)
		}
		changed := bytes.Clone(whole)
		changed[n] ^= 1 << (n % 8)
		if _, err := backup.Open(bytes.NewReader(changed)); !isRefusal(err) {
			t.Fatalf("byte %d of %d changed: %v", n, len(whole), err)
		}
	}
	for name, file := range map[string][]byte{
		"something else":     []byte(strings.Repeat("<html>", 100)),
		"more at its end":    append(bytes.Clone(whole), 0),
		"a newer format":     bytes.Replace(whole, []byte("backup 1"), []byte("backup 2"), 1),
		"zeros after a half": append(bytes.Clone(whole[:len(whole)/2]), make([]byte, len(whole)/2)...),
	} {
		if _, err := backup.Open(bytes.NewReader(file)); !isRefusal(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func isRefusal(err error) bool {
	return errors.Is(err, backup.ErrDamaged) || errors.Is(err, backup.ErrNotBackup)
}

// A file with the right checksum may still hold anything.
func FuzzOpen(f *testing.F) {
	whole := written(f)
	first := bytes.IndexByte(whole, '\n') + 1
	f.Add(whole[first : len(whole)-sha256.Size])
	f.Add(whole[first : len(whole)/2])
	f.Add([]byte{})
	f.Fuzz(func(_ *testing.T, body []byte) {
		file := append(bytes.Clone(whole[:first]), body...)
		sum := sha256.Sum256(file)
		h, rows, err := read(append(file, sum[:]...))
		_ = fmt.Sprint(h, rows, err) // none of them panics
	})
}
