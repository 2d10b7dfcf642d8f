/**
 * Quadratic Bézier curves in x, y and radius, cut in pieces: sections 4 and 5
 * of room/ink/doc.go. Places carry the bias, which keeps them above zero.
 */
import { drawCone } from "./cone";
import { isqrt } from "./integer";
import type { Mask } from "./mask";

/** Added to coordinates while curves are computed, in sub. */
export const BIAS = 131072;

/** A point of a stroke with its radius, in sub; x and y include the bias. */
export type Knot = { x: number; y: number; r: number };

export function setKnot(k: Knot, x: number, y: number, r: number): void {
  k.x = x;
  k.y = y;
  k.r = r;
}

/** Sets m to the middle between two knots. */
export function setMiddle(m: Knot, a: Knot, b: Knot): void {
  setKnot(m, (a.x + b.x) >> 1, (a.y + b.y) >> 1, (a.r + b.r) >> 1);
}

const middle: Knot = { x: 0, y: 0, r: 0 };

/** Draws a straight part: a curve whose control point is its middle. */
export function drawLine(mask: Mask, a: Knot, b: Knot): void {
  setMiddle(middle, a, b);
  drawCurve(mask, a, middle, b);
}

/** Draws the curve from a to c with control b. */
export function drawCurve(mask: Mask, a: Knot, b: Knot, c: Knot): void {
  const bendX = a.x - 2 * b.x + c.x;
  const bendY = a.y - 2 * b.y + c.y;
  const bendR = Math.abs(a.r - 2 * b.r + c.r);
  const bend = Math.max(isqrt(bendX * bendX + bendY * bendY), bendR);
  const length = span(a, b) + span(b, c);
  const n = Math.max(1, Math.floor((length + 2559) / 2560), isqrt(bend >> 5) + 1);
  const nn = n * n;
  const half = nn >> 1;

  let x = a.x;
  let y = a.y;
  let r = a.r;
  for (let k = 1; k <= n; k++) {
    const wa = (n - k) * (n - k);
    const wb = 2 * k * (n - k);
    const wc = k * k;
    const toX = Math.floor((a.x * wa + b.x * wb + c.x * wc + half) / nn);
    const toY = Math.floor((a.y * wa + b.y * wb + c.y * wc + half) / nn);
    const toR = Math.floor((a.r * wa + b.r * wb + c.r * wc + half) / nn);
    drawCone(mask, x - BIAS, y - BIAS, r, toX - BIAS, toY - BIAS, toR);
    x = toX;
    y = toY;
    r = toR;
  }
}

/** Draws a single disk. */
export function drawDot(mask: Mask, k: Knot): void {
  drawCone(mask, k.x - BIAS, k.y - BIAS, k.r, k.x - BIAS, k.y - BIAS, k.r);
}

function span(a: Knot, b: Knot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return isqrt(dx * dx + dy * dy);
}
