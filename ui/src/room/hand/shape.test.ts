import { describe, expect, test } from "vitest";
import { createWriter } from "../../ink/bytes";
import { createCursor, encodeOp, type Op } from "../../ink/op";
import type { Point } from "./point";
import { type Drag, type ShapeTool, shapeOps } from "./shape";

const ink = { size: 44, colour: 0x0072b2 };

function shape(tool: ShapeTool, drag: Partial<Drag> & Pick<Drag, "to">): Point[] {
  const ops = shapeOps(tool, ink, {
    from: { x: 1000, y: 1000 },
    constrained: false,
    duration: 240,
    ...drag,
  });
  encode([...ops, { kind: "end" }]);
  return ops.flatMap((op) => {
    if (op.kind === "begin") return [{ x: op.x, y: op.y }];
    if (op.kind !== "points") return [];
    return pairs(op.points);
  });
}

function pairs(points: readonly number[]): Point[] {
  return Array.from({ length: points.length / 2 }, (_, i) => ({
    x: points[2 * i],
    y: points[2 * i + 1],
  }));
}

/** Throws if the room would refuse the ops as a stroke. */
function encode(ops: Op[]): void {
  const w = createWriter();
  const cursor = createCursor();
  for (const op of ops) encodeOp(w, op, cursor);
  expect(cursor.open).toBe(false);
}

/**
 * Points along the curve that room/ink/doc.go makes of points, in sections 1, 3 and 4, in floats.
 */
function curve(all: Point[]): Point[] {
  const p = all.filter((q, i) => i === 0 || q.x !== all[i - 1].x || q.y !== all[i - 1].y);
  const mid = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const way = (a: Point, b: Point) => 16 * Math.hypot(a.x - b.x, a.y - b.y);
  const q = p.map((b, j) => {
    if (j === 0 || j === p.length - 1) return b;
    const [a, c] = [p[j - 1], p[j + 1]];
    const d = Math.max(way(a, b), way(b, c));
    let w = d <= 320 ? 32 : d >= 1344 ? 0 : Math.floor((1344 - d) / 32);
    if ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0) w = 0;
    return {
      x: ((128 - 2 * w) * b.x + w * (a.x + c.x)) / 128,
      y: ((128 - 2 * w) * b.y + w * (a.y + c.y)) / 128,
    };
  });
  const along = (a: Point, b: Point, c: Point) =>
    Array.from({ length: 9 }, (_, i) => {
      const t = i / 8;
      const u = 1 - t;
      return {
        x: u * u * a.x + 2 * u * t * b.x + t * t * c.x,
        y: u * u * a.y + 2 * u * t * b.y + t * t * c.y,
      };
    });
  const first = mid(q[0], q[1]);
  const last = mid(q[q.length - 2], q[q.length - 1]);
  return [
    ...along(q[0], mid(q[0], first), first),
    ...q.slice(1, -1).flatMap((b, j) => along(mid(q[j], b), b, mid(b, q[j + 2]))),
    ...along(last, mid(last, q[q.length - 1]), q[q.length - 1]),
  ];
}

/** The distance of a point from the line between two others. */
function off({ x, y }: Point, a: Point, b: Point): number {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const t = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length ** 2;
  const u = Math.min(1, Math.max(0, t));
  return Math.hypot(a.x + u * (b.x - a.x) - x, a.y + u * (b.y - a.y) - y);
}

describe("a line", () => {
  test("is its two ends", () => {
    expect(shape("line", { to: { x: 1800.4, y: 1200.6 } })).toEqual([
      { x: 1000, y: 1000 },
      { x: 1800, y: 1201 },
    ]);
  });

  test("with Shift is at a multiple of 45 degrees, as long as the drag", () => {
    const to = { x: 1500, y: 1040 };
    expect(shape("line", { to, constrained: true })[1]).toEqual({ x: 1500, y: 1000 });
    const steep = shape("line", { to: { x: 600, y: 1380 }, constrained: true })[1];
    expect(steep).toEqual({ x: 610, y: 1390 });
  });

  test("records how long it took", () => {
    const drag = { from: { x: 0, y: 0 }, to: { x: 9, y: 9 }, constrained: false, duration: 90_000 };
    expect(shapeOps("line", ink, drag)).toMatchObject([
      { kind: "begin", tool: "liner", size: 44, colour: 0x0072b2 },
      { kind: "points", step: 60_000 },
    ]);
  });
});

