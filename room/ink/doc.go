// Package ink is what players draw: the ops of their pens, their binary form,
// and the canvas they fold into. op.go is the protocol; this page is the
// picture.
//
// # The definition of the picture
//
// The same ops give the same pixels everywhere: here, in ui/src/ink, and in any
// third implementation that follows this page. testdata/golden.json holds all
// of them to it. Everything is integer arithmetic.
//
// x >> n is floor(x / 2^n), also below zero. x / y is floor(x / y) where both
// are >= 0, and says trunc where not. isq(n) = floor(sqrt(n)), exact; n stays
// below 2^52, so the IEEE square root of a double, floored, is exact. What
// exceeds 32 bits signed is marked (wide): JavaScript computes it in doubles,
// where it is exact, and floors or truncates the quotient.
//
// # Units
//
// A pixel is 256 sub, a unit 128 sub: 2 units are 1 pixel, always, and a canvas
// of fewer than 2048 x 1536 pixels shows the top left corner. A point of an op
// is at X = 128 x + 131072, Y = 128 y + 131072; the bias keeps the curves above
// zero and is taken off before rasterising. The centre of pixel i is at
// 256 i + 128. s is the size of the brush in units and R = 64 s its radius.
//
// # 1. Points
//
// The point of begin is p_0. A further point that lies where the last kept
// point lies is skipped, pressure and all; the others are p_1 … p_n. For j >= 1
// d_j = isq((X_j - X_{j-1})^2 + (Y_j - Y_{j-1})^2) >> 3 (wide): sixteenths of a
// unit. The time in the ops doesn't matter.
//
// # 2. Radius
//
// Pen: v = 2600 at p_0. At p_j, j >= 1, first
//
//	sp = min(4096, d_j * 4096 / (16 (s + 56)))
//	v  = v + (((((4096 - sp - v) * (sp >> 2)) >> 10) * 80) >> 8)
//
// then r_j = max(144, R f / 4096) with f = 2048 + v * 2048 / 4096; r_0 from the
// first v likewise.
//
// Pressure pen: T = 65 pressure; v = T at p_0; at p_j, j >= 1, first
// v = v + (((T - v) * 110) >> 8); r_j as above with f = 1024 + v * 3200 / 4096.
//
// Eraser: r_j = R. Liner: r_j = max(144, R 3348 / 4096), as of a pen just set down.
//
// Taper, of the pen only, and only if n >= 1: with F = 16 (s + 40) and
// e(d) = min(max(d - 160, 0), F), a radius r becomes
// max(112, r (4096 - e(d) * 3000 / F) / 4096). r_0 takes d = d_1. r_n takes
// d = max(d_{n-1}, d_n), or d_1 if n = 1. The v of the speed isn't touched.
//
// # 3. Smoothing
//
// q_0 = p_0, q_n = p_n. For 0 < j < n let D = max(d_j, d_{j+1}); w = 32 if
// D <= 320, 0 if D >= 1344, else (1344 - D) >> 5; and w = 0 if the dot product
// (p_j - p_{j-1}) . (p_{j+1} - p_j) <= 0 (wide), so that corners stay crisp. Then
// in x and in y q_j = ((128 - 2w) p_j + w (p_{j-1} + p_{j+1})) / 128. The radius of
// q_j is r_j.
//
// # 4. Curve
//
// From here on a knot is (x, y, r), and what is said of it is done to each of
// the three. m_j = (q_j + q_{j+1}) / 2 for 0 <= j < n; these use the tapered
// r_0 and r_n. The stroke is the line q_0 to m_0, the quadratic Bézier curves
// (m_{j-1}, q_j, m_j) for 0 < j < n, and the line m_{n-1} to q_n. With n = 1
// those are two lines, with n = 0 it is the disk at p_0 with r_0. A line from A
// to B is the quadratic (A, (A + B) / 2, B).
//
// # 5. Pieces
//
// A quadratic (P0, P1, P2) is cut in N, with lengths over x and y alone (wide):
//
//	L  = isq(|P1 - P0|^2) + isq(|P2 - P1|^2)
//	dd = max(isq(|P0 - 2 P1 + P2|^2), |r0 - 2 r1 + r2|)
//	N  = max(1, (L + 2559) / 2560, isq(dd / 32) + 1)
//
// Knot k = 0 … N is (P0 (N-k)^2 + 2 P1 k (N-k) + P2 k^2 + N^2 / 2) / N^2 (wide;
// N^2 / 2 floored first). From x and y 131072 is taken. Each two neighbours are
// a piece.
//
// # 6. A piece
//
// A piece A to B, now in sub from the corner of the canvas, is the hull of two
// disks. With dx = Bx - Ax, dy = By - Ay, dr = rA - rB: if
// dx^2 + dy^2 <= dr^2 it is one disk, B's if rB > rA, else A's. Otherwise
//
//	len = isq((dx^2 + dy^2) * 65536)                                 (wide)
//	ux, uy, b = trunc(2^22 dx / len), trunc(2^22 dy / len), trunc(2^22 dr / len)   (wide)
//	b is clamped to -16383 … 16383
//	a  = isq(2^28 - b^2)
//	aL = a len / 256                                                 (wide)
//
// For a pixel, with (px, py) its centre less A:
//
//	al = (px ux + py uy) >> 14
//	pe = |px uy - py ux| >> 14
//	k  = al a - pe b
//	sd = isq(px^2 + py^2) - rA          if k < 0
//	     isq(distance to B, squared) - rB   if k > aL
//	     ((pe a + al b) >> 14) - rA     otherwise
//
// A disk has sd = isq(distance to its centre, squared) - r. The coverage of the
// pixel is 128 - sd, clamped to 0 … 255.
//
// Rows and columns looked at are those from
// (min(Ax - rA, Bx - rB) - 256) >> 8 to (max(Ax + rA, Bx + rB) + 256) >> 8
// inclusive, in y likewise, and of these those on the canvas. No other pixel
// would be covered, so a pixel that is sure not to be may be passed over. Along a
// row pixels are looked at from the left up to and including the first of
// coverage 255; if there is one, from the right to the first of coverage 255; all
// between these two count as 255. A piece raises the mask of its stroke: mask =
// max(mask, coverage). So a stroke neither darkens nor shows a joint where it
// meets itself.
//
// Pieces are at most 20 pixels long and radii at most 66 pixels, so what is said
// of a pixel here fits 32 bits; the greatest is px^2 + py^2.
//
// # 7. Marks and the picture
//
// A mark is a stroke, a fill or a clear. A stroke settles when it ends, by its
// end or because the room lifted it; a fill and a clear settle at once. The marks
// of both seats, in the order in which they settled, are the list. An undo or a
// redo changes a flag of a mark and not the list: with undo the mark of its seat
// that it names is undone, with redo it isn't. A mark that isn't in the list yet,
// or is the other seat's, is left alone.
//
// A mark shows if it isn't undone and if no clear of its own seat stands behind
// it in the list that isn't undone. The picture is the paper and, laid over it one
// after the other, the strokes and fills that show.
//
// A stroke is laid down whole, under its mask: a channel dst under mask m and ink
// src becomes (v + (v >> 8)) >> 8 with v = dst (255 - m) + src m + 128. The
// eraser's ink is the paper's colour. Alpha is 255.
//
// A fill has a weight w for each pixel of its runs (runs.go), of 255 within and
// less along its edge, where the ink of a line and the ground mix. It takes the
// ground out of the mix and puts its own colour in: a channel dst becomes
// (v + (v >> 8)) >> 8 with v = clamp(dst 255 + (colour - ground) w, 0, 65025) + 128;
// under w = 255 it becomes the colour, whatever was there. A pixel of one mark
// depends on no other pixel, so any part of the picture can be drawn by itself.
//
// # Drawing as it comes
//
// The stroke's mask can grow with each point, and what is shown doesn't snap
// when it settles. When p_n arrives, q_{n-1} is known for good, and with it one
// more part of the curve joins the mask: the line q_0 to m_0 (n = 2) or the
// quadratic (m_{n-3}, q_{n-2}, m_{n-2}) (n > 2). What is left, drawn as if
// p_n were the last point, is the tail: the disk (n = 0), both lines (n = 1), or
// (m_{n-2}, q_{n-1}, m_{n-1}) and the line m_{n-1} to p_n. The tail has a mask of
// its own, which is replaced by each point and joins the first one at the end.
// Shown is the raster under the greater of both.
//
// # Hash
//
// The picture is cut into tiles of 64 x 64 pixels from its top left corner, in
// row order; those at its right and bottom may be smaller. The hash of a tile is
// two lanes of FNV-1a over its pixels in row order, each as the word
// w = 0xFF000000 | R << 16 | G << 8 | B, modulo 2^32: h1 starts as 0x811c9dc5 and
// becomes (h1 ^ w) * 0x01000193, h2 starts as 0x9747b28c and becomes
// (h2 ^ w) * 0x85ebca6b. At last each is mixed: h ^= h >> 16, h *= 0x7feb352d,
// h ^= h >> 15. The hash of the picture is made in the same way of those of its
// tiles, each lane of its own: h1 over the h1 of the tiles, h2 over their h2. It is
// written as the eight hex digits of h1, then those of h2, in lower case. So whoever
// draws knows the hash anew by looking at the tiles that have changed.
package ink
