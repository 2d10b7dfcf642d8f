package ink

import "fmt"

// tile is the width and height of the tiles that a picture is hashed in.
const tile = 64

// lanes are the two lanes of a hash in progress.
type lanes struct{ h1, h2 uint32 }

func newLanes() lanes { return lanes{0x811c9dc5, 0x9747b28c} }

func (l *lanes) add(w1, w2 uint32) {
	l.h1 = (l.h1 ^ w1) * 0x01000193
	l.h2 = (l.h2 ^ w2) * 0x85ebca6b
}

func (l *lanes) sum() (h1, h2 uint32) { return avalanche(l.h1), avalanche(l.h2) }

func avalanche(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7feb352d
	h ^= h >> 15
	return h
}

// Hash returns the hash of the settled pixels, as both pages compute it: 16 hex digits. See
// doc.go.
func (c *Canvas) Hash() string {
	img := c.settled().img
	width, height := img.Rect.Dx(), img.Rect.Dy()
	all := newLanes()
	for top := 0; top < height; top += tile {
		for left := 0; left < width; left += tile {
			part := newLanes()
			for y := top; y < min(top+tile, height); y++ {
				pix := img.Pix[y*img.Stride+4*left : y*img.Stride+4*min(left+tile, width)]
				for len(pix) >= 4 {
					w := 0xFF000000 | uint32(pix[0])<<16 | uint32(pix[1])<<8 | uint32(pix[2])
					part.add(w, w)
					pix = pix[4:]
				}
			}
			all.add(part.sum())
		}
	}
	h1, h2 := all.sum()
	return fmt.Sprintf("%08x%08x", h1, h2)
}
