import { describe, expect, test } from "vitest";
import { type Canvas, createCanvas, NO_LENS, type Seat } from "./canvas";
import { randomFill, randomInt, seeded, wildStroke } from "./hand.fixture";
import type { Op } from "./op";
import { pack, unpack } from "./raster/packed";
import { createReplay, type ReplayEntry, scoreOf } from "./replay";

const WIDTH = 256;
const HEIGHT = 192;
const PAPER = 0xe9f1f4;
const size = { width: WIDTH, height: HEIGHT, stride: 700 };
const ALL = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** What a hand does after so many ops. */
function anything(random: () => number, last: number): Op[] {
  const what = random();
  const target = { pen: 0, n: randomInt(random, Math.max(1, last - 40), Math.max(1, last)) };
  if (what < 0.1) return [{ kind: "undo", target }];
  if (what < 0.15) return [{ kind: "redo", target }];
  if (what < 0.2) return [randomFill(random, WIDTH, HEIGHT)];
  if (what < 0.21) return [{ kind: "clear" }];
  return wildStroke(random);
}

/** Both seats draw, fill, undo and clear at once, and some strokes are lifted. */
function game(strokes: number): ReplayEntry[] {
  const random = seeded(3);
  const entries: ReplayEntry[] = [];
  const waiting: [ReplayEntry[], ReplayEntry[]] = [[], []];
  const last = { 1: 0, 2: 0 };
  let at = 1000;
  for (let left = strokes; left > 0; ) {
    const seat = randomInt(random, 1, 2) as Seat;
    const queue = waiting[seat - 1];
    if (queue.length === 0) {
      left--;
      const ops = anything(random, last[seat]);
      if (ops.length > 2 && random() < 0.1) ops.pop();
      for (const op of ops) queue.push({ kind: "op", at: 0, seat, pen: seat, n: ++last[seat], op });
      if (ops[0].kind === "begin" && ops.at(-1)?.kind !== "end")
        queue.push({ kind: "lifted", at: 0, seat });
    }
    at += randomInt(random, 0, 40);
    entries.push({ ...(queue.shift() as ReplayEntry), at });
  }
  // What is open is lifted before the game is finished.
  return [...entries, { kind: "lifted", at, seat: 1 }, { kind: "lifted", at, seat: 2 }];
}

function fold(entries: readonly ReplayEntry[]): Canvas {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  for (const entry of entries) {
    if (entry.kind === "lifted") canvas.lift(entry.seat);
    else canvas.apply(entry.seat, entry.op, entry);
  }
  return canvas;
}

function seen(canvas: Canvas): Uint32Array {
  const display = new Uint32Array(WIDTH * HEIGHT);
  canvas.compose(ALL, display);
  return display;
}

const equal = (a: Uint32Array, b: Uint32Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

const entries = game(300);
const end = entries[entries.length - 1].at;

describe("a replay", () => {
  test("ends with the picture of the game", () => {
    const replay = createReplay(scoreOf(entries), PAPER, size);
    expect(replay.canvas.hash()).toBe(createCanvas(WIDTH, HEIGHT, PAPER).hash());
    replay.seek(end);
    expect(replay.canvas.hash()).toBe(fold(entries).hash());
  });

  test("shows at any moment the same, however it came there", () => {
    const random = seeded(4);
    const roaming = createReplay(scoreOf(entries), PAPER, size);
    const display = new Uint32Array(WIDTH * HEIGHT);
    for (let i = 0; i < 12; i++) {
      const ms = random() * end * 1.1;
      roaming.seek(ms);
      for (const rect of roaming.canvas.takeDirty()) roaming.canvas.compose(rect, display, ALL);
      const straight = createReplay(scoreOf(entries), PAPER, size);
      straight.seek(ms);
      expect(roaming.canvas.hash()).toBe(straight.canvas.hash());
      expect(equal(display, seen(straight.canvas))).toBe(true);
    }
  });

  test("shows one player's ink alone, at the same moment, and both again", () => {
    const replay = createReplay(scoreOf(entries), PAPER, size);
    replay.seek(end);
    for (const seat of [1, 2] as Seat[]) {
      replay.canvas.setLens({ only: seat });
      expect(replay.canvas.hash()).toBe(
        fold(entries.filter((entry) => entry.seat === seat)).hash(),
      );
    }
    replay.canvas.setLens(NO_LENS);
    expect(replay.canvas.hash()).toBe(fold(entries).hash());
  });

  test("tints the ink of each seat, and takes the tint away", () => {
    const TINT = [0xb83412, 0x175fae] as const;
    const replay = createReplay(scoreOf(entries), PAPER, size);
    replay.seek(end);
    const plain = seen(replay.canvas);
    replay.canvas.setLens({ only: 0, tint: TINT });
    const tinted = seen(replay.canvas);
    expect(equal(tinted, plain)).toBe(false);
    replay.seek(end / 3);
    replay.canvas.setLens(NO_LENS);
    replay.seek(end);
    expect(equal(seen(replay.canvas), plain)).toBe(true);
    replay.canvas.setLens({ only: 0, tint: TINT });
    expect(equal(seen(replay.canvas), tinted)).toBe(true);
    // Alone, seat 1 has nothing of the other's blue.
    replay.canvas.setLens({ only: 1, tint: TINT });
    const blue = seen(replay.canvas).filter((p) => (p >>> 16) - 0xff00 > (p & 0xff) + 0x20);
    expect(blue.length).toBe(0);
  });

  test("lets a line grow between its entries", () => {
    const points = [20, 20, 120, 20, 220, 20, 320, 20];
    const replay = createReplay(
      scoreOf([
        {
          kind: "op",
          at: 1000,
          seat: 1,
          pen: 1,
          n: 1,
          op: { kind: "begin", tool: "pen", size: 24, colour: 0, x: 10, y: 20, pressure: 0 },
        },
        {
          kind: "op",
          at: 1400,
          seat: 1,
          pen: 1,
          n: 2,
          op: { kind: "points", step: 400, points, pressure: 0 },
        },
        { kind: "op", at: 1500, seat: 1, pen: 1, n: 3, op: { kind: "end" } },
      ]),
      PAPER,
      size,
    );
    const inked = [999, 1000, 1100, 1200, 1399, 1400].map((ms) => {
      replay.seek(ms);
      return seen(replay.canvas).filter((pixel, _, all) => pixel !== all[all.length - 1]).length;
    });
    expect(inked[0]).toBe(0);
    expect(inked).toEqual([...inked].sort((a, b) => a - b));
    expect(new Set(inked).size).toBe(inked.length);
  });
});

test("a packed raster is given back, and is small", () => {
  const { pixels } = fold(entries.slice(0, 60));
  const packed = pack(pixels);
  const again = new Uint32Array(pixels.length);
  unpack(packed, again);
  expect(equal(again, pixels)).toBe(true);
  expect(packed.length).toBeLessThan(pixels.length / 2);
});
