import { describe, expect, test } from "vitest";
import golden from "../../../../room/testdata/stream.json";
import { Malformed } from "../../ink/bytes";
import { createStreamDecoder } from "./entry";
import { beginAt, createStream, endOp, pointsTo } from "./stream.fixture";

describe("the journal stream", () => {
  test("decodes the server's golden stream", () => {
    const bytes = Uint8Array.from(Buffer.from(golden.hex, "hex"));
    expect(createStreamDecoder().decode(bytes)).toMatchObject(golden.entries);
  });

  test("numbers entries, adds up the clock, and tracks each seat's pen and n", () => {
    const bytes = createStream()
      .event(0, 1)
      .event(0, 2, [1], 3000)
      .opOfPen(1, 77, 1, beginAt(100, 100), 5)
      .opOfPen(2, 88, 4, beginAt(900, 900), 2)
      .op(1, pointsTo(110, 120, 130, 140), 16)
      .op(1, endOp)
      .op(2, pointsTo(950, 900), 1)
      .takeBytes();

    const entries = createStreamDecoder().decode(bytes);

    expect(entries).toEqual([
      { seq: 1, at: 0, kind: "began_counting_in" },
      { seq: 2, at: 3000, kind: "round", number: 1 },
      { seq: 3, at: 3005, kind: "op", seat: 1, pen: 77, n: 1, op: beginAt(100, 100) },
      { seq: 4, at: 3007, kind: "op", seat: 2, pen: 88, n: 4, op: beginAt(900, 900) },
      {
        seq: 5,
        at: 3023,
        kind: "op",
        seat: 1,
        pen: 77,
        n: 2,
        op: pointsTo(110, 120, 130, 140),
      },
      { seq: 6, at: 3023, kind: "op", seat: 1, pen: 77, n: 3, op: endOp },
      { seq: 7, at: 3024, kind: "op", seat: 2, pen: 88, n: 5, op: pointsTo(950, 900) },
    ]);
  });

  test("continues across frames, and durable notices take no seq", () => {
    const stream = createStream();
    const decoder = createStreamDecoder();

    decoder.decode(stream.opOfPen(1, 7, 1, beginAt(0, 0), 10).takeBytes());
    const next = decoder.decode(stream.durable(1).op(1, endOp, 4).durable(1).takeBytes());

    expect(next).toEqual([
      { kind: "durable", by: 1 },
      { seq: 2, at: 14, kind: "op", seat: 1, pen: 7, n: 2, op: endOp },
      { kind: "durable", by: 1 },
    ]);
    expect(decoder.seq).toBe(2);
  });

  test("decodes every event", () => {
    const bytes = createStream()
      .event(0, 3)
      .event(0, 4)
      .event(2, 6)
      .event(2, 7)
      .event(1, 8)
      .event(1, 9, [5])
      .event(0, 10, [1])
      .takeBytes();

    expect(createStreamDecoder().decode(bytes)).toMatchObject([
      { kind: "paused" },
      { kind: "resumed" },
      { kind: "joined", seat: 2 },
      { kind: "gone", seat: 2 },
      { kind: "going_on", seat: 1 },
      { kind: "reaction", seat: 1, reaction: "question" },
      { kind: "finished", how: "ended_early" },
    ]);
  });

  test("a stroke that the room lifted is followed by a new begin", () => {
    const bytes = createStream()
      .opOfPen(1, 7, 1, beginAt(0, 0))
      .event(1, 5)
      .opOfPen(1, 9, 1, beginAt(40, 40))
      .takeBytes();

    expect(createStreamDecoder().decode(bytes)[2]).toMatchObject({ pen: 9, op: beginAt(40, 40) });
  });

  test.each([
    ["an unknown kind", [0b10000]],
    ["an unknown event", [3 << 2, 0, 11]],
    ["an op by no pen", [1 | (1 << 2), 0, 0x40]],
    ["a seat that is none", [3 | (3 << 2), 0, 6]],
    ["an unknown reaction", [1 | (3 << 2), 0, 9, 6]],
    ["a cut entry", [3 << 2, 0]],
  ])("refuses %s", (_, bytes) => {
    expect(() => createStreamDecoder().decode(Uint8Array.from(bytes))).toThrow(Malformed);
  });
});
