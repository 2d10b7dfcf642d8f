/**
 * A mask is the coverage of one stroke, a byte a pixel, 0 to 255. It holds only
 * the part of the raster that the stroke has reached, and grows with it.
 */
import { type Bounds, clearBounds, cover, createBounds, isEmpty } from "./rect";

export type Mask = {
  /** The raster that the mask is a part of. Nothing is drawn beyond it. */
  readonly width: number;
  readonly height: number;

  /** Coverage of the pixel x, y: bytes[rowOf(mask, y) + x], for columns from `left` and rows from `top` on. */
  bytes: Uint8Array;
  left: number;
  top: number;
  stride: number;
  rows: number;

  /** All that is not 0 lies in here. */
  readonly used: Bounds;
  /** What has been drawn since someone cleared it. */
  readonly fresh: Bounds;
};

/** Grown masks are multiples of this many pixels wide and high. */
const GRAIN = 64;

/** Zeroed buffers wait here for the next stroke: strokes end much more often than they overlap. */
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
    used: createBounds(),
    fresh: createBounds(),
  };
}

/** Where the bytes of row y would begin if the row began at x = 0. */
export function rowOf(m: Mask, y: number): number {
  return (y - m.top) * m.stride - m.left;
}

/** Gives the mask's memory back. The mask is empty afterwards and may be drawn on again. */
export function releaseMask(m: Mask): void {
  eraseMask(m);
  giveBack(m.bytes);
  m.bytes = new Uint8Array(0);
  m.left = m.top = m.stride = m.rows = 0;
  clearBounds(m.fresh);
}

/** Sets all coverage to 0 and keeps the memory. */
export function eraseMask(m: Mask): void {
  const { used } = m;
  if (isEmpty(used)) return;
  for (let y = used.y0; y < used.y1; y++) {
    const row = rowOf(m, y);
    m.bytes.fill(0, row + used.x0, row + used.x1);
  }
  clearBounds(used);
}

/** Makes room for a rectangle of the raster that is about to be drawn on. */
export function reach(m: Mask, x0: number, y0: number, x1: number, y1: number): void {
  cover(m.used, x0, y0, x1, y1);
  cover(m.fresh, x0, y0, x1, y1);
  if (x0 < m.left || y0 < m.top || x1 > m.left + m.stride || y1 > m.top + m.rows) grow(m, x0, y0, x1, y1);
}

function grow(m: Mask, x0: number, y0: number, x1: number, y1: number): void {
  const had = m.bytes.length > 0;
  let left = had ? Math.min(m.left, x0) : x0;
  let top = had ? Math.min(m.top, y0) : y0;
  let right = had ? Math.max(m.left + m.stride, x1) : x1;
  let bottom = had ? Math.max(m.top + m.rows, y1) : y1;
  // Grown by half towards where the stroke went, so that a long stroke copies
  // its mask a few times only.
  const wider = had ? Math.max(GRAIN, m.stride >> 1) : GRAIN >> 1;
  const higher = had ? Math.max(GRAIN, m.rows >> 1) : GRAIN >> 1;
  if (!had || x0 < m.left) left = Math.max(0, left - wider);
  if (!had || y0 < m.top) top = Math.max(0, top - higher);
  if (!had || x1 > m.left + m.stride) right = Math.min(m.width, right + wider);
  if (!had || y1 > m.top + m.rows) bottom = Math.min(m.height, bottom + higher);

  const stride = right - left;
  const rows = bottom - top;
  const bytes = take(stride * rows);
  for (let y = 0; y < m.rows; y++) {
    const from = y * m.stride;
    bytes.set(m.bytes.subarray(from, from + m.stride), (y + m.top - top) * stride + m.left - left);
  }
  if (had) {
    m.bytes.fill(0);
    giveBack(m.bytes);
  }
  m.bytes = bytes;
  m.left = left;
  m.top = top;
  m.stride = stride;
  m.rows = rows;
}

/** A zeroed buffer of at least so many bytes. */
function take(size: number): Uint8Array {
  let best = -1;
  for (let i = 0; i < pool.length; i++) {
    if (pool[i].length >= size && (best < 0 || pool[i].length < pool[best].length)) best = i;
  }
  if (best < 0) return new Uint8Array(size);
  return pool.splice(best, 1)[0];
}

function giveBack(bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  pool.push(bytes);
  if (pool.length <= POOLED) return;
  let least = 0;
  for (let i = 1; i < pool.length; i++) if (pool[i].length < pool[least].length) least = i;
  pool.splice(least, 1);
}
