package ink

// work is the work of drawing an author's open stroke, computed from its ops alone. It
// needs no raster, so a room can limit the work that it accepts. The unit is a row: the
// pixels of a stroke's piece in one row of the raster, which take some 50 ns, 100 at most.
type work struct {
	rows          int64 // of one piece: the height of the brush plus the length of the piece
	dx, dy        int64 // the last step, units
	left, top     int64 // the bounding box of the stroke, units
	right, bottom int64
	pressure      int64 // the last
	width         int64 // that pressure changes: the brush's, units; 0 if it feels none
}

// pieceLength is the maximum distance between the ends of a piece, in units.
const pieceLength = 40

// newWork begins a stroke and returns the work of its first dot.
func newWork(op Op) (work, int) {
	x, y := int64(op.At.X), int64(op.At.Y)
	w := work{rows: (int64(op.Size) + pieceLength) / 2, left: x, top: y, right: x, bottom: y}
	if op.Tool == PressurePen {
		w.pressure, w.width = int64(op.At.Pressure), int64(op.Size)
	}
	return w, int(w.rows)
}

// step returns the work of continuing by one point. The number of pieces depends on the
// length of the step and on how much it bends.
func (w *work) step(dx, dy, x, y int64) int64 {
	turn := abs(dx-w.dx) + abs(dy-w.dy)
	w.dx, w.dy = dx, dy
	w.left, w.right = min(w.left, x), max(w.right, x)
	w.top, w.bottom = min(w.top, y), max(w.bottom, y)
	return w.rows * (1 + (abs(dx)+abs(dy))/pieceLength + isqrt(2*turn))
}

// press returns the work of a change of width, which also adds pieces.
func (w *work) press(pressure uint8) int64 {
	by := abs(int64(pressure) - w.pressure)
	w.pressure = int64(pressure)
	return w.rows * isqrt(by*w.width/MaxPressure)
}

// end returns the work of laying the stroke on the paper: every pixel of its bounding box
// is read.
func (w *work) end() int {
	width := min((w.right-w.left)/2+2*w.rows, RasterWidth)
	height := min((w.bottom-w.top)/2+2*w.rows, RasterHeight)
	return int(width * height / rowPixels)
}

// rowPixels is how many pixels are laid on the paper in the time of a row.
const rowPixels = 64

func abs(n int64) int64 { return max(n, -n) }
