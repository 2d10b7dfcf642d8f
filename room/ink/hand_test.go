package ink

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
)

// drawn is a stroke as its author drew it.
type drawn struct {
	tool   Tool
	size   uint16
	colour RGB
	points []Point
}

// author writes the ops of a seat, whose pen has the number of the seat.
type author struct {
	cursor Cursor
	n      uint32 // of the last op
}

// ops returns the stroke's encoded ops, with at most batch points in each.
func (d drawn) ops(batch int) []byte {
	b := AppendBegin(nil, d.tool, d.size, d.colour, d.points[0])
	from := d.points[0]
	for rest := d.points[1:]; len(rest) > 0; {
		n := min(batch, len(rest))
		b = AppendPoints(b, d.tool, 33, from, rest[:n]...)
		from = rest[n-1]
		rest = rest[n:]
	}
	return AppendEnd(b)
}

// trace samples a path of t in 0..1 as a hand draws it: slow at the ends and in bends, one sample
// every few milliseconds, with a tremor of half a unit. Like the page, it keeps points that are at
// least gap units apart.
func trace(r *rand.Rand, speed, gap float64, at func(t float64) (x, y float64)) []Point {
	var points []Point
	keep := func(x, y float64, force bool) {
		p := Point{
			X: int16(min(max(math.Round(x), MinX), MaxX)),
			Y: int16(min(max(math.Round(y), MinY), MaxY)),
		}
		if n := len(points); n > 0 {
			last := points[n-1]
			far := math.Hypot(float64(p.X-last.X), float64(p.Y-last.Y))
			if far == 0 || (far < gap && !force) {
				return
			}
		}
		progress := float64(len(points))
		p.Pressure = uint8(min(max(34+18*math.Sin(progress/9)+3*r.NormFloat64(), 0), MaxPressure))
		points = append(points, p)
	}
	const step = 1.0 / 4096
	x, y := at(0)
	keep(x, y, true)
	walked, due := 0.0, 0.0
	for t := step; t <= 1; t += step {
		nx, ny := at(t)
		walked += math.Hypot(nx-x, ny-y)
		x, y = nx, ny
		pace := speed * (0.25 + 0.75*math.Sin(math.Pi*math.Min(t*1.05, 1)))
		if walked >= due {
			keep(x+r.NormFloat64()*0.5, y+r.NormFloat64()*0.5, false)
			due = walked + pace
		}
	}
	x, y = at(1)
	keep(x, y, true)
	return points
}

// scribble returns a smooth random path around (x, y) of about reach units.
func scribble(r *rand.Rand, x, y, reach float64) func(t float64) (float64, float64) {
	var ax, ay, px, py [4]float64
	for i := range ax {
		ax[i], ay[i] = reach*r.NormFloat64()/float64(i+1), reach*r.NormFloat64()/float64(i+1)
		px[i], py[i] = r.Float64()*2*math.Pi, r.Float64()*2*math.Pi
	}
	return func(t float64) (float64, float64) {
		sx, sy := x, y
		for i := range ax {
			f := float64(i+1) * math.Pi
			sx += ax[i] * math.Sin(f*t+px[i])
			sy += ay[i] * math.Sin(f*t+py[i])
		}
		return sx, sy
	}
}

// realistic returns a typical stroke of a game.
func realistic(r *rand.Rand) drawn {
	x, y := 300+r.Float64()*(Width-600), 300+r.Float64()*(Height-600)
	return drawn{
		tool:   Pen,
		size:   Sizes[[]int{0, 1, 1, 2, 2, 2, 3, 4}[r.IntN(8)]],
		colour: Inks[r.IntN(len(Inks))].Colour,
		points: trace(r, 10+r.Float64()*50, 8, scribble(r, x, y, 40+r.Float64()*260)),
	}
}

