/**
 * Turns the points of one stroke into coverage as they come: sections 1, 3 and 4 of
 * room/ink/doc.go, whose names are used here.
 *
 * A point makes the curve final up to the point before it: that part is drawn into the body. The
 * rest, drawn as if the last point were the end, is the tail. It has a mask of its own and is drawn
 * only when needed.
 */

import type { Begin, Points } from "../op";
import { BIAS, drawCurve, drawDot, drawLine, type Knot, setKnot, setMiddle } from "./curve";
import { isqrt } from "./integer";
import { createMask, eraseMask, type Mask, releaseMask } from "./mask";
import { createNib, moveNib, type Nib, nibRadius, taper } from "./nib";
import { type Bounds, clearBounds, coverBounds, createBounds, isEmpty } from "./rect";

export type Stroke = {
  readonly body: Mask;
  readonly tail: Mask;
  /** The tail is outdated. */
  stale: boolean;
  /** Predicted points, as x, y in units: the tail includes them, and the next point clears them. */
  guess: readonly number[];

  readonly nib: Nib;
  /** Of the last point, kept or skipped. */
  pressure: number;
  /** Of the last point kept, p_n. */
  n: number;
  /** p_{n-1} and p_n; their radii without taper, but for r_0. */
  readonly prev: Knot;
  readonly last: Knot;
  /** d_{n-1} and d_n; 0 where there is none. */
  dPrev: number;
  d: number;
  /** q_{n-1}, and m_{n-2} (q_0 while n = 1). */
  readonly q: Knot;
  readonly m: Knot;
};

const knot = (): Knot => ({ x: 0, y: 0, r: 0 });

/** A stroke on a raster of so many pixels. */
export function createStroke(op: Begin, width: number, height: number): Stroke {
  const nib = createNib(op.tool, op.size, op.pressure);
  const last = knot();
  setKnot(last, 128 * op.x + BIAS, 128 * op.y + BIAS, nibRadius(nib));
  return {
    body: createMask(width, height),
    tail: createMask(width, height),
    stale: true,
    guess: [],
    nib,
    pressure: op.pressure,
    n: 0,
    prev: knot(),
    last,
    dPrev: 0,
    d: 0,
    q: knot(),
    m: knot(),
  };
}

/** Draws the stroke further along the points of an op. */
export function extendStroke(s: Stroke, op: Points): void {
  const { points } = op;
  const count = points.length >> 1;
  const before = s.pressure;
  for (let j = 1; j <= count; j++) {
    s.pressure = Math.floor((before * (count - j) + op.pressure * j) / count);
    addPoint(s, points[2 * j - 2], points[2 * j - 1]);
  }
}

/** Shows the stroke going on along these points until the next one comes. Never part of the picture. */
export function guessPoints(s: Stroke, guess: readonly number[]): void {
  if (guess.length > 0 || s.guess.length > 0) s.stale = true;
  s.guess = guess;
}

/** Joins the tail to the body: the whole stroke is there as it settles. */
export function finishStroke(s: Stroke): void {
  s.guess = [];
  coverBounds(s.body.fresh, s.tail.used);
  eraseMask(s.tail);
  drawTail(s, s.body);
  s.stale = false;
}

/** Makes the tail that of the last point. */
export function refreshTail(s: Stroke): void {
  if (!s.stale) return;
  coverBounds(s.tail.fresh, s.tail.used);
  eraseMask(s.tail);
  drawTail(s, s.tail);
  s.stale = false;
}

/** Gives the memory of the masks back. The stroke must not be used further. */
export function releaseStroke(s: Stroke): void {
  releaseMask(s.body);
  releaseMask(s.tail);
}

/** Adds what changed since the last call to `dirty`. */
export function takeFresh(s: Stroke, dirty: (b: Bounds) => void): void {
  refreshTail(s);
  for (const { fresh } of [s.body, s.tail]) {
    if (isEmpty(fresh)) continue;
    dirty(fresh);
    clearBounds(fresh);
  }
}

/** All that the stroke covers lies in here. */
export function strokeBounds(s: Stroke): Bounds {
  refreshTail(s);
  const all = createBounds();
  coverBounds(all, s.body.used);
  coverBounds(all, s.tail.used);
  return all;
}

const next = knot();
const smoothed = knot();
const half = knot();

function addPoint(s: Stroke, unitX: number, unitY: number): void {
  const { last, prev, q, m, nib } = s;
  const x = 128 * unitX + BIAS;
  const y = 128 * unitY + BIAS;
  const dx = x - last.x;
  const dy = y - last.y;
  if (s.guess.length > 0) guessPoints(s, []);
  if (dx === 0 && dy === 0) return;
  s.stale = true;
  s.n++;
  s.dPrev = s.d;
  s.d = isqrt(dx * dx + dy * dy) >> 3;
  moveNib(nib, s.d, s.pressure);
  setKnot(next, x, y, nibRadius(nib));
  if (s.n === 1) {
    last.r = taper(nib, last.r, s.d);
    setKnot(q, last.x, last.y, last.r);
    setKnot(m, last.x, last.y, last.r);
  } else {
    smooth(smoothed, prev, last, next, Math.max(s.dPrev, s.d));
    setMiddle(half, q, smoothed);
    if (s.n === 2) drawLine(s.body, q, half);
    else drawCurve(s.body, m, q, half);
    setKnot(q, smoothed.x, smoothed.y, smoothed.r);
    setKnot(m, half.x, half.y, half.r);
  }
  setKnot(prev, last.x, last.y, last.r);
  setKnot(last, next.x, next.y, next.r);
}

/** Sets q to point b between its neighbours, d being the longer of the two ways. Corners stay crisp. */
function smooth(q: Knot, a: Knot, b: Knot, c: Knot, d: number): void {
  let w = d <= 320 ? 32 : d >= 1344 ? 0 : (1344 - d) >> 5;
  if ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0) w = 0;
  const x = ((128 - 2 * w) * b.x + w * (a.x + c.x)) >> 7;
  const y = ((128 - 2 * w) * b.y + w * (a.y + c.y)) >> 7;
  setKnot(q, x, y, b.r);
}

const tip = knot();

function drawTail(stroke: Stroke, mask: Mask): void {
  const s = stroke.guess.length > 0 ? wentOn(stroke, mask) : stroke;
  const { last, q, m } = s;
  if (s.n === 0) {
    drawDot(mask, last);
    return;
  }
  setKnot(tip, last.x, last.y, taper(s.nib, last.r, Math.max(s.dPrev, s.d)));
  setMiddle(half, q, tip);
  if (s.n === 1) drawLine(mask, q, half);
  else drawCurve(mask, m, q, half);
  drawLine(mask, half, tip);
}

/** The stroke as it would be with its guess; what that makes final is drawn into the mask. */
function wentOn(s: Stroke, mask: Mask): Stroke {
  const { nib, prev, last, q, m, guess } = s;
  const own = { nib: { ...nib }, prev: { ...prev }, last: { ...last }, q: { ...q }, m: { ...m } };
  const further = { ...s, ...own, body: mask, guess: [] };
  for (let i = 0; i < guess.length; i += 2) addPoint(further, guess[i], guess[i + 1]);
  return further;
}
