import { describe, expect, test } from "vitest";
import { createCanvas } from "./canvas";
import { type Filled, fillAt } from "./fill";
import { randomInt, seeded, wildStroke } from "./hand.fixture";
import type { Fill, Op } from "./op";
import { eachRun, MAX_RUNS } from "./runs";

const WIDTH = 256;
const HEIGHT = 192;
const PAPER = 0xfffdf6;
const RED = 0xd55e00;

/** A sheet with strokes on it. */
function sheet(...strokes: Op[][]) {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  strokes.flat().forEach((op, i) => {
    canvas.apply(2, op, { pen: 2, n: i + 1 });
  });
  return canvas;
}

/** A closed line of the liner through points. */
function ring(colour: number, size: number, ...points: number[]): Op[] {
  const [x, y] = points;
  return [
    { kind: "begin", tool: "liner", size, colour, x, y, pressure: 0 },
    { kind: "points", step: 0, points: [...points.slice(2), x, y], pressure: 0 },
    { kind: "end" },
  ];
}

const circle = (colour: number, size: number, x: number, y: number, r: number): Op[] =>
  ring(
    colour,
    size,
    ...Array.from({ length: 31 }, (_, i) => [
      Math.round(x + r * Math.cos(i / 5)),
      Math.round(y + r * Math.sin(i / 5)),
    ]).flat(),
  );

function fill(canvas: ReturnType<typeof sheet>, x: number, y: number, colour = RED): Filled {
  return fillAt(canvas, x, y, colour);
}

function filled(canvas: ReturnType<typeof sheet>, x: number, y: number, colour = RED): Fill {
  const result = fill(canvas, x, y, colour);
  if (typeof result === "string") throw new Error(result);
  return result;
}

/** The pixels that a fill covers, by index, with their weight. */
function covered({ runs }: Fill): Map<number, number> {
  const all = new Map<number, number>();
  eachRun(runs, (x, y, count, at) => {
    for (let i = 0; i < count; i++) all.set(y * WIDTH + x + i, at < 0 ? 255 : runs.bytes[at + i]);
  });
  return all;
}

const at = (pixels: Uint32Array, x: number, y: number): number => {
  const p = pixels[y * WIDTH + x];
  return ((p & 0xff) << 16) | (p & 0xff00) | ((p >>> 16) & 0xff);
};

describe("a fill", () => {
  test("covers a blank sheet in a handful of bytes", () => {
    const op = filled(sheet(), 3, 3);
    expect(op).toMatchObject({ kind: "fill", colour: RED, ground: PAPER });
    expect(op.runs).toMatchObject({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
    expect(op.runs.bytes.length).toBeLessThan(5);
    expect(covered(op).size).toBe(WIDTH * HEIGHT);
  });

  test("does nothing beside the sheet, or where its colour is", () => {
    for (const [x, y] of [
      [-1, 5],
      [5, -1],
      [WIDTH, 5],
      [5, HEIGHT],
    ])
      expect(fill(sheet(), x, y)).toBe("nothing");
    expect(fill(sheet(), 5, 5, PAPER)).toBe("nothing");
  });

  test("stays within a line, thin as it may be, and leaves no halo along it", () => {
    for (const size of [2, 6, 12, 40]) {
      const canvas = sheet(circle(0x000000, size, 256, 192, 120));
      const op = filled(canvas, 128, 96);
      const inside = [...covered(op).keys()];
      const far = inside.filter((i) => Math.hypot((i % WIDTH) - 128, i / WIDTH - 96) > 64 + size);
      expect(far).toEqual([]);

      canvas.apply(1, op, { pen: 1, n: 1 });
      // The paper has blue, the fill and the line have none: a tenth of it is left at most.
      const blue = Array.from({ length: 60 }, (_, i) => at(canvas.pixels, 128 + i, 96) & 0xff);
      expect(Math.max(...blue)).toBeLessThanOrEqual((PAPER & 0xff) / 10);
      expect(at(canvas.pixels, 4, 4)).toBe(PAPER);
      expect(at(canvas.pixels, 128, 96)).toBe(RED);
    }
  });

  test("does not slip through where pixels touch at a corner only", () => {
    const canvas = sheet();
    for (let i = 0; i < WIDTH; i++) {
      if (i < HEIGHT) canvas.pixels[i * WIDTH + i] = 0xff000000;
    }
    const op = filled(canvas, 200, 5);
    expect(covered(op).has(100 * WIDTH + 20)).toBe(false);
    expect(covered(op).get(5 * WIDTH + 200)).toBe(255);
  });

  test("tells a white line from plain paper", () => {
    const op = filled(sheet(circle(0xffffff, 12, 256, 192, 120)), 128, 96);
    expect(covered(op).has(4 * WIDTH + 4)).toBe(false);
  });

  test("hardens its edges before it gives up, and gives up before it is too large to travel", () => {
    const random = seeded(11);
    const noisy = (width: number, height: number) => {
      const pixels = new Uint32Array(width * height).fill(0xfff6fdff);
      for (let i = 0; i < pixels.length; i++) {
        if (random() < 0.12) pixels[i] = 0xff000000 + 0x010101 * randomInt(random, 0, 240);
      }
      pixels[9 * width + 9] = 0xfff6fdff;
      return { pixels, width, height };
    };
    const op = fillAt(noisy(512, 384), 9, 9, RED) as Fill;
    expect(op.runs.bytes.length).toBeLessThanOrEqual(MAX_RUNS);
    const weights: number[] = [];
    eachRun(op.runs, (_x, _y, _count, from) => weights.push(from));
    expect(new Set(weights)).toEqual(new Set([-1]));
    expect(fillAt(noisy(2048, 1536), 9, 9, RED)).toBe("intricate");
  });

  test("leaves nothing of what it fills, whatever was drawn", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seeded(seed);
      const canvas = sheet(...Array.from({ length: 6 }, () => wildStroke(random, 400, 300)));
      const x = randomInt(random, 0, WIDTH - 1);
      const y = randomInt(random, 0, HEIGHT - 1);
      const before = at(canvas.pixels, x, y);
      const op = fill(canvas, x, y);
      if (typeof op === "string") continue;
      expect(op.ground).toBe(before);
      canvas.apply(1, op, { pen: 1, n: 1 });
      const full = [...covered(op)].filter(([, weight]) => weight === 255).map(([i]) => i);
      expect(full.filter((i) => canvas.pixels[i] !== canvas.pixels[full[0]])).toEqual([]);
      expect(fill(canvas, x, y)).toBe("nothing");
    }
  });
});
