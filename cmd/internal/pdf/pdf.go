// Package pdf writes sheets of pictures: an A4 page of two columns and as many pages as it
// takes. It knows of PDF what that needs, and no more.
package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"strings"
)

// The layout, in points.
const (
	pageWidth  = 595
	pageHeight = 842
	margin     = 36
	gap        = 18
	columns    = 2
	cellWidth  = (pageWidth - 2*margin - (columns-1)*gap) / columns
)

// quality is that of the pictures, as JPEGs.
const quality = 88

// The objects that every file has; pictures and pages come after them.
const (
	catalog = 1
	tree    = 2
	first   = 3
)

// Writer writes a PDF, picture by picture, and holds one at a time. After an error it can't be
// used any more.
type Writer struct {
	to      io.Writer
	written int64
	offsets []int64 // of object i+1
	pages   []int   // their objects

	placed []int // the objects of the pictures of the page in progress
	draws  strings.Builder
	column int
	top    float64 // of the row in progress
	row    float64 // its height
}

// New returns a Writer of an empty PDF.
func New(to io.Writer) *Writer {
	return &Writer{to: to, offsets: make([]int64, first-1), top: pageHeight - margin}
}

// Add puts a picture beside or below the last one.
func (w *Writer) Add(picture image.Image) error {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality}); err != nil {
		return fmt.Errorf("add a picture to a PDF: %w", err)
	}
	size := picture.Bounds().Size()
	height := cellWidth * float64(size.Y) / float64(size.X)
	if w.column == columns {
		w.column, w.top, w.row = 0, w.top-w.row-gap, 0
	}
	if w.top-height < margin && len(w.placed) > 0 {
		if err := w.endPage(); err != nil {
			return err
		}
	}
	id, err := w.object(fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "+
		"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", size.X, size.Y, b.Len(), b.Bytes()))
	if err != nil {
		return err
	}
	left := margin + w.column*(cellWidth+gap)
	fmt.Fprintf(&w.draws, "q %d 0 0 %.1f %d %.1f cm /P%d Do Q\n", cellWidth, height, left, w.top-height, id)
	w.placed = append(w.placed, id)
	w.column, w.row = w.column+1, max(w.row, height)
	return nil
}

// Close ends the file.
func (w *Writer) Close() error {
	if err := w.endPage(); err != nil { // there is one at least
		return err
	}
	var kids strings.Builder
	for _, page := range w.pages {
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	if err := w.write(tree, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s] >>", len(w.pages), kids.String())); err != nil {
		return err
	}
	if err := w.write(catalog, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", tree)); err != nil {
		return err
	}
	var end strings.Builder
	fmt.Fprintf(&end, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		fmt.Fprintf(&end, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&end, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, catalog, w.written)
	return w.put(end.String())
}

// endPage writes the page in progress, and begins another.
func (w *Writer) endPage() error {
	draws := w.draws.String()
	content, err := w.object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(draws), draws))
	if err != nil {
		return err
	}
	var pictures strings.Builder
	for _, id := range w.placed {
		fmt.Fprintf(&pictures, "/P%d %d 0 R ", id, id)
	}
	page, err := w.object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /XObject << %s>> >> >>",
		tree, pageWidth, pageHeight, content, pictures.String()))
	if err != nil {
		return err
	}
	w.pages = append(w.pages, page)
	w.placed, w.column, w.top, w.row = nil, 0, pageHeight-margin, 0
	w.draws.Reset()
	return nil
}

// object writes the next object and returns its number.
func (w *Writer) object(body string) (id int, err error) {
	w.offsets = append(w.offsets, 0)
	id = len(w.offsets)
	return id, w.write(id, body)
}

func (w *Writer) write(id int, body string) error {
	if w.written == 0 {
		if err := w.put("%PDF-1.4\n"); err != nil {
			return err
		}
	}
	w.offsets[id-1] = w.written
	return w.put(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", id, body))
}

func (w *Writer) put(s string) error {
	n, err := io.WriteString(w.to, s)
	w.written += int64(n)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}
