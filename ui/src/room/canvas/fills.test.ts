import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Canvas, createCanvas } from "../../ink/canvas";
import type { Filled } from "../../ink/fill";
import type { Fill } from "../../ink/op";
import { createFills, type Fills } from "./fills";

const canvas: Canvas = createCanvas(8, 8, 0xffffff);
const op = (colour: number): Fill => ({
  kind: "fill",
  colour,
  ground: 0,
  runs: { x: 0, y: 0, width: 0, height: 0, bytes: new Uint8Array() },
});

let open: boolean;
let drawing: boolean;
let onPicture: number[];
let asked: { x: number; y: number; answer: (filled: Filled) => void; fail: (err: Error) => void }[];
let fills: Fills;

beforeEach(() => {
  open = true;
  drawing = false;
  onPicture = [];
  asked = [];
  fills = createFills({
    filler: {
      fill: (_, x, y) =>
        new Promise((answer, fail) => {
          asked.push({ x, y, answer, fail });
        }),
    },
    canvas: () => canvas,
    canDraw: () => open,
    drawing: () => drawing,
    submit: ({ colour }) => void onPicture.push(colour),
  });
});

const settled = () => new Promise((done) => setTimeout(done));

describe("a fill", () => {
  it("is computed at its pixel and drawn", async () => {
    const fill = fills.start({ x: 101, y: 40 }, 1);
    expect([asked[0].x, asked[0].y]).toEqual([50, 20]);
    expect(fills.pending).toBe(true);
    asked[0].answer(op(1));
    expect(await fill).toBe("filled");
    expect([onPicture, fills.pending]).toEqual([[1], false]);
  });

  it("waits for the end of a stroke and for earlier fills", async () => {
    drawing = true;
    fills.start({ x: 0, y: 0 }, 1);
    fills.start({ x: 0, y: 0 }, 2);
    asked[1].answer(op(2));
    await settled();
    drawing = false;
    fills.settle();
    expect(onPicture).toEqual([]);
    asked[0].answer(op(1));
    await settled();
    expect(onPicture).toEqual([1, 2]);
  });

  it.each(["nothing", "intricate"] as const)("reports that it ended with %s", async (why) => {
    const fill = fills.start({ x: 0, y: 0 }, 1);
    asked[0].answer(why);
    expect(await fill).toBe(why);
    expect([onPicture, fills.pending]).toEqual([[], false]);
  });

  it("is drawn before the next one is computed", async () => {
    const answers = [1, 2].map(op);
    let queue: Promise<unknown> = Promise.resolve();
    const pictures: number[][] = [];
    fills = createFills({
      filler: {
        fill() {
          const filled = queue.then(() => {
            pictures.push([...onPicture]);
            return answers[pictures.length - 1];
          });
          queue = filled.catch(() => {});
          return filled;
        },
      },
      canvas: () => canvas,
      canDraw: () => true,
      drawing: () => false,
      submit: ({ colour }) => void onPicture.push(colour),
    });
    await Promise.all([1, 2].map((colour) => fills.start({ x: 0, y: 0 }, colour)));
    expect(pictures).toEqual([[], [1]]);
  });

  it("is cancelled when the worker fails; the next one is not", async () => {
    vi.spyOn(console, "error").mockImplementationOnce(() => {});
    const first = fills.start({ x: 0, y: 0 }, 1);
    const second = fills.start({ x: 0, y: 0 }, 2);
    asked[0].fail(new Error("out of memory"));
    asked[1].answer(op(2));
    expect([await first, await second, onPicture]).toEqual(["nothing", "filled", [2]]);
  });

  it("neither starts nor ends on a closed sheet", async () => {
    const late = fills.start({ x: 0, y: 0 }, 1);
    open = false;
    expect(await fills.start({ x: 0, y: 0 }, 2)).toBe("nothing");
    asked[0].answer(op(1));
    expect([await late, onPicture, asked.length]).toEqual(["nothing", [], 1]);
  });

  it("is cancelled by undo, the newest first", async () => {
    const first = fills.start({ x: 0, y: 0 }, 1);
    const second = fills.start({ x: 0, y: 0 }, 2);
    expect(fills.cancelNewest()).toBe(true);
    expect(await second).toBe("nothing");
    asked[1].answer(op(2)); // too late
    asked[0].answer(op(1));
    expect([await first, onPicture]).toEqual(["filled", [1]]);
    expect(fills.cancelNewest()).toBe(false);
  });

  it("is cancelled when the sheet is cleared", async () => {
    const all = [1, 2, 3].map((colour) => fills.start({ x: 0, y: 0 }, colour));
    fills.cancelAll();
    for (const [i, { answer }] of asked.entries()) answer(op(i));
    expect(await Promise.all(all)).toEqual(["nothing", "nothing", "nothing"]);
    expect([onPicture, fills.pending]).toEqual([[], false]);
  });
});
