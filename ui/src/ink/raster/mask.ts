/**
 * A mask is the coverage of one stroke, one byte per pixel, 0 to 255. It holds only the part of the
 * raster that the stroke has reached, grows with it, and tracks roughly where it was touched, so
 * that drawing and settling a stroke cost what it covers and not its bounding box.
 */
import { type Bounds, clearBounds, cover, createBounds, isEmpty } from "./rect";

export type Mask = {
  /** The size of the raster, in pixels. Nothing is drawn outside it. */
  readonly width: number;
  readonly height: number;

  /**
   * The coverage of pixel x, y is bytes[rowOf(mask, y) + x], for columns from `left` and rows from
   * `top` on.
   */
  bytes: Uint8Array;
  left: number;
  top: number;
  stride: number;
  rows: number;

  /** The cells of CELL x CELL pixels that may have coverage. */
  readonly touched: Uint8Array;
  /** The bounding box of the coverage. */
  readonly used: Bounds;
  /** The area drawn since it was last cleared. */
  readonly fresh: Bounds;
};

/** Cells are 1 << CELL_BITS pixels wide and high: about the reach of one piece of a stroke. */
const CELL_BITS = 5;
const CELL = 1 << CELL_BITS;

/** A mask grows by at least this many pixels on a side. */
const GROWTH = 128;

/** Zeroed memory of earlier masks, for reuse. */
const pool: Uint8Array[] = [];
const POOLED = 6;

export function createMask(width: number, height: number): Mask {
  return {
    width,
    height,
    bytes: new Uint8Array(0),
    left: 0,
    top: 0,
    stride: 0,
    rows: 0,
    touched: new Uint8Array(cellCount(width) * cellCount(height)),
    used: createBounds(),
    fresh: createBounds(),
  };
}

/** The offset at which row y would begin if it began at x = 0. */
export function rowOf(m: Mask, y: number): number {
  return (y - m.top) * m.stride - m.left;
}

/** Releases the mask's memory for reuse. The mask is blank afterwards. */
export function releaseMask(m: Mask): void {
  eraseMask(m);
  recycle(m.bytes);
  m.bytes = new Uint8Array(0);
  m.left = m.top = m.stride = m.rows = 0;
  clearBounds(m.fresh);
}

/** Sets all coverage to 0 and keeps the memory. */
export function eraseMask(m: Mask): void {
  eachTouched(m, m, m.used, (x0, y0, x1, y1) => {
    for (let y = y0; y < y1; y++) m.bytes.fill(0, rowOf(m, y) + x0, rowOf(m, y) + x1);
  });
  m.touched.fill(0);
  clearBounds(m.used);
}

/** Grows the mask to include a rectangle that is about to be drawn. */
export function growMask(m: Mask, x0: number, y0: number, x1: number, y1: number): void {
  if (x0 < m.left || y0 < m.top || x1 > m.left + m.stride || y1 > m.top + m.rows)
    grow(m, x0, y0, x1, y1);
  cover(m.used, x0, y0, x1, y1);
  cover(m.fresh, x0, y0, x1, y1);
  const across = cellCount(m.width);
  for (let row = y0 >> CELL_BITS; row <= (y1 - 1) >> CELL_BITS; row++) {
    for (let column = x0 >> CELL_BITS; column <= (x1 - 1) >> CELL_BITS; column++) {
      m.touched[row * across + column] = 1;
    }
  }
}

/**
 * Calls visit with rectangles of a part of the raster where one of two masks may have coverage.
 * They do not overlap.
 */
export function eachTouched(
  a: Mask,
  b: Mask,
  part: Bounds,
  visit: (x0: number, y0: number, x1: number, y1: number) => void,
): void {
  if (isEmpty(part)) return;
  const across = cellCount(a.width);
  const lastColumn = (part.x1 - 1) >> CELL_BITS;
  const lastRow = (part.y1 - 1) >> CELL_BITS;
  for (let row = part.y0 >> CELL_BITS; row <= lastRow; row++) {
    const y0 = Math.max(part.y0, row << CELL_BITS);
    const y1 = Math.min(part.y1, (row + 1) << CELL_BITS);
    let from = -1;
    for (let column = part.x0 >> CELL_BITS; column <= lastColumn + 1; column++) {
      const cell = row * across + column;
      const touched = column <= lastColumn && (a.touched[cell] !== 0 || b.touched[cell] !== 0);
      if (touched && from < 0) from = column;
      if (touched || from < 0) continue;
      visit(Math.max(part.x0, from << CELL_BITS), y0, Math.min(part.x1, column << CELL_BITS), y1);
      from = -1;
    }
  }
}

/** The number of cells along this many pixels. */
function cellCount(pixels: number): number {
  return (pixels + CELL - 1) >> CELL_BITS;
}

function grow(m: Mask, fromX: number, fromY: number, toX: number, toY: number): void {
  const first = m.bytes.length === 0;
  const right = m.left + m.stride;
  const bottom = m.top + m.rows;
  // It grows by half its size in the stroke's direction, so that a long stroke copies its mask only
  // a few times.
  const aside = Math.max(GROWTH, m.stride >> 1);
  const along = Math.max(GROWTH, m.rows >> 1);
  const left = first || fromX < m.left ? Math.max(0, fromX - aside) : m.left;
  const top = first || fromY < m.top ? Math.max(0, fromY - along) : m.top;
  const stride = (first || toX > right ? Math.min(m.width, toX + aside) : right) - left;
  const rows = (first || toY > bottom ? Math.min(m.height, toY + along) : bottom) - top;

  const bytes = allocate(stride * rows);
  eachTouched(m, m, m.used, (x0, y0, x1, y1) => {
    for (let y = y0; y < y1; y++) {
      const from = rowOf(m, y);
      const to = (y - top) * stride - left;
      for (let x = x0; x < x1; x++) bytes[to + x] = m.bytes[from + x];
      m.bytes.fill(0, from + x0, from + x1);
    }
  });
  recycle(m.bytes);
  m.bytes = bytes;
  m.left = left;
  m.top = top;
  m.stride = stride;
  m.rows = rows;
}

/** Returns zeroed memory of at least this size. */
function allocate(size: number): Uint8Array {
  let best = -1;
  for (let i = 0; i < pool.length; i++) {
    if (pool[i].length >= size && (best < 0 || pool[i].length < pool[best].length)) best = i;
  }
  return best < 0 ? new Uint8Array((size + 3) & ~3) : pool.splice(best, 1)[0];
}

/** Keeps zeroed memory for reuse, only the largest few blocks. */
function recycle(bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  pool.push(bytes);
  if (pool.length <= POOLED) return;
  let least = 0;
  for (let i = 1; i < pool.length; i++) if (pool[i].length < pool[least].length) least = i;
  pool.splice(least, 1);
}
