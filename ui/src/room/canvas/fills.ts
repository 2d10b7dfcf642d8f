/**
 * Fills, from the tap to the picture. A worker computes each of them, and they are drawn in the
 * order of the taps.
 */
import type { Canvas } from "../../ink/canvas";
import type { Filled } from "../../ink/fill";
import type { Fill } from "../../ink/op";
import type { Point } from "../hand/point";
import type { Filler } from "./filler";

/** How a fill ended: drawn, or the reason why not. */
export type FillResult = "filled" | Exclude<Filled, Fill>;

export type Fills = {
  /** Whether a fill is pending. */
  readonly pending: boolean;
  /** Fills the area around a point; resolves once the fill is drawn or cancelled. */
  start(place: Point, colour: number): Promise<FillResult>;
  /** Draws the computed fills, unless a stroke is open: no other op may come within a stroke. */
  settle(): void;
  /** Cancels the newest pending fill; returns whether there was one. */
  cancelNewest(): boolean;
  cancelAll(): void;
};

type FillsDeps = {
  filler: Pick<Filler, "fill">;
  canvas(): Canvas;
  /** Whether the player may draw. */
  canDraw(): boolean;
  /** Whether a stroke is open. */
  drawing(): boolean;
  submit(op: Fill): void;
};

/** A pending fill; `op` is set once it is computed. */
type Pending = { op?: Fill; end(result: FillResult): void };

export function createFills({ filler, canvas, canDraw, drawing, submit }: FillsDeps): Fills {
  /** Oldest first. */
  let queue: Pending[] = [];

  function settle(): void {
    while (queue[0]?.op && !drawing()) {
      const [{ op, end }] = queue;
      const inTime = canDraw();
      if (inTime) submit(op);
      end(inTime ? "filled" : "nothing");
    }
  }

  return {
    get pending() {
      return queue.length > 0;
    },
    start(place, colour) {
      if (!canDraw()) return Promise.resolve("nothing");
      return new Promise((resolve) => {
        const fill: Pending = {
          end(result) {
            queue = queue.filter((other) => other !== fill);
            resolve(result);
          },
        };
        queue.push(fill);
        const { x, y } = pixelOf(place);
        filler
          .fill(canvas, x, y, colour)
          .then((filled) => {
            if (typeof filled === "string") fill.end(filled);
            else fill.op = filled;
            settle(); // in the same task, so that the next fill is computed on top of this one
          })
          .catch((err) => {
            console.error("room: a fill failed", err);
            fill.end("nothing");
            settle();
          });
      });
    },
    settle,
    cancelNewest() {
      const newest = queue.at(-1);
      newest?.end("nothing");
      return newest !== undefined;
    },
    cancelAll() {
      for (const fill of queue) fill.end("nothing");
    },
  };
}

/** The raster pixel at a point. */
export function pixelOf({ x, y }: Point): Point {
  return { x: Math.floor(x / 2), y: Math.floor(y / 2) };
}
