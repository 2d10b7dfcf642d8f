/**
 * Lines, rectangles and ellipses. They are strokes of the liner whose points are chosen so that the
 * curve of room/ink/doc.go, sections 3 and 4, has the shape. Pure.
 */
import { MAX_POINTS, MAX_STEP, type Op } from "../../ink/op";
import { type Point, toWholeUnits } from "./point";

export type ShapeTool = "line" | "rectangle" | "ellipse";

/**
 * The corners of an ellipse's polygon lie at most this far outside it, in units; the curve is
 * nearer.
 */
const MAX_BULGE = 0.6;

/** The fewest corners of an ellipse's polygon. */
const MIN_CORNERS = 12;

/** How often the corners are corrected for the later smoothing; it converges quickly. */
const CORRECTIONS = 4;

/** A shape being dragged. `duration`: its duration in the replay, in ms, as a shape has no speed. */
export type Drag = { from: Point; to: Point; constrained: boolean; duration: number };

/** The ops of a shape's stroke, without its end. */
export function shapeOps(
  tool: ShapeTool,
  ink: { size: number; colour: number },
  { from, to, constrained, duration }: Drag,
): Op[] {
  const [start, ...rest] = outline(tool, from, constrained ? constrainEnd(tool, from, to) : to).map(
    toWholeUnits,
  );
  const ops: Op[] = [{ kind: "begin", tool: "liner", ...ink, ...start, pressure: 0 }];
  let step = Math.min(MAX_STEP, Math.max(0, Math.round(duration)));
  for (let i = 0; i < rest.length; i += MAX_POINTS) {
    const points = rest.slice(i, i + MAX_POINTS).flatMap(({ x, y }) => [x, y]);
    ops.push({ kind: "points", step, points, pressure: 0 });
    step = 0;
  }
  return ops;
}

/**
 * Moves the end point so that the shape is a square, a circle, or a line at a multiple of 45
 * degrees.
 */
function constrainEnd(tool: ShapeTool, from: Point, to: Point): Point {
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

function outline(tool: ShapeTool, from: Point, to: Point): Point[] {
  const flat = Math.abs(to.x - from.x) < 2 || Math.abs(to.y - from.y) < 2;
  if (flat) return [from, to];
  switch (tool) {
    case "line":
      return [from, to];
    case "rectangle":
      return rectangle(toWholeUnits(from), toWholeUnits(to));
    case "ellipse":
      return ellipse(from, to);
  }
}

/** A point one unit before and one behind each corner keeps the corner sharp. */
function rectangle(from: Point, to: Point): Point[] {
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
 * The curve touches the middle of each side of the polygon, so the ellipse lies between the corners
 * and the middles of the sides.
 */
function ellipse(from: Point, to: Point): Point[] {
  const centre = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const a = Math.abs(to.x - from.x) / 2;
  const b = Math.abs(to.y - from.y) / 2;
  const longer = Math.max(a, b);
  const n = Math.max(MIN_CORNERS, Math.ceil(Math.PI / Math.acos(longer / (longer + MAX_BULGE))));
  const middle = Math.cos(Math.PI / n);
  // Halfway between the polygon that touches at its sides' middles and the one whose curve touches.
  const wide = 2 / (middle + (1 + middle * middle) / 2);
  const corner = (j: number) => {
    const angle = (2 * Math.PI * j) / n;
    return { x: a * wide * Math.cos(angle), y: b * wide * Math.sin(angle) };
  };
  const wanted = Array.from({ length: n }, (_, j) => corner(j));
  let points = wanted;
  for (let i = 0; i < CORRECTIONS; i++) {
    points = points.map((p, j) => {
      const q = smooth(points[(j + n - 1) % n], p, points[(j + 1) % n]);
      return { x: p.x + wanted[j].x - q.x, y: p.y + wanted[j].y - q.y };
    });
  }
  const placed = points.map(({ x, y }) => ({ x: centre.x + x, y: centre.y + y }));
  // The stroke begins and ends straight, so it begins and ends on the ellipse.
  const seam = { x: centre.x + a, y: centre.y };
  return [seam, ...placed.slice(1), seam];
}

/** The position of a point after the smoothing of section 3. */
function smooth(before: Point, at: Point, after: Point): Point {
  const way = (p: Point, q: Point) => 16 * Math.hypot(p.x - q.x, p.y - q.y);
  const longest = Math.max(way(before, at), way(at, after));
  const w = longest <= 320 ? 32 : longest >= 1344 ? 0 : Math.floor((1344 - longest) / 32);
  const share = w / 128;
  return {
    x: (1 - 2 * share) * at.x + share * (before.x + after.x),
    y: (1 - 2 * share) * at.y + share * (before.y + after.y),
  };
}
