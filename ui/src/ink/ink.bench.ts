/** What ink costs: a stroke of 200 points, at once and as a page shows it, two points a frame. */
import { bench, describe } from "vitest";
import { createCanvas, RASTER_HEIGHT, RASTER_WIDTH } from "./canvas";
import { smoothStroke } from "./hand.fixture";
import { pack, unpack } from "./raster/packed";

const canvas = createCanvas(RASTER_WIDTH, RASTER_HEIGHT, 0xfffdf6);
const display = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
const all = { x: 0, y: 0, width: RASTER_WIDTH, height: RASTER_HEIGHT };
let n = 0;

for (const [size, gap] of [
  [8, 10],
  [64, 40],
  [256, 40],
]) {
  const ops = smoothStroke("pen", size, 200, gap);

  describe(`size ${size}, 200 points ${gap} units apart`, () => {
    bench("settled at once", () => {
      for (const op of ops) canvas.apply(2, op, { pen: 2, n: ++n });
    });

    bench("by the own hand, shown each frame, echoed", () => {
      for (const op of ops) {
        canvas.drawOwn(1, ++n, op);
        for (const rect of canvas.takeDirty()) canvas.compose(rect, display, all);
        canvas.apply(1, op, { pen: 1, n }, true);
        for (const rect of canvas.takeDirty()) canvas.compose(rect, display, all);
      }
    });
  });
}

describe("whole raster", () => {
  bench("compose", () => canvas.compose(all, display));
  bench("hash", () => {
    canvas.hash();
  });
  bench("pack and unpack", () => unpack(pack(canvas.pixels), display));
});
