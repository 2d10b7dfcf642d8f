package ink

import (
	"fmt"
	"strconv"
)

// RGB is an opaque sRGB colour.
type RGB struct{ R, G, B uint8 }

// String returns the colour as the page writes it: #RRGGBB.
func (c RGB) String() string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// ParseRGB parses #RRGGBB, in either case.
func ParseRGB(s string) (RGB, error) {
	if len(s) == 7 && s[0] == '#' {
		if v, err := strconv.ParseUint(s[1:], 16, 32); err == nil {
			return RGB{uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil
		}
	}
	return RGB{}, fmt.Errorf("colour %q is not of the form #RRGGBB", s)
}

// Named is a colour of the palette.
type Named struct {
	Name   string
	Colour RGB
}

// Inks are the twelve inks of the dock, in its order. Soot and the inks from Tangerine to
// Petal are the eight of Okabe and Ito, which stay distinct with every common colour
// blindness. An op may carry any other colour, too.
var Inks = [12]Named{
	{"Soot", RGB{0x00, 0x00, 0x00}},
	{"Snow", RGB{0xFF, 0xFF, 0xFF}},
	{"Tangerine", RGB{0xE6, 0x9F, 0x00}},
	{"Sky", RGB{0x56, 0xB4, 0xE9}},
	{"Fern", RGB{0x00, 0x9E, 0x73}},
	{"Lemon", RGB{0xF0, 0xE4, 0x42}},
	{"Ocean", RGB{0x00, 0x72, 0xB2}},
	{"Fox", RGB{0xD5, 0x5E, 0x00}},
	{"Petal", RGB{0xCC, 0x79, 0xA7}},
	{"Cocoa", RGB{0x6B, 0x3E, 0x1E}},
	{"Peach", RGB{0xFF, 0xB9, 0xA6}},
	{"Plum", RGB{0x4B, 0x2A, 0x63}},
}

// Papers are the possible papers of a game. The theme picks one.
var Papers = [6]Named{
	{"Plain", RGB{0xFF, 0xFD, 0xF6}},
	{"Butter", RGB{0xFF, 0xF3, 0xCF}},
	{"Mist", RGB{0xE9, 0xF1, 0xF4}},
	{"Blush", RGB{0xFB, 0xE9, 0xE3}},
	{"Mint", RGB{0xE6, 0xF2, 0xE8}},
	{"Kraft", RGB{0xE3, 0xCF, 0xAE}},
}

// Sizes are the brush diameters of the dock in units. An op may carry any other size from 1
// to MaxSize, too.
var Sizes = [5]uint16{12, 24, 44, 88, 176}
