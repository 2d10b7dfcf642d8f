import { describe, expect, test } from "vitest";
import { createWriter } from "../../ink/bytes";
import { createCursor, encodeOp, MAX_POINTS, type Op, type Points } from "../../ink/op";
import { type Pen, startCapture } from "./capture";

const brush: Pen = { tool: "pen", size: 32, colour: 0x009e73 };

function points(ops: Op[]): { x: number; y: number }[] {
  return ops
    .filter((op): op is Points => op.kind === "points")
    .flatMap((op) =>
      Array.from({ length: op.points.length / 2 }, (_, i) => ({
        x: op.points[2 * i],
        y: op.points[2 * i + 1],
      })),
    );
}

/** Throws if the room would refuse the ops as a stroke. */
function encode(ops: Op[]): void {
  const w = createWriter();
  const cursor = createCursor();
  for (const op of ops) encodeOp(w, op, cursor);
  expect(cursor.open).toBe(false);
}

describe("a stroke being drawn", () => {
  test("a tap is a dot", () => {
    const capture = startCapture(brush, { x: 100.4, y: 200.6, at: 0 });
    const ops = [capture.begin, ...capture.finish(40)];
    expect(ops).toEqual([
      { kind: "begin", tool: "pen", size: 32, colour: 0x009e73, x: 100, y: 201, pressure: 0 },
      { kind: "end" },
    ]);
    encode(ops);
  });

  test("ends exactly where the hand left the paper", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    for (let i = 1; i <= 20; i++) capture.move({ x: i * 37, y: i * 11, at: i * 8 });
    const last = points(capture.finish(170)).at(-1);
    expect(last).toEqual({ x: 740, y: 220 });
  });

  test("skips points closer than 8 units", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    for (let i = 1; i <= 400; i++) capture.move({ x: i, y: 0, at: i });
    const [first, ...rest] = points(capture.drain(400));
    let previous = first;
    for (const point of rest) {
      expect(point.x - previous.x).toBeGreaterThanOrEqual(8);
      previous = point;
    }
    expect(rest.length).toBeGreaterThan(30);
  });

  test("smooths jitter in a slow line and stays close to a quick one", () => {
    const slow = startCapture(brush, { x: 0, y: 0, at: 0 });
    for (let i = 1; i <= 200; i++) slow.move({ x: i * 4, y: i % 2 ? 6 : -6, at: i * 8 });
    for (const { y } of points(slow.drain(1600)).slice(3)) expect(Math.abs(y)).toBeLessThan(4);

    const quick = startCapture(brush, { x: 0, y: 0, at: 0 });
    for (let i = 1; i <= 20; i++) quick.move({ x: i * 150, y: 0, at: i * 8 });
    expect(3000 - (points(quick.drain(160)).at(-1)?.x ?? 0)).toBeLessThan(40);
  });

  test("catches up with a hand that rests", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    capture.move({ x: 60, y: 0, at: 8 });
    const ops = [capture.begin];
    for (let frame = 1; frame < 20; frame++) ops.push(...capture.drain(frame * 16));
    expect(60 - (points(ops).at(-1)?.x ?? 0)).toBeLessThan(8);
    expect(capture.drain(400)).toEqual([]);
  });

  test("records how long each batch took", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 1000 });
    capture.move({ x: 500, y: 0, at: 1010 });
    expect(capture.drain(1032)).toMatchObject([{ step: 32 }]);
    capture.move({ x: 900, y: 0, at: 1040 });
    expect(capture.drain(1065)).toMatchObject([{ step: 33 }]);
  });

  test("sends points in batches and draws the pending ones", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    capture.move({ x: 300, y: 0, at: 8 });
    expect(capture.drain(16)).toEqual([]);
    const [waits] = capture.ahead([]);
    capture.move({ x: 600, y: 0, at: 24 });
    const [op, ...others] = capture.drain(33) as Points[];
    expect(op.points[0]).toBe(waits);
    expect(op.points.length).toBeGreaterThanOrEqual(4);
    expect(others).toEqual([]);
    capture.move({ x: 900, y: 0, at: 400 });
    expect(capture.drain(401)).toHaveLength(1); // after a rest nothing waits
  });

  test("does not batch points with pressure", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0, pressure: 0.5 });
    capture.move({ x: 300, y: 0, at: 8, pressure: 0.6 });
    expect(capture.drain(16)).toHaveLength(1);
  });

  test("splits points that are too many for one op", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    for (let i = 1; i <= 80; i++) capture.move({ x: i * 40, y: 0, at: i });
    const ops = capture.finish(80);
    expect(ops.map((op) => op.kind)).toEqual(["points", "points", "points", "end"]);
    expect((ops[0] as Points).points).toHaveLength(MAX_POINTS * 2);
    encode([capture.begin, ...ops]);
  });

  test("stays within the protocol's bounds, however far the hand moves", () => {
    const capture = startCapture(brush, { x: -90_000, y: 0, at: 0 });
    capture.move({ x: 90_000, y: 90_000, at: 90_000 });
    const ops = [capture.begin, ...capture.finish(200_000)];
    expect(points(ops).at(-1)).toEqual({ x: 4608, y: 3584 });
    encode(ops);
  });

  test("records pressure where the device reports it", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0, pressure: 0.5 });
    expect(capture.begin).toMatchObject({ tool: "pressure_pen", pressure: 32 });
    capture.move({ x: 400, y: 0, at: 8, pressure: 1 });
    const ops = [capture.begin, ...capture.finish(16)];
    expect(ops[1]).toMatchObject({ kind: "points", pressure: 63 });
    encode(ops);
  });

  test("the eraser has neither colour nor pressure", () => {
    const eraser = { ...brush, tool: "eraser" as const };
    const capture = startCapture(eraser, { x: 9, y: 9, at: 0, pressure: 0.7 });
    expect(capture.begin).toMatchObject({ tool: "eraser", colour: 0, pressure: 0 });
    encode([capture.begin, ...capture.finish(9)]);
  });

  test("draws ink up to the hand and its predicted points, and never sends it", () => {
    const capture = startCapture(brush, { x: 0, y: 0, at: 0 });
    expect(capture.ahead([])).toEqual([]);
    capture.move({ x: 60, y: 0, at: 8 });
    capture.drain(40);
    expect(capture.ahead([{ x: 75.4, y: 2.6 }])).toEqual([60, 0, 75, 3]);
    expect(capture.ahead([{ x: 99_000, y: 0 }])).toEqual([60, 0, 4608, 0]);
    const sent = points(capture.finish(16));
    expect(sent.at(-1)).toEqual({ x: 60, y: 0 });
    expect(sent.every(({ x }) => x <= 60)).toBe(true);
    expect(capture.ahead([])).toEqual([]);
  });
});
