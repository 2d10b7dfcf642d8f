package ink

// nib is the width of a stroke: it follows the speed of the hand or the pressure of the
// pen, with a lag. See doc.go, section 2.
type nib struct {
	tool Tool
	size int64 // s, units
	v    int64 // 0..4096: the smoothed value that the width follows
}

func newNib(tool Tool, size uint16, pressure uint8) nib {
	n := nib{tool: tool, size: int64(size), v: 2600}
	if tool == PressurePen {
		n.v = 65 * int64(pressure)
	}
	return n
}

// move advances by d sixteenths of a unit.
func (n *nib) move(d int64, pressure uint8) {
	switch n.tool {
	case Pen:
		speed := min(4096, d*4096/(16*(n.size+56)))
		n.v += (((4096 - speed - n.v) * (speed >> 2)) >> 10) * 80 >> 8
	case PressurePen:
		n.v += ((65*int64(pressure) - n.v) * 110) >> 8
	case Eraser, Liner:
	}
}

// radius returns the present radius in sub.
func (n *nib) radius() int64 {
	full := 64 * n.size
	switch n.tool {
	case Pen, Liner: // its v never changes
		return max(144, full*(2048+n.v*2048/4096)/4096)
	case PressurePen:
		return max(144, full*(1024+n.v*3200/4096)/4096)
	default:
		return full
	}
}

// taper returns the radius at an end of the stroke that the hand reached, or left, by a
// step of d sixteenths of a unit. r is the radius without the taper.
func (n *nib) taper(r, d int64) int64 {
	if n.tool != Pen {
		return r
	}
	far := 16 * (n.size + 40)
	e := min(max(d-160, 0), far)
	return max(112, r*(4096-e*3000/far)/4096)
}
