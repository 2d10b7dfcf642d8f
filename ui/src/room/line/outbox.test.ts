import { describe, expect, test } from "vitest";
import { createReader, readUvarint } from "../../ink/bytes";
import { createCursor, decodeOp, type Op } from "../../ink/op";
import { packRuns } from "../../ink/runs";
import { createOutbox, FRAME_LIMIT, OUTBOX_LIMIT } from "./outbox";
import { beginAt, endOp, pointsTo } from "./stream.fixture";

describe("the outbox", () => {
  test("keeps exactly the ops that are not durable", () => {
    const outbox = createOutbox();
    for (const op of [beginAt(0, 0), pointsTo(9, 9), endOp]) outbox.push(op);

    outbox.accepted(1, 10);
    outbox.accepted(2, 12);
    expect(outbox.unanswered(outbox.last)).toEqual([3]);

    outbox.durable(11);
    expect(outbox.ops()).toEqual([
      { n: 2, op: pointsTo(9, 9) },
      { n: 3, op: endOp },
    ]);
    outbox.durable(12);
    expect(outbox.ops()).toEqual([{ n: 3, op: endOp }]);
    outbox.push(beginAt(5, 5));
    expect(outbox.last).toBe(4);
  });

  test("keeps a refused op's place until a later op is durable", () => {
    const outbox = createOutbox();
    for (const op of [beginAt(0, 0), endOp, beginAt(4, 4)]) outbox.push(op);

    outbox.accepted(1, 1);
    outbox.refused(2);
    outbox.durable(1);
    expect(outbox.ops().map((k) => k.n)).toEqual([2, 3]);
    expect(outbox.unanswered(3)).toEqual([3]);

    outbox.accepted(3, 2);
    outbox.durable(2);
    expect(outbox.ops()).toEqual([]);
  });

  test("packs many ops into frames that carry their first n and stay in bounds", () => {
    const outbox = createOutbox();
    const ops: Op[] = [beginAt(0, 0)];
    for (let i = 1; i < 3000; i++) ops.push(pointsTo(i % 4000, i % 3000, (i * 7) % 4000, 5));
    for (const op of ops) outbox.push(op);

    const cursor = createCursor();
    const arrived: Op[] = [];
    for (const frame of outbox.frames(0)) {
      expect(frame.length).toBeLessThanOrEqual(FRAME_LIMIT);
      const r = createReader(frame);
      expect(readUvarint(r)).toBe(arrived.length + 1);
      while (r.at < frame.length) arrived.push(decodeOp(r, cursor));
    }
    expect(arrived).toEqual(ops);
    expect(outbox.frames(outbox.last)).toEqual([]);
  });

  test("sends an op that exceeds the frame limit by itself", () => {
    const outbox = createOutbox();
    const weights = Uint8Array.from({ length: 20_000 }, (_, i) => 1 + (i % 254));
    const runs = { x: 0, y: 0, width: 200, height: 100, bytes: packRuns(weights) as Uint8Array };
    const fill: Op = { kind: "fill", colour: 0xd55e00, ground: 0, runs };
    const ops = [beginAt(0, 0), endOp, fill, { kind: "clear" } satisfies Op];
    for (const op of ops) outbox.push(op);
    const frames = outbox.frames(0);
    expect(frames.map((frame) => readUvarint(createReader(frame)))).toEqual([1, 3, 4]);
    expect(frames[1].length).toBeGreaterThan(FRAME_LIMIT);
  });

  test("sends another page's ops from their n, and is settled when none is left", () => {
    const before = createOutbox();
    const left = [beginAt(0, 0), pointsTo(9, 9), endOp].map((op) => before.push(op));
    const outbox = createOutbox(5, left);
    expect(outbox.first).toBe(5);
    expect(outbox.last).toBe(7);
    expect(outbox.ops(), "there is no need to draw it before the room shows it").toEqual([]);

    const r = createReader(outbox.frames(5)[0]);
    expect(readUvarint(r)).toBe(6);
    expect(Array.from(r.bytes.subarray(r.at))).toEqual([...left[1], ...left[2]]);

    outbox.accepted(5, 20);
    outbox.refused(7);
    outbox.durable(20);
    expect(outbox.settled).toBe(false);
    outbox.accepted(6, 21);
    outbox.durable(21);
    expect(outbox.settled).toBe(true);
    expect(createOutbox().settled).toBe(true);
  });

  test("reports when it is full, accepts the rest of a stroke, and empties", () => {
    const outbox = createOutbox();
    outbox.push(beginAt(0, 0));
    while (!outbox.full) outbox.push(pointsTo(outbox.last % 2 ? 0 : 4000, 0));
    expect(outbox.last).toBeGreaterThan(OUTBOX_LIMIT / 10);

    outbox.push(endOp);
    for (let n = 1; n <= outbox.last; n++) outbox.accepted(n, n);
    outbox.durable(outbox.last);
    expect(outbox.full).toBe(false);
    expect(outbox.ops()).toEqual([]);
  });
});
