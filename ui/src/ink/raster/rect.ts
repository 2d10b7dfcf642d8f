/** Rectangles of whole pixels: immutable ones, and bounds that grow. */

/** In pixels; never empty. */
export type Rect = { x: number; y: number; width: number; height: number };

/**
 * A rectangle that grows, from x0, y0 up to but excluding x1, y1. It is empty while x1 <= x0 or y1
 * <= y0.
 */
export type Bounds = { x0: number; y0: number; x1: number; y1: number };

export function createBounds(): Bounds {
  return { x0: 0, y0: 0, x1: 0, y1: 0 };
}

export function isEmpty(b: Bounds): boolean {
  return b.x1 <= b.x0 || b.y1 <= b.y0;
}

export function clearBounds(b: Bounds): void {
  b.x0 = b.y0 = b.x1 = b.y1 = 0;
}

/** Grows b over a rectangle that is not empty. */
export function cover(b: Bounds, x0: number, y0: number, x1: number, y1: number): void {
  if (isEmpty(b)) {
    b.x0 = x0;
    b.y0 = y0;
    b.x1 = x1;
    b.y1 = y1;
    return;
  }
  if (x0 < b.x0) b.x0 = x0;
  if (y0 < b.y0) b.y0 = y0;
  if (x1 > b.x1) b.x1 = x1;
  if (y1 > b.y1) b.y1 = y1;
}

/** Grows b over other, which may be empty. */
export function coverBounds(b: Bounds, other: Bounds): void {
  if (!isEmpty(other)) cover(b, other.x0, other.y0, other.x1, other.y1);
}

export function overlap(a: Bounds, b: Bounds): boolean {
  return Math.max(a.x0, b.x0) < Math.min(a.x1, b.x1) && Math.max(a.y0, b.y0) < Math.min(a.y1, b.y1);
}

export function toRect(b: Bounds): Rect {
  return { x: b.x0, y: b.y0, width: b.x1 - b.x0, height: b.y1 - b.y0 };
}

/**
 * Two hands make two rectangles a frame; a few more are kept apart before the nearest are joined.
 */
const KEPT_APART = 4;

/**
 * Adds a rectangle to a short list, joining those where that wastes little, so that no pixel is
 * listed twice and the area between two distant hands is not included.
 */
export function addBounds(list: Bounds[], b: Bounds): void {
  const joined = { ...b };
  for (let i = 0; i < list.length; ) {
    if (!overlap(list[i], joined) && waste(list[i], joined) > 0) {
      i++;
      continue;
    }
    coverBounds(joined, list[i]);
    list.splice(i, 1);
    i = 0; // the joined rectangle may touch an earlier one
  }
  list.push(joined);
  if (list.length > KEPT_APART) joinNearest(list);
}

function joinNearest(list: Bounds[]): void {
  let best = Number.POSITIVE_INFINITY;
  let at = 0;
  let other = 1;
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++) {
      const w = waste(list[i], list[j]);
      if (w < best) {
        best = w;
        at = i;
        other = j;
      }
    }
  }
  const [b] = list.splice(other, 1);
  const [a] = list.splice(at, 1);
  coverBounds(a, b);
  addBounds(list, a);
}

/** How many pixels joining two rectangles would add. */
function waste(a: Bounds, b: Bounds): number {
  const width = Math.max(a.x1, b.x1) - Math.min(a.x0, b.x0);
  const height = Math.max(a.y1, b.y1) - Math.min(a.y0, b.y0);
  return width * height - area(a) - area(b);
}

function area(b: Bounds): number {
  return (b.x1 - b.x0) * (b.y1 - b.y0);
}
