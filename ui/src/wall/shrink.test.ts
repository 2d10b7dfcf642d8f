import { expect, it } from "vitest";
import { createCanvas } from "../ink/canvas";
import type { Op } from "../ink/op";
import { packRuns } from "../ink/runs";
import { shrink, shrunkSize } from "./shrink";

const PAPER = 0xfffdf6;

function drawn(ops: readonly Op[], by: 2 | 4): Uint32Array {
  const { width, height } = shrunkSize(by);
  const canvas = createCanvas(width, height, PAPER);
  ops.forEach((op, i) => {
    const small = shrink(op, by);
    if (small) canvas.apply(1, small, { pen: 1, n: i + 1 });
  });
  return canvas.pixels.slice();
}

/** The share of pixels that are not paper. */
const inked = (pixels: Uint32Array) =>
  pixels.filter((pixel) => pixel !== 0xfff6fdff).length / pixels.length;

const stroke: Op[] = [
  { kind: "begin", tool: "liner", size: 64, colour: 0xff0000, x: 400, y: 400, pressure: 0 },
  { kind: "points", step: 20, points: [1400, 1400, 2800, 1000, 3600, 2800], pressure: 0 },
  { kind: "end" },
];

it.each([2, 4] as const)("draws the same stroke %d times smaller", (by) => {
  const pixels = drawn(stroke, by);
  const { width } = shrunkSize(by);
  const at = (x: number, y: number) =>
    pixels[Math.floor(y / 2 / by) * width + Math.floor(x / 2 / by)];
  expect(at(400, 400)).toBe(0xff0000ff);
  expect(at(3600, 2800)).toBe(0xff0000ff);
  expect(at(400, 2800)).toBe(0xfff6fdff);
  expect(inked(pixels)).toBeCloseTo(0.024, 2);
});

it.each([2, 4] as const)("fills the same area %d times smaller", (by) => {
  const [width, height] = [1001, 403];
  const bytes = packRuns(new Uint8Array(width * height).fill(255));
  if (!bytes) throw new Error("too many runs");
  const fill: Op = {
    kind: "fill",
    colour: 0x0000ff,
    ground: PAPER,
    runs: { x: 101, y: 203, width, height, bytes },
  };
  const pixels = drawn([fill], by);
  expect(inked(pixels)).toBeCloseTo((width * height) / (2048 * 1536), 2);
  const small = shrunkSize(by);
  const at = (x: number, y: number) =>
    pixels[Math.floor(y / by) * small.width + Math.floor(x / by)];
  expect(at(110, 212)).toBe(0xffff0000);
  expect(at(90, 212)).toBe(0xfff6fdff);
  expect(at(1090, 600)).toBe(0xffff0000);
  expect(at(1120, 600)).toBe(0xfff6fdff);
});

it("drops a fill between the pixels", () => {
  const bytes = packRuns(new Uint8Array([255])) as Uint8Array;
  const runs = { x: 5, y: 5, width: 1, height: 1, bytes };
  expect(shrink({ kind: "fill", colour: 0, ground: PAPER, runs }, 4)).toBeUndefined();
});

it("hides a shrunk stroke that is undone", () => {
  const undo: Op = { kind: "undo", target: { pen: 0, n: 1 } };
  expect(inked(drawn([...stroke, undo], 4))).toBe(0);
});
