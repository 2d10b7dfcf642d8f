package card

import (
	_ "embed"
	"image"
	"image/color"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// han has the 3,755 most common Chinese characters and their punctuation, cut from Noto Sans
// CJK SC Bold (han.txt says how, and has its licence).
//
//go:embed han.otf
var han []byte

// letters are the fonts: the first has Latin, Greek and Cyrillic letters.
var letters = [2]func() *sfnt.Font{parsed(gobold.TTF), parsed(han)}

func parsed(file []byte) func() *sfnt.Font {
	return sync.OnceValue(func() *sfnt.Font {
		f, err := opentype.Parse(file)
		if err != nil {
			panic(err) // it is part of the program
		}
		return f
	})
}

// face draws each rune with the first of the fonts that has it. It keeps what it has drawn
// and is for one goroutine, so each card makes its own.
type face struct {
	font.Face // of the first font
	second    font.Face
}

func newFace(size float64) font.Face {
	var faces [2]font.Face
	for i, f := range letters {
		var err error
		if faces[i], err = opentype.NewFace(f(), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone}); err != nil {
			panic(err) // the options are wrong
		}
	}
	return face{faces[0], faces[1]}
}

// Glyph implements font.Face.
func (f face) Glyph(dot fixed.Point26_6, r rune) (image.Rectangle, image.Image, image.Point, fixed.Int26_6, bool) {
	return f.of(r).Glyph(dot, r)
}

// GlyphAdvance implements font.Face.
func (f face) GlyphAdvance(r rune) (fixed.Int26_6, bool) { return f.of(r).GlyphAdvance(r) }

func (f face) of(r rune) font.Face {
	if !has(letters[0](), r) && has(letters[1](), r) {
		return f.second
	}
	return f.Face
}

func has(f *sfnt.Font, r rune) bool {
	var b sfnt.Buffer
	i, err := f.GlyphIndex(&b, r)
	return err == nil && i != 0
}

func titleFace() font.Face { return newFace(46) }
func nameFace() font.Face  { return newFace(32) }
func logoFace() font.Face  { return newFace(36) }

// canWrite reports whether the fonts have all the letters of a text. One without them would
// be a row of boxes: then the page says it, and the card leaves it out.
func canWrite(text string) bool {
	for _, r := range text {
		if !has(letters[0](), r) && !has(letters[1](), r) {
			return false
		}
	}
	return text != ""
}

// writable is what the fonts can write of a name: emoji and the like are left out, and a
// name in another script altogether, of which there would be a part, or nothing honest.
func writable(name string) string {
	kept := strings.Map(func(r rune) rune {
		needed := unicode.IsLetter(r) || unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r)
		if needed || canWrite(string(r)) {
			return r
		}
		return -1
	}, name)
	kept = strings.Join(strings.Fields(kept), " ")
	if !canWrite(kept) {
		return ""
	}
	return kept
}

// write writes a text from a baseline on, broken into lines at most so wide and so many,
// and gives the baseline of the last.
func write(img *image.RGBA, text string, f font.Face, c color.NRGBA, x, y, width, lines int) int {
	if !canWrite(text) {
		return y
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: f}
	step := f.Metrics().Height.Ceil()
	for i, line := range broken(text, f, width, lines) {
		if i > 0 {
			y += step
		}
		d.Dot = fixed.P(x, y)
		d.DrawString(line)
	}
	return y
}

// broken breaks a text into lines. What doesn't fit ends in dots.
func broken(text string, f font.Face, width, lines int) (all []string) {
	line := ""
	for _, piece := range pieces(text) {
		if longer := line + piece; line == "" || advance(longer, f) <= width {
			line = longer
			continue
		}
		all = append(all, line)
		line = strings.TrimSpace(piece)
	}
	all = append(all, line)
	cut := len(all) > lines
	all = all[:min(len(all), lines)]
	for i, line := range all {
		if last := i == len(all)-1; advance(line, f) > width || last && cut {
			all[i] = shortened(line, f, width)
		}
	}
	return all
}

// pieces splits a text where a line may end: before a space, which stays, and between
// Chinese characters, but not before the punctuation behind one.
func pieces(text string) (all []string) {
	for i, word := range strings.Fields(text) {
		piece := ""
		if i > 0 {
			piece = " "
		}
		before := ' '
		for _, r := range word {
			apart := unicode.Is(unicode.Han, r) || unicode.Is(unicode.Han, before) && !unicode.IsPunct(r)
			if apart && before != ' ' {
				all = append(all, piece)
				piece = ""
			}
			piece += string(r)
			before = r
		}
		all = append(all, piece)
	}
	return all
}

// shortened cuts a line until it fits with dots behind it.
func shortened(line string, f font.Face, width int) string {
	runes := []rune(line)
	for len(runes) > 1 && advance(string(runes)+"…", f) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}

// advance is how wide a text is, in pixels.
func advance(text string, f font.Face) int { return font.MeasureString(f, text).Ceil() }
