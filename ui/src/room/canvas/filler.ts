/** Computes fills in a worker, one after the other. */
import type { Canvas } from "../../ink/canvas";
import type { Filled } from "../../ink/fill";
import type { FillDone, FillTask } from "../../ink/fill.worker";

export type Filler = {
  /**
   * Computes the fill of the area around pixel x, y. `picture` is read when the worker gets to it.
   */
  fill(picture: () => Canvas, x: number, y: number, colour: number): Promise<Filled>;
  /** Starts the worker, so that the first fill does not wait for it. */
  startWorker(): void;
  stop(): void;
};

export function createFiller(): Filler {
  let worker: Worker | undefined;
  /**
   * The buffer is large, so it is transferred to the worker and back instead of allocated for each
   * fill.
   */
  let pixels: Uint32Array<ArrayBuffer> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    worker ??= new Worker(new URL("../../ink/fill.worker.ts", import.meta.url), { type: "module" });
    return worker;
  }

  function stop(): void {
    worker?.terminate();
    worker = undefined;
    pixels = undefined;
  }

  function fillInWorker(canvas: Canvas, x: number, y: number, colour: number): Promise<Filled> {
    const { width, height } = canvas;
    const copy = pixels ?? new Uint32Array(width * height);
    pixels = undefined;
    canvas.composeOwn(copy);
    const by = start();
    return new Promise<Filled>((resolve, reject) => {
      by.onmessage = ({ data }: MessageEvent<FillDone>) => {
        pixels = data.pixels;
        resolve(data.filled);
      };
      by.onerror = (event) => {
        stop();
        reject(new Error(`the fill failed: ${event.message}`));
      };
      const task: FillTask = { pixels: copy, width, height, x, y, colour };
      by.postMessage(task, [copy.buffer]);
    });
  }

  return {
    fill(picture, x, y, colour) {
      const filled = queue.then(() => fillInWorker(picture(), x, y, colour));
      queue = filled.catch(() => {});
      return filled;
    },
    startWorker: start,
    stop,
  };
}
