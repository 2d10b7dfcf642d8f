import { describe, expect, test } from "vitest";
import { createReader, createWriter, Malformed, toBytes } from "./bytes";
import { seeded, wildStroke } from "./hand.fixture";
import { createCursor, decodeOp, encodeOp, type Op } from "./op";

const point = (x: number, y: number): Op => ({
  kind: "points",
  step: 16,
  points: [x, y],
  pressure: 0,
});
const begin: Op = {
  kind: "begin",
  tool: "pen",
  size: 24,
  colour: 0xd55e00,
  x: 10,
  y: 20,
  pressure: 0,
};

describe("the codec", () => {
  test("gives back any strokes", () => {
    const random = seeded(1);
    const ops = Array.from({ length: 300 }, () => wildStroke(random)).flat();
    const w = createWriter();
    const writing = createCursor();
    for (const op of ops) encodeOp(w, op, writing);

    const r = createReader(toBytes(w));
    const reading = createCursor();
    expect(ops.map(() => decodeOp(r, reading))).toEqual(ops);
    expect(r.at).toBe(w.length);
    expect(reading).toEqual(writing);
  });

  test("takes no half op, and tries again when the rest is there", () => {
    const w = createWriter();
    const writing = createCursor();
    for (const op of [begin, point(500, 700)]) encodeOp(w, op, writing);
    const whole = toBytes(w);
    for (let length = 0; length < whole.length; length++) {
      const cursor = createCursor();
      const r = createReader(whole.subarray(0, length));
      expect(() => [decodeOp(r, cursor), decodeOp(r, cursor)]).toThrow(Malformed);
      const again = createReader(whole, r.at);
      while (again.at < whole.length) decodeOp(again, cursor);
      expect(cursor).toEqual(writing);
    }
  });

  test.each<[string, Op[]]>([
    ["points without a stroke", [point(1, 1)]],
    ["end without a stroke", [{ kind: "end" }]],
    ["begin within a stroke", [begin, begin]],
    ["a point beside the margin", [begin, point(4609, 0)]],
    ["a point between units", [begin, point(0.5, 0)]],
    ["no point", [begin, { kind: "points", step: 0, points: [], pressure: 0 }]],
    [
      "too many points",
      [begin, { kind: "points", step: 0, points: Array(66).fill(1), pressure: 0 }],
    ],
    ["a long step", [begin, { kind: "points", step: 60_001, points: [1, 1], pressure: 0 }]],
    ["no size", [{ ...begin, size: 0 } as Op]],
    ["a wide brush", [{ ...begin, size: 257 } as Op]],
    ["a strong hand", [{ ...begin, tool: "pressure_pen", pressure: 64 } as Op]],
  ])("does not write %s", (_, ops) => {
    const w = createWriter();
    const cursor = createCursor();
    const last = ops.pop() as Op;
    for (const op of ops) encodeOp(w, op, cursor);
    const { length } = w;
    expect(() => encodeOp(w, last, cursor)).toThrow(RangeError);
    expect(w.length).toBe(length);
  });

  test("spends 2 bytes on a near point", () => {
    const w = createWriter();
    const cursor = createCursor();
    encodeOp(w, begin, cursor);
    const before = w.length;
    encodeOp(
      w,
      { kind: "points", step: 33, points: [20, 25, 31, 28, 44, 30, 60, 31], pressure: 0 },
      cursor,
    );
    expect(w.length - before).toBe(2 + 4 * 2);
  });
});