// wild returns a stroke of a broken or hostile page: any valid stroke that begins within width x
// height units or just outside.
func wild(r *rand.Rand, width, height int) drawn {
	d := drawn{
		tool:   Tool(r.IntN(4)),
		size:   uint16(1 + r.IntN(MaxSize)),
		colour: RGB{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32())},
	}
	if r.IntN(2) == 0 {
		d.size = uint16(1 + r.IntN(24))
	}
	x, y := r.IntN(width+200)-100, r.IntN(height+200)-100
	spread := []int{1, 3, 20, 120, 700, 6000}[r.IntN(6)]
	for range 1 + r.IntN(14) {
		p := Point{X: int16(x), Y: int16(y)}
		if d.tool == PressurePen {
			p.Pressure = uint8(r.IntN(MaxPressure + 1))
		}
		d.points = append(d.points, p)
		x = min(max(x+r.IntN(2*spread+1)-spread, MinX), MaxX)
		y = min(max(y+r.IntN(2*spread+1)-spread, MinY), MaxY)
	}
	return d
}

// blot returns a fill with soft edges, somewhere on a canvas of width x height pixels.
func blot(r *rand.Rand, width, height int) []byte {
	w, h := 1+r.IntN(width), 1+r.IntN(height)
	x, y := r.IntN(width-w+1), r.IntN(height-h+1)
	weights := make([]uint8, w*h)
	for i := range weights {
		dx, dy := (float64(i%w)+0.5)/float64(w)*2-1, (float64(i/w)+0.5)/float64(h)*2-1
		weights[i] = uint8(min(max(40*float64(min(w, h))*(1-dx*dx-dy*dy), 0), 255))
	}
	return AppendFill(nil, Inks[r.IntN(len(Inks))].Colour, Papers[r.IntN(len(Papers))].Colour, x, y, w, weights)
}

// anything returns the ops of about count marks of two seats, which draw, fill, undo, redo and clear
// on a canvas of width x height pixels. They draw at the same time: their ops alternate at random.
// Sometimes the room lifts a stroke.
func anything(r *rand.Rand, width, height, count int, atOnce bool) []goldenOps {
	var all []goldenOps
	var hands [2]wildHand
	for range count {
		for {
			i := r.IntN(2)
			h := &hands[i]
			if len(h.left) == 0 {
				h.left = h.next(r, Seat(i+1), width, height)
			}
			if atOnce && h.cursor.Open() && r.IntN(40) == 0 {
				h.cursor.Lift()
				h.left = nil // the room refuses the rest of the stroke
				all = append(all, goldenOps{Seat: Seat(i + 1), Lift: true})
				break
			}
			b := h.take(atOnce)
			all = append(all, goldenOps{Seat: Seat(i + 1), Hex: hex.EncodeToString(b)})
			if len(h.left) == 0 {
				break
			}
		}
	}
	return all
}

// wildHand writes random ops of a seat. Its pen has the number of the seat.
type wildHand struct {
	author
	left          []byte // encoded ops to write next
	marks, undone []ID   // the marks that it made, and those that it undid
}

// next returns the next encoded ops.
func (h *wildHand) next(r *rand.Rand, seat Seat, width, height int) []byte {
	pick := func(ids []ID) ID {
		if len(ids) == 0 || r.IntN(8) == 0 {
			return ID{uint32(r.IntN(3)), 1 + uint32(r.IntN(20))} // may name no mark at all
		}
		id := ids[r.IntN(len(ids))]
		if r.IntN(2) == 0 {
			id.Pen = 0
		}
		return id
	}
	switch r.IntN(24) {
	case 0, 1, 2, 3, 4:
		target := pick(h.marks)
		h.undone = append(h.undone, target)
		return AppendUndo(nil, target)
	case 5, 6:
		return AppendRedo(nil, pick(h.undone))
	}
	h.marks = append(h.marks, ID{uint32(seat), h.n + 1})
	switch r.IntN(16) {
	case 0:
		return AppendClear(nil)
	case 1, 2, 3:
		return blot(r, width, height)
	default:
		return wild(r, 2*width, 2*height).ops(1 + r.IntN(MaxPoints))
	}
}

// take removes the next op, or all that are left.
func (h *wildHand) take(one bool) []byte {
	size := 0
	for size < len(h.left) {
		_, n, err := h.cursor.Next(h.left[size:])
		if err != nil {
			panic(err)
		}
		size += n
		h.n++
		if one {
			break
		}
	}
	b := h.left[:size]
	h.left = h.left[size:]
	return b
}
