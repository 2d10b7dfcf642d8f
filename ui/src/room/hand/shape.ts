/**
 * Lines, rectangles and ellipses: strokes of the liner, whose points are chosen such that the curve
 * of room/ink/doc.go, sections 3 and 4, is the shape. Pure.
 */
import { MAX_POINTS, MAX_STEP, type Op } from "../../ink/op";
import { type Place, whole } from "./place";

export type ShapeTool = "line" | "rectangle" | "ellipse";

/** An ellipse's corners lie at most so far outside of it, in units; the curve stays nearer. */
const BULGE = 0.6;

/** The fewest corners an ellipse is made of. */
const CORNERS = 12;

/** How often the corners are corrected for the smoothing to come; it converges at once. */
const CORRECTIONS = 4;

/** Shapes have no speed: all of it is there after so many ms of the drawing's time. */
export type Drag = { from: Place; to: Place; even: boolean; took: number };

/** The whole stroke of a shape dragged from one place to another, but for its end. */
export function shapeOps(
  tool: ShapeTool,
  ink: { size: number; colour: number },
  { from, to, even, took }: Drag,
): Op[] {
  const [start, ...rest] = outline(tool, from, even ? evened(tool, from, to) : to).map(whole);
  const ops: Op[] = [{ kind: "begin", tool: "liner", ...ink, ...start, pressure: 0 }];
  let step = Math.min(MAX_STEP, Math.max(0, Math.round(took)));
  for (let i = 0; i < rest.length; i += MAX_POINTS) {
    const points = rest.slice(i, i + MAX_POINTS).flatMap(({ x, y }) => [x, y]);
    ops.push({ kind: "points", step, points, pressure: 0 });
    step = 0;
  }
  return ops;
}

/** Where to drag for a square, a circle, or a line at a multiple of 45 degrees. */
function evened(tool: ShapeTool, from: Place, to: Place): Place {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (tool === "line") {
    const eighth = Math.PI / 4;
    const angle = Math.round(Math.atan2(dy, dx) / eighth) * eighth;
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    return { x: from.x + along * Math.cos(angle), y: from.y + along * Math.sin(angle) };
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return { x: from.x + (dx < 0 ? -side : side), y: from.y + (dy < 0 ? -side : side) };
}

function outline(tool: ShapeTool, from: Place, to: Place): Place[] {
  const flat = Math.abs(to.x - from.x) < 2 || Math.abs(to.y - from.y) < 2;
  if (tool === "line" || flat) return [from, to];
  return tool === "rectangle" ? rectangle(whole(from), whole(to)) : ellipse(from, to);
}

/** A point one unit before and one behind each corner keeps it crisp. */
function rectangle(from: Place, to: Place): Place[] {
  const corners = [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
  const points = [from];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4];
    const towards = { x: Math.sign(next.x - corner.x), y: Math.sign(next.y - corner.y) };
    if (i > 0) points.push({ x: corner.x + towards.x, y: corner.y + towards.y });
    points.push({ x: next.x - towards.x, y: next.y - towards.y }, next);
  });
  return points;
}

/**
 * The curve touches the middle of each side of the polygon of its points, so an ellipse lies between
 * the corners of the polygon and the middles of its sides.
 */
function ellipse(from: Place, to: Place): Place[] {
  const centre = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const a = Math.abs(to.x - from.x) / 2;
  const b = Math.abs(to.y - from.y) / 2;
  const longer = Math.max(a, b);
  const n = Math.max(CORNERS, Math.ceil(Math.PI / Math.acos(longer / (longer + BULGE))));
  const middle = Math.cos(Math.PI / n);
  // Half way between what touches at the sides' middles and what touches within the curves.
  const wide = 2 / (middle + (1 + middle * middle) / 2);
  const corner = (j: number) => {
    const angle = (2 * Math.PI * j) / n;
    return { x: a * wide * Math.cos(angle), y: b * wide * Math.sin(angle) };
  };
  const wished = Array.from({ length: n }, (_, j) => corner(j));
  let points = wished;
  for (let i = 0; i < CORRECTIONS; i++) {
    points = points.map((p, j) => {
      const q = smoothed(points[(j + n - 1) % n], p, points[(j + 1) % n]);
      return { x: p.x + wished[j].x - q.x, y: p.y + wished[j].y - q.y };
    });
  }
  const placed = points.map(({ x, y }) => ({ x: centre.x + x, y: centre.y + y }));
  // The ends are drawn straight, from and to where they lie: on the ellipse.
  const seam = { x: centre.x + a, y: centre.y };
  return [seam, ...placed.slice(1), seam];
}

/** What section 3 will make of a point between its neighbours. */
function smoothed(before: Place, at: Place, after: Place): Place {
  const way = (p: Place, q: Place) => 16 * Math.hypot(p.x - q.x, p.y - q.y);
  const longest = Math.max(way(before, at), way(at, after));
  const w = longest <= 320 ? 32 : longest >= 1344 ? 0 : Math.floor((1344 - longest) / 32);
  const share = w / 128;
  return {
    x: (1 - 2 * share) * at.x + share * (before.x + after.x),
    y: (1 - 2 * share) * at.y + share * (before.y + after.y),
  };
}