describe("a rectangle", () => {
  test.each([
    { to: { x: 1800, y: 1600 } },
    { to: { x: 300, y: 1200 } },
    { to: { x: 1012, y: 940 } },
    { to: { x: 1002, y: 1002 } },
    { to: { x: 990, y: 2900 } },
  ])("to $to keeps its edges straight and its corners crisp", ({ to }) => {
    const drawn = curve(shape("rectangle", { to }));
    const from = { x: 1000, y: 1000 };
    const corners = [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
    for (const place of drawn) {
      const nearest = Math.min(...corners.map((c, i) => off(place, c, corners[(i + 1) % 4])));
      expect(nearest).toBeLessThan(0.5);
    }
    for (const corner of corners) {
      const nearest = Math.min(...drawn.map(({ x, y }) => Math.hypot(x - corner.x, y - corner.y)));
      expect(nearest).toBeLessThan(1);
    }
    expect(drawn.at(-1)).toEqual(from);
  });

  test("with Shift is a square, in any direction", () => {
    const xs = shape("rectangle", { to: { x: 700, y: 1100 }, constrained: true });
    expect(Math.min(...xs.map((p) => p.x))).toBe(700);
    expect(Math.max(...xs.map((p) => p.y))).toBe(1300);
  });

  test("without height is a line", () => {
    expect(shape("rectangle", { to: { x: 1400, y: 1001 } })).toHaveLength(2);
  });

  test("dragged far off the sheet is still valid", () => {
    expect(shape("rectangle", { to: { x: 99_000, y: -99_000 } })).toContainEqual({
      x: 4608,
      y: -512,
    });
  });
});

describe("an ellipse", () => {
  test.each([
    [10, 8],
    [60, 60],
    [101, 33],
    [400, 250],
    [700, 30],
    [1100, 1100],
    [3000, 900],
    [3600, 2072],
    [-900, 700],
  ])("of %i x %i units is one within a unit all round", (width, height) => {
    const drawn = curve(shape("ellipse", { to: { x: 1000 + width, y: 1000 + height } }));
    const centre = { x: 1000 + width / 2, y: 1000 + height / 2 };
    const a = Math.abs(width) / 2;
    const b = Math.abs(height) / 2;
    const worst = Math.max(
      ...drawn.map(({ x, y }) => offEllipse(Math.abs(x - centre.x), Math.abs(y - centre.y), a, b)),
    );
    expect(worst).toBeLessThanOrEqual(1);
    expect(drawn.at(-1)).toEqual(drawn[0]);
  });

  test("with Shift is a circle", () => {
    const places = shape("ellipse", { to: { x: 1400, y: 1010 }, constrained: true });
    for (const { x, y } of curve(places)) {
      expect(Math.abs(Math.hypot(x - 1200, y - 1200) - 200)).toBeLessThan(1);
    }
  });

  test("has few points", () => {
    expect(shape("ellipse", { to: { x: 1400, y: 1300 } }).length).toBeLessThan(50);
    expect(shape("ellipse", { to: { x: 4096, y: 3072 } }).length).toBeLessThan(130);
  });
});

/** The distance of a point in the first quadrant from an ellipse about the origin. */
function offEllipse(x: number, y: number, a: number, b: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= 4000; i++) {
    const t = (Math.PI / 2) * (i / 4000);
    best = Math.min(best, Math.hypot(x - a * Math.cos(t), y - b * Math.sin(t)));
  }
  return best;
}
