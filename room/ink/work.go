package ink

// work is what it takes to draw an author's open stroke, told from its ops alone:
// it knows no raster, so whoever takes ops can bound what they will cost those
// who draw them. Its unit is a row: the pixels that a piece of a stroke has in
// one row of the raster, which take some 50 ns, 100 at most.
type work struct {
	rows          int64 // of one piece: as high as the brush, and as it is long
	dx, dy        int64 // the last step, units
	left, top     int64 // where the stroke was, units
	right, bottom int64
	pressure      int64 // the last
	width         int64 // that pressure changes: the brush's, units; 0 if it feels none
}

// pieceLength is the most units from one end of a piece to the other.
const pieceLength = 40

// newWork begins a stroke and gives the work of its first dot.
func newWork(op Op) (work, int) {
	x, y := int64(op.At.X), int64(op.At.Y)
	w := work{rows: (int64(op.Size) + pieceLength) / 2, left: x, top: y, right: x, bottom: y}
	if op.Tool == PressurePen {
		w.pressure, w.width = int64(op.At.Pressure), int64(op.Size)
	}
	return w, int(w.rows)
}

// step is the work of going on by one point. There are as many pieces as the way
// is long, and as it takes for a bend to look like one.
func (w *work) step(dx, dy, x, y int64) int64 {
	turn := abs(dx-w.dx) + abs(dy-w.dy)
	w.dx, w.dy = dx, dy
	w.left, w.right = min(w.left, x), max(w.right, x)
	w.top, w.bottom = min(w.top, y), max(w.bottom, y)
	return w.rows * (1 + (abs(dx)+abs(dy))/pieceLength + isqrt(2*turn))
}

// press is the work of a change of width, which bends, too.
func (w *work) press(pressure uint8) int64 {
	by := abs(int64(pressure) - w.pressure)
	w.pressure = int64(pressure)
	return w.rows * isqrt(by*w.width/MaxPressure)
}

// end is the work of laying the stroke on the paper: what lies between its
// utmost pixels is looked at.
func (w *work) end() int {
	width := min((w.right-w.left)/2+2*w.rows, RasterWidth)
	height := min((w.bottom-w.top)/2+2*w.rows, RasterHeight)
	return int(width * height / rowPixels)
}

// rowPixels is how many pixels are laid on the paper in the time of a row.
const rowPixels = 64

func abs(n int64) int64 { return max(n, -n) }
