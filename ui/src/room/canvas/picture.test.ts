import { describe, expect, test } from "vitest";
import type { Op } from "../../ink/op";
import { beginAt, endOp, pointsTo } from "../line/stream.fixture";
import { createPicture } from "./picture";

const PAPER = 0xfffdf6;
const stroke: Op[] = [beginAt(400, 400), pointsTo(500, 480, 640, 500), endOp];
const other: Op[] = [beginAt(900, 300), pointsTo(950, 420, 1000, 640), endOp];

/** The hash of strokes that only the stream brought. */
function settled(...strokes: Op[][]): string | undefined {
  const picture = createPicture(
    PAPER,
    () => 0,
    () => 1,
  );
  strokes.flat().forEach((op, i) => {
    picture.apply(1, op, { pen: 9, n: i + 1 }, false);
  });
  return picture.canvas.hash();
}

/** A page and the numbers of its pen. */
function setup() {
  const sent: Op[] = [];
  const picture = createPicture(
    PAPER,
    () => sent.length,
    () => 1,
  );
  return {
    picture,
    sent,
    draw(ops: Op[]) {
      for (const op of ops) picture.sketch(op);
      sent.push(...picture.commit());
    },
    /** The stream brings the own ops `from` to `to`, by n. */
    echo(from: number, to: number) {
      for (let n = from; n <= to; n++) picture.apply(1, sent[n - 1], { pen: 7, n }, true);
    },
    pending: (from: number) => sent.slice(from - 1).map((op, i) => ({ n: from + i, op })),
  };
}

describe("the picture on a page", () => {
  test("settles own ink when the stream brings it, not before", () => {
    const t = setup();
    t.draw(stroke);
    expect(t.picture.canvas.hash()).toBe(settled());
    t.echo(1, 3);
    expect(t.picture.canvas.hash()).toBe(settled(stroke));
  });

  test("a discarded sketch leaves nothing, and the next stroke takes its numbers", () => {
    const t = setup();
    t.draw(stroke);
    for (const op of other.slice(0, 2)) t.picture.sketch(op);
    t.picture.discard();
    t.picture.sketch(beginAt(10, 10));
    t.picture.discard();
    t.draw(other);
    t.echo(1, 6);
    expect(t.picture.canvas.hash()).toBe(settled(stroke, other));
  });

  test("discards all sketched strokes", () => {
    const t = setup();
    for (const op of [...other, beginAt(10, 10)]) t.picture.sketch(op);
    t.picture.discard();
    t.draw(stroke);
    t.echo(1, 3);
    const { canvas } = t.picture;
    expect(canvas.hash()).toBe(settled(stroke));
    const shown = new Uint32Array(canvas.width * canvas.height);
    canvas.compose({ x: 0, y: 0, width: canvas.width, height: canvas.height }, shown);
    expect(Buffer.from(shown.buffer).equals(Buffer.from(canvas.pixels.buffer))).toBe(true);
  });

  test("keeps own ink when the stream starts over, also after a discarded sketch", () => {
    const t = setup();
    t.picture.sketch(beginAt(10, 10));
    t.picture.discard();
    t.draw(stroke);
    t.draw(other);
    t.echo(1, 3);

    t.picture.blank(PAPER);
    t.echo(1, 2);
    t.picture.caughtUp(t.pending(2));
    expect(t.picture.canvas.hash()).toBe(settled());
    t.echo(3, 6);
    expect(t.picture.canvas.hash()).toBe(settled(stroke, other));
  });

  test("shows the old picture until the new one has caught up", () => {
    const t = setup();
    other.forEach((op, i) => {
      t.picture.apply(2, op, { pen: 9, n: i + 1 }, false);
    });
    const before = t.picture.canvas;
    t.picture.blank(PAPER);
    expect(t.picture.canvas).toBe(before);
    t.picture.caughtUp([]);
    expect(t.picture.canvas.hash()).toBe(settled());
  });

  test("shows a stand-in until the first picture is complete, own ink over it", () => {
    const t = setup();
    const whole = new Uint32Array(2048 * 1536).fill(0xff112233);
    t.picture.standIn(whole); // ahead of the welcome, which tells the paper
    t.picture.paper(0xe6f2e8);
    expect(t.picture.canvas.pixels[0]).toBe(0xff112233);
    t.picture.blank(PAPER);
    expect(t.picture.canvas.pixels[0]).toBe(0xff112233);
    t.draw(stroke);
    expect(t.picture.canvas.pixels[0]).toBe(0xff112233);
    const display = new Uint32Array(2048 * 1536);
    t.picture.canvas.composeOwn(display);
    expect(display[200 * 2048 + 200]).not.toBe(0xff112233);

    other.forEach((op, i) => {
      t.picture.apply(2, op, { pen: 9, n: i + 1 }, false);
    });
    t.picture.caughtUp(t.pending(1));
    t.picture.standIn(whole);
    expect(t.picture.canvas.hash()).toBe(settled(other));
    t.echo(1, 3);
    expect(t.picture.canvas.hash()).toBe(settled(other, stroke));
  });

  test("drops what the room refused", () => {
    const t = setup();
    t.draw(stroke);
    for (const n of [1, 2, 3]) t.picture.refused(n);
    t.picture.canvas.takeDirty();
    t.draw(other);
    t.echo(4, 6);
    expect(t.picture.canvas.hash()).toBe(settled(other));
  });

  test("uses the room's paper, and never changes it under ink", () => {
    const t = setup();
    t.picture.paper(0xe6f2e8);
    expect(t.picture.canvas.pixels[0]).toBe(0xffe8f2e6);
    t.draw(stroke);
    t.picture.paper(PAPER);
    expect(t.picture.canvas.pixels[0]).toBe(0xffe8f2e6);
  });
});
