import { expect, test } from "vitest";
import { createCanvas } from "./canvas";
import type { Op } from "./op";

const WIDTH = 256;
const HEIGHT = 192;
const ALL = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

function page() {
  const canvas = createCanvas(WIDTH, HEIGHT, 0xfffdf6);
  const display = new Uint32Array(WIDTH * HEIGHT);
  return {
    canvas,
    /** What is to be seen, brought up to date only where the canvas says so. */
    frame(): string {
      for (const rect of canvas.takeDirty()) canvas.compose(rect, display, ALL);
      return Buffer.from(display.buffer).toString("base64");
    },
  };
}

const begin: Op = { kind: "begin", tool: "pen", size: 24, colour: 0, x: 40, y: 40, pressure: 0 };
const to = (...points: number[]): Op => ({ kind: "points", step: 8, points, pressure: 0 });

test("a guess looks as the same points would", () => {
  const guessing = page();
  const knowing = page();
  const ops = [begin, to(60, 44), to(90, 60)];
  ops.forEach((op, i) => {
    guessing.canvas.drawOwn(1, i + 1, op);
    knowing.canvas.drawOwn(1, i + 1, op);
  });
  guessing.frame();
  guessing.canvas.guess([130, 90, 180, 140]);
  knowing.canvas.drawOwn(1, 4, to(130, 90, 180, 140));
  expect(guessing.frame() === knowing.frame()).toBe(true);
});

test("a guess is gone with the next point, the next guess and the end", () => {
  const guessing = page();
  const plain = page();
  const ops = [begin, to(60, 44), to(90, 60), to(100, 90), { kind: "end" } as const];
  ops.forEach((op, i) => {
    guessing.canvas.guess([200, 20 * i]);
    guessing.frame();
    guessing.canvas.drawOwn(1, i + 1, op);
    plain.canvas.drawOwn(1, i + 1, op);
    expect(guessing.frame() === plain.frame()).toBe(true);
    guessing.canvas.guess([20 * i, 300]);
    guessing.canvas.guess([]);
    expect(guessing.frame() === plain.frame()).toBe(true);
  });
  ops.forEach((op, i) => {
    guessing.canvas.apply(1, op, { pen: 7, n: i + 1 }, true);
    plain.canvas.apply(1, op, { pen: 7, n: i + 1 }, true);
  });
  expect(guessing.canvas.hash()).toBe(plain.canvas.hash());
});
