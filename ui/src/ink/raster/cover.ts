/**
 * The pixels that a settled mark covers, as runs by row, so that any rectangle of it can be redrawn
 * quickly. It is much smaller than the mask it is made from.
 */

import { eachRun, type Runs } from "../runs";
import { eachTouched, type Mask, rowOf } from "./mask";
import { type Bounds, createBounds, isEmpty } from "./rect";

export type Cover = {
  /** The bounding box of the cover. */
  readonly bounds: Bounds;
  /** For each row of the bounds, and one more: the offsets of its runs and of their weights. */
  readonly rows: Uint32Array;
  /**
   * Two words per run: its first column, and count << 1,
   *
   * 1 if its pixels have weights of their own.
   */
  readonly runs: Uint16Array;
  readonly weights: Uint8Array;
};

export const NOTHING: Cover = {
  bounds: createBounds(),
  rows: new Uint32Array(2),
  runs: new Uint16Array(0),
  weights: new Uint8Array(0),
};

/** This many full pixels in a row get a run of their own among others. */
const LONG = 12;

/** The number of runs of a cover in rows y0 up to y1. */
export function runsBetween({ bounds, rows }: Cover, y0: number, y1: number): number {
  const from = Math.max(y0, bounds.y0);
  const to = Math.min(y1, bounds.y1);
  return from < to ? (rows[2 * (to - bounds.y0)] - rows[2 * (from - bounds.y0)]) / 2 : 0;
}

// The cover being built.
let rows = new Uint32Array(1024);
let runs = new Uint16Array(8192);
let weights = new Uint8Array(8192);
let rowsLength = 0;
let runsLength = 0;
let weightsLength = 0;

/** The cover of a mask. */
export function coverOfMask(mask: Mask): Cover {
  const { used, bytes } = mask;
  if (isEmpty(used)) return NOTHING;
  start();
  const words = new Uint32Array(bytes.buffer);
  const spans: number[] = [];
  let top = used.y0;
  let bottom = used.y0;
  const write = (): void => {
    for (let y = top; y < bottom; y++) {
      nextRow();
      const row = rowOf(mask, y);
      for (let i = 0; i < spans.length; i += 2)
        addPixels(bytes, words, row, spans[i], spans[i + 1]);
    }
  };
  // Touched cells are visited by rows of cells of the same height.
  eachTouched(mask, mask, used, (x0, y0, x1, y1) => {
    if (y0 !== top || spans.length === 0) {
      write();
      while (bottom < y0) {
        nextRow();
        bottom++;
      }
      spans.length = 0;
      top = y0;
      bottom = y1;
    }
    spans.push(x0, x1);
  });
  write();
  for (; bottom < used.y1; bottom++) nextRow();
  return finish({ ...used });
}

/** The cover of runs on a raster of this size. */
export function coverOfRuns(from: Runs, width: number, height: number): Cover {
  const bounds = {
    x0: from.x,
    y0: from.y,
    x1: Math.min(from.x + from.width, width),
    y1: Math.min(from.y + from.height, height),
  };
  if (isEmpty(bounds)) return NOTHING;
  start();
  let next = bounds.y0;
  eachRun(from, (x, y, count, at) => {
    const length = Math.min(x + count, width) - x;
    if (y >= height || length <= 0) return;
    for (; next <= y; next++) nextRow();
    if (at < 0) addRun(x, length, false);
    else {
      addRun(x, length, true);
      addWeights(from.bytes, at, length);
    }
  });
  for (; next < bounds.y1; next++) nextRow();
  return finish(bounds);
}

function start(): void {
  rowsLength = runsLength = weightsLength = 0;
}

function nextRow(): void {
  if (rowsLength + 4 > rows.length) {
    const more = new Uint32Array(rows.length * 2);
    more.set(rows);
    rows = more;
  }
  rows[rowsLength++] = runsLength;
  rows[rowsLength++] = weightsLength;
}

function addRun(x: number, count: number, soft: boolean): void {
  if (runsLength + 2 > runs.length) {
    const more = new Uint16Array(runs.length * 2);
    more.set(runs);
    runs = more;
  }
  runs[runsLength++] = x;
  runs[runsLength++] = (count << 1) | (soft ? 1 : 0);
}

function addWeights(bytes: Uint8Array, from: number, count: number): void {
  if (weightsLength + count > weights.length) {
    const more = new Uint8Array(Math.max(weights.length * 2, weightsLength + count));
    more.set(weights);
    weights = more;
  }
  for (let i = 0; i < count; i++) weights[weightsLength++] = bytes[from + i];
}

/** Adds the covered pixels of columns x0 up to x1 of a row of a mask. */
function addPixels(
  bytes: Uint8Array,
  words: Uint32Array,
  row: number,
  x0: number,
  x1: number,
): void {
  let x = x0;
  for (;;) {
    while (x < x1 && bytes[row + x] === 0) {
      x++;
      if (((row + x) & 3) === 0) while (x + 4 <= x1 && words[(row + x) >> 2] === 0) x += 4;
    }
    if (x >= x1) return;
    let from = x;
    while (x < x1 && bytes[row + x] !== 0) {
      if (bytes[row + x] !== 255) {
        x++;
        continue;
      }
      const full = x++;
      while (x < x1 && bytes[row + x] === 255) {
        x++;
        if (((row + x) & 3) === 0)
          while (x + 4 <= x1 && words[(row + x) >> 2] === 0xffffffff) x += 4;
      }
      if (x - full < LONG) continue;
      addSoft(bytes, row, from, full);
      addRun(full, x - full, false);
      from = x;
    }
    addSoft(bytes, row, from, x);
  }
}

function addSoft(bytes: Uint8Array, row: number, from: number, to: number): void {
  if (from === to) return;
  addRun(from, to - from, true);
  addWeights(bytes, row + from, to - from);
}

function finish(bounds: Bounds): Cover {
  nextRow();
  return {
    bounds,
    rows: rows.slice(0, rowsLength),
    runs: runs.slice(0, runsLength),
    weights: weights.slice(0, weightsLength),
  };
}
