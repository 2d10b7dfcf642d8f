package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"regexp"
	"strconv"
	"testing"
)

func made(t *testing.T, pictures int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := New(&b)
	for range pictures {
		if err := w.Add(image.NewRGBA(image.Rect(0, 0, 120, 63))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriter_TenPicturesAPage(t *testing.T) {
	for pictures, pages := range map[int]int{0: 1, 1: 1, 10: 1, 11: 2, 200: 20} {
		file := made(t, pictures)
		if got := bytes.Count(file, []byte("/Type /Page ")); got != pages {
			t.Errorf("%d pictures: %d pages, want %d", pictures, got, pages)
		}
		if got := bytes.Count(file, []byte("/Subtype /Image")); got != pictures {
			t.Errorf("%d pictures in a file of %d", got, pictures)
		}
		if !bytes.Contains(file, fmt.Appendf(nil, "/Count %d ", pages)) {
			t.Errorf("%d pictures: the tree counts other pages", pictures)
		}
	}
}

// Readers find each object by its offset.
func TestWriter_TableLeadsToTheObjects(t *testing.T) {
	file := made(t, 11)
	start, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(file)[1]))
	if err != nil || !bytes.HasPrefix(file[start:], []byte("xref\n")) {
		t.Fatalf("the table is not at %d: %v", start, err)
	}
	entries := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(file[start:], -1)
	if len(entries) == 0 {
		t.Fatal("an empty table")
	}
	for i, entry := range entries {
		at, err := strconv.Atoi(string(entry[1]))
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(file[at:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, at)
		}
	}
}

func TestWriter_HoldsThePictures(t *testing.T) {
	file := made(t, 1)
	at := bytes.Index(file, []byte("/DCTDecode"))
	begin := bytes.Index(file[at:], []byte("stream\n")) + at + len("stream\n")
	picture, err := jpeg.Decode(bytes.NewReader(file[begin:]))
	if err != nil || picture.Bounds().Dx() != 120 {
		t.Errorf("%v, %v", picture, err)
	}
}
