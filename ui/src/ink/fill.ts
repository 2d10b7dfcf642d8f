/**
 * Computes which pixels a fill covers, and with which weight. Only its author computes it; the
 * result is sent, so nobody else has to get the same.
 *
 * Ink around an area has edges that mix both colours. Under those edge pixels the fill replaces the
 * area's share of the mix, so that no halo remains between fill and line.
 */
import type { Fill } from "./op";
import { toColour } from "./raster/blend";
import { packRuns, type Runs } from "./runs";

/** The picture to fill: pixels 0xFFBBGGRR. */
export type Sheet = { pixels: Uint32Array; width: number; height: number };

/**
 * nothing: the point is off the sheet or already has that colour. intricate: the fill needs more
 * runs than may be sent.
 */
export type Filled = Fill | "nothing" | "intricate";

/**
 * Pixels whose channels differ by no more than this count as one colour; snow on plain paper, 9
 * apart, still forms a wall.
 */
const TOLERANCE = 8;

/** How far around an edge pixel the line's true colour is searched. */
const REACH = 2;

/** Temporary weights of the pixels around the area. */
const FIRST_RING = 1;
const SECOND_RING = 2;

/** Fills the area around pixel x, y with a colour 0xRRGGBB. */
export function fillAt(sheet: Sheet, x: number, y: number, colour: number): Filled {
  const { pixels, width, height } = sheet;
  if (x < 0 || y < 0 || x >= width || y >= height) return "nothing";
  const seed = pixels[y * width + x];
  const ground = toColour(seed);
  if (ground === colour) return "nothing";

  const weights = new Uint8Array(width * height);
  const spans = flood(sheet, x, y, weights);
  soften(sheet, seed, spans, weights);
  const runs = runsOf(weights, width, boxOf(spans, width, height));
  return runs ? { kind: "fill", colour, ground, runs } : "intricate";
}

/** The greatest channel difference of two pixels. */
function maxDifference(a: number, b: number): number {
  return Math.max(
    Math.abs((a & 0xff) - (b & 0xff)),
    Math.abs(((a >>> 8) & 0xff) - ((b >>> 8) & 0xff)),
    Math.abs(((a >>> 16) & 0xff) - ((b >>> 16) & 0xff)),
  );
}

/** A growing list of numbers. */
type Ints = { all: Int32Array; length: number };

function push(list: Ints, value: number): void {
  if (list.length === list.all.length) {
    const more = new Int32Array(list.all.length * 2);
    more.set(list.all);
    list.all = more;
  }
  list.all[list.length++] = value;
}

const ints = (): Ints => ({ all: new Int32Array(4096), length: 0 });

/** Gives the area full weight; returns its spans, each as first index and end index. */
function flood({ pixels, width, height }: Sheet, x: number, y: number, weights: Uint8Array): Ints {
  const seed = pixels[y * width + x];
  const isIn = (i: number): boolean =>
    pixels[i] === seed || maxDifference(pixels[i], seed) <= TOLERANCE;
  const spans = ints();
  const seeds = ints();
  push(seeds, y * width + x);
  while (seeds.length > 0) {
    const at = seeds.all[--seeds.length];
    if (weights[at] !== 0) continue;
    const row = at - (at % width);
    let from = at;
    let to = at + 1;
    while (from > row && isIn(from - 1)) from--;
    while (to < row + width && isIn(to)) to++;
    weights.fill(255, from, to);
    push(spans, from);
    push(spans, to);
    if (row > 0) seek(from - width, to - width);
    if (row + width < width * height) seek(from + width, to + width);
  }
  return spans;

  /** Adds the first pixel of each span that belongs to the area. */
  function seek(from: number, to: number): void {
    let before = false;
    for (let i = from; i < to; i++) {
      const now = weights[i] === 0 && isIn(i);
      if (now && !before) push(seeds, i);
      before = now;
    }
  }
}

/**
 * Gives the pixels along the area's edge, up to two deep, a weight by how much they have of its
 * colour.
 */
function soften({ pixels, width, height }: Sheet, seed: number, spans: Ints, weights: Uint8Array) {
  const off = (i: number): number => maxDifference(pixels[i], seed);
  const ring = ints();

  // The first ring touches the area.
  const touch = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      if (weights[i] !== 0 || off(i) <= TOLERANCE) continue;
      weights[i] = FIRST_RING;
      push(ring, i);
    }
  };
  for (let s = 0; s < spans.length; s += 2) {
    const row = spans.all[s] - (spans.all[s] % width);
    const from = Math.max(row, spans.all[s] - 1);
    const to = Math.min(row + width, spans.all[s + 1] + 1);
    touch(from, spans.all[s]);
    touch(spans.all[s + 1], to);
    if (row > 0) touch(from - width, to - width);
    if (row + width < width * height) touch(from + width, to + width);
  }

  // The second ring touches the first and is not closer to the area's colour than its neighbour
  // there; otherwise it would be the other side of a thin line.
  const first = ring.length;
  for (let r = 0; r < first; r++) {
    around(ring.all[r], 1, (i) => {
      if (weights[i] !== 0) return;
      const own = off(i);
      if (own <= TOLERANCE) return;
      let least = true;
      around(i, 1, (j) => {
        if (weights[j] === FIRST_RING && off(j) > own) least = false;
      });
      if (!least) return;
      weights[i] = SECOND_RING;
      push(ring, i);
    });
  }

  // The line's share of an edge pixel is its difference from the area, relative to the most
  // different pixel around it, which has the line's colour.
  for (let r = 0; r < ring.length; r++) {
    let most = 0;
    around(ring.all[r], REACH, (i) => {
      most = Math.max(most, off(i));
    });
    weights[ring.all[r]] = 255 - Math.floor((255 * off(ring.all[r])) / most);
  }

  /** Visits the pixels up to `reach` away, including the one itself. */
  function around(at: number, reach: number, visit: (i: number) => void): void {
    const x = at % width;
    const y = (at - x) / width;
    const x1 = Math.min(width - 1, x + reach);
    const y1 = Math.min(height - 1, y + reach);
    for (let row = Math.max(0, y - reach); row <= y1; row++) {
      for (let column = Math.max(0, x - reach); column <= x1; column++) visit(row * width + column);
    }
  }
}

type Box = { x: number; y: number; width: number; height: number };

/** The bounding box of the area and its edge. */
function boxOf(spans: Ints, width: number, height: number): Box {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let s = 0; s < spans.length; s += 2) {
    const x = spans.all[s] % width;
    const y = (spans.all[s] - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x + spans.all[s + 1] - spans.all[s]);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const x = Math.max(0, left - REACH);
  const y = Math.max(0, top - REACH);
  return {
    x,
    y,
    width: Math.min(width, right + REACH) - x,
    height: Math.min(height, bottom + REACH) - y,
  };
}

/** The runs of a box of weights. If they are too many, edges are made hard. */
function runsOf(weights: Uint8Array, stride: number, box: Box): Runs | undefined {
  const inside = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * stride + box.x;
    inside.set(weights.subarray(from, from + box.width), row * box.width);
  }
  let bytes = packRuns(inside);
  if (!bytes) {
    for (let i = 0; i < inside.length; i++) inside[i] = inside[i] < 128 ? 0 : 255;
    bytes = packRuns(inside);
  }
  return bytes && { ...box, bytes };
}
