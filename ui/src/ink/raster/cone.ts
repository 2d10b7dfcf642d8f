/**
 * A piece of a stroke: the hull of two disks, to the pixel as section 6 of
 * room/ink/doc.go defines it.
 *
 * Places and radii are in sub, 1/256 px, from the corner of the canvas; the
 * centre of pixel i is at 256 i + 128. All of the inner loop fits 32 bits: a
 * piece is short and a radius at most 67 px.
 */
import { isqrt } from "./integer";
import { growMask, type Mask, rowOf } from "./mask";

/** A margin beyond the true edge, in sub, for rounding. */
const SLACK = 16;

/** Raises the mask to what the piece from disk a to disk b covers. */
export function drawCone(
  mask: Mask,
  ax: number,
  ay: number,
  ar: number,
  bx: number,
  by: number,
  br: number,
): void {
  const left = Math.max((Math.min(ax - ar, bx - br) - 256) >> 8, 0);
  const right = Math.min((Math.max(ax + ar, bx + br) + 256) >> 8, mask.width - 1);
  const top = Math.max((Math.min(ay - ar, by - br) - 256) >> 8, 0);
  const bottom = Math.min((Math.max(ay + ar, by + br) + 256) >> 8, mask.height - 1);
  if (left > right || top > bottom) return;
  growMask(mask, left, top, right + 1, bottom + 1);

  const dx = bx - ax;
  const dy = by - ay;
  const dr = ar - br;
  const apart = dx * dx + dy * dy;
  if (apart > dr * dr) {
    const length = isqrt(apart * 65536);
    const ux = Math.trunc((dx * 4194304) / length);
    const uy = Math.trunc((dy * 4194304) / length);
    const sin = Math.min(Math.max(Math.trunc((dr * 4194304) / length), -16383), 16383);
    const cos = isqrt(268435456 - sin * sin);
    const end = Math.floor((cos * length) / 256);
    drawRows(mask, left, top, right, bottom, ax, ay, ar, bx, by, br, ux, uy, sin, cos, end);
  } else if (br > ar) {
    drawRows(mask, left, top, right, bottom, bx, by, br, bx, by, br, 0, 0, 0, 0, -1);
  } else {
    drawRows(mask, left, top, right, bottom, ax, ay, ar, ax, ay, ar, 0, 0, 0, 0, -1);
  }
}

/**
 * Draws the rows of a cone. In each row it goes from the left to the first full pixel, then from
 * the right likewise, and fills what is between. u is the direction from a to b; sin and cos are of
 * the angle between sides and axis, 2^14 = 1; end is cos times the distance. A single disk is a
 * cone without direction, whose pixels are all beyond its end.
 */
function drawRows(
  mask: Mask,
  left: number,
  top: number,
  right: number,
  bottom: number,
  ax: number,
  ay: number,
  ar: number,
  bx: number,
  by: number,
  br: number,
  ux: number,
  uy: number,
  sin: number,
  cos: number,
  end: number,
): void {
  const { bytes } = mask;
  const stepAlong = ux * 256;
  const stepAside = uy * 256;
  const abx = bx - ax;
  const aby = by - ay;

  // The squared distances from a and b within which a disk is full, and from which it covers
  // nothing: most pixels need no square root.
  const innerA = ar >= 127 ? (ar - 126) * (ar - 126) : 0;
  const outerA = (ar + 128) * (ar + 128);
  const innerB = br >= 127 ? (br - 126) * (br - 126) : 0;
  const outerB = (br + 128) * (br + 128);

  // A wider shape that is cheap to compute, to skip pixels that are not covered.
  const widest = Math.max(ar, br) + 128 + SLACK;
  const minX = Math.min(ax, bx) - 128;
  const maxX = Math.max(ax, bx) - 128;
  const minY = Math.min(ay, by) - 128;
  const maxY = Math.max(ay, by) - 128;

  for (let y = top; y <= bottom; y++) {
    const centre = y << 8;
    const off = centre < minY ? minY - centre : centre > maxY ? centre - maxY : 0;
    if (off >= widest) continue;
    const half = Math.ceil(Math.sqrt(widest * widest - off * off));
    const from = Math.max(left, (minX - half) >> 8);
    const to = Math.min(right, (maxX + half + 255) >> 8);
    if (from > to) continue;

    const row = rowOf(mask, y);
    const py = centre + 128 - ay;
    let first = to + 1;
    for (let side = 1; side >= -1; side -= 2) {
      // From the left, then from the right if a full pixel was found.
      let x = side > 0 ? from : to;
      const stop = side > 0 ? to + 1 : first;
      let px = (x << 8) + 128 - ax;
      let alongs = Math.imul(px, ux) + Math.imul(py, uy);
      let asides = Math.imul(px, uy) - Math.imul(py, ux);
      for (; x !== stop; x += side) {
        const along = alongs >> 14;
        const aside = (asides < 0 ? -asides : asides) >> 14;
        const k = Math.imul(along, cos) - Math.imul(aside, sin);
        let cover: number;
        if (k < 0) {
          const d = Math.imul(px, px) + Math.imul(py, py);
          cover = d < innerA ? 255 : d >= outerA ? 0 : 128 + ar - (Math.sqrt(d) | 0);
        } else if (k > end) {
          const qx = px - abx;
          const qy = py - aby;
          const d = Math.imul(qx, qx) + Math.imul(qy, qy);
          cover = d < innerB ? 255 : d >= outerB ? 0 : 128 + br - (Math.sqrt(d) | 0);
        } else {
          cover = 128 + ar - ((Math.imul(aside, cos) + Math.imul(along, sin)) >> 14);
        }
        if (cover >= 255) break;
        if (cover > bytes[row + x]) bytes[row + x] = cover;
        px += side << 8;
        alongs += side * stepAlong;
        asides += side * stepAside;
      }
      if (side > 0) {
        if (x > to) break;
        first = x;
      } else {
        bytes.fill(255, row + first, row + x + 1);
      }
    }
  }
}
