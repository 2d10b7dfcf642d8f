/** Computes fills in a worker, so that the page can go on drawing. */
import { type Filled, fillAt } from "./fill";

/** The picture to fill, the pixel to start at, and the colour. */
export type FillTask = {
  pixels: Uint32Array<ArrayBuffer>;
  width: number;
  height: number;
  x: number;
  y: number;
  colour: number;
};

/** The result; the pixels are returned for the next task. */
export type FillDone = { filled: Filled; pixels: Uint32Array<ArrayBuffer> };

addEventListener("message", ({ data }: MessageEvent<FillTask>) => {
  const { pixels, x, y, colour } = data;
  const done: FillDone = { filled: fillAt(data, x, y, colour), pixels };
  postMessage(done, { transfer: [pixels.buffer] });
});
