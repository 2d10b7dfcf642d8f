/** Fills off the page's own thread, which goes on drawing meanwhile. */
import { type Filled, fillAt } from "./fill";

/** A picture to fill in, in pixels, and where and with what. */
export type FillTask = {
  pixels: Uint32Array<ArrayBuffer>;
  width: number;
  height: number;
  x: number;
  y: number;
  colour: number;
};

/** What came out of it; the pixels go back for the next one. */
export type FillDone = { filled: Filled; pixels: Uint32Array<ArrayBuffer> };

addEventListener("message", ({ data }: MessageEvent<FillTask>) => {
  const { pixels, x, y, colour } = data;
  const done: FillDone = { filled: fillAt(data, x, y, colour), pixels };
  postMessage(done, { transfer: [pixels.buffer] });
});
