package card

import (
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

// The one font there is, which has Latin, Greek and Cyrillic letters.
var letters = sync.OnceValue(func() *sfnt.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err) // it is part of the program
	}
	return f
})

// A face keeps what it has drawn and is for one goroutine, so each card makes its own.
func face(size float64) font.Face {
	f, err := opentype.NewFace(letters(), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // the options are wrong
	}
	return f
}

func titleFace() font.Face { return face(46) }
func nameFace() font.Face  { return face(32) }
func logoFace() font.Face  { return face(36) }

// canWrite reports whether the font has all the letters of a text. One without them would
// be a row of boxes: then the page says it, and the card leaves it out.
func canWrite(text string) bool {
	var b sfnt.Buffer
	for _, r := range text {
		if i, err := letters().GlyphIndex(&b, r); err != nil || i == 0 {
			return false
		}
	}
	return text != ""
}

// writable is what the font can write of a name: emoji and the like are left out, and a
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
func write(img *image.NRGBA, text string, f font.Face, c color.NRGBA, x, y, width, lines int) int {
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
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || advance(longer, f) <= width {
			line = longer
			continue
		}
		all = append(all, line)
		line = word
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
