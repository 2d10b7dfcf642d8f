package ink

import "fmt"

// Hash is that of the settled pixels, as both pages compute it: 16 hex digits.
// See doc.go.
func (c *Canvas) Hash() string {
	h1, h2 := uint32(0x811c9dc5), uint32(0x9747b28c)
	pix := c.settled.Pix
	for len(pix) >= 4 {
		w := 0xFF000000 | uint32(pix[0])<<16 | uint32(pix[1])<<8 | uint32(pix[2])
		h1 = (h1 ^ w) * 0x01000193
		h2 = (h2 ^ w) * 0x85ebca6b
		pix = pix[4:]
	}
	return fmt.Sprintf("%08x%08x", avalanche(h1), avalanche(h2))
}

func avalanche(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7feb352d
	h ^= h >> 15
	return h
}
